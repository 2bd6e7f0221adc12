package io.sudog.sync;

import io.sudog.runtime.NotifyList;
import io.sudog.runtime.Parking;
import java.util.Objects;

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
    Parking.checkpoint();
    long number = list.draw();
    locker.unlock();
    list.await(number, this);
    locker.lock();
  }

  /** Wakes the one that has waited longest; nobody waiting, nothing happens. */
  public void signal() {
    list.callOne();
  }

  /** Wakes all that wait. */
  public void broadcast() {
    list.callAll();
  }

  /** For dumps. */
  @Override
  public String toString() {
    return "cond of " + locker;
  }
}
