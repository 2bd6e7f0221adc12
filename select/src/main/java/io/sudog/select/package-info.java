/**
 * Go's {@code select}: wait on several channel operations at once and carry out exactly one of
 * them.
 *
 * <p>A goroutine that selects stands in the wait queues of all its channels at the same time. The
 * first partner to come wins a once-only ticket that all these records share, so one operation
 * happens and the others never do.
 *
 * <p><b>The data's way</b>, one select through its passes:
 *
 * <ol>
 *   <li>Pass 1 tries the cases in random order, each under its own channel's lock alone, and only
 *       where a look without the lock does not say that it must wait. The first that is ready is
 *       the choice. A single case needs no more than this.
 *   <li>With none ready, all channels are locked, each once, in the order of their numbers (so two
 *       selects over the same channels cannot deadlock), and all cases are tried again: this is the
 *       one instant at which none is ready. With a default case, that is the choice.
 *   <li>Pass 2, under the same locks, enqueues one sudog for every case, all carrying the one
 *       ticket, unlocks, starts the time-out's timer if there is one, and parks.
 *   <li>A partner that dequeues one of them wins the ticket, moves the element, and readies the
 *       goroutine; a partner that loses it drops the record and goes on to the next waiter. A
 *       time-out wins the ticket likewise.
 *   <li>Pass 3 takes the losing sudogs out of their queues, one lock at a time, and stops the
 *       timer.
 * </ol>
 *
 * <pre>
 *                 +-- sudog 0 --&gt; channel a (receiveQueue)
 *   goroutine --- +-- sudog 1 --&gt; channel b (sendQueue)      one ticket, won by CAS
 *                 +-- sudog 2 --&gt; channel c (receiveQueue)
 *                 +-- timer                                  with the same ticket
 * </pre>
 *
 * <p>GO: Go locks all channels for its first pass, too. A ready case found under one lock is as
 * good a choice: it was ready at that instant, and which of several is chosen is left to chance
 * anyway. Where the order of the cases decides ({@code inOrder}), or nothing may have been ready at
 * one instant (default), all locks are taken here as well.
 *
 * <p><b>Locks</b>: only the channels' own, by ascending number; while they are held, a timer's
 * channel may take the lock of a timer heap. <b>Wake-up</b>: see {@code Waiter} in the runtime: the
 * waiter prepares before its first sudog becomes visible, and whoever wins the ticket readies it,
 * after unlocking.
 *
 * <p>Start reading with {@code SelectOp}. SelectConformanceTest shows Go's behaviour id by id,
 * SelectStressTest that nothing is lost or doubled, SelectBrokenTwinTest that the tests would
 * notice.
 */
@NullMarked
package io.sudog.select;

import org.jspecify.annotations.NullMarked;
