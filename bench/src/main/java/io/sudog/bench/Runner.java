package io.sudog.bench;

import io.sudog.bench.machine.CacheLineCanary;
import io.sudog.bench.machine.OtherLoad;
import io.sudog.bench.peer.MeasurementException;
import io.sudog.bench.peer.Peer;
import io.sudog.bench.peer.Settings;
import io.sudog.bench.workload.BenchmarkLine;
import io.sudog.bench.workload.Growth;
import io.sudog.bench.workload.Workload;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Runs the rounds: peers alternate, so that whatever drifts on the machine drifts for all. */
final class Runner {
  /** At most so many times the wanted rounds are tried on a busy machine. */
  private static final int TRIES_PER_ROUND = 2;

  private final List<Peer> peers;
  private final Settings settings;
  private final int rounds;
  private final double maxOtherCores;
  private final PrintWriter progress;

  Runner(
      List<Peer> peers, Settings settings, int rounds, double maxOtherCores, PrintWriter progress) {
    this.peers = List.copyOf(peers);
    this.settings = settings;
    this.rounds = rounds;
    this.maxOtherCores = maxOtherCores;
    this.progress = progress;
  }

  List<Row> run(List<Workload> workloads, List<Integer> processors) throws InterruptedException {
    List<Row> rows = new ArrayList<>();
    int total = workloads.stream().mapToInt(w -> Growth.processors(w, processors).size()).sum();
    for (Workload workload : workloads) {
      for (int p : Growth.processors(workload, processors)) {
        String where = "[%d/%d] %s, P=%d".formatted(rows.size() + 1, total, workload.name(), p);
        rows.add(row(new Row(workload, p), where));
      }
    }
    return rows;
  }

  private Row row(Row row, String where) throws InterruptedException {
    for (int attempt = 0; attempt < rounds * TRIES_PER_ROUND; attempt++) {
      if (row.quietRounds() == rounds || peers.stream().allMatch(p -> isOut(p, row))) {
        break;
      }
      progress.print(where + ", round " + (row.quietRounds() + 1) + " of " + rounds + ":");
      progress.flush();
      double canary = row.processors() > 1 ? CacheLineCanary.roundTripNanos() : Double.NaN;
      if (!Double.isNaN(canary)) {
        progress.printf(" cache line %.0f ns;", canary);
      }
      OtherLoad load = OtherLoad.start();
      Row.Round round = new Row.Round(alternate(row, attempt), canary);
      OptionalDouble others = load.cores();
      if (others.isPresent() && others.getAsDouble() > maxOtherCores) {
        progress.printf(" others used %.2f cores, dropped%n", others.getAsDouble());
        row.addBusy(round);
      } else {
        progress.println();
        row.addQuiet(round);
      }
      progress.flush();
    }
    return row;
  }

  private static boolean isOut(Peer peer, Row row) {
    return row.hasFailed(peer.name()) || !peer.runs(row.workload());
  }

  /** One process of each peer; every second round in reverse order. */
  private Map<String, BenchmarkLine> alternate(Row row, int attempt) throws InterruptedException {
    List<Peer> order = new ArrayList<>(peers);
    if (attempt % 2 == 1) {
      Collections.reverse(order);
    }
    Map<String, BenchmarkLine> lines = new LinkedHashMap<>();
    for (Peer peer : order) {
      if (isOut(peer, row)) {
        continue;
      }
      try {
        BenchmarkLine line =
            peer.invocation(row.workload(), row.processors(), settings).measure(settings.timeout());
        lines.put(peer.name(), line);
        progress.print(
            line.metrics().entrySet().stream()
                .map(metric -> Report.number(metric.getValue()) + " " + metric.getKey())
                .collect(Collectors.joining(", ", " " + peer.name() + " ", ";")));
      } catch (MeasurementException e) {
        row.addFailure(peer.name());
        progress.println();
        progress.println(peer.name() + " failed: " + e.getMessage());
      }
      progress.flush();
    }
    return lines;
  }
}
