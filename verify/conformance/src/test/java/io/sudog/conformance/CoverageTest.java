package io.sudog.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The report tells what is wrong. */
@DisplayName("The coverage")
class CoverageTest {
  private static final List<String> DOCUMENT =
      List.of("# Title", "- C01 one", "- C02 two", "- Q01 three", "| C02 | no such thing |");

  private static Coverage covered(List<String> document, String... ids) {
    return Coverage.of(document, new TreeSet<>(List.of(ids)));
  }

  @Test
  @DisplayName("of all but the excused is right, and counts without the optional ones")
  void right() {
    Coverage all = covered(DOCUMENT, "C01", "Q01");
    assertEquals(List.of(), all.faults());
    assertEquals(
        List.of("Conformance: 1 of 2 behaviours covered", "Not covered:", "  C02 no such thing"),
        all.report());
  }

  @Test
  @DisplayName("misses an id without a test and without an excuse")
  void missing() {
    assertEquals(
        List.of("C01 is neither covered by a test that passed nor listed as not covered"),
        covered(DOCUMENT, "Q01").faults());
  }

  @Test
  @DisplayName("tells of an excuse for what is covered")
  void needless() {
    assertEquals(
        List.of("C02 is listed as not covered, and a test covers it"),
        covered(DOCUMENT, "C01", "C02", "Q01").faults());
  }

  @Test
  @DisplayName("tells of ids that nobody knows, in tests and among the excuses")
  void unknown() {
    List<String> document = new ArrayList<>(DOCUMENT);
    document.add("| Z98 | whatever |");
    assertEquals(
        List.of(
            "Z99 begins a test's name and is no known behaviour",
            "Z98 is listed as not covered and is no known behaviour"),
        covered(document, "C01", "Q01", "Z99").faults());
  }

  @Test
  @DisplayName("takes no document that says a thing twice")
  void twice() {
    for (List<String> document :
        List.of(
            List.of("- C01 one", "- C01 again"),
            List.of("| C01 | so | ", "| C01 | so |", "| C01 | no |"))) {
      assertThrows(IllegalArgumentException.class, () -> covered(document));
    }
  }
}
