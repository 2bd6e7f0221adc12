package io.sudog.samples.httpd;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Times as HTTP writes them, to the second. */
final class HttpDate {
  private static final int FIRST_TWO_DIGIT_YEAR = 1970;

  private static final DateTimeFormatter FIXED = formatter("EEE, dd MMM yyyy HH:mm:ss 'GMT'");

  // The obsolete forms too, which a server has to understand: of RFC 850, and of C's asctime.
  private static final List<DateTimeFormatter> KNOWN =
      List.of(
          FIXED,
          new DateTimeFormatterBuilder()
              .appendPattern("EEEE, dd-MMM-")
              .appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_TWO_DIGIT_YEAR)
              .appendPattern(" HH:mm:ss 'GMT'")
              .toFormatter(Locale.US)
              .withZone(ZoneOffset.UTC),
          formatter("EEE MMM ppd HH:mm:ss yyyy"));

  private HttpDate() {}

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.US).withZone(ZoneOffset.UTC);
  }

  static String format(Instant time) {
    return FIXED.format(time);
  }

  /**
   * Understands a time.
   *
   * @return empty when it is none
   */
  static Optional<Instant> parse(String text) {
    for (DateTimeFormatter form : KNOWN) {
      try {
        return Optional.of(form.parse(text, Instant::from));
      } catch (DateTimeException e) {
        // Perhaps one of the others.
      }
    }
    return Optional.empty();
  }
}
