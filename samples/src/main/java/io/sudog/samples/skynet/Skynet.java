package io.sudog.samples.skynet;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.Chan;
import io.sudog.channels.SendChan;
import io.sudog.core.Go;

/** The skynet benchmark (github.com/atemerev/skynet). */
public final class Skynet {
  private Skynet() {}

  /**
   * Sums 0 to size - 1 with a tree of goroutines.
   *
   * @param size how many leaves: a power of the branching, or 1
   * @param branching children of an inner goroutine, 2 or more
   * @return the sum
   */
  public static long sum(int size, int branching) {
    if (!isPower(size, branching)) {
      throw new IllegalArgumentException("size " + size + " is no power of branching " + branching);
    }
    Chan<Long> result = Chan.make();
    Go.go(() -> skynet(result, 0, size, branching));
    return requireNonNull(result.receive());
  }

  /**
   * Whether a tree of that shape exists.
   *
   * @param size how many leaves
   * @param branching children of an inner goroutine
   * @return true when size is a power of branching, the zeroth included
   */
  public static boolean isPower(int size, int branching) {
    if (size < 1 || branching < 2) {
      return false;
    }
    long power = 1;
    while (power < size) {
      power *= branching;
    }
    return power == size;
  }

  private static void skynet(SendChan<Long> parent, long first, int size, int branching) {
    if (size == 1) {
      parent.send(first);
      return;
    }
    Chan<Long> children = Chan.make();
    int share = size / branching;
    for (int i = 0; i < branching; i++) {
      long firstOfChild = first + (long) i * share;
      Go.go(() -> skynet(children, firstOfChild, share, branching));
    }
    long sum = 0;
    for (int i = 0; i < branching; i++) {
      sum += requireNonNull(children.receive());
    }
    parent.send(sum);
  }
}
