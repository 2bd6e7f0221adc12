/**
 * Go's {@code golang.org/x/sync}: groups of goroutines that fail as one, a weighted semaphore, and
 * suppression of duplicate calls.
 *
 * <p>{@link io.sudog.errgroup.ErrGroup} counts its tasks with a {@code WaitGroup} and keeps the
 * first error; its context ends with that. {@link io.sudog.errgroup.Semaphore} is a count and a
 * queue of sudogs, each with the amount it wants, under a spin lock. {@link
 * io.sudog.errgroup.SingleFlight} is a map from keys to the calls under way.
 *
 * <p>ErrGroupConformanceTest, SemaphoreConformanceTest and SingleFlightConformanceTest show Go's
 * behaviour id by id.
 */
@NullMarked
package io.sudog.errgroup;

import org.jspecify.annotations.NullMarked;
