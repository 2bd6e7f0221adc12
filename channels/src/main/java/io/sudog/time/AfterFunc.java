package io.sudog.time;

import io.sudog.channels.internal.Starter;
import io.sudog.core.Task;
import io.sudog.runtime.Defaults;
import io.sudog.runtime.RuntimeTimer;
import io.sudog.runtime.Sched;
import io.sudog.runtime.SpinLock;

/** A timer that starts a goroutine; in a heap while it runs, so it is kept alive by that. */
final class AfterFunc extends RuntimeTimer {
  private final Sched timers = Defaults.current();
  private final Starter starter;

  // GUARD: serialises stop and reset; `never` is set while it runs, but for longer than there is
  // time.
  private final SpinLock lock = new SpinLock();
  private boolean never;

  AfterFunc(Task task) {
    this.starter = new Starter(task);
  }

  /** Starts anew; true when it was running, and will not fire for its former time. */
  boolean reset(long nanos) {
    lock.lock();
    boolean was = end();
    long when = timers.later(nanos);
    if (when == NEVER) {
      never = true;
    } else {
      timers.startTimer(this, when, 0);
    }
    lock.unlock();
    return was;
  }

  /** Stops; true when it was running, and will not fire. */
  boolean cancel() {
    lock.lock();
    boolean was = end();
    lock.unlock();
    return was;
  }

  private boolean end() {
    boolean stopped = stop();
    boolean was = never || stopped;
    never = false;
    return was;
  }

  @Override
  protected void fire(long due, int round, long now) {
    starter.run();
  }
}
