/** The machine: who else computes, how far the two cores are apart, what a process occupies. */
@NullMarked
package io.sudog.bench.machine;

import org.jspecify.annotations.NullMarked;
