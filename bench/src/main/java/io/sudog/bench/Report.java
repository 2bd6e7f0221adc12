package io.sudog.bench;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import io.sudog.bench.workload.BenchmarkLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The table of medians. */
final class Report {
  /** What stands where there is no value. */
  static final String NONE = "–";

  /** The peer that the others are compared with. */
  private final String first;

  private final List<String> others;

  /**
   * A table's columns.
   *
   * @param peers names; ratios are the first one's median over each other one's
   */
  Report(List<String> peers) {
    first = peers.getFirst();
    others = List.copyOf(peers.subList(1, peers.size()));
  }

  String table(List<Row> rows) {
    List<Column> columns = new ArrayList<>();
    columns.add(left("workload"));
    columns.add(right("P"));
    columns.add(left("unit"));
    columns.add(right(first));
    for (String other : others) {
      columns.add(right(other));
      columns.add(right(first + "/" + other));
    }
    columns.add(right("rounds"));
    columns.add(right("cache line ns"));
    List<String[]> cells = new ArrayList<>();
    for (Row row : rows) {
      for (String unit : unitsOf(row)) {
        cells.add(cells(row, unit));
      }
    }
    return AsciiTable.getTable(
            AsciiTable.NO_BORDERS, columns.toArray(Column[]::new), cells.toArray(String[][]::new))
        + "\n\n"
        + String.join("\n", notes(rows))
        + "\n";
  }

  /** A row without any result still says that its peers failed. */
  static List<String> unitsOf(Row row) {
    return row.units().isEmpty() ? List.of(BenchmarkLine.NANOS_PER_OP) : row.units();
  }

  private String[] cells(Row row, String unit) {
    List<String> cells = new ArrayList<>();
    cells.add(row.workload().name());
    cells.add(Integer.toString(row.processors()));
    cells.add(unit);
    cells.add(value(row, first, row.summary(first, unit)));
    for (String other : others) {
      cells.add(value(row, other, row.summary(other, unit)));
      cells.add(row.ratio(first, other, unit).map(Report::ratio).orElse(NONE));
    }
    cells.add(row.quietRounds() > 0 ? "" + row.quietRounds() : row.busyRounds() + " busy");
    cells.add(row.cacheLineNanos().map(Report::spread).orElse(""));
    return cells.toArray(String[]::new);
  }

  static String ratio(Row.Ratio ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio.median());
  }

  static String value(Row row, String peer, Optional<Summary> summary) {
    return summary.map(Report::spread).orElse(row.hasFailed(peer) ? "failed" : NONE);
  }

  static List<String> notes(List<Row> rows) {
    Set<String> notes = new LinkedHashSet<>();
    notes.add("Medians (smallest..largest) of the rounds, one process each.");
    int dropped = rows.stream().filter(r -> r.quietRounds() > 0).mapToInt(Row::busyRounds).sum();
    if (dropped > 0) {
      notes.add("Rounds dropped because others used the machine: " + dropped + ".");
    }
    if (rows.stream().anyMatch(row -> row.quietRounds() == 0 && row.busyRounds() > 0)) {
      notes.add("busy: others used the machine in every round; do not trust the figures.");
    }
    Map<String, Set<String>> workloadsByNote = new LinkedHashMap<>();
    for (Row row : rows) {
      workloadsByNote
          .computeIfAbsent(row.workload().note(), _ -> new LinkedHashSet<>())
          .add(row.workload().name());
    }
    workloadsByNote.remove("");
    workloadsByNote.forEach((note, names) -> notes.add(String.join(", ", names) + ": " + note));
    return List.copyOf(notes);
  }

  /** 320 (311..341). */
  private static String spread(Summary summary) {
    return number(summary.median())
        + " ("
        + number(summary.min())
        + ".."
        + number(summary.max())
        + ")";
  }

  /** Three significant digits or whole numbers, whichever is more. */
  static String number(double value) {
    double magnitude = Math.abs(value);
    String format = magnitude < 10 ? "%,.2f" : magnitude < 100 ? "%,.1f" : "%,.0f";
    return String.format(Locale.ROOT, format, value);
  }

  private static Column left(String header) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.LEFT)
        .dataAlign(HorizontalAlign.LEFT)
        .maxWidth(200);
  }

  private static Column right(String header) {
    return new Column()
        .header(header)
        .headerAlign(HorizontalAlign.RIGHT)
        .dataAlign(HorizontalAlign.RIGHT)
        .maxWidth(200);
  }
}
