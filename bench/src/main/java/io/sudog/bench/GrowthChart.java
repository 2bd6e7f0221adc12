package io.sudog.bench;

import io.sudog.bench.workload.BenchmarkLine;
import io.sudog.bench.workload.Growth;
import java.awt.BasicStroke;
import java.awt.Color;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** Lines: the time of an operation over how many there are, both logarithmic. */
final class GrowthChart {
  private static final int HEIGHT = 320;
  private static final double SMALLEST = 0.01;

  /** Where sizes reach this far, ticks are powers of ten, else of two. */
  private static final int DECADES = 10_000;

  private static final int ANY = 0;

  private final String of;
  private final double base;
  private final YIntervalSeriesCollection data = new YIntervalSeriesCollection();
  private double least = Double.MAX_VALUE;
  private double most = SMALLEST;

  /**
   * A chart of a family's rows.
   *
   * @param of what there are so many of
   * @param rows of one family
   * @param peers a line each, and each number of processors
   */
  GrowthChart(String of, List<Row> rows, List<String> peers) {
    this.of = of;
    int largest = rows.stream().mapToInt(GrowthChart::size).max().orElse(1);
    base = largest < DECADES ? 2 : 10;
    boolean byProcessors = of.equals(Growth.PROCESSORS);
    List<Integer> processors =
        byProcessors
            ? List.of(ANY)
            : rows.stream().map(Row::processors).distinct().sorted().toList();
    for (String peer : peers) {
      for (int p : processors) {
        YIntervalSeries series = new YIntervalSeries(peer + (p == ANY ? "" : ", P=" + p));
        rows.stream()
            .filter(row -> p == ANY || row.processors() == p)
            .forEach(row -> add(series, row, peer));
        if (series.getItemCount() > 0) {
          data.addSeries(series);
        }
      }
    }
  }

  private void add(YIntervalSeries series, Row row, String peer) {
    row.summary(peer, BenchmarkLine.NANOS_PER_OP)
        .ifPresent(
            nanos -> {
              double low = Math.max(nanos.min(), SMALLEST);
              series.add(size(row), nanos.median(), low, nanos.max());
              least = Math.min(least, low);
              most = Math.max(most, nanos.max());
            });
  }

  static int size(Row row) {
    return Growth.size(row.workload(), row.processors());
  }

  boolean isEmpty() {
    return data.getSeriesCount() == 0;
  }

  String svg(int width, String key) {
    JFreeChart chart =
        ChartFactory.createXYLineChart(
            null, null, null, data, PlotOrientation.VERTICAL, true, false, false);
    XYPlot plot = chart.getXYPlot();
    plot.setBackgroundPaint(Color.WHITE);
    plot.setDomainGridlinePaint(Charts.GRID);
    plot.setRangeGridlinePaint(Charts.GRID);
    plot.setDomainGridlineStroke(Charts.THIN);
    plot.setRangeGridlineStroke(Charts.THIN);
    plot.setOutlineVisible(false);
    LogAxis sizes = axis(of, base);
    sizes.setAutoRange(true);
    plot.setDomainAxis(sizes);
    LogAxis nanos = axis(BenchmarkLine.NANOS_PER_OP, 10);
    nanos.setRange(
        powerOfTen(Math.floor(Math.log10(least))), powerOfTen(Math.ceil(Math.log10(most * 1.01))));
    plot.setRangeAxis(nanos);
    XYErrorRenderer renderer = new XYErrorRenderer();
    renderer.setDrawXError(false);
    renderer.setDefaultLinesVisible(true);
    renderer.setErrorPaint(Charts.INK);
    for (int series = 0; series < data.getSeriesCount(); series++) {
      renderer.setSeriesPaint(series, Charts.color(series));
      renderer.setSeriesStroke(series, new BasicStroke(2f));
    }
    plot.setRenderer(renderer);
    chart.getLegend().setItemFont(Charts.FONT);
    chart.getLegend().setFrame(BlockBorder.NONE);
    chart.getLegend().setPosition(RectangleEdge.TOP);
    return Charts.svg(chart, width, HEIGHT, key);
  }

  private static double powerOfTen(double exponent) {
    return Math.pow(10, exponent);
  }

  private static LogAxis axis(String label, double base) {
    LogAxis axis = new LogAxis(label);
    axis.setBase(base);
    axis.setTickUnit(new NumberTickUnit(1));
    axis.setMinorTickMarksVisible(false);
    axis.setNumberFormatOverride(NumberFormat.getNumberInstance(Locale.ROOT));
    axis.setTickLabelFont(Charts.FONT);
    axis.setLabelFont(Charts.FONT);
    return axis;
  }
}
