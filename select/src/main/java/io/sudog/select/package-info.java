/**
 * Go's {@code select}: wait on several channel operations at once and carry out exactly one of
 * them.
 *
 * <p>A goroutine that selects stands in the wait queues of all its channels at the same time. The
 * first partner to come wins a once-only flag that all these records share, so one operation
 * happens and the others never do.
 *
 * <p><b>The data's way</b>, one select through its passes:
 *
 * <ol>
 *   <li>Lock the channels, each once, in the order of their ids: two selects over the same channels
 *       cannot deadlock.
 *   <li>Pass 1 looks at the cases in random order and carries out the first that is ready. With
 *       none ready and a default case, that is the choice.
 *   <li>Pass 2 enqueues one sudog on every channel, all carrying the one flag, unlocks, and parks.
 *   <li>A partner that dequeues one of them wins the flag, moves the element, and readies the
 *       goroutine; a partner that loses it passes on to the next waiter.
 *   <li>Pass 3 locks again and takes the losing sudogs out of their queues.
 * </ol>
 *
 * <pre>
 *                 +-- sudog 0 --> channel a (receiveQueue)
 *   goroutine --- +-- sudog 1 --> channel b (sendQueue)      one flag, won by CAS
 *                 +-- sudog 2 --> channel c (receiveQueue)
 * </pre>
 *
 * <p><b>Locks.</b> Only the channels' own, by ascending id; no lock of the scheduler is taken while
 * one is held.
 */
@NullMarked
package io.sudog.select;

import org.jspecify.annotations.NullMarked;
