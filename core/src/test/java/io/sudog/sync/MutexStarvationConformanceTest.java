package io.sudog.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.core.Scheduler;
import io.sudog.core.Task;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Processors;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Go's Mutex does for a waiter that has waited for more than a millisecond. */
@DisplayName("A starving mutex as in Go")
class MutexStarvationConformanceTest {
  private static final int ATTEMPTS = 200;
  private static final long A_MILLISECOND = 1_000_000;

  /** One processor, and nobody is preempted: between two parks, the code of a test runs alone. */
  private static Scheduler calm() {
    return Scheduler.builder().processors(1).timeSlice(Duration.ofMinutes(10)).build();
  }

  /** Not to let others act, but because a waiter's age is what is tested. */
  private static void letAge() {
    long start = System.nanoTime();
    Await.until(
        "the waiters are two milliseconds old",
        () -> System.nanoTime() - start > 2 * A_MILLISECOND);
  }

  private static boolean isStarving(Mutex m) {
    return m.toString().contains("starving");
  }

  /**
   * Starts somebody that waits for a mutex, is woken after more than a millisecond, and loses
   * against the caller, which holds the mutex afterwards.
   *
   * @param then what the waiter does once it has the mutex
   */
  private static Harness.Child starve(Harness h, Kind kind, Mutex m, Task then) {
    for (int i = 0; i < ATTEMPTS; i++) {
      AtomicBoolean lost = new AtomicBoolean();
      CountDownLatch tried = new CountDownLatch(1);
      m.lock();
      Harness.Child waiter =
          h.start(
                  kind,
                  () -> {
                    m.lock();
                    // Else it might have come and gone before the caller tries.
                    tried.await();
                    if (lost.get()) {
                      then.run();
                    }
                    m.unlock();
                  })
              .awaitParked();
      letAge();
      m.unlock();
      lost.set(m.tryLock());
      tried.countDown();
      if (lost.get()) {
        return waiter.awaitParked();
      }
      waiter.join();
    }
    throw new AssertionError("the waiter was first each time");
  }

  @Kinds
  @DisplayName("Y05 a waiter that loses after more than a millisecond switches it to starvation")
  void y05SwitchesToStarvation(Kind kind) {
    try (Harness h = Harness.create()) {
      Mutex m = new Mutex();
      Harness.Child waiter = starve(h, kind, m, () -> {});
      assertTrue(isStarving(m), m::toString);
      m.unlock();
      waiter.join();
      assertFalse(isStarving(m), m::toString);
    }
  }

  @Kinds
  @DisplayName("Y05 it is handed to the waiter: from the unlock on, a try-lock fails")
  void y05HandedOver(Kind kind) {
    try (Harness h = Harness.create()) {
      Mutex m = new Mutex();
      CountDownLatch in = new CountDownLatch(1);
      CountDownLatch out = new CountDownLatch(1);
      starve(
          h,
          kind,
          m,
          () -> {
            in.countDown();
            out.await();
          });
      m.unlock();
      Await.until(
          "the waiter has it",
          () -> {
            assertFalse(m.tryLock(), "though it is promised");
            return in.getCount() == 0;
          });
      assertFalse(m.tryLock());
      out.countDown();
    }
  }

  @Kinds
  @DisplayName("Y05 newcomers queue behind the waiter it is promised to, for as long as that takes")
  void y05NewcomersQueue(Kind newcomers) {
    AtomicBoolean stop = new AtomicBoolean();
    try (Scheduler s = calm();
        Scheduler other = calm();
        Harness h = Harness.on(s);
        Harness h2 = Harness.on(other)) {
      Mutex m = new Mutex();
      List<Integer> order = Harness.sharedList();
      Harness.Child waiter = starve(h, Kind.GOROUTINE, m, () -> order.add(0));
      // It takes the only processor, so the waiter cannot come before it stops.
      AtomicBoolean hogs = new AtomicBoolean();
      h.go(
          () -> {
            hogs.set(true);
            while (!stop.get()) {
              Thread.onSpinWait();
            }
          });
      Await.until("the processor is taken", hogs::get);
      try {
        m.unlock();
        for (int i = 1; i <= 3; i++) {
          int number = i;
          assertFalse(m.tryLock());
          h2.start(
                  newcomers,
                  () -> {
                    m.lock();
                    order.add(number);
                    m.unlock();
                  })
              .awaitParked();
        }
        assertFalse(waiter.isDone());
        assertEquals(List.of(), order);
        assertTrue(isStarving(m), m::toString);
      } finally {
        stop.set(true);
      }
      h.join();
      h2.join();
      assertEquals(List.of(0, 1, 2, 3), order);
      assertTrue(m.tryLock());
    }
  }

