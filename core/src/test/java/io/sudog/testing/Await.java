package io.sudog.testing;

import io.sudog.core.Go;
import io.sudog.core.Goroutine;
import io.sudog.core.Scheduler;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits, within bounds, until something that can be observed is so. */
public final class Await {
  // How long at most, unless said otherwise.
  static Duration limit = Duration.ofSeconds(Integer.getInteger("sudog.await", 20));

  private static final long PAUSE_NANOS = 50_000;

  private Await() {}

  /**
   * Waits until a condition holds.
   *
   * @param what the condition in words, for the failure
   * @param condition looked at again and again
   * @throws AssertionError when it does not hold within {@code -Dsudog.await} seconds, 20 by
   *     default
   */
  public static void until(String what, BooleanSupplier condition) {
    until(what, limit, condition);
  }

  /**
   * Waits until a condition holds. May be called on a goroutine, which yields meanwhile.
   *
   * @param what the condition in words, for the failure
   * @param limit how long at most
   * @param condition looked at again and again
   * @throws AssertionError when it does not hold in time, with a dump of the current scheduler
   */
  public static void until(String what, Duration limit, BooleanSupplier condition) {
    if (!holds(limit, condition)) {
      throw new AssertionError(
          "not within " + limit + ": " + what + "\n" + Scheduler.current().dump());
    }
  }

  /**
   * Waits until a condition holds, or the time is over.
   *
   * @param limit how long at most
   * @param condition looked at again and again
   * @return whether it held
   */
  public static boolean holds(Duration limit, BooleanSupplier condition) {
    long start = System.nanoTime();
    boolean goroutine = Go.current() != null;
    boolean interrupted = false;
    try {
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() - start > limit.toNanos()) {
          return false;
        }
        if (goroutine) {
          Go.gosched();
        } else {
          LockSupport.parkNanos(PAUSE_NANOS);
          interrupted |= Thread.interrupted();
        }
      }
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Waits until a goroutine is parked.
   *
   * @param g the goroutine
   * @param reason in Go's words, such as {@code chan receive}
   */
  public static void waiting(Goroutine g, String reason) {
    until(g + " waits [" + reason + "]", () -> g.waitReason().equals(reason));
  }

  /**
   * Waits until a goroutine is in a state.
   *
   * @param g the goroutine
   * @param state which
   */
  public static void state(Goroutine g, Goroutine.State state) {
    until(g + " is " + state, () -> g.state() == state);
  }
}
