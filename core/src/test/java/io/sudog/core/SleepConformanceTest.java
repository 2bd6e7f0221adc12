package io.sudog.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.runtime.Waiter;
import io.sudog.sync.WaitGroup;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Go.sleep and timed joins, by CONFORMANCE §1.5. */
@DisplayName("Sleep")
class SleepConformanceTest {
  private static final List<Duration> SHORT =
      List.of(
          Duration.ofNanos(1),
          Duration.ofNanos(999),
          Duration.ofNanos(1_000),
          Duration.ofMillis(1),
          Duration.ofNanos(2_500_000),
          Duration.ofMillis(20));

  /** Waits until a child is in a timed wait, on whatever kind of thread. */
  private static void awaitAsleep(Harness.Child child) {
    Await.until(
        child + " is asleep",
        () -> {
          Thread thread = child.thread();
          return child.isParked()
              || (thread != null && LockSupport.getBlocker(thread) instanceof Waiter);
        });
  }

  @Kinds
  @DisplayName("T01 of zero or less returns at once, for a goroutine without a switch")
  void nothing(Kind kind) {
    try (Scheduler s = Scheduler.builder().processors(1).timeSlice(Duration.ofMinutes(10)).build();
        Harness h = Harness.on(s)) {
      h.run(
          kind,
          () -> {
            AtomicInteger others = new AtomicInteger();
            if (kind == Kind.GOROUTINE) {
              Go.go(others::incrementAndGet);
            }
            for (Duration d :
                List.of(
                    Duration.ZERO,
                    Duration.ofNanos(-1),
                    Duration.ofSeconds(-1),
                    Duration.ofSeconds(Long.MIN_VALUE))) {
              for (int i = 0; i < 100; i++) {
                Go.sleep(d);
              }
            }
            assertEquals(0, others.get());
          });
    }
  }

  @Kinds
  @DisplayName("T02 never ends early")
  void neverEarly(Kind kind) {
    try (Harness h = Harness.create(2)) {
      for (Duration d : SHORT) {
        h.start(
            kind,
            () -> {
              for (int i = 0; i < 10; i++) {
                long start = System.nanoTime();
                Go.sleep(d);
                long slept = System.nanoTime() - start;
                assertTrue(slept >= d.toNanos(), "slept " + slept + " ns of " + d);
              }
            });
      }
    }
  }

  @Kinds
  @DisplayName("T02 is not ended by an interrupt, whose status is kept")
  void interrupt(Kind kind) {
    try (Harness h = Harness.create(1)) {
      AtomicReference<Thread> sleeper = new AtomicReference<>();
      Harness.Child child =
          h.start(
              kind,
              () -> {
                sleeper.set(Thread.currentThread());
                long start = System.nanoTime();
                Go.sleep(Duration.ofMillis(100));
                assertTrue(System.nanoTime() - start >= 100_000_000);
                assertTrue(Thread.interrupted());
              });
      awaitAsleep(child);
      sleeper.get().interrupt();
    }
  }

