package io.sudog.sync;

import io.sudog.core.Go;
import io.sudog.core.Goroutine;
import io.sudog.core.Task;
import io.sudog.runtime.Defaults;
import io.sudog.runtime.Goexit;
import io.sudog.runtime.Parking;
import io.sudog.runtime.Semaphore;
import io.sudog.runtime.WaitReason;
import io.sudog.runtime.Wrapping;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Waits for a number of things to be done: Go's {@code sync.WaitGroup}. Can be used again once all
 * waits have returned.
 */
public final class WaitGroup {
  private static final int COUNT_SHIFT = 32;

  // How many are to be done, in the upper half, how many wait, in the lower.
  private final AtomicLong state = new AtomicLong();
  private final Semaphore semaphore = new Semaphore();

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
      int waiters = (int) s;
      if (count < 0 || count > Integer.MAX_VALUE) {
        throw new IllegalStateException(
            count < 0
                ? "sync: negative WaitGroup counter"
                : "sync: WaitGroup counter overflow: " + count);
      }
      // The last one sets all to zero: those who wait are let go, and the group is as new.
      long next = count == 0 ? 0 : (count << COUNT_SHIFT) | waiters;
      if (state.compareAndSet(s, next)) {
        if (count == 0) {
          for (int i = 0; i < waiters; i++) {
            semaphore.release(false);
          }
        }
        return;
      }
    }
  }

  /**
   * One thing is done.
   *
   * @throws IllegalStateException "sync: negative WaitGroup counter"
   */
  public void done() {
    add(-1);
  }

  /** Waits until nothing is left to be done: Go's {@code Wait}. Not ended by interrupts. */
  public void await() {
    Parking.checkpoint();
    while (true) {
      long s = state.get();
      if (s >> COUNT_SHIFT == 0) {
        return;
      }
      if (state.compareAndSet(s, s + 1)) {
        semaphore.acquire(false, WaitReason.WAITGROUP_WAIT, this);
        return;
      }
    }
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
