package io.sudog.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The queue every P draws from: goroutines that were readied outside a P, preempted or yielding
 * ones, and what overflowed. Unbounded, linked through the Gs, under one lock.
 */
final class GlobalQueue {
  private final SpinLock lock = new SpinLock();

  // GUARD: lock.
  private final GList list = new GList();

  // ORDER: volatile, written under the lock. Partner: whoever goes idle announces that (idlePs,
  // volatile) before it reads this; whoever adds writes this before it reads idlePs.
  private volatile int size;

  void add(G g) {
    lock.lock();
    list.add(g);
    size = list.size();
    lock.unlock();
  }

  void addAll(GList batch) {
    lock.lock();
    list.addAll(batch);
    size = list.size();
    lock.unlock();
  }

  /** Takes the head. */
  @Nullable G poll() {
    if (size == 0) {
      return null;
    }
    lock.lock();
    G g = list.poll();
    size = list.size();
    lock.unlock();
    return g;
  }

  /**
   * Takes a fair share of min({@code most}, size / processors + 1): the first is returned, the rest
   * goes into {@code into}.
   */
  @Nullable G pollBatch(GList into, int processors, int most) {
    if (size == 0) {
      return null;
    }
    lock.lock();
    int n = Math.min(most, list.size() / processors + 1);
    G g = list.poll();
    for (int i = 1; i < n; i++) {
      G more = list.poll();
      if (more == null) {
        break;
      }
      into.add(more);
    }
    size = list.size();
    lock.unlock();
    return g;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }
}
