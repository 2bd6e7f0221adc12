package io.sudog.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The waiters of a condition variable, in the order they came. A waiter enlists before it lets go
 * of the caller's lock and parks after, so no signal is lost in between, and none is stolen by a
 * later waiter: a signal takes the first record, parked already or not.
 *
 * <p>GUARD: this lock guards the queue, and {@code success} and {@code prepared} of a record that
 * was enlisted until its waiter has left.
 *
 * <p>GO: Go gives out ticket numbers. A wait that a context may end would leave a hole in them,
 * which a signal must not fall into; a record in a queue can simply leave it.
 */
public final class NotifyList extends SpinLock {
  private final WaitQueue queue = new WaitQueue();

  /** Makes an empty list. */
  public NotifyList() {}

  /**
   * Enlists; to be called before the lock that guards the condition is released.
   *
   * @param sg a {@linkplain Waiter#borrow borrowed} record
   */
  public void enlist(Sudog sg) {
    lock();
    sg.success = false;
    sg.prepared = false;
    queue.enqueue(sg);
    unlock();
  }

  /**
   * Leaves, where the caller's lock could not be released.
   *
   * @param sg the record that was enlisted
   */
  public void leave(Sudog sg) {
    lock();
    queue.remove(sg);
    unlock();
  }

  /**
   * Waits until the record is notified.
   *
   * @param sg the record that was enlisted
   * @param on what is waited for, for dumps
   * @param bound what may end the wait early; null for nothing
   * @return true when notified, false when the wait was ended early
   */
  public boolean await(Sudog sg, @Nullable Object on, @Nullable Bound bound) {
    lock();
    if (sg.success) {
      unlock();
      return true;
    }
    // WAKEUP: under the lock: prepare, then `prepared` / notified: success, then, if prepared,
    // ready. Who comes second sees what the first wrote.
    if (bound != null) {
      bound.open(sg);
    }
    sg.waiter.prepareFor(sg, false, WaitReason.COND_WAIT, on);
    sg.prepared = true;
    unlock();
    if (bound == null) {
      sg.waiter.park();
      return true;
    }
    boolean notified = bound.park(sg);
    if (!notified) {
      leave(sg);
    }
    return notified;
  }

  /** Notifies the one that has waited longest, if there is one. */
  public void notifyOne() {
    lock();
    Sudog sg = queue.dequeue();
    if (sg != null && !notified(sg)) {
      sg = null;
    }
    unlock();
    if (sg != null) {
      sg.waiter.ready();
    }
  }

  /** Notifies all who wait. */
  public void notifyAllWaiters() {
    lock();
    Sudog chain = null;
    Sudog tail = null;
    Sudog sg;
    while ((sg = queue.dequeue()) != null) {
      if (notified(sg)) {
        if (tail == null) {
          chain = sg;
        } else {
          tail.next = sg;
        }
        tail = sg;
      }
    }
    unlock();
    wakeAll(chain);
  }

  /** Marks a record as notified; true when its waiter is to be readied. */
  private static boolean notified(Sudog sg) {
    sg.success = true;
    return sg.prepared;
  }

  /**
   * Readies everybody on a chain of collected waiters.
   *
   * @param first the first of the chain; null for none
   */
  public static void wakeAll(@Nullable Sudog first) {
    Sudog chain = first;
    while (chain != null) {
      Sudog sg = chain;
      chain = sg.unchain();
      sg.waiter.ready();
    }
  }
}
