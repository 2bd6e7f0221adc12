package io.sudog.samples.portscan;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a scan has found so far. For one goroutine. */
final class Findings {
  private final int ports;
  private final SortedSet<Integer> open = new TreeSet<>();
  private final Map<State, Integer> counts = new EnumMap<>(State.class);
  private int scanned;

  /**
   * Makes findings of nothing.
   *
   * @param ports how many there are to scan
   */
  Findings(int ports) {
    this.ports = ports;
  }

  void add(int port, State state) {
    scanned++;
    counts.merge(state, 1, Integer::sum);
    if (state == State.OPEN) {
      open.add(port);
    }
  }

  /** The open ports, in order. */
  SortedSet<Integer> open() {
    return Collections.unmodifiableSortedSet(open);
  }

  int count(State state) {
    return counts.getOrDefault(state, 0);
  }

  boolean isComplete() {
    return scanned == ports;
  }

  @Override
  public String toString() {
    return "scanned %d of %d ports: open %d, closed %d, silent %d"
        .formatted(scanned, ports, count(State.OPEN), count(State.CLOSED), count(State.SILENT));
  }
}
