/** The machine's share in a figure: who else computes, and how far the two cores are apart. */
@NullMarked
package io.sudog.bench.machine;

import org.jspecify.annotations.NullMarked;
