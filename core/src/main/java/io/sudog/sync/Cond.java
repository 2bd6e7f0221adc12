package io.sudog.sync;

import io.sudog.core.Cancellation;
import io.sudog.runtime.Bound;
import io.sudog.runtime.NotifyList;
import io.sudog.runtime.Parking;
import io.sudog.runtime.Sudog;
import io.sudog.runtime.Waiter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A place to wait for a condition that a lock guards: Go's {@code sync.Cond}. Waiters are woken in
 * the order they came, never without a {@link #signal} or {@link #broadcast}.
 */
public final class Cond {
  private final Locker locker;
  private final NotifyList list = new NotifyList();

  /**
   * Makes a condition.
   *
   * @param locker the lock that guards it: {@code sync.NewCond(l)}
   */
  public Cond(Locker locker) {
    this.locker = Objects.requireNonNull(locker, "locker");
  }

  /**
   * Unlocks, waits for a signal, and locks again: Go's {@code Wait}. The condition may not hold any
   * more by then, so call this in a loop that checks it. Not ended by interrupts.
   */
  public void await() {
    await(Waiter.current(), null);
  }

  /**
   * As {@link #await()}, but waits for the signal no longer than a context goes on. Has locked
   * again in any case when it returns or throws; that is not bounded.
   *
   * @param bound ends the wait; a {@code Context}, say. What is thrown is its {@link
   *     Cancellation#err} itself; no signal is lost to a wait that was ended.
   */
  public void awaitUntil(Cancellation bound) {
    Bound.check(bound);
    try (Bound wait = Bound.by(bound)) {
      if (!await(wait.waiter(), wait)) {
        throw wait.ended();
      }
    }
  }

  /**
   * As {@link #await()}, until the calling thread is interrupted. For threads that are no
   * goroutines: a goroutine's wait is not ended by an interrupt. Has locked again in any case.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public void awaitInterruptibly() throws InterruptedException {
    Bound.checkInterrupt();
    try (Bound wait = Bound.byInterrupt()) {
      if (!await(wait.waiter(), wait)) {
        throw wait.ended();
      }
    }
  }

  private boolean await(Waiter waiter, @Nullable Bound bound) {
    Parking.checkpoint();
    Sudog sg = waiter.borrow();
    list.enlist(sg);
    boolean unlocked = false;
    try {
      locker.unlock();
      unlocked = true;
    } finally {
      if (!unlocked) {
        list.leave(sg);
      }
    }
    boolean notified = list.await(sg, this, bound);
    waiter.giveBack(sg);
    locker.lock();
    return notified;
  }

  /** Wakes the one that has waited longest; nobody waiting, nothing happens. */
  public void signal() {
    list.notifyOne();
  }

  /** Wakes all that wait. */
  public void broadcast() {
    list.notifyAllWaiters();
  }

  /** For dumps. */
  @Override
  public String toString() {
    return "cond of " + locker;
  }
}