  @Test
  @DisplayName("T03 sleepers wake in the order of their deadlines, not in that of their beginnings")
  void order() {
    List<Integer> woken = List.of();
    List<Integer> sorted = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sorted.add(i);
    }
    // Two that are due in one look at the timers run newest first, as all that is readied does. So,
    // as in Go's test: on a slow machine again with a larger gap.
    for (int attempt = 0; attempt < 6 && !woken.equals(sorted); attempt++) {
      List<Integer> slots = new ArrayList<>(sorted);
      Collections.shuffle(slots, new Random(attempt));
      woken = orderOfWaking(slots, 2_000_000L << attempt);
    }
    assertEquals(sorted, woken);
  }

  private static List<Integer> orderOfWaking(List<Integer> slots, long gapNanos) {
    List<Integer> woken = Collections.synchronizedList(new ArrayList<>());
    try (Harness h = Harness.create(1)) {
      h.go(
          () -> {
            long start = System.nanoTime() + 50_000_000L;
            WaitGroup all = new WaitGroup();
            for (int slot : slots) {
              all.go(
                  () -> {
                    long deadline = start + slot * gapNanos;
                    Go.sleep(Duration.ofNanos(deadline - System.nanoTime()));
                    woken.add(slot);
                  });
            }
            all.await();
          });
    }
    return woken;
  }

  @Kinds
  @DisplayName("T18 of a huge duration never ends, and harms no other timer")
  void huge(Kind kind) {
    try (Harness h = Harness.create(1)) {
      for (Duration d :
          List.of(
              Duration.ofNanos(Long.MAX_VALUE),
              Duration.ofNanos(Long.MAX_VALUE - 1),
              Duration.ofSeconds(Long.MAX_VALUE),
              Duration.ofDays(365_000))) {
        Harness.Child sleeper = h.start(kind, () -> Go.sleep(d));
        awaitAsleep(sleeper);
        sleeper.abandon();
      }
      h.start(
              kind,
              () -> {
                for (int i = 0; i < 20; i++) {
                  Go.sleep(Duration.ofNanos(100_000));
                }
              })
          .join();
    }
  }

  @Processors
  @DisplayName("T19 of next to nothing is never lost")
  void tiny(int processors) {
    try (Harness h = Harness.shrunk(processors)) {
      int rounds = Stress.times(5_000);
      for (int i = 0; i < 4; i++) {
        int step = i;
        h.go(
            () -> {
              for (int n = 0; n < rounds; n++) {
                Go.sleep(Duration.ofNanos(1 + (long) step * 500));
              }
            });
      }
    }
  }

  @Test
  @DisplayName("T19 of a thread and of goroutines come to their ends when all else is idle")
  void idleMachine() {
    try (Harness h = Harness.create(2)) {
      for (int i = 0; i < 20; i++) {
        // Alone in the machine each: the M in the poller must be told of the earlier timer.
        Harness.Child late = h.go(() -> Go.sleep(Duration.ofMillis(30)));
        late.awaitParked();
        h.go(() -> Go.sleep(Duration.ofMillis(1))).join();
        h.start(Kind.PLATFORM, () -> Go.sleep(Duration.ofMillis(1))).join();
      }
    }
  }

  @Processors
  @DisplayName("T19 of thousands at a time all end")
  void thousands(int processors) {
    try (Harness h = Harness.create(processors)) {
      int n = Stress.times(5_000);
      AtomicInteger woken = new AtomicInteger();
      h.go(
          () -> {
            Random random = new Random(5);
            WaitGroup all = new WaitGroup();
            for (int i = 0; i < n; i++) {
              Duration d = Duration.ofNanos(random.nextInt(50_000_000));
              all.go(
                  () -> {
                    Go.sleep(d);
                    woken.incrementAndGet();
                  });
            }
            all.await();
          });
      h.join();
      assertEquals(n, woken.get());
    }
  }

  @Test
  @DisplayName("T19 goes on while a hog holds the P whose timer it is")
  void besideAHog() {
    try (Harness h = Harness.create(2)) {
      AtomicInteger slept = new AtomicInteger();
      h.go(
          () -> {
            Go.go(
                () -> {
                  for (int i = 0; i < 10; i++) {
                    Go.sleep(Duration.ofMillis(1));
                    slept.incrementAndGet();
                  }
                });
            Go.gosched();
            while (slept.get() < 10) {
              Thread.onSpinWait();
            }
          });
    }
  }

  // ---- timed joins ----------------------------------------------------------------------------

  @Kinds
  @DisplayName(
      "join with a time returns false at its end, not earlier, and true at the goroutine's")
  void timedJoin(Kind kind) {
    try (Harness h = Harness.create(2)) {
      WaitGroup gate = new WaitGroup();
      gate.add(1);
      Goroutine g = h.go(gate::await).goroutine();
      h.run(
          kind,
          () -> {
            for (int i = 0; i < 20; i++) {
              long start = System.nanoTime();
              assertFalse(g.join(Duration.ofMillis(1)));
              assertTrue(System.nanoTime() - start >= 1_000_000);
            }
          });
      Harness.Child joiner = h.start(kind, () -> assertTrue(g.join(Duration.ofHours(1))));
      awaitAsleep(joiner);
      gate.done();
      joiner.join();
    }
  }

  @Kinds
  @DisplayName("join with a time that races with the end is never lost")
  void timedJoinRace(Kind kind) {
    try (Harness h = Harness.create(2)) {
      h.run(
          kind,
          () -> {
            for (int i = 0; i < Stress.times(500); i++) {
              long nanos = 1 + i % 100 * 1_000L;
              Goroutine g = h.scheduler().go(() -> Go.sleep(Duration.ofNanos(nanos)));
              boolean ended = g.join(Duration.ofNanos(50_000));
              if (!ended) {
                g.join();
              }
              assertTrue(g.isDone());
            }
          });
    }
  }

  @Kinds
  @DisplayName("join with a time ends though the goroutine was abandoned")
  void timedJoinOfAbandoned(Kind kind) {
    AtomicReference<Goroutine> left = new AtomicReference<>();
    Go.run(() -> left.set(Go.go(() -> Go.sleep(Duration.ofHours(1)))));
    try (Harness h = Harness.create(1)) {
      h.run(kind, () -> assertFalse(left.get().join(Duration.ofMillis(20))));
    }
  }

  @Test
  @DisplayName("join with a time works on goroutines of another scheduler")
  void timedJoinAcross() {
    try (Harness h = Harness.create(1);
        Harness other = Harness.create(1)) {
      WaitGroup gate = new WaitGroup();
      gate.add(1);
      Goroutine g = other.go(gate::await).goroutine();
      h.go(() -> assertFalse(g.join(Duration.ofMillis(5)))).join();
      Harness.Child joiner = h.go(() -> assertTrue(g.join(Duration.ofHours(1))));
      Await.waiting(joiner.goroutine(), "join");
      gate.done();
      joiner.join();
    }
  }
}
