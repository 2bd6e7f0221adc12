package io.sudog.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The results for other programs: a line for each workload, number of processors, unit and peer.
 */
final class CsvReport {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader(
              "workload",
              "processors",
              "unit",
              "peer",
              "median",
              "min",
              "max",
              "rounds",
              "busy",
              "ratio of Sudog's median")
          .get();

  private CsvReport() {}

  static void write(List<Row> rows, List<String> peers, Path file) throws IOException {
    try (CSVPrinter csv = new CSVPrinter(Files.newBufferedWriter(file), FORMAT)) {
      for (Row row : rows) {
        for (String unit : row.units()) {
          for (String peer : peers) {
            Optional<Summary> summary = row.summary(peer, unit);
            if (summary.isPresent()) {
              print(csv, row, unit, peer, summary.get(), peers.getFirst());
            }
          }
        }
      }
    }
  }

  private static void print(
      CSVPrinter csv, Row row, String unit, String peer, Summary summary, String first)
      throws IOException {
    csv.printRecord(
        row.workload().name(),
        row.processors(),
        unit,
        peer,
        summary.median(),
        summary.min(),
        summary.max(),
        summary.count(),
        row.quietRounds() == 0,
        row.ratio(first, peer, unit).map(Row.Ratio::median).orElse(Double.NaN));
  }
}
