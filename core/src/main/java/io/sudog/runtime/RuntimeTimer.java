package io.sudog.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A timer of the runtime: something to do at a time. Sleeps, time-outs, and the timers that
 * programs see are made of these.
 *
 * <p>Starting and stopping one timer concurrently with itself is the caller's to serialise; firing
 * may race with both.
 */
public abstract class RuntimeTimer {
  /** The farthest time there is; a timer for then never fires. */
  public static final long NEVER = Long.MAX_VALUE;

  // GUARD: the lock of the heap that `heap` names; the owner's own while that is null.
  long when;
  int index;
  int round;

  // The newest program that had begun when this timer was started last; see TimerHeap.anySince.
  long program;

  // GUARD: set under the heap's lock; read without it by TimerHeap.lockHeapOf, which re-reads it
  // under the lock.
  volatile @Nullable TimerHeap heap;

  /** Makes a timer that is not running. */
  protected RuntimeTimer() {}

  /**
   * What happens at the time. Called on a thread of the scheduler with no lock held; must not block
   * and must not throw.
   *
   * @param due the time it was due, on the scheduler's clock
   * @param round the number given when this firing's timer was started: it tells a firing that was
   *     overtaken by a stop and a later start
   * @param now the time it is
   */
  protected abstract void fire(long due, int round, long now);

  /**
   * Stops this timer.
   *
   * @return true when it was running and will now not fire
   */
  public final boolean stop() {
    return TimerHeap.stop(this);
  }
}
