/** The workloads with jox: its channels and select between virtual threads. */
@NullMarked
package io.sudog.bench.jox;

import org.jspecify.annotations.NullMarked;
