package io.sudog.samples.cli;

import java.math.BigDecimal;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of seconds on the command line, such as 5 or 0.5. */
public final class SecondsConverter implements ITypeConverter<Duration> {
  private static final int NANO_DIGITS = 9;
  // Beyond that a number is no time: 1e999999999 would otherwise become as many digits.
  private static final BigDecimal MAX = BigDecimal.valueOf(Integer.MAX_VALUE);

  @Override
  public Duration convert(String text) {
    try {
      BigDecimal seconds = new BigDecimal(text);
      if (seconds.abs().compareTo(MAX) <= 0) {
        return Duration.ofNanos(seconds.movePointRight(NANO_DIGITS).longValue());
      }
    } catch (NumberFormatException e) {
      // As good as a number out of range.
    }
    throw new TypeConversionException(
        "'%s' is no number of seconds, or too large; write such as 5 or 0.5".formatted(text));
  }
}
