package io.sudog.samples.echo;

import java.time.Duration;
import java.util.Locale;

/**
 * How a load goes.
 *
 * @param warmingUp whether it is not measured yet
 * @param messages how many there were since the last progress
 * @param elapsed how long that is ago
 */
record Progress(boolean warmingUp, long messages, Duration elapsed) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s%,.0f messages/s",
        warmingUp ? "warm-up: " : "",
        Result.rate(messages, elapsed));
  }
}
