package io.sudog.bench.workload;

import java.util.List;
import java.util.Optional;

/** All workloads. */
public final class Workloads {
  private static final List<Area> AREAS =
      List.of(
          new Area("Channels", ChannelCatalogue.ALL),
          new Area("Goroutines", GoroutineCatalogue.ALL),
          new Area("Select", SelectCatalogue.ALL),
          new Area("Locks and groups", SyncCatalogue.ALL),
          new Area("Time", TimerCatalogue.ALL),
          new Area("Contexts", ContextCatalogue.ALL),
          new Area("Memory and sockets", ProcessCatalogue.ALL));

  private static final List<Workload> ALL =
      AREAS.stream().flatMap(area -> area.workloads().stream()).toList();

  private Workloads() {}

  /**
   * The workloads by what they are about, in the order of reports.
   *
   * @return an immutable list
   */
  public static List<Area> areas() {
    return AREAS;
  }

  /**
   * Every workload, in the order of reports.
   *
   * @return an immutable list
   */
  public static List<Workload> all() {
    return ALL;
  }

  /**
   * The workload of that name.
   *
   * @param name a name in any case
   * @return the workload, or empty when there is none
   */
  public static Optional<Workload> find(String name) {
    return ALL.stream()
        .filter(workload -> workload.name().equalsIgnoreCase(name))
        .findFirst()
        .or(() -> Growth.find(name));
  }

  static Workload loop(String name, String description, Workload.Body body) {
    return new Workload.Loop(name, description, "", body);
  }

  /**
   * Workloads that are about the same thing.
   *
   * @param title a heading
   * @param workloads in the order of reports
   */
  public record Area(String title, List<Workload> workloads) {
    /** Copies the list. */
    public Area {
      workloads = List.copyOf(workloads);
    }
  }
}
