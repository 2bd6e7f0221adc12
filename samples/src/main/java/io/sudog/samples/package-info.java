/**
 * Programs that show Sudog at work, and the registry that {@code ./sudog} lists and runs them from.
 *
 * <p>Each sample is a package of its own below this one. Its entry point takes the arguments that
 * follow the sample's name and returns the process's exit code. A new sample is one more line in
 * {@link io.sudog.samples.Samples}.
 */
package io.sudog.samples;
