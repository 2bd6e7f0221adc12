package io.sudog.runtime;

import java.util.Arrays;

/** The registry of a scheduler's Gs, for dumps and counts. Grows only: Gs are reused. */
final class AllGs {
  private final SpinLock lock = new SpinLock();

  // GUARD: lock for writing; the array may be read without it up to a `size` read before it.
  private volatile G[] all = new G[64];
  private volatile int size;

  void add(G g) {
    lock.lock();
    G[] array = all;
    int n = size;
    if (n == array.length) {
      array = Arrays.copyOf(array, n * 2);
    }
    array[n] = g;
    // ORDER: the array before its size; snapshot reads them the other way round.
    all = array;
    size = n + 1;
    lock.unlock();
  }

  /** All Gs there are now; free ones, too. */
  G[] snapshot() {
    int n = size;
    return Arrays.copyOf(all, n);
  }
}
