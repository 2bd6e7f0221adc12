package io.sudog.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The waiters of a condition variable. Each draws a number before it lets go of the caller's lock
 * and waits only if that number has not been called by then, so no signal is lost in between; a
 * signal calls the lowest number, so none is stolen by a later waiter.
 *
 * <p>GUARD: this lock guards all fields. A sudog's number is kept in {@link Sudog#since}.
 */
public final class NotifyList extends SpinLock {
  // INVARIANT NL-1: called <= drawn; the numbers from called to drawn - 1 are waiting or about to.
  private long drawn;
  private long called;
  private final WaitQueue queue = new WaitQueue();

  /** Makes an empty list. */
  public NotifyList() {}

  /**
   * Draws a number; to be called before the lock that guards the condition is released.
   *
   * @return the number
   */
  public long draw() {
    lock();
    long number = drawn++;
    unlock();
    return number;
  }

  /**
   * Waits until the number is called.
   *
   * @param number what {@link #draw} gave
   * @param on what is waited for, for dumps
   */
  public void await(long number, @Nullable Object on) {
    Waiter waiter = Waiter.current();
    Sudog sg = waiter.sudog();
    lock();
    if (number < called) {
      unlock();
      return;
    }
    sg.since = number;
    waiter.prepare(WaitReason.COND_WAIT, on);
    queue.enqueue(sg);
    unlock();
    waiter.park();
  }

  /** Calls the lowest number that has not been called, if there is one. */
  public void callOne() {
    lock();
    if (called == drawn) {
      unlock();
      return;
    }
    long number = called++;
    Sudog sg = queue.peek();
    while (sg != null && sg.since != number) {
      sg = sg.next();
    }
    if (sg != null) {
      queue.remove(sg);
    }
    // Else its waiter is on its way, and will find its number called.
    unlock();
    if (sg != null) {
      sg.waiter.ready();
    }
  }

  /** Calls all numbers drawn so far. */
  public void callAll() {
    lock();
    called = drawn;
    Sudog chain = queue.takeAll(null);
    unlock();
    while (chain != null) {
      Sudog sg = chain;
      chain = sg.unchain();
      sg.waiter.ready();
    }
  }
}
