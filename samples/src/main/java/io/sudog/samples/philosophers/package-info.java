/**
 * Dijkstra's dining philosophers: each needs the forks to his left and right, and each fork is
 * shared by two. Three ways to do it right, and the one that ends in a deadlock.
 *
 * <p>The data's way:
 *
 * <ol>
 *   <li>Each philosopher is a goroutine that thinks and then asks the {@code Strategy} for both
 *       forks.
 *   <li>{@code ordered}: forks are mutexes, and everybody takes the one with the lower number
 *       first, so there can be no circle.
 *   <li>{@code waiter}: forks are mutexes, and a semaphore lets one fewer to the table than there
 *       are seats, so the circle never closes.
 *   <li>{@code backoff}: a fork is a channel that holds it while it lies on the table. Who does not
 *       get the second in time puts the first back, and tries again after a random pause.
 *   <li>{@code naive}: everybody takes the left fork, and waits for the right one. Nobody can run
 *       any more, Sudog says so, and the dump shows who waits for which mutex.
 *   <li>Whoever has both forks eats: {@code Dinner} checks that nobody else holds them, counts, and
 *       cancels the context with the last meal, which ends every wait for a fork.
 * </ol>
 *
 * <pre>
 *            philosopher 1
 *        fork 1         fork 2
 *   philosopher 5         philosopher 2
 *      fork 5               fork 3
 *     philosopher 4   philosopher 3
 *               fork 4
 * </pre>
 *
 * <p>Start with {@link io.sudog.samples.philosophers.Dinner}.
 */
@NullMarked
package io.sudog.samples.philosophers;

import org.jspecify.annotations.NullMarked;
