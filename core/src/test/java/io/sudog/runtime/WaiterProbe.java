package io.sudog.runtime;

import java.util.concurrent.locks.LockSupport;

/** Looks into the waiters of threads, for tests of all modules. */
public final class WaiterProbe {
  private WaiterProbe() {}

  /**
   * Whether a thread that LockSupport blocks for Sudog waits for a wake-up that has not come: a
   * thread that is no goroutine, or a goroutine on the JDK's scheduler.
   *
   * @param thread any thread
   * @return true when it does
   */
  public static boolean isParked(Thread thread) {
    return switch (LockSupport.getBlocker(thread)) {
      case ForeignThread waiter ->
          waiter.state == ForeignThread.PARKING || waiter.state == ForeignThread.PARKING_TIMED;
      case G g -> g.status() == G.PARKING || g.status() == G.WAITING;
      case null, default -> false;
    };
  }
}
