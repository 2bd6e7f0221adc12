package io.sudog.samples.santa;

import io.sudog.sync.Mutex;
import java.util.EnumMap;
import java.util.Map;

/**
 * Santa's workshop, where the rules of the problem are checked. INVARIANT WS-1: never both kinds
 * are in, nor more of one than a party.
 */
final class Workshop {
  // GUARD: this mutex; the field below.
  private final Mutex mutex = new Mutex();
  private final Map<Kind, Integer> inside = new EnumMap<>(Kind.class);

  Workshop() {
    for (Kind kind : Kind.values()) {
      inside.put(kind, 0);
    }
  }

  /** One comes in. */
  void enter(Kind kind) {
    add(kind, 1);
  }

  /** One goes out. */
  void leave(Kind kind) {
    add(kind, -1);
  }

  private void add(Kind kind, int n) {
    mutex.lock();
    try {
      int now = inside.merge(kind, n, Integer::sum);
      if (now < 0 || now > kind.partySize() || (now > 0 && others(kind) > 0)) {
        throw new IllegalStateException("in the workshop are " + inside);
      }
    } finally {
      mutex.unlock();
    }
  }

  /** Objects unless exactly a party of that kind is in. */
  void requireParty(Kind kind) {
    mutex.lock();
    try {
      if (inside.getOrDefault(kind, 0) != kind.partySize() || others(kind) > 0) {
        throw new IllegalStateException(
            "Santa works with a party of kind " + kind + ", but in the workshop are " + inside);
      }
    } finally {
      mutex.unlock();
    }
  }

  private int others(Kind kind) {
    return inside.entrySet().stream()
        .filter(entry -> entry.getKey() != kind)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
