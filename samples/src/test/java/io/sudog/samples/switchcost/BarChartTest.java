package io.sudog.samples.switchcost;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.samples.switchcost.BarChart.Bar;
import io.sudog.samples.switchcost.BarChart.Ink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BarChartTest {
  private static final List<Bar> FAR_APART =
      List.of(new Bar("pipes", 12_345), new Bar("threads", 5000), new Bar("g", 160));

  @Test
  void valuesCloseTogetherAreDrawnToScale() {
    assertEquals(
        List.of(
            "a    ############################# 400 ns", //
            "bcd  ############### 200 ns"),
        BarChart.draw(List.of(new Bar("a", 400), new Bar("bcd", 200)), 41, Ink.ASCII));
  }

  @Test
  void valuesFarApartGetALogarithmicAxis() {
    List<String> lines = BarChart.draw(FAR_APART, 70, Ink.ASCII);
    assertEquals(
        List.of(
            "pipes    ##################################################### 12.3 us",
            "threads  ########################################### 5.00 us",
            "g        ##### 160 ns",
            "         |100 ns                  |1 us                     |10 us"),
        lines);
    assertTrue(BarChart.isLogarithmic(FAR_APART));
  }

  @Test
  void blocksAreAsFineAsAnEighthOfAColumn() {
    List<String> lines =
        BarChart.draw(List.of(new Bar("a", 1600), new Bar("b", 1610)), 41, Ink.BLOCKS);
    assertEquals("a  " + "█".repeat(29) + "▉ 1.60 µs", lines.get(0));
    assertEquals("b  " + "█".repeat(30) + " 1.61 µs", lines.get(1));
  }

  @ParameterizedTest
  @EnumSource(Ink.class)
  void noLineIsWiderThanTheTerminal(Ink ink) {
    for (int width = 40; width < 200; width++) {
      for (String line : BarChart.draw(FAR_APART, width, ink)) {
        assertTrue(line.length() <= width, width + ": " + line);
      }
    }
  }

  @Test
  void aNarrowTerminalStillGetsBars() {
    assertEquals(BarChart.draw(FAR_APART, 40, Ink.ASCII), BarChart.draw(FAR_APART, 5, Ink.ASCII));
  }

  @Test
  void everyBarIsVisible() {
    List<Bar> extremes = List.of(new Bar("a", 100), new Bar("b", 1_000_000_000));
    assertTrue(BarChart.draw(extremes, 80, Ink.ASCII).getFirst().startsWith("a  # "));
    List<Bar> equal = List.of(new Bar("a", 0.5), new Bar("b", 0.5));
    assertTrue(BarChart.draw(equal, 80, Ink.BLOCKS).getFirst().contains("█"));
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.50 ns",
    "9.994, 9.99 ns",
    "9.996, 10.0 ns",
    "160.4, 160 ns",
    "999.4, 999 ns",
    "999.6, 1.00 us",
    "12345, 12.3 us",
    "5000000, 5.00 ms",
    "7000000000, 7000 ms"
  })
  void durationsHaveThreeDigits(double nanos, String text) {
    assertEquals(text, Ink.ASCII.format(nanos));
  }

  @Test
  void theEncodingDecidesTheInk() {
    assertEquals(Ink.BLOCKS, Ink.of(UTF_8));
    assertEquals(Ink.ASCII, Ink.of(US_ASCII));
    assertEquals(Ink.ASCII, Ink.of(StandardCharsets.ISO_8859_1));
  }
}
