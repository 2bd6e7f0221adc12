package io.sudog.bench;

import io.sudog.bench.workload.Growth;
import io.sudog.bench.workload.Workload;
import io.sudog.bench.workload.Workloads;
import java.util.List;
import java.util.stream.Stream;

/** The workloads that a command line names. */
final class Selection {
  /** Names all workloads that show how costs grow; these are run only where they are named. */
  static final String GROWTH = "growth";

  private Selection() {}

  /**
   * Workloads by their names, families of them by theirs.
   *
   * @throws IllegalArgumentException when a name is unknown
   */
  static List<Workload> of(List<String> names) {
    return names.isEmpty()
        ? Workloads.all()
        : names.stream().flatMap(Selection::named).distinct().toList();
  }

  private static Stream<Workload> named(String name) {
    if (name.equalsIgnoreCase(GROWTH)) {
      return Growth.all().stream();
    }
    return Growth.families().stream()
        .filter(family -> family.name().equalsIgnoreCase(name))
        .findFirst()
        .map(Growth.Family::workloads)
        .or(() -> Workloads.find(name).map(List::of))
        .orElseThrow(() -> new IllegalArgumentException(unknown(name)))
        .stream();
  }

  private static String unknown(String name) {
    List<String> known =
        Stream.of(
                Workloads.all().stream().map(Workload::name),
                Growth.families().stream().map(Growth.Family::name),
                Stream.of(Growth.byProcessors().name(), GROWTH))
            .flatMap(names -> names)
            .toList();
    return "there is no workload %s. Did you mean %s? --list shows them all"
        .formatted(name, Nearest.of(name, known));
  }
}
