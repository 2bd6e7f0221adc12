package io.sudog.sync;

import io.sudog.core.Cancellation;
import io.sudog.core.Go;
import io.sudog.core.Goroutine;
import io.sudog.core.Task;
import io.sudog.runtime.Bound;
import io.sudog.runtime.Defaults;
import io.sudog.runtime.Goexit;
import io.sudog.runtime.NotifyList;
import io.sudog.runtime.Parking;
import io.sudog.runtime.SpinLock;
import io.sudog.runtime.Sudog;
import io.sudog.runtime.WaitQueue;
import io.sudog.runtime.WaitReason;
import io.sudog.runtime.Waiter;
import io.sudog.runtime.Wrapping;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a number of things to be done: Go's {@code sync.WaitGroup}. Can be used again once all
 * waits have returned.
 */
public final class WaitGroup {
  private static final int COUNT_SHIFT = 1;
  private static final long WAITERS = 1;

  // How many are to be done, and in the lowest bit whether anybody waits. GUARD: changed by CAS;
  // the
  // bit, and the step to zero while it is set, only under the guard, so that the queue and the bit
  // agree for whoever holds that.
  private final AtomicLong state = new AtomicLong();
  private final SpinLock guard = new SpinLock();
  private final WaitQueue queue = new WaitQueue();

  /** Makes a group with nothing to wait for. */
  public WaitGroup() {}

  /**
   * Adds to the number of things to be done. Where it was zero this must happen before {@link
   * #await}, not concurrently with it.
   *
   * @param delta how many more, or fewer when negative
   * @throws IllegalStateException "sync: negative WaitGroup counter"; the counter is as before then
   */
  public void add(int delta) {
    while (true) {
      long s = state.get();
      long count = (s >> COUNT_SHIFT) + delta;
      if (count < 0 || count > Integer.MAX_VALUE) {
        throw new IllegalStateException(
            count < 0
                ? "sync: negative WaitGroup counter"
                : "sync: WaitGroup counter overflow: " + count);
      }
      if (count == 0 && (s & WAITERS) != 0) {
        if (releaseAll(s)) {
          return;
        }
      } else if (state.compareAndSet(s, (count << COUNT_SHIFT) | (s & WAITERS))) {
        return;
      }
    }
  }

  /** The step to zero while somebody waits; false when the state was not {@code s} any more. */
  private boolean releaseAll(long s) {
    guard.lock();
    if (!state.compareAndSet(s, 0)) {
      guard.unlock();
      return false;
    }
    Sudog chain = queue.takeAll(null);
    guard.unlock();
    NotifyList.wakeAll(chain);
    return true;
  }

  /**
   * One thing is done.
   *
   * @throws IllegalStateException "sync: negative WaitGroup counter"
   */
  public void done() {
    add(-1);
  }

  /**
   * Waits until nothing is left to be done: Go's {@code Wait}. Not ended by interrupts.
   *
   * @throws IllegalStateException "sync: WaitGroup is reused before previous Wait has returned",
   *     where that is noticed
   */
  public void await() {
    Parking.checkpoint();
    if (state.get() >> COUNT_SHIFT != 0) {
      awaitSlow(null);
    }
  }

  /**
   * Waits until nothing is left to be done, no longer than a context goes on.
   *
   * @param bound ends the wait; a {@code Context}, say. Where it has ended already that counts,
   *     even if nothing is left to be done. What is thrown is its {@link Cancellation#err} itself.
   * @throws IllegalStateException as {@link #await()}
   */
  public void awaitUntil(Cancellation bound) {
    Bound.check(bound);
    Parking.checkpoint();
    if (state.get() >> COUNT_SHIFT != 0) {
      try (Bound wait = Bound.by(bound)) {
        awaitSlow(wait);
      }
    }
  }

  /**
   * Waits until nothing is left to be done, or the calling thread is interrupted. For threads that
   * are no goroutines: a goroutine's wait is not ended by an interrupt.
   *
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalStateException as {@link #await()}
   */
  @SuppressWarnings("RedundantThrows") // thrown by Bound.ended
  public void awaitInterruptibly() throws InterruptedException {
    Bound.checkInterrupt();
    Parking.checkpoint();
    if (state.get() >> COUNT_SHIFT != 0) {
      try (Bound wait = Bound.byInterrupt()) {
        awaitSlow(wait);
      }
    }
  }

  private void awaitSlow(@Nullable Bound bound) {
    Waiter waiter = bound == null ? Waiter.current() : bound.waiter();
    Sudog sg = waiter.sudog();
    guard.lock();
    long s;
    do {
      s = state.get();
      if (s >> COUNT_SHIFT == 0) {
        guard.unlock();
        return;
      }
    } while (!state.compareAndSet(s, s | WAITERS));
    if (bound != null) {
      bound.open(sg);
    }
    waiter.prepareFor(sg, false, WaitReason.WAITGROUP_WAIT, this);
    queue.enqueue(sg);
    guard.unlock();
    if (bound == null) {
      waiter.park();
    } else if (!bound.park(sg)) {
      leave(sg);
      throw bound.ended();
    }
    if (state.get() != 0) {
      throw new IllegalStateException(
          "sync: WaitGroup is reused before previous Wait has returned");
    }
  }

  private void leave(Sudog sg) {
    guard.lock();
    if (queue.remove(sg) && queue.isEmpty()) {
      state.getAndAccumulate(WAITERS, (s, bit) -> s & ~bit);
    }
    guard.unlock();
  }

  /**
   * Adds one, runs a task in a new goroutine, and takes one off when it has ended, also by {@link
   * Go#goexit}: Go's {@code WaitGroup.Go}. A task that ends its program with an exception is not
   * done.
   *
   * @param task the task
   * @return the goroutine
   */
  public Goroutine go(Task task) {
    Objects.requireNonNull(task, "task");
    add(1);
    boolean started = false;
    try {
      Goroutine goroutine = Go.go(new Counted(task));
      started = true;
      return goroutine;
    } finally {
      if (!started) {
        done();
      }
    }
  }

  private final class Counted implements Task, Wrapping {
    private final Task task;

    Counted(Task task) {
      this.task = task;
    }

    @Override
    public Object wrapped() {
      return task;
    }

    @Override
    public void run() throws Exception {
      try {
        task.run();
      } catch (Throwable e) {
        // Whoever waits must not go on as if all were well in a program that is about to end.
        if (e instanceof Goexit || !Defaults.current().panicEndsProgram()) {
          done();
        }
        throw e;
      }
      done();
    }
  }

  /** For dumps. */
  @Override
  public String toString() {
    return "waitgroup " + (state.get() >> COUNT_SHIFT);
  }
}
