package io.sudog.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.bench.workload.BenchmarkLine;
import io.sudog.bench.workload.Growth;
import io.sudog.bench.workload.Workload;
import io.sudog.bench.workload.Workloads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  private static final List<String> PEERS = List.of("sudog", "go", "jox");
  private static final Pattern ID = Pattern.compile(" id=\"(?<id>[^\"]+)\"");

  @TempDir private Path folder;

  @Test
  void showsEveryRowInATableAndAChartOfEachSize() {
    String page = page(List.of(row("PingPong", 1), row("PingPong", 2)));
    assertTrue(page.contains("Channels, P=1"), page);
    assertTrue(page.contains("Channels, P=2"), page);
    assertEquals(4, count(page, "<svg"), page);
    assertTrue(page.contains("200 (100..300)"), page);
    assertTrue(page.contains("<td>0.50</td>"), page);
    assertTrue(page.contains("<td>–</td>"), page);
  }

  @Test
  void isOneFileWithoutScripts() {
    String page = page(List.of(row("PingPong", 1)));
    for (String loaded : List.of("<script", "<link", "src=", "@import", "url(http")) {
      assertFalse(page.contains(loaded), loaded);
    }
  }

  @Test
  void escapesWhatItIsTold() {
    String page =
        new Page(List.of(), PEERS)
            .render(Map.of("machine", "a<b>&c"), Map.of("go", "<i>"), List.of("\"x\" < y"));
    assertTrue(page.contains("a&lt;b&gt;&amp;c"), page);
    assertTrue(page.contains("&lt;i&gt;"), page);
    assertTrue(page.contains(" &lt; y"), page);
  }

  @Test
  void noTwoElementsOfTheChartsShareAnId() {
    String page = page(List.of(row("PingPong", 1), row("Mutex", 1), row("GrowSelect2", 1)));
    List<String> ids = new ArrayList<>();
    Matcher matcher = ID.matcher(page);
    while (matcher.find()) {
      ids.add(matcher.group("id"));
    }
    assertEquals(ids.size(), ids.stream().distinct().count(), ids::toString);
  }

  @Test
  void drawsGrowthOverTheSizes() {
    List<Row> rows = new ArrayList<>();
    for (Workload workload : Growth.all()) {
      rows.add(row(workload.name(), 1));
    }
    String page = page(rows);
    for (Growth.Family family : Growth.families()) {
      assertTrue(page.contains("Growth with " + family.of()), family.of());
    }
    assertTrue(page.contains("1,000,000, P=1"), page);
    assertTrue(page.contains("Growth with processors"), page);
  }

  @Test
  void aRatioThatIsNoneIsLeftOut() {
    Row row = new Row(Workloads.find("ParkedMemory").orElseThrow(), 1);
    row.addQuiet(round("ParkedMemory", 1, -5, 0));
    assertTrue(page(List.of(row)).contains("ParkedMemory"));
  }

  @Test
  void aRowWithoutAnyResultIsShown() {
    Row row = new Row(Workloads.find("PingPong").orElseThrow(), 1);
    row.addFailure("sudog");
    assertTrue(page(List.of(row)).contains("<td>failed</td>"));
  }

  @Test
  void theCsvHasALineForEachPeerAndUnit() throws Exception {
    Path file = folder.resolve("results.csv");
    CsvReport.write(List.of(row("PingPong", 2)), PEERS, file);
    assertEquals(
        List.of(
            "workload,processors,unit,peer,median,min,max,rounds,busy,ratio of Sudog's median",
            "PingPong,2,ns/op,sudog,200.0,100.0,300.0,3,false,1.0",
            "PingPong,2,ns/op,go,400.0,200.0,500.0,3,false,0.5"),
        Files.readAllLines(file));
  }

  private static String page(List<Row> rows) {
    return new Page(rows, PEERS)
        .render(Map.of("machine", "one"), Map.of("sudog", "now"), List.of("skipped x: no x"));
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  private static Row row(String workload, int processors) {
    Row row = new Row(Workloads.find(workload).orElseThrow(), processors);
    row.addQuiet(round(workload, processors, 100, 200));
    row.addQuiet(round(workload, processors, 300, 500));
    row.addQuiet(round(workload, processors, 200, 400));
    return row;
  }

  private static Row.Round round(String workload, int processors, double sudog, double go) {
    Map<String, BenchmarkLine> lines = new LinkedHashMap<>();
    lines.put("sudog", new BenchmarkLine(workload, processors, 1, Map.of("ns/op", sudog)));
    lines.put("go", new BenchmarkLine(workload, processors, 1, Map.of("ns/op", go)));
    return new Row.Round(lines, Double.NaN);
  }
}
