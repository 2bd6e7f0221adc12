package io.sudog.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.testing.Stress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queues of Gs by themselves. */
@DisplayName("Run queues")
class RunQueueConformanceTest {
  private static G[] gs(int n) {
    G[] all = new G[n];
    for (int i = 0; i < n; i++) {
      all[i] = new G(null);
    }
    return all;
  }

  private static List<G> drain(RunQueue queue) {
    List<G> out = new ArrayList<>();
    G g;
    while ((g = queue.poll()) != null) {
      out.add(g);
    }
    return out;
  }

  private static List<G> drain(GlobalQueue queue) {
    List<G> out = new ArrayList<>();
    G g;
    while ((g = queue.poll()) != null) {
      out.add(g);
    }
    return out;
  }

  @Test
  @DisplayName("G02 a new goroutine goes into runNext, who stood there is given back")
  void runNext() {
    RunQueue queue = new RunQueue(4);
    G[] g = gs(2);
    assertNull(queue.exchangeNext(g[0]));
    assertTrue(queue.hasNext());
    assertEquals(1, queue.size());
    assertSame(g[0], queue.exchangeNext(g[1]));
    assertSame(g[1], queue.pollNext());
    assertNull(queue.pollNext());
    assertTrue(queue.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 256})
  @DisplayName("G04 a put to a full queue moves the older half and the new one to the global queue")
  void overflow(int capacity) {
    RunQueue queue = new RunQueue(capacity);
    GlobalQueue global = new GlobalQueue();
    G[] g = gs(capacity + 1);
    for (int i = 0; i < capacity; i++) {
      queue.put(g[i], global);
      assertEquals(i + 1, queue.size());
      assertTrue(global.isEmpty());
    }
    queue.put(g[capacity], global);
    assertEquals(capacity / 2, queue.size());
    assertEquals(capacity / 2 + 1, global.size());
    List<G> moved = new ArrayList<>(List.of(g).subList(0, capacity / 2));
    moved.add(g[capacity]);
    assertEquals(moved, drain(global));
    assertEquals(List.of(g).subList(capacity / 2, capacity), drain(queue));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 256})
  @DisplayName("G05 owner and thieves hand out each goroutine exactly once")
  void exactlyOnce(int capacity) throws InterruptedException {
    RunQueue queue = new RunQueue(capacity);
    GlobalQueue global = new GlobalQueue();
    int n = Stress.times(100_000);
    G[] all = gs(n);
    IdentityHashMap<G, Integer> index = new IdentityHashMap<>();
    for (int i = 0; i < n; i++) {
      index.put(all[i], i);
    }
    AtomicIntegerArray taken = new AtomicIntegerArray(n);
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> thieves = new ArrayList<>();
    for (int t = 0; t < 2; t++) {
      thieves.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      RunQueue mine = new RunQueue(Math.max(2, capacity));
                      while (!done.get() || !queue.isEmpty()) {
                        G g = queue.stealInto(mine, global);
                        if (g == null) {
                          g = queue.pollNext();
                        }
                        for (; g != null; g = mine.poll()) {
                          taken.incrementAndGet(index.get(g));
                        }
                      }
                    } catch (Throwable e) {
                      failure.set(e);
                    }
                  }));
    }
    for (int i = 0; i < n; i++) {
      if (i % 3 == 0) {
        G old = queue.exchangeNext(all[i]);
        if (old != null) {
          queue.put(old, global);
        }
      } else {
        queue.put(all[i], global);
      }
      if (i % 5 == 0) {
        G g = i % 2 == 0 ? queue.poll() : queue.pollNext();
        if (g != null) {
          taken.incrementAndGet(index.get(g));
        }
      }
    }
    done.set(true);
    for (Thread thief : thieves) {
      thief.join();
    }
    assertNull(failure.get());
    drain(queue).forEach(g -> taken.incrementAndGet(index.get(g)));
    drain(global).forEach(g -> taken.incrementAndGet(index.get(g)));
    for (int i = 0; i < n; i++) {
      assertEquals(1, taken.get(i), "goroutine " + i);
    }
  }

  @Test
  @DisplayName("G06 isEmpty is never true while one goroutine moves between runNext and the ring")
  void neverFalselyEmpty() throws InterruptedException {
    RunQueue queue = new RunQueue(4);
    GlobalQueue global = new GlobalQueue();
    G[] g = gs(2);
    queue.put(g[0], global);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicBoolean falselyEmpty = new AtomicBoolean();
    Thread watcher =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!stop.get()) {
                    if (queue.isEmpty()) {
                      falselyEmpty.set(true);
                    }
                  }
                });
    // One stands in the queue at each moment: a second comes before the first is taken out.
    G out = g[1];
    int rounds = Stress.times(1_000_000);
    for (int i = 0; i < rounds && !falselyEmpty.get(); i++) {
      G old = queue.exchangeNext(out);
      if (old != null) {
        queue.put(old, global);
        out = queue.pollNext();
      } else {
        out = queue.poll();
      }
      if (out == null) {
        throw new AssertionError("lost one in round " + i);
      }
    }
    stop.set(true);
    watcher.join();
    assertFalse(falselyEmpty.get());
    assertFalse(queue.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 255, 256})
  @DisplayName("G09 stealing takes half, rounded up, from the head; the last one taken runs")
  void stealsHalf(int size) {
    RunQueue victim = new RunQueue(256);
    RunQueue thief = new RunQueue(256);
    GlobalQueue global = new GlobalQueue();
    G[] g = gs(size);
    for (G one : g) {
      victim.put(one, global);
    }
    int half = size - size / 2;
    assertSame(g[half - 1], victim.stealInto(thief, global));
    assertEquals(List.of(g).subList(0, half - 1), drain(thief));
    assertEquals(List.of(g).subList(half, size), drain(victim));
    assertTrue(global.isEmpty());
  }

  @Test
  @DisplayName("G09 stealing leaves runNext alone")
  void stealLeavesRunNext() {
    RunQueue victim = new RunQueue(4);
    G[] g = gs(1);
    victim.exchangeNext(g[0]);
    assertNull(victim.stealInto(new RunQueue(4), new GlobalQueue()));
    assertSame(g[0], victim.pollNext());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 128, 1000})
  @DisplayName("G08 the global queue gives min(128, size, size / GOMAXPROCS + 1)")
  void batch(int size) {
    for (int processors : new int[] {1, 2, 3, 8}) {
      GlobalQueue global = new GlobalQueue();
      G[] g = gs(size);
      GList list = new GList();
      for (G one : g) {
        list.add(one);
      }
      global.addAll(list);
      GList batch = new GList();
      int n = Math.min(Math.min(128, size), size / processors + 1);
      assertSame(g[0], global.pollBatch(batch, processors, 128));
      assertEquals(n - 1, batch.size());
      for (int i = 1; i < n; i++) {
        assertSame(g[i], batch.poll());
      }
      assertEquals(List.of(g).subList(n, size), drain(global));
      assertNull(global.pollBatch(batch, processors, 128));
    }
  }

  @Test
  @DisplayName("G10 each P is visited exactly once, whatever the start and the stride")
  void stealOrder() {
    for (int n = 1; n <= 64; n++) {
      Set<Integer> strides = new HashSet<>();
      for (int choice = 0; choice < Math.max(1, n - 1); choice++) {
        int chosen = choice;
        int stride = StealOrder.stride(n, bound -> Math.min(chosen, bound - 1));
        assertTrue(stride >= 1 && (stride < n || n <= 2), n + ": " + stride);
        strides.add(stride);
        Set<Integer> seen = new HashSet<>();
        int at = choice % n;
        for (int i = 0; i < n; i++) {
          assertTrue(seen.add(at), "P " + at + " of " + n + " twice with stride " + stride);
          at += stride;
          if (at >= n) {
            at -= n;
          }
        }
      }
      if (n == 8) {
        assertEquals(Set.of(1, 3, 5, 7), strides);
      }
    }
  }

  @Test
  @DisplayName("a list of Gs is a queue at one end and a stack at the other")
  void list() {
    G[] g = gs(4);
    GList list = new GList();
    assertNull(list.poll());
    list.add(g[1]);
    list.push(g[0]);
    GList more = new GList();
    list.addAll(more);
    more.add(g[2]);
    more.push(g[3]);
    list.addAll(more);
    assertEquals(4, list.size());
    assertEquals(0, more.size());
    assertNull(more.poll());
    for (int i : new int[] {0, 1, 3, 2}) {
      assertSame(g[i], list.poll());
    }
    assertEquals(0, list.size());
    assertNull(list.poll());
    more.add(g[0]);
    assertSame(g[0], more.poll());
  }
}
