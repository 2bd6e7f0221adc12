package io.sudog.samples.portscan;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * A set of ports.
 *
 * @param bits the ports
 */
record Ports(BitSet bits) {
  private static final int MAX = 65_535;

  /**
   * Reads ports and ranges of ports.
   *
   * @param text such as "22,80,8000-8099"
   * @return the ports
   * @throws IllegalArgumentException when it is something else; the message says what
   */
  static Ports parse(String text) {
    BitSet bits = new BitSet();
    for (String part : text.split(",", -1)) {
      int dash = part.indexOf('-');
      int first = port(dash < 0 ? part : part.substring(0, dash));
      int last = dash < 0 ? first : port(part.substring(dash + 1));
      if (first > last) {
        throw new IllegalArgumentException(
            "'%s' goes backwards; write %d-%d".formatted(part, last, first));
      }
      bits.set(first, last + 1);
    }
    return new Ports(bits);
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= MAX) {
        return port;
      }
    } catch (NumberFormatException e) {
      // As good as a number out of range.
    }
    throw new IllegalArgumentException(
        "'%s' is no port from 1 to %d; write such as 22,80,8000-8099".formatted(text, MAX));
  }

  int count() {
    return bits.cardinality();
  }

  /** All of them, in order. */
  IntStream stream() {
    return bits.stream();
  }
}
