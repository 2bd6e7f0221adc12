package io.sudog.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.CategoryItemRendererState;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;

/** Bars from 1 to the ratio, a group for each workload and unit, a colour for each peer. */
final class RatioChart {
  private static final double EQUAL = 1;
  private static final int BAR = 11;
  private static final int GAP = 10;
  private static final int AXIS_AND_LEGEND = 96;
  private static final int TICK_WIDTH = 100;

  private final List<String> peers;
  private final DefaultCategoryDataset data = new DefaultCategoryDataset();
  private final Map<List<String>, Row.Ratio> spreads = new HashMap<>();
  private double least = 1 / 2.0;
  private double most = 2;

  RatioChart(List<Row> rows, List<String> peers) {
    this.peers = List.copyOf(peers); // a peer has its colour in every chart
    String first = peers.getFirst();
    for (Row row : rows) {
      for (String unit : row.units()) {
        String group = Page.label(row, unit);
        for (String peer : peers.subList(1, peers.size())) {
          Optional<Row.Ratio> ratio = row.ratio(first, peer, unit);
          ratio.ifPresent(value -> add(value, peer, group));
        }
      }
    }
  }

  private void add(Row.Ratio ratio, String peer, String group) {
    data.addValue(ratio.median(), peer, group);
    spreads.put(List.of(peer, group), ratio);
    least = Math.min(least, positive(ratio.min(), ratio));
    most = Math.max(most, positive(ratio.max(), ratio));
  }

  /** Memory may shrink, and a ratio of that is none. */
  private static double positive(double value, Row.Ratio otherwise) {
    return value > 0 && Double.isFinite(value) ? value : otherwise.median();
  }

  boolean isEmpty() {
    return data.getRowCount() == 0;
  }

  String svg(int width, String key) {
    JFreeChart chart =
        ChartFactory.createBarChart(
            null, null, null, data, PlotOrientation.HORIZONTAL, true, false, false);
    CategoryPlot plot = chart.getCategoryPlot();
    plot.setRenderer(new Renderer());
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlineVisible(false);
    plot.setRangeAxis(axis(width));
    plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_RIGHT);
    plot.setRangeGridlinePaint(Charts.GRID);
    plot.setRangeGridlineStroke(Charts.THIN);
    plot.addRangeMarker(new ValueMarker(EQUAL, Charts.INK, new BasicStroke(1.5f)));
    CategoryAxis groups = plot.getDomainAxis();
    groups.setTickLabelFont(Charts.FONT);
    groups.setMaximumCategoryLabelWidthRatio(0.5f);
    groups.setLowerMargin(0.01);
    groups.setUpperMargin(0.01);
    chart.getLegend().setItemFont(Charts.FONT);
    chart.getLegend().setFrame(BlockBorder.NONE);
    chart.getLegend().setPosition(RectangleEdge.TOP);
    int height = data.getColumnCount() * (data.getRowCount() * BAR + GAP) + AXIS_AND_LEGEND;
    return Charts.svg(chart, width, height, key);
  }

  private LogAxis axis(int width) {
    LogAxis axis = new LogAxis("Sudog's value / the peer's");
    axis.setBase(2);
    axis.setRange(powerOfTwo(Math.floor(log2(least))), powerOfTwo(Math.ceil(log2(most))));
    double doublings = log2(axis.getUpperBound()) - log2(axis.getLowerBound());
    axis.setTickUnit(new NumberTickUnit(Math.ceil(doublings * TICK_WIDTH / width)));
    axis.setMinorTickMarksVisible(false);
    axis.setNumberFormatOverride(new Fractions());
    axis.setTickLabelFont(Charts.FONT);
    axis.setLabelFont(Charts.FONT);
    return axis;
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  private static double powerOfTwo(double exponent) {
    return Math.pow(2, exponent);
  }

  /** Adds the spread to each bar. */
  private final class Renderer extends BarRenderer {
    private static final long serialVersionUID = 1L;
    private static final double CAP = 2.5;

    Renderer() {
      setBase(EQUAL);
      setShadowVisible(false);
      setBarPainter(new StandardBarPainter());
      setItemMargin(0.05);
      for (int series = 0; series < data.getRowCount(); series++) {
        setSeriesPaint(series, Charts.color(peers.indexOf(data.getRowKey(series)) - 1));
      }
    }

    @Override
    public void drawItem(
        Graphics2D g2,
        CategoryItemRendererState state,
        Rectangle2D area,
        CategoryPlot plot,
        CategoryAxis domainAxis,
        ValueAxis rangeAxis,
        CategoryDataset dataset,
        int row,
        int column,
        int pass) {
      super.drawItem(g2, state, area, plot, domainAxis, rangeAxis, dataset, row, column, pass);
      Row.Ratio ratio = spreads.get(List.of(data.getRowKey(row), data.getColumnKey(column)));
      if (ratio == null || state.getVisibleSeriesIndex(row) < 0) {
        return;
      }
      double y =
          calculateBarW0(plot, plot.getOrientation(), area, domainAxis, state, row, column)
              + state.getBarWidth() / 2;
      RectangleEdge edge = plot.getRangeAxisEdge();
      double from = rangeAxis.valueToJava2D(positive(ratio.min(), ratio), area, edge);
      double to = rangeAxis.valueToJava2D(positive(ratio.max(), ratio), area, edge);
      g2.setPaint(Charts.INK);
      g2.setStroke(Charts.THIN);
      g2.draw(new Line2D.Double(from, y, to, y));
      g2.draw(new Line2D.Double(from, y - CAP, from, y + CAP));
      g2.draw(new Line2D.Double(to, y - CAP, to, y + CAP));
    }
  }
}
