package io.sudog.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The sleeping place of a lock: what Go calls a semaphore root. A count of permits and a queue of
 * those who wait for one; a release hands its permit to the first waiter directly.
 *
 * <p>GUARD: this lock guards the count and the queue.
 */
public final class Semaphore extends SpinLock {
  private int permits;
  private final WaitQueue queue = new WaitQueue();

  /** Makes a semaphore without permits. */
  public Semaphore() {}

  /**
   * Takes a permit, waiting for it as long as it takes.
   *
   * @param first whether to wait in front of all others: for a waiter that was woken and lost
   * @param reason why, for dumps
   * @param on what is waited for, for dumps; may be null
   */
  public void acquire(boolean first, WaitReason reason, @Nullable Object on) {
    acquire(first, reason, on, null);
  }

  /**
   * Takes a permit, waiting for it unless that is ended early.
   *
   * @param first whether to wait in front of all others: for a waiter that was woken and lost
   * @param reason why, for dumps
   * @param on what is waited for, for dumps; may be null
   * @param bound what may end the wait early; null for nothing
   * @return true with a permit, false when the wait was ended early
   */
  public boolean acquire(
      boolean first, WaitReason reason, @Nullable Object on, @Nullable Bound bound) {
    Waiter waiter = bound == null ? Waiter.current() : bound.waiter();
    Sudog sg = waiter.sudog();
    lock();
    if (permits > 0) {
      permits--;
      unlock();
      return true;
    }
    if (bound != null) {
      bound.open(sg);
    }
    waiter.prepareFor(sg, false, reason, on);
    if (first) {
      queue.enqueueFirst(sg);
    } else {
      queue.enqueue(sg);
    }
    unlock();
    if (bound == null) {
      waiter.park();
      return true;
    }
    if (bound.park(sg)) {
      return true;
    }
    lock();
    queue.remove(sg);
    unlock();
    return false;
  }

  /**
   * Takes a permit if that needs no waiting.
   *
   * @return true with a permit
   */
  public boolean tryAcquire() {
    lock();
    boolean taken = permits > 0;
    if (taken) {
      permits--;
    }
    unlock();
    return taken;
  }

  /**
   * Gives a permit.
   *
   * @param handOff whether the caller should let the one who got it run at once
   */
  public void release(boolean handOff) {
    lock();
    Sudog sg = queue.dequeue();
    if (sg == null) {
      permits++;
    }
    unlock();
    if (sg != null) {
      sg.waiter.ready();
      if (handOff) {
        Parking.gosched();
      }
    }
  }

  /**
   * How many wait.
   *
   * @return the number, exact only while nobody comes or goes
   */
  public int waiters() {
    lock();
    int n = queue.size();
    unlock();
    return n;
  }
}
