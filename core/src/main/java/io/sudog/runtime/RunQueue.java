package io.sudog.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jctools.queues.varhandle.SpmcVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A P's runnable goroutines: {@code runNext} and a ring of 256.
 *
 * <pre>
 *   owner ── put(next) ──▶ [ runNext ] ── poll ──▶ owner          thief takes runNext last,
 *              │ whoever stood there                              after a pause, by CAS
 *              ▼
 *   owner ── put ──▶ tail [ . . . . . . ] head ── poll ──▶ owner and thieves, each by CAS
 *              │ full: the older half and the newcomer
 *              ▼
 *         global queue
 * </pre>
 *
 * <p>GUARD: put is the owner's alone, the M that holds the P; poll and steal are anybody's.
 *
 * <p>ORDER: an element is published by the ring's own release of its producer index, or by the
 * volatile exchange of runNext; takers' acquires are its partners. After either, the owner makes a
 * full fence (or has made one: the exchange is one) before it reads whether somebody must be woken,
 * see {@link Sched}.
 */
final class RunQueue {
  private static final VarHandle RUN_NEXT;

  static {
    try {
      RUN_NEXT = MethodHandles.lookup().findVarHandle(RunQueue.class, "runNext", G.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final SpmcVarHandleArrayQueue<G> ring;
  private final GList overflow = new GList();

  @SuppressWarnings("unused") // through RUN_NEXT
  private volatile @Nullable G runNext;

  RunQueue(int capacity) {
    ring = new SpmcVarHandleArrayQueue<>(capacity);
  }

  /**
   * Owner: makes {@code g} the next to run.
   *
   * @return whoever was to be next and has to queue now, or null
   */
  @Nullable G exchangeNext(G g) {
    return (G) RUN_NEXT.getAndSet(this, g);
  }

  /**
   * Owner: appends to the ring. When there is no room, or a thief stands in the way (it has claimed
   * a slot and not yet emptied it; waiting for it would be waiting for the OS), the older half and
   * {@code g} go to the global queue in one batch.
   */
  void put(G g, GlobalQueue global) {
    if (!ring.relaxedOffer(g)) {
      putSlow(g, global);
    }
  }

  private void putSlow(G g, GlobalQueue global) {
    int half = ring.capacity() / 2;
    for (int i = 0; i < half; i++) {
      G older = ring.poll();
      if (older == null) {
        break;
      }
      overflow.add(older);
    }
    overflow.add(g);
    global.addAll(overflow);
  }

  /** Anybody: takes runNext. */
  @Nullable G pollNext() {
    return runNext == null ? null : (G) RUN_NEXT.getAndSet(this, null);
  }

  /** Anybody: takes the head of the ring. */
  @Nullable G poll() {
    return ring.poll();
  }

  /**
   * Thief: takes half of the ring, rounded up. All but the last go into {@code mine}.
   *
   * @return the last one taken, to run at once, or null when there was nothing
   */
  @Nullable G stealInto(RunQueue mine, GlobalQueue global) {
    int size = ring.size();
    int n = size - size / 2;
    G taken = null;
    for (int i = 0; i < n; i++) {
      G g = ring.poll();
      if (g == null) {
        break;
      }
      if (taken != null) {
        mine.put(taken, global);
      }
      taken = g;
    }
    return taken;
  }

  boolean hasNext() {
    return runNext != null;
  }

  boolean isEmpty() {
    // GO: G06: never falsely empty. The owner may move the element of runNext to the ring between
    // our looks at the two; then the ring's tail has moved, and we look again.
    while (true) {
      long tail = ring.currentProducerIndex();
      boolean empty = ring.isEmpty() && runNext == null;
      if (!empty || tail == ring.currentProducerIndex()) {
        return empty;
      }
    }
  }

  int size() {
    return ring.size() + (runNext == null ? 0 : 1);
  }
}
