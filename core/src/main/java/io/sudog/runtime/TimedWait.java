package io.sudog.runtime;

/**
 * The timer that ends a waiter's wait: a goroutine's sleep, or the time-out of a wait on a queue.
 * One is kept in each {@link Waiter} that ever needed it, so timed waits allocate nothing.
 *
 * <p>The timer's round is the waiter's ticket, copied under the heap's lock: a firing that was
 * overtaken by a stop and a new wait carries the old ticket and loses.
 */
public final class TimedWait extends RuntimeTimer {
  private final Waiter waiter;

  TimedWait(Waiter waiter) {
    this.waiter = waiter;
  }

  @Override
  protected void fire(long due, int round, long now) {
    if (waiter.winTicket(round)) {
      waiter.ready();
    }
  }
}
