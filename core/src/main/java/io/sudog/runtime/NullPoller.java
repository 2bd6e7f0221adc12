package io.sudog.runtime;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The poller of a program without sockets: it only sleeps until a timer is due. */
final class NullPoller implements Poller {
  private volatile boolean woken;
  private volatile Thread sleeper = Thread.currentThread();

  @Override
  public void poll(long nanos, Consumer<? super Waiter> into) {
    if (nanos == 0) {
      return;
    }
    // WAKEUP: (1) name the sleeper, (2) read woken / wake: (1') set woken, (2') unpark whoever is
    // named. Either (2) sees woken or (2') sees the sleeper. One M polls at a time.
    sleeper = Thread.currentThread();
    long deadline = nanos == FOREVER ? 0 : System.nanoTime() + nanos;
    while (!woken) {
      if (nanos == FOREVER) {
        LockSupport.park(this);
      } else {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          break;
        }
        LockSupport.parkNanos(this, left);
      }
    }
    woken = false;
  }

  @Override
  public void wake() {
    if (!woken) {
      woken = true;
      LockSupport.unpark(sleeper);
    }
  }

  @Override
  public int waiters() {
    return 0;
  }

  @Override
  public void close() {}
}