  @Test
  @DisplayName("Y05 the goroutine it is handed to runs at once, before those that are ready")
  void y05HandOffRunsTheWaiter() {
    try (Scheduler s = calm();
        Harness h = Harness.on(s)) {
      Mutex m = new Mutex();
      List<String> order = Harness.sharedList();
      h.run(
          Kind.GOROUTINE,
          () -> {
            starve(h, Kind.GOROUTINE, m, () -> order.add("waiter"));
            for (int i = 0; i < 3; i++) {
              h.go(() -> order.add("ready"));
            }
            m.unlock();
            order.add("unlocker");
          });
      h.join();
      assertEquals("waiter", order.getFirst());
      assertTrue(order.indexOf("unlocker") > 0, order::toString);
    }
  }

  @Kinds
  @DisplayName("Y05 it goes from one old waiter to the next in order, and ends with the last")
  void y05EndsWithTheLast(Kind kind) {
    try (Harness h = Harness.create()) {
      Mutex m = new Mutex();
      List<Integer> order = Harness.sharedList();
      List<Boolean> starving = Harness.sharedList();
      starve(
          h,
          kind,
          m,
          () -> {
            order.add(0);
            starving.add(isStarving(m));
          });
      for (int i = 1; i <= 3; i++) {
        int number = i;
        h.start(
                kind,
                () -> {
                  m.lock();
                  order.add(number);
                  starving.add(isStarving(m));
                  m.unlock();
                })
            .awaitParked();
      }
      letAge();
      m.unlock();
      h.join();
      assertEquals(List.of(0, 1, 2, 3), order);
      assertEquals(List.of(true, true, true, false), starving);
      assertTrue(m.tryLock());
      m.unlock();
      // Normal again: a newcomer can win, or this would not end.
      Harness.Child waiter = starve(h, kind, m, () -> {});
      m.unlock();
      waiter.join();
    }
  }

  @Test
  @DisplayName("Y05 it ends with the first owner that has waited less than a millisecond")
  void y05EndsWithAYoungOne() {
    try (Scheduler s = calm();
        Harness h = Harness.on(s)) {
      h.run(
          Kind.GOROUTINE,
          () -> {
            for (int i = 0; i < ATTEMPTS; i++) {
              if (youngOneIsSeen(h)) {
                return;
              }
            }
            throw new AssertionError("nobody has waited for less than a millisecond");
          });
    }
  }

  /** An old waiter, a young one, and a third that still waits when the young one has it. */
  private static boolean youngOneIsSeen(Harness h) {
    Mutex m = new Mutex();
    AtomicBoolean seen = new AtomicBoolean();
    AtomicBoolean oldSawStarving = new AtomicBoolean();
    Harness.Child old = starve(h, Kind.GOROUTINE, m, () -> oldSawStarving.set(isStarving(m)));
    Harness.Child young =
        h.go(
            () -> {
              long start = System.nanoTime();
              m.lock();
              if (System.nanoTime() - start < A_MILLISECOND) {
                seen.set(true);
                assertFalse(isStarving(m), m::toString);
              }
              m.unlock();
            });
    young.awaitParked();
    Harness.Child third =
        h.go(
                () -> {
                  m.lock();
                  m.unlock();
                })
            .awaitParked();
    m.unlock();
    old.join();
    young.join();
    third.join();
    assertTrue(oldSawStarving.get());
    return seen.get();
  }

  @Processors
  @Kinds
  @DisplayName("Y05 a hog that keeps taking it does not keep it from others")
  void y05Fairness(int processors, Kind kind) {
    for (Kind hogKind : Kind.values()) {
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger hogged = new AtomicInteger();
      try (Harness h = Harness.create(processors)) {
        Mutex m = new Mutex();
        h.start(
            hogKind,
            () -> {
              while (!stop.get()) {
                m.lock();
                hogged.incrementAndGet();
                long start = System.nanoTime();
                while (System.nanoTime() - start < A_MILLISECOND / 10) {
                  Thread.onSpinWait();
                }
                m.unlock();
              }
            });
        Await.until("the hog has begun", () -> hogged.get() > 0);
        try {
          h.run(
              kind,
              () -> {
                for (int i = 0; i < 10; i++) {
                  int before = hogged.get();
                  m.lock();
                  m.unlock();
                  Await.until("the hog has it again", () -> hogged.get() > before);
                }
              });
        } finally {
          stop.set(true);
        }
      }
    }
  }
}
