package io.sudog.runtime;

import java.time.Duration;

/** Durations in the scheduler's nanoseconds: what does not fit is for ever. */
public final class Durations {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE - 1);

  private Durations() {}

  /**
   * A duration in nanoseconds.
   *
   * @param d the duration
   * @return 0 when it is zero or negative, {@link RuntimeTimer#NEVER} when it does not fit
   */
  public static long nanos(Duration d) {
    if (d.isNegative() || d.isZero()) {
      return 0;
    }
    return d.compareTo(LONGEST) > 0 ? RuntimeTimer.NEVER : d.toNanos();
  }
}
