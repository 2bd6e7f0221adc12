package io.sudog.bench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchmarkLineTest {
  @Test
  void readsWhatGoPrints() {
    BenchmarkLine line =
        BenchmarkLine.parse("BenchmarkPair1-2   \t 5440342\t        48.91 ns/op").orElseThrow();
    assertEquals(new BenchmarkLine("Pair1", 2, 5_440_342, Map.of("ns/op", 48.91)), line);
  }

  @Test
  void aNameWithoutANumberMeansOneProcessor() {
    BenchmarkLine line = BenchmarkLine.parse("BenchmarkPingPong\t10\t300 ns/op").orElseThrow();
    assertEquals(1, line.processors());
    assertEquals("PingPong", line.name());
  }

  @Test
  void keepsSeveralMetricsInTheirOrder() {
    BenchmarkLine line =
        BenchmarkLine.parse("BenchmarkX-8 3 2699.2 rss-B/op\t-1.5e+03 live-B/op 7 ns/op")
            .orElseThrow();
    assertEquals(List.of("rss-B/op", "live-B/op", "ns/op"), List.copyOf(line.metrics().keySet()));
    assertEquals(-1_500, line.metrics().get("live-B/op"));
  }

  @Test
  void readsBackWhatItWrites() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("ns/op", 320.5);
    metrics.put("big-ns/op", 1.25e9);
    for (int processors : new int[] {1, 2}) {
      BenchmarkLine line = new BenchmarkLine("Chain1000", processors, 1_000, metrics);
      assertEquals(line, BenchmarkLine.parse(line.format()).orElseThrow());
    }
  }

  @Test
  void otherLinesAreNoResults() {
    for (String line :
        List.of(
            "",
            "PASS",
            "Benchmark",
            "BenchmarkPingPong",
            "BenchmarkPingPong-2 many 3 ns/op",
            "BenchmarkPingPong-2 10 1.2.3 ns/op",
            "OpenJDK 64-Bit Server VM warning: 3 ns/op")) {
      assertTrue(BenchmarkLine.parse(line).isEmpty(), line);
    }
  }
}
