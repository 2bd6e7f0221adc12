/**
 * Go's package {@code sync}: locks, groups and conditions that park goroutines and block other
 * threads alike.
 *
 * <p><b>The data's way</b>, through a contended lock:
 *
 * <ol>
 *   <li>{@code lock} fails its one compare-and-set and counts itself among the waiters, in the
 *       state word;
 *   <li>it enqueues its sudog on the lock's {@link io.sudog.runtime.Semaphore} and parks;
 *   <li>{@code unlock} finds waiters in the word and releases the semaphore once, which readies the
 *       first of them;
 *   <li>that one competes with newcomers or, if it has waited for a millisecond, is given the lock.
 * </ol>
 *
 * <pre>
 *   state word  [ waiters … | starving | woken | locked ]
 *        │ contended
 *        ▼
 *   Semaphore   permits, queue ─▶ sudog ─▶ sudog        (a spin lock, never held while parking)
 * </pre>
 *
 * <p>Nothing here is owned: any goroutine may unlock. Rank: a primitive's semaphore lock is taken
 * with no other runtime lock held. Start reading with {@link io.sudog.sync.Mutex}. Of the rest of
 * Go's package, {@code sync.Map}, {@code sync.Pool} and {@code sync/atomic}, the JDK has its own:
 * ConcurrentHashMap, plain allocation, and java.util.concurrent.atomic.
 */
@NullMarked
package io.sudog.sync;

import org.jspecify.annotations.NullMarked;
