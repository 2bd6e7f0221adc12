package io.sudog.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.bench.workload.BenchmarkLine;
import io.sudog.bench.workload.Workload;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Workload LOOP = new Workload.Loop("PingPong", "", "Mind the gap.", _ -> {});

  @Test
  void printsMediansSpreadAndTheRatioOfMedians() {
    Row row = new Row(LOOP, 2);
    row.addQuiet(round(100, 200, 110));
    row.addQuiet(round(300, 500, 450));
    row.addQuiet(round(200, 400, 120));
    List<String> cells = cells(row);
    assertEquals(
        List.of(
            "PingPong",
            "2",
            "ns/op",
            "200 (100..300)",
            "400 (200..500)",
            "0.50",
            "3",
            "120 (110..450)"),
        cells);
    assertTrue(table(row).contains("PingPong: Mind the gap."));
  }

  @Test
  void droppedRoundsDoNotCountButAreMentioned() {
    Row row = new Row(LOOP, 1);
    row.addQuiet(round(100, 200, Double.NaN));
    row.addBusy(round(9_000, 1, Double.NaN));
    assertEquals("100 (100..100)", cells(row).get(3));
    assertTrue(table(row).contains("others used the machine: 1."), table(row));
  }

  @Test
  void whereEveryRoundWasBusyTheFiguresAreMarked() {
    Row row = new Row(LOOP, 1);
    row.addBusy(round(100, 200, Double.NaN));
    assertEquals("100 (100..100)", cells(row).get(3));
    assertEquals("1 busy", cells(row).get(6));
    assertTrue(table(row).contains("do not trust"), table(row));
  }

  @Test
  void aPeerThatFailedAndAUnitThatOnePeerLacks() {
    Row row = new Row(LOOP, 1);
    row.addFailure("go");
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("ns/op", 1.5);
    metrics.put("B/op", 12.0);
    row.addQuiet(
        new Row.Round(Map.of("sudog", new BenchmarkLine("PingPong", 1, 1, metrics)), Double.NaN));
    String table = table(row);
    assertTrue(table.contains("failed"), table);
    assertTrue(table.contains("B/op"), table);
    assertFalse(table.contains("NaN"), table);
  }

  @Test
  void aRowWithoutAnyResultIsStillARow() {
    Row row = new Row(LOOP, 1);
    row.addFailure("sudog");
    row.addFailure("go");
    assertEquals(List.of("PingPong", "1", "ns/op", "failed", "failed", "–", "0 busy"), cells(row));
  }

  @Test
  void numbersHaveThreeDigitsOrAreWhole() {
    assertEquals("0.00", Report.number(0));
    assertEquals("3.46", Report.number(3.456));
    assertEquals("34.6", Report.number(34.56));
    assertEquals("346", Report.number(345.6));
    assertEquals("-12,346", Report.number(-12_345.6));
  }

  private static Row.Round round(double sudog, double go, double cacheLine) {
    Map<String, BenchmarkLine> lines = new LinkedHashMap<>();
    lines.put("sudog", new BenchmarkLine("PingPong", 2, 1, Map.of("ns/op", sudog)));
    lines.put("go", new BenchmarkLine("PingPong", 2, 1, Map.of("ns/op", go)));
    return new Row.Round(lines, cacheLine);
  }

  private static String table(Row row) {
    return new Report(List.of("sudog", "go")).table(List.of(row));
  }

  /** The cells of the only row: columns are at least two blanks apart. */
  private static List<String> cells(Row row) {
    String line =
        table(row).lines().filter(l -> l.strip().startsWith("PingPong ")).findFirst().orElseThrow();
    return Arrays.asList(line.strip().split(" {2,}", -1));
  }
}
