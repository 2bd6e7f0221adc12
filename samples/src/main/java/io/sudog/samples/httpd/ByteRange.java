package io.sudog.samples.httpd;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file.
 *
 * @param offset its first byte
 * @param length how many bytes; 0 when the range lies beyond the end
 */
record ByteRange(long offset, long length) {
  // Eighteen digits are enough for any file, and fit a long.
  private static final Pattern SINGLE =
      Pattern.compile("bytes=[ \\t]*(?:([0-9]+)-([0-9]*)|-([0-9]+))", Pattern.CASE_INSENSITIVE);

  private static final int MAX_DIGITS = 18;

  /**
   * Understands the field Range.
   *
   * @param field its value
   * @param size the file's
   * @return empty when the field is to be ignored: malformed, in another unit, or several ranges,
   *     which a server need not support
   */
  static Optional<ByteRange> parse(String field, long size) {
    Matcher range = SINGLE.matcher(field);
    if (!range.matches()) {
      return Optional.empty();
    }
    if (range.group(3) != null) {
      long length = Math.min(number(range.group(3)), size);
      return Optional.of(new ByteRange(size - length, length));
    }
    long first = number(range.group(1));
    long last = range.group(2).isEmpty() ? Long.MAX_VALUE : number(range.group(2));
    if (last < first) {
      return Optional.empty();
    }
    return Optional.of(
        first >= size
            ? new ByteRange(size, 0)
            : new ByteRange(first, Math.min(last, size - 1) - first + 1));
  }

  private static long number(String digits) {
    String significant = digits.replaceFirst("^0+(?=.)", "");
    return significant.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(significant);
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** As in the field Content-Range. */
  String of(long size) {
    return "bytes %d-%d/%d".formatted(offset, offset + length - 1, size);
  }
}
