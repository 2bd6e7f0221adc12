package io.sudog.bench;

import io.sudog.bench.workload.BenchmarkLine;
import io.sudog.bench.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The results of one workload at one number of processors. */
final class Row {
  private final Workload workload;
  private final int processors;
  private final List<Round> quiet = new ArrayList<>();
  private final List<Round> busy = new ArrayList<>();
  private final Set<String> failedPeers = new LinkedHashSet<>();

  Row(Workload workload, int processors) {
    this.workload = workload;
    this.processors = processors;
  }

  Workload workload() {
    return workload;
  }

  int processors() {
    return processors;
  }

  void addQuiet(Round round) {
    quiet.add(round);
  }

  void addBusy(Round round) {
    busy.add(round);
  }

  void addFailure(String peer) {
    failedPeers.add(peer);
  }

  boolean hasFailed(String peer) {
    return failedPeers.contains(peer);
  }

  int quietRounds() {
    return quiet.size();
  }

  int busyRounds() {
    return busy.size();
  }

  /** The rounds that count: those of a quiet machine, or all when there was none. */
  private List<Round> counted() {
    return quiet.isEmpty() ? busy : quiet;
  }

  /** Every unit that some peer printed, in the order of printing. */
  List<String> units() {
    Set<String> units = new LinkedHashSet<>();
    for (Round round : counted()) {
      round.lines().values().forEach(line -> units.addAll(line.metrics().keySet()));
    }
    return List.copyOf(units);
  }

  Optional<Summary> summary(String peer, String unit) {
    return summarise(
        counted().stream()
            .map(round -> round.lines().get(peer))
            .flatMap(line -> Optional.ofNullable(line).stream())
            .flatMap(line -> Optional.ofNullable(line.metrics().get(unit)).stream())
            .toList());
  }

  /** One peer's values over another's. */
  Optional<Ratio> ratio(String ours, String theirs, String unit) {
    return summary(ours, unit)
        .flatMap(our -> summary(theirs, unit).map(their -> Ratio.of(our, their)))
        .filter(ratio -> Double.isFinite(ratio.median()) && ratio.median() > 0);
  }

  Optional<Summary> cacheLineNanos() {
    return summarise(
        counted().stream().map(Round::cacheLineNanos).filter(Double::isFinite).toList());
  }

  private static Optional<Summary> summarise(List<Double> values) {
    return values.isEmpty() ? Optional.empty() : Optional.of(Summary.of(values));
  }

  /**
   * One process of each peer, one after the other.
   *
   * @param lines what they printed, by the peer's name
   * @param cacheLineNanos what the canary said before, NaN when it was not asked
   */
  record Round(Map<String, BenchmarkLine> lines, double cacheLineNanos) {
    Round {
      lines = new LinkedHashMap<>(lines);
    }
  }

  /**
   * How two summaries compare.
   *
   * @param median of the medians
   * @param min the smallest that a value of one and a value of the other can give
   * @param max the largest
   */
  record Ratio(double median, double min, double max) {
    private static Ratio of(Summary our, Summary their) {
      return new Ratio(
          our.median() / their.median(), our.min() / their.max(), our.max() / their.min());
    }
  }
}
