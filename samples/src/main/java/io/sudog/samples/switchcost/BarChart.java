package io.sudog.samples.switchcost;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars, one line each, as wide as the terminal. The scale is logarithmic, with an axis
 * that says so, where the values are so far apart that the shortest bar would be hard to see.
 *
 * <pre>
 *   label  ████████████████▌ value
 * </pre>
 */
final class BarChart {
  /** One bar. */
  record Bar(String label, double nanos) {}

  /** What bars are drawn with. */
  enum Ink {
    /** '#', for a terminal that has no more. */
    ASCII("#", "us"),
    /** Blocks in eighths of a column. */
    BLOCKS("▏▎▍▌▋▊▉█", "µs");

    private final String steps;
    private final String micros;

    Ink(String steps, String micros) {
      this.steps = steps;
      this.micros = micros;
    }

    /** The best ink this encoding has. */
    static Ink of(Charset charset) {
      boolean blocks =
          charset.canEncode() && charset.newEncoder().canEncode(BLOCKS.steps + BLOCKS.micros);
      return blocks ? BLOCKS : ASCII;
    }

    private String bar(double columns) {
      int perColumn = steps.length();
      int parts = (int) Math.max(1, Math.round(columns * perColumn));
      int rest = parts % perColumn;
      String full = steps.substring(perColumn - 1).repeat(parts / perColumn);
      return rest == 0 ? full : full + steps.charAt(rest - 1);
    }

    /** A duration in the unit that fits, with three digits. */
    String format(double nanos) {
      List<String> units = List.of("ns", micros, "ms");
      int unit = 0;
      double value = nanos;
      while (value >= 999.5 && unit < units.size() - 1) {
        value /= 1000;
        unit++;
      }
      String pattern = value < 9.995 ? "%.2f %s" : value < 99.95 ? "%.1f %s" : "%.0f %s";
      return String.format(Locale.ROOT, pattern, value, units.get(unit));
    }

    /** A power of ten. */
    private String formatDecade(double nanos) {
      return format(nanos).replaceFirst("\\.0+ ", " ");
    }
  }

  private static final int MIN_WIDTH = 40;
  private static final double LARGEST_LINEAR_RATIO = 10;

  private BarChart() {}

  /**
   * Draws a chart.
   *
   * @param bars one or more, each with a value above 0
   * @param width columns of the terminal
   * @param ink to draw with
   * @return lines, none wider than {@code width} unless that is very narrow
   */
  static List<String> draw(List<Bar> bars, int width, Ink ink) {
    int labels = bars.stream().mapToInt(bar -> bar.label.length()).max().orElse(0);
    int values = bars.stream().mapToInt(bar -> ink.format(bar.nanos).length()).max().orElse(0);
    int columns = Math.max(1, Math.max(width, MIN_WIDTH) - labels - 2 - 1 - values);
    double max = max(bars);
    boolean logarithmic = isLogarithmic(bars);
    double firstDecade = Math.floor(Math.log10(min(bars)));
    double columnsPerDecade = columns / (Math.log10(max) - firstDecade);

    List<String> lines = new ArrayList<>();
    for (Bar bar : bars) {
      double length =
          logarithmic
              ? (Math.log10(bar.nanos) - firstDecade) * columnsPerDecade
              : bar.nanos / max * columns;
      lines.add(pad(bar.label, labels) + "  " + ink.bar(length) + " " + ink.format(bar.nanos));
    }
    if (logarithmic) {
      lines.add(
          " ".repeat(labels + 2) + axis(firstDecade, columnsPerDecade, columns + 1 + values, ink));
    }
    return lines;
  }

  /** Whether these bars get a logarithmic scale. */
  static boolean isLogarithmic(List<Bar> bars) {
    return max(bars) / min(bars) > LARGEST_LINEAR_RATIO;
  }

  private static double min(List<Bar> bars) {
    return bars.stream().mapToDouble(Bar::nanos).min().orElseThrow();
  }

  private static double max(List<Bar> bars) {
    return bars.stream().mapToDouble(Bar::nanos).max().orElseThrow();
  }

  private static String axis(double firstDecade, double columnsPerDecade, int room, Ink ink) {
    StringBuilder axis = new StringBuilder();
    for (int decade = 0; decade * columnsPerDecade < room; decade++) {
      int at = (int) Math.round(decade * columnsPerDecade);
      String tick = "|" + ink.formatDecade(Math.pow(10, firstDecade + decade));
      boolean overlaps = decade > 0 && axis.length() >= at;
      if (!overlaps && at + tick.length() <= room) {
        axis.append(" ".repeat(at - axis.length())).append(tick);
      }
    }
    return axis.toString();
  }

  private static String pad(String label, int width) {
    return label + " ".repeat(width - label.length());
  }
}
