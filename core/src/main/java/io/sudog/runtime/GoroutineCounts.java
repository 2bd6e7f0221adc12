package io.sudog.runtime;

import java.util.EnumMap;
import java.util.Map;

/** Counts goroutines by state. */
final class GoroutineCounts {
  private GoroutineCounts() {}

  static Map<GState, Long> of(AllGs all) {
    EnumMap<GState, Long> counts = new EnumMap<>(GState.class);
    for (GState state : GState.values()) {
      counts.put(state, 0L);
    }
    for (G g : all.snapshot()) {
      counts.merge(g.state(), 1L, Long::sum);
    }
    return Map.copyOf(counts);
  }
}
