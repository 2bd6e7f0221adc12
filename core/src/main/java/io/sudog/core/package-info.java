/**
 * Goroutines: starting them, running programs made of them, and looking at the scheduler that
 * carries them.
 *
 * <p>{@link io.sudog.core.Go} has Go's keyword {@code go} and what package {@code runtime} offers
 * programs; {@link io.sudog.core.Scheduler} is one scheduler, for those who want their own. This
 * package is a façade: what happens is in {@code io.sudog.runtime}.
 *
 * <pre>{@code
 * Go.run(() -> {
 *   Go.go("worker", () -> System.out.println("hello from " + Go.current()));
 *   Go.gosched();
 * });
 * }</pre>
 *
 * <p><b>The data's way</b>: a {@link io.sudog.core.Task} given to {@code go} becomes the body of a
 * descriptor ({@code G}), which is queued and run by an OS thread ({@code M}) that holds a
 * processor ({@code P}); the {@link io.sudog.core.Goroutine} returned is its handle. An exception
 * that leaves the body ends the program ({@link io.sudog.core.PanicException}); a program in which
 * nothing can run any more ends, too ({@link io.sudog.core.DeadlockException}).
 */
@NullMarked
package io.sudog.core;

import org.jspecify.annotations.NullMarked;
