package io.sudog.samples.echo;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What a load has measured.
 *
 * @param elapsed how long
 * @param latencies in nanoseconds, one for each message
 */
record Result(Duration elapsed, Histogram latencies) {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MICRO = 1e3;

  static double rate(long messages, Duration elapsed) {
    return messages * NANOS_PER_SECOND / Math.max(1, elapsed.toNanos());
  }

  long messages() {
    return latencies.getTotalCount();
  }

  /** A table, as lines. */
  List<String> lines() {
    return List.of(
        String.format(
            Locale.ROOT,
            "messages:    %,d in %.2f s",
            messages(),
            elapsed.toNanos() / NANOS_PER_SECOND),
        String.format(Locale.ROOT, "messages/s:  %,.0f", rate(messages(), elapsed)),
        "latency             p50        p90        p99      p99.9        max",
        String.format(
            Locale.ROOT,
            "in µs        %10.1f %10.1f %10.1f %10.1f %10.1f",
            micros(50),
            micros(90),
            micros(99),
            micros(99.9),
            micros(100)));
  }

  private double micros(double percentile) {
    return latencies.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
  }
}
