package io.sudog.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sudog.channels.Chan;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Stress;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What selects leave behind, and what they allocate. */
@DisplayName("A select's memory:")
class SelectMemoryTest {
  private static final int ROUNDS = Stress.times(1_000_000);
  private static final int WARM_UP = 100_000;
  private static final long MEBIBYTE = 1 << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  // ---- nothing is left ------------------------------------------------------------------------

  @Test
  @DisplayName("S15 many selects that wait leave nobody in the queues of idle channels")
  void s15IdleChannels() {
    Chan<String> idle = Chan.make();
    Chan<String> full = Chan.make(1);
    full.send("v");
    Chan<String> busy = Chan.make();
    for (Form form : Form.values()) {
      Selection s = Selection.of(form).receive(idle).send(full, "v").receive(busy).send(idle, "v");
      try (Harness h = Harness.create(1)) {
        long[] used = new long[1];
        h.go(
            () -> {
              for (int i = 0; i < ROUNDS / 2; i++) {
                if (i == WARM_UP) {
                  used[0] = usedHeap();
                }
                busy.send("v");
              }
            });
        h.run(
            Kind.GOROUTINE,
            () -> {
              for (int i = 0; i < ROUNDS / 2; i++) {
                assertEquals(2, s.await());
                if (i % 10_000 == 0) {
                  Queues.assertEmpty(idle, full);
                }
              }
            });
        Queues.assertEmpty(idle, full, busy);
        assertTrue(usedHeap() < used[0] + 8 * MEBIBYTE, "the heap has grown");
      }
    }
  }

  @Test
  @DisplayName("S15 many goroutines that select once and end leave nobody, and are garbage")
  void s15ManyGoroutines() {
    int n = Stress.times(20_000);
    Chan<String> idle = Chan.make();
    Chan<String> busy = Chan.make();
    for (Form form : Form.values()) {
      try (Harness h = Harness.create()) {
        for (int i = 0; i < n; i++) {
          h.scheduler()
              .go(() -> assertEquals(1, Selection.of(form).receive(idle).receive(busy).await()));
          if (i % 100 == 99) {
            for (int k = 0; k < 100; k++) {
              busy.send("v");
            }
          }
        }
        Await.until("all have left", () -> Queues.receivers(idle) == 0);
      }
      Queues.assertEmpty(idle, busy);
    }
  }

  @Kinds
  @DisplayName("C27 what a statement did not send, and what it received, is not kept alive by it")
  void c27Elements(Kind kind) {
    Chan<Object> idle = Chan.make();
    Chan<Object> busy = Chan.make();
    List<WeakReference<Object>> elements = Harness.sharedList();
    CountDownLatch collected = new CountDownLatch(1);
    try (Harness h = Harness.create()) {
      h.start(
              kind,
              () -> {
                select(idle, busy, elements);
                collected.await();
              })
          .awaitParked();
      send(busy, elements);
      try {
        Await.until(
            "the elements are garbage",
            () -> {
              System.gc();
              return elements.size() == 3
                  && elements.stream().allMatch(element -> element.get() == null);
            });
      } finally {
        collected.countDown();
      }
    }
  }

  private static void select(
      Chan<Object> idle, Chan<Object> busy, List<WeakReference<Object>> elements) {
    Object lost = new Object();
    elements.add(new WeakReference<>(lost));
    Select.select(
        Select.onReceive(idle, v -> {}),
        Select.onSend(idle, lost, () -> {}),
        Select.onReceive(busy, v -> elements.add(new WeakReference<>(v))));
  }

  private static void send(Chan<Object> c, List<WeakReference<Object>> elements) {
    Object v = new Object();
    elements.add(new WeakReference<>(v));
    c.send(v);
  }

