package io.sudog.core;

import io.sudog.runtime.RuntimeTimer;
import java.time.Duration;

/** Durations in the scheduler's nanoseconds: what does not fit is for ever. */
final class Durations {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE - 1);

  private Durations() {}

  static long nanos(Duration d) {
    if (d.isNegative() || d.isZero()) {
      return 0;
    }
    return d.compareTo(LONGEST) > 0 ? RuntimeTimer.NEVER : d.toNanos();
  }
}
