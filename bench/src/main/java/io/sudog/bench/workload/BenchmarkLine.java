package io.sudog.bench.workload;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A result in Go's benchmark format, {@code BenchmarkPingPong-2 1000000 320.5 ns/op}, which every
 * peer prints and tools such as benchstat read. A name without a number means one processor.
 *
 * @param name the workload's name
 * @param processors GOMAXPROCS
 * @param iterations how often the operation was run
 * @param metrics values by unit, in the order printed
 */
public record BenchmarkLine(
    String name, int processors, long iterations, Map<String, Double> metrics) {
  /** The unit of time per operation. */
  public static final String NANOS_PER_OP = "ns/op";

  private static final Pattern LINE =
      Pattern.compile("Benchmark(?<name>\\S+?)(-(?<procs>\\d+))?\\s+(?<n>\\d+)\\s+(?<values>.+)");
  private static final Pattern VALUE = Pattern.compile("(?<value>[-+.\\dEe]+)\\s+(?<unit>\\S+)");

  /** Copies the metrics. */
  public BenchmarkLine {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /**
   * Reads a line.
   *
   * @param line any line of a peer's output
   * @return the result, or empty when the line is something else
   */
  public static Optional<BenchmarkLine> parse(String line) {
    Matcher matcher = LINE.matcher(line.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    Matcher value = VALUE.matcher(matcher.group("values"));
    try {
      while (value.find()) {
        metrics.put(value.group("unit"), Double.valueOf(value.group("value")));
      }
      String procs = matcher.group("procs");
      return Optional.of(
          new BenchmarkLine(
              matcher.group("name"),
              procs == null ? 1 : Integer.parseInt(procs),
              Long.parseLong(matcher.group("n")),
              metrics));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /**
   * The line to print.
   *
   * @return the result in Go's format
   */
  public String format() {
    StringJoiner line = new StringJoiner("\t");
    line.add("Benchmark" + name + (processors == 1 ? "" : "-" + processors));
    line.add(Long.toString(iterations));
    metrics.forEach((unit, value) -> line.add(String.format(Locale.ROOT, "%.4g %s", value, unit)));
    return line.toString();
  }
}