  @Test
  @DisplayName("a loop form that is no longer used keeps no channel alive, nor do its channels it")
  void selectsAreGarbage() {
    Chan<Object> c = Chan.make();
    List<WeakReference<Object>> selects = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Select select = new Select();
      var _ = select.receive(c);
      var _ = select.receive(Chan.make());
      assertNull(select.await(Duration.ofNanos(1)));
      selects.add(new WeakReference<>(select));
    }
    Await.until(
        "the selects are garbage",
        () -> {
          System.gc();
          return selects.stream().allMatch(select -> select.get() == null);
        });
    Queues.assertEmpty(c);
  }

  // ---- nothing is allocated -------------------------------------------------------------------

  @Test
  @DisplayName(
      "the loop form allocates nothing where a case is ready, nor where it takes a default")
  void allocatesNothingWhenReady() {
    Chan<String> a = Chan.make(1);
    Chan<String> b = Chan.make(1);
    Chan<String> idle = Chan.make();
    for (Select select : new Select[] {new Select(), Select.inOrder()}) {
      Receive<String> from = select.receive(a);
      Send<String> to = select.send(b).value("v");
      var _ = select.receive(idle);
      try (Harness h = Harness.create()) {
        h.run(
            Kind.PLATFORM,
            () -> {
              long before = 0;
              for (int i = 0; i < WARM_UP + ROUNDS; i++) {
                if (i == WARM_UP) {
                  before = THREADS.getCurrentThreadAllocatedBytes();
                }
                a.send("v");
                Clause first = i % 2 == 0 ? select.await() : select.poll();
                Clause second = select.await(Duration.ZERO);
                assertTrue(first == from ? second == to : first == to && second == from);
                from.channel(null);
                to.channel(null);
                from.channel(idle);
                assertNull(select.poll());
                from.channel(a);
                to.channel(b);
                b.receive();
              }
              assertLittle(THREADS.getCurrentThreadAllocatedBytes() - before, ROUNDS);
            });
      }
    }
  }

  /** Less than a byte a round: the JIT and the like may have allocated something meanwhile. */
  private static void assertLittle(long bytes, int rounds) {
    assertTrue(bytes < rounds, () -> bytes + " bytes in " + rounds + " rounds");
  }

  @Test
  @DisplayName("the loop form allocates nothing where a thread waits")
  void allocatesNothingWhereThreadWaits() {
    int warmUp = 40_000;
    int rounds = Stress.times(20_000);
    Chan<String> ping = Chan.make();
    Chan<String> pong = Chan.make();
    Chan<String> idle = Chan.make();
    Chan<String> never = Chan.make();
    try (Harness h = Harness.create()) {
      for (int side = 0; side < 2; side++) {
        Select wait = new Select();
        Receive<String> from = wait.receive(side == 0 ? ping : pong);
        var _ = wait.send(never).value("v");
        Select answer = new Select();
        Send<String> to = answer.send(side == 0 ? pong : ping).value("v");
        var _ = answer.receive(idle);
        boolean begins = side == 1;
        h.start(
            Kind.PLATFORM,
            () -> {
              Duration hour = Duration.ofHours(1);
              long before = 0;
              for (int i = 0; i < warmUp + rounds; i++) {
                if (i == warmUp) {
                  before = THREADS.getCurrentThreadAllocatedBytes();
                }
                if (begins) {
                  assertSame(to, answer.await());
                }
                assertSame(from, i % 2 == 0 ? wait.await() : wait.await(hour));
                if (!begins) {
                  assertSame(to, answer.await());
                }
              }
              assertLittle(THREADS.getCurrentThreadAllocatedBytes() - before, rounds);
            });
      }
    }
    Queues.assertEmpty(ping, pong, idle, never);
  }

  @Test
  @DisplayName("the loop form allocates nothing where a goroutine waits")
  void allocatesNothingWhereGoroutineWaits() {
    Chan<String> busy = Chan.make();
    Chan<String> idle = Chan.make();
    Select select = new Select();
    Receive<String> from = select.receive(busy);
    var _ = select.receive(idle);
    try (Harness h = Harness.create(1)) {
      // On the same processor, so that each send finds the select waiting, or makes it wait.
      h.go(
          () -> {
            for (int i = 0; i < WARM_UP + ROUNDS; i++) {
              busy.send("v");
            }
          });
      h.run(
          Kind.GOROUTINE,
          () -> {
            long before = 0;
            for (int i = 0; i < WARM_UP + ROUNDS; i++) {
              if (i == WARM_UP) {
                before = THREADS.getTotalThreadAllocatedBytes();
              }
              assertSame(from, select.await());
            }
            // All threads: a goroutine's allocations are its carrier's. A stack that has grown old
            // is copied when the goroutine parks the next time, once a collection.
            assertLittle(THREADS.getTotalThreadAllocatedBytes() - before, 2 * ROUNDS);
          });
    }
    Queues.assertEmpty(busy, idle);
  }
}
