/**
 * The scheduler: Go's G, M and P, on virtual threads of the JDK. Open to Sudog's own modules only.
 *
 * <p><b>The data's way</b>: a goroutine from {@code go} to its end.
 *
 * <ol>
 *   <li>{@link io.sudog.runtime.Sched#prepare} takes a {@link io.sudog.runtime.G} from the P's free
 *       list, the global one, or makes one; {@code start} gives it a fresh virtual thread whose
 *       scheduler is the G itself. {@code Thread.start} calls {@code G.execute} once, with the
 *       Runnable that continues the thread ever after.
 *   <li>The G is put into the P's {@code runNext}; who stood there goes to the tail of the P's ring
 *       ({@code RunQueue}), and what does not fit there to the {@code GlobalQueue}. {@code wakeP}
 *       starts an M if a P is idle and nobody looks for work.
 *   <li>An {@code M} with a P finds it ({@code Finder}) and calls the Runnable: the virtual thread
 *       is mounted, and the task runs.
 *   <li>To wait, the goroutine marks itself PARKING ({@link io.sudog.runtime.Waiter#prepare}), puts
 *       its {@link io.sudog.runtime.Sudog} into a {@link io.sudog.runtime.WaitQueue}, unlocks, and
 *       yields. The JDK unmounts it and calls {@code G.execute} on the M, off the goroutine's
 *       stack, where the park is committed: PARKING becomes WAITING, and the M goes on to the next.
 *   <li>A partner takes the sudog out of the queue and calls {@link io.sudog.runtime.Waiter#ready}:
 *       WAITING becomes RUNNABLE, and step 2 follows on the partner's P.
 *   <li>When the task returns, the M counts it, wakes those who join it, and puts the G on the free
 *       list. The virtual thread is garbage.
 * </ol>
 *
 * <pre>
 *    go f()          ready(g)                  JDK wakes g (lock, socket, sleep)
 *       │               │                                │ G.execute
 *       ▼               ▼                                ▼
 *   P: runNext ──▶ ring of 256 ──overflow──▶ GlobalQueue ◀── yields, preempted, foreign threads
 *       │               │  ▲ steal half           │ batch
 *       ▼               ▼  │                      ▼
 *   M: Finder.findRunnable ── run ──▶ goroutine ──▶ parks, yields, blocks, ends
 *                                         │
 *   Sysmon: takes the P of one that blocks or never yields, gives it to another M
 * </pre>
 *
 * <p><b>States</b>: of a G in the essay on {@link io.sudog.runtime.G}, with what each call of
 * {@code execute} means; of a P on {@code P}, with how one is taken from an M whose goroutine
 * cannot be stopped.
 *
 * <p><b>Locks</b> are {@link io.sudog.runtime.SpinLock}s: a holder never parks, allocates little
 * and calls no user code. Rank, outermost first: channel or semaphore (one at a time, or by id in a
 * select); a G's join lock; TimerHeap (one that goes away before the one that stays); Sched lock;
 * GlobalQueue; free lists; registry of Gs. Nothing is readied under a lock.
 *
 * <p><b>Wake-up protocols</b>, each argued where it is (grep for WAKEUP): park and ready ({@code
 * Waiter}, {@code G.ready}), submitting and going idle ({@code GmpSched}), retiring a P ({@code
 * P}), timers and the blocked poller ({@code GmpSched.timerAdded}), sysmon's deep sleep ({@code
 * Sysmon}), an M's and a foreign thread's parking ({@code M}, {@code ForeignThread}), a wait that a
 * context ends ({@code Bound}).
 *
 * <p>Where the JVM was started without the option that opens {@code java.lang}, {@code PlainSched}
 * runs goroutines as ordinary virtual threads; everything above it is the same.
 *
 * <p>Start reading with {@code G}, then {@code Finder}.
 */
@NullMarked
package io.sudog.runtime;

import org.jspecify.annotations.NullMarked;
