package io.sudog.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Who is in the poller, and until when: one M at a time may block there, and a timer that becomes
 * the earliest must end its sleep.
 *
 * <p>WAKEUP: adding a timer: (1') publish the heap's minWhen, (2') read lastPoll, pollUntil,
 * idlePs. Who goes idle: (1) raise idlePs, and announce in lastPoll and pollUntil that it will
 * block, (2) read every minWhen. All volatile: either the sleeper sees the timer, or the adder sees
 * the sleeper and wakes it, or sees the idle P and starts an M. Where an M holds the P that has the
 * timer, that M looks by itself. A waiter for a socket is added in the same way: count it, then
 * look for somebody to poll ({@code Sched.pollSoon}); who goes idle raises idlePs, then reads the
 * count.
 */
final class Polling {
  private static final VarHandle LAST_POLL;

  static {
    try {
      LAST_POLL = MethodHandles.lookup().findVarHandle(Polling.class, "lastPoll", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final GmpSched sched;
  private final Poller poller;

  // When the network was polled last; 0 while an M blocks in the poller, or is about to.
  @SuppressWarnings("unused") // through LAST_POLL
  private volatile long lastPoll;

  // Until when that M will block; NEVER when only a socket can wake it, 0 when nobody blocks.
  private volatile long pollUntil;

  Polling(GmpSched sched, Poller poller) {
    this.sched = sched;
    this.poller = poller;
    lastPoll = nonZero(sched.clock.nanoTime());
  }

  Poller poller() {
    return poller;
  }

  boolean isBlocking() {
    return lastPoll == 0;
  }

  long lastPoll() {
    return lastPoll;
  }

  boolean hasWaiters() {
    return poller.waiters() > 0;
  }

  /** A timer has become the earliest of its heap. */
  void timerAdded(long when) {
    if (lastPoll == 0) {
      long until = pollUntil;
      if (until == 0 || until > when) {
        poller.wake();
      }
    } else {
      sched.wakeP();
    }
  }

  /**
   * Polls without blocking, unless somebody else polls just now, and queues what is ready.
   *
   * @param batch the caller's, empty
   * @param p the caller's P; null when it has none
   */
  void pollNow(PollBatch batch, @Nullable P p) {
    long last = lastPoll;
    if (last != 0 && LAST_POLL.compareAndSet(this, last, nonZero(sched.clock.nanoTime()))) {
      poller.poll(0, batch);
      batch.queue(p);
    }
  }

  /**
   * Blocks in the poller until something is ready or the next timer is due, if there is anything to
   * wait for and no other M does; then takes an idle P, since a timer may be due, and queues what
   * is ready.
   *
   * @param m the caller, without a P
   * @return whether it has got one
   */
  boolean pollBlocking(M m) {
    long until = sched.earliestTimer();
    if (until == RuntimeTimer.NEVER && poller.waiters() == 0) {
      endVainSleep();
      return false;
    }
    if ((long) LAST_POLL.getAndSet(this, 0L) == 0) {
      long other = pollUntil;
      if (other == 0 || other > until) {
        poller.wake();
      }
      return false;
    }
    pollUntil = nonZero(until);
    // A timer added before lastPoll became 0 has not looked at pollUntil: look again.
    until = Math.min(until, sched.earliestTimer());
    long nanos =
        until == RuntimeTimer.NEVER ? Poller.FOREVER : Math.max(0, until - sched.clock.nanoTime());
    if (!sched.isClosed()) {
      poller.poll(nanos, m.polled);
    }
    pollUntil = 0;
    // WAKEUP: (1) lastPoll says that nobody blocks, (2) take an idle P. Who goes idle: (1') give up
    // its P, (2') read lastPoll; where somebody blocks, leave the polling to him. Either we find
    // that P, or it finds nobody blocking. What we have found is alive to the deadlock check
    // meanwhile: an M that is not laid aside counts as busy.
    lastPoll = nonZero(sched.clock.nanoTime());
    boolean acquired = sched.processors.acquireIdle(m);
    m.polled.queue(m.p);
    return acquired;
  }

  /**
   * Ends the sleep of an M for which there is nothing left to wait: a stopped timer does not wake
   * it, and it must not look busy to the deadlock check for long.
   */
  void endVainSleep() {
    if (isBlocking() && poller.waiters() == 0 && sched.earliestTimer() == RuntimeTimer.NEVER) {
      poller.wake();
    }
  }

  /** Ends a sleep in the poller. */
  void wake() {
    poller.wake();
  }

  void close() {
    poller.close();
  }

  private static long nonZero(long time) {
    return time == 0 ? 1 : time;
  }
}
