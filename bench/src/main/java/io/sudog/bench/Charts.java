package io.sudog.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Rectangle;
import java.awt.Stroke;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.ViewBox;

/** What all charts have in common. */
final class Charts {
  static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
  static final Color INK = new Color(0x33, 0x33, 0x33);
  static final Color GRID = new Color(0xdd, 0xdd, 0xdd);
  static final Stroke THIN = new BasicStroke(1f);

  /** Told apart by those who see no red or green, and by their lightness on grey paper. */
  private static final List<Color> COLORS =
      List.of(
          new Color(0x00, 0x72, 0xb2),
          new Color(0xe6, 0x9f, 0x00),
          new Color(0x00, 0x9e, 0x73),
          new Color(0xcc, 0x79, 0xa7),
          new Color(0x56, 0xb4, 0xe9),
          new Color(0xd5, 0x5e, 0x00),
          new Color(0x66, 0x66, 0x66),
          new Color(0xa6, 0x8a, 0x00));

  private Charts() {}

  static Color color(int series) {
    return COLORS.get(series % COLORS.size());
  }

  /** The chart as an element of a page; its width is the page's, its proportions are these. */
  static String svg(JFreeChart chart, int width, int height, String key) {
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(4, 4, 4, 12));
    SVGGraphics2D graphics = new SVGGraphics2D(width, height);
    graphics.setDefsKeyPrefix(key); // several charts share a page
    chart.draw(graphics, new Rectangle(width, height));
    return graphics.getSVGElement(null, false, new ViewBox(0, 0, width, height), null, null);
  }
}
