package io.sudog.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A FIFO list of Gs, linked through the Gs themselves: a G stands in one list at most. GUARD: its
 * owner's.
 */
final class GList {
  private @Nullable G first;
  private @Nullable G last;
  private int size;

  void add(G g) {
    g.link = null;
    G tail = last;
    if (tail == null) {
      first = g;
    } else {
      tail.link = g;
    }
    last = g;
    size++;
  }

  void addAll(GList other) {
    G head = other.first;
    if (head == null) {
      return;
    }
    G tail = last;
    if (tail == null) {
      first = head;
    } else {
      tail.link = head;
    }
    last = other.last;
    size += other.size;
    other.first = null;
    other.last = null;
    other.size = 0;
  }

  @Nullable G poll() {
    G g = first;
    if (g != null) {
      first = g.link;
      if (first == null) {
        last = null;
      }
      g.link = null;
      size--;
    }
    return g;
  }

  /** Puts at the head: for free lists, whose newest is the warmest. */
  void push(G g) {
    g.link = first;
    first = g;
    if (last == null) {
      last = g;
    }
    size++;
  }

  int size() {
    return size;
  }
}
