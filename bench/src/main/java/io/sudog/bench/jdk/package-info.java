/** The workloads with virtual threads and java.util.concurrent alone. */
@NullMarked
package io.sudog.bench.jdk;

import org.jspecify.annotations.NullMarked;
