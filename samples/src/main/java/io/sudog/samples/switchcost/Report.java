package io.sudog.samples.switchcost;

import io.sudog.samples.switchcost.BarChart.Bar;
import io.sudog.samples.switchcost.BarChart.Ink;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table and the chart. */
final class Report {
  private Report() {}

  /**
   * Lays out measurements.
   *
   * @param measurements in the order to print; ratios are to the last
   * @param width columns of the terminal
   * @param ink for the chart
   * @return lines
   */
  static List<String> lines(List<Measurement> measurements, int width, Ink ink) {
    Measurement last = measurements.getLast();
    int names = measurements.stream().mapToInt(m -> m.name().length()).max().orElse(0);
    int means = measurements.stream().mapToInt(m -> m.means().length()).max().orElse(0);
    String row = "%-" + names + "s  %-" + means + "s  %9s  %9s  %9s  %6s";

    List<String> lines = new ArrayList<>();
    lines.add(row.formatted("", "through", "median ns", "min", "max", "ratio"));
    for (Measurement m : measurements) {
      lines.add(
          row.formatted(
              m.name(),
              m.means(),
              whole(m.median()),
              whole(m.min()),
              whole(m.max()),
              String.format(Locale.ROOT, "%.1f", m.median() / last.median())));
    }
    List<Bar> bars = measurements.stream().map(m -> new Bar(m.name(), m.median())).toList();
    lines.add("");
    lines.add(
        "Median, " + (BarChart.isLogarithmic(bars) ? "on a logarithmic scale:" : "to scale:"));
    lines.addAll(BarChart.draw(bars, width, ink));
    return lines;
  }

  private static String whole(double nanos) {
    return String.format(Locale.ROOT, "%,.0f", nanos);
  }
}
