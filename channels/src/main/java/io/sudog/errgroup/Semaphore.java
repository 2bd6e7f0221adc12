package io.sudog.errgroup;

import io.sudog.context.Context;
import io.sudog.runtime.Bound;
import io.sudog.runtime.NotifyList;
import io.sudog.runtime.Parking;
import io.sudog.runtime.SpinLock;
import io.sudog.runtime.Sudog;
import io.sudog.runtime.WaitQueue;
import io.sudog.runtime.WaitReason;
import org.jspecify.annotations.Nullable;

/**
 * A weighted semaphore: Go's {@code semaphore.Weighted}. Those who wait are served in the order
 * they came, so a large request is not starved by small ones.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://pkg.go.dev/golang.org/x/sync/semaphore">Package semaphore</a>
 */
public final class Semaphore {
  private final long size;

  // GUARD: this lock; the fields below. INVARIANT SM-1: outside the lock the first of the queue, if
  // it still can be woken, wants more than is free. SM-2: 0 <= held <= size.
  private final SpinLock lock = new SpinLock();
  private long held;
  private final WaitQueue queue = new WaitQueue();

  /**
   * Makes a semaphore: {@code semaphore.NewWeighted(n)}.
   *
   * @param n how much can be held at a time
   * @throws IllegalArgumentException when negative
   */
  public Semaphore(long n) {
    if (n < 0) {
      throw new IllegalArgumentException("semaphore: n must be 0 or more, but is " + n);
    }
    size = n;
  }

  /**
   * Acquires, waiting no longer than a context goes on: {@code s.Acquire(ctx, n)}. A request for
   * more than the semaphore's size waits until the context ends, in nobody's way.
   *
   * @param ctx ends the wait. Where it has ended already nothing is acquired, even if there is
   *     enough. What is thrown is its {@link Context#err} itself.
   * @param n how much
   * @throws IllegalArgumentException when n is negative
   */
  public void acquire(Context ctx, long n) {
    requireAmount(n);
    Bound.check(ctx);
    Parking.checkpoint();
    if (!tryTake(n)) {
      try (Bound bound = Bound.by(ctx)) {
        acquireSlow(bound, n);
      }
    }
  }

  /**
   * Acquires, waiting until the calling thread is interrupted. For threads that are no goroutines:
   * a goroutine's wait is not ended by an interrupt.
   *
   * @param n how much
   * @throws InterruptedException when the thread is interrupted; nothing is acquired then
   * @throws IllegalArgumentException when n is negative
   */
  @SuppressWarnings("RedundantThrows") // thrown by Bound.ended
  public void acquireInterruptibly(long n) throws InterruptedException {
    requireAmount(n);
    Bound.checkInterrupt();
    Parking.checkpoint();
    if (!tryTake(n)) {
      try (Bound bound = Bound.byInterrupt()) {
        acquireSlow(bound, n);
      }
    }
  }

  private void acquireSlow(Bound bound, long n) {
    if (n > size) {
      throw bound.awaitEnd(WaitReason.SEMACQUIRE);
    }
    Sudog sg = bound.waiter().sudog();
    lock.lock();
    if (queue.isEmpty() && n <= size - held) {
      held += n;
      lock.unlock();
      return;
    }
    sg.amount = n;
    bound.open(sg);
    sg.waiter.prepareTimed(WaitReason.SEMACQUIRE, this);
    queue.enqueue(sg);
    lock.unlock();
    if (!bound.park(sg)) {
      lock.lock();
      queue.remove(sg);
      // Those behind it may have waited for nothing but it.
      Sudog chain = serveLocked();
      lock.unlock();
      NotifyList.wakeAll(chain);
      throw bound.ended();
    }
  }

  /**
   * Acquires if that needs no waiting: {@code s.TryAcquire(n)}.
   *
   * @param n how much
   * @return true when acquired; false when there is not enough, or somebody waits
   * @throws IllegalArgumentException when n is negative
   */
  public boolean tryAcquire(long n) {
    requireAmount(n);
    Parking.checkpoint();
    return tryTake(n);
  }

  private boolean tryTake(long n) {
    lock.lock();
    boolean taken = queue.isEmpty() && n <= size - held;
    if (taken) {
      held += n;
    }
    lock.unlock();
    return taken;
  }

  /**
   * Gives back: {@code s.Release(n)}.
   *
   * @param n how much
   * @throws IllegalStateException "semaphore: released more than held"; nothing is given back then
   * @throws IllegalArgumentException when n is negative
   */
  public void release(long n) {
    requireAmount(n);
    lock.lock();
    long had = held;
    Sudog chain = null;
    if (n <= had) {
      held = had - n;
      chain = serveLocked();
    }
    lock.unlock();
    if (n > had) {
      throw new IllegalStateException("semaphore: released more than held: " + n + " of " + had);
    }
    NotifyList.wakeAll(chain);
  }

  /** Restores SM-1: gives to those who wait, in order, as far as it reaches. */
  private @Nullable Sudog serveLocked() {
    Sudog chain = queue.takeUpTo(size - held);
    for (Sudog sg = chain; sg != null; sg = sg.next()) {
      held += sg.amount;
    }
    return chain;
  }

  private static void requireAmount(long n) {
    if (n < 0) {
      throw new IllegalArgumentException("semaphore: n must be 0 or more, but is " + n);
    }
  }

  /** For logs and dumps. */
  @Override
  public String toString() {
    lock.lock();
    long now = held;
    lock.unlock();
    return "semaphore, " + now + " of " + size + " held";
  }
}
