package io.sudog.channels.internal;

import io.sudog.core.Scheduler;
import io.sudog.core.Task;
import io.sudog.runtime.Defaults;
import io.sudog.runtime.Sched;

/**
 * Starts a goroutine later, on the scheduler of whoever asked for it: when a timer fires, when a
 * context ends. By then that scheduler may be closed; like all its goroutines this one never runs
 * then.
 */
public final class Starter implements Runnable {
  private final Scheduler scheduler = Scheduler.current();
  private final Sched sched = Defaults.current();
  private final Task task;

  /**
   * Makes a starter.
   *
   * @param task what the goroutine runs
   */
  public Starter(Task task) {
    this.task = task;
  }

  /** Starts it; on any thread, and throws nothing. */
  @Override
  public void run() {
    try {
      scheduler.go(task);
    } catch (RuntimeException | Error e) {
      if (!sched.isClosed()) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    }
  }
}
