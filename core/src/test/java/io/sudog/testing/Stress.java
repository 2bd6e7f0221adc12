package io.sudog.testing;

import java.time.Duration;

/**
 * How much stress tests do: {@code -Dsudog.stress=n} multiplies counts and time limits. One that
 * may take longer than JUnit's time-out for a test then needs a longer one.
 */
public final class Stress {
  /** The factor, at least 1. */
  public static final int FACTOR = Math.max(1, Integer.getInteger("sudog.stress", 1));

  private Stress() {}

  /**
   * A count, scaled.
   *
   * @param n at factor 1
   * @return how often here
   */
  public static int times(int n) {
    return Math.multiplyExact(n, FACTOR);
  }

  /**
   * A time limit, scaled.
   *
   * @param d at factor 1
   * @return how long here
   */
  public static Duration scaled(Duration d) {
    return d.multipliedBy(FACTOR);
  }

  /**
   * The seed of a random test, printed by it when it fails: {@code -Dsudog.seed}, else a new one.
   *
   * @return the seed
   */
  public static long seed() {
    return Long.getLong("sudog.seed", System.nanoTime());
  }
}
