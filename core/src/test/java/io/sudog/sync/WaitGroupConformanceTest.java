package io.sudog.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.core.Go;
import io.sudog.core.Goroutine;
import io.sudog.core.PanicException;
import io.sudog.core.Scheduler;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Go's WaitGroup does. */
@DisplayName("A wait group as in Go")
class WaitGroupConformanceTest {
  // ---- waiting --------------------------------------------------------------------------------

  @Kinds
  @DisplayName("Y11 with nothing to wait for, await returns at once")
  void y11NothingToWaitFor(Kind kind) {
    try (Harness h = Harness.create()) {
      WaitGroup wg = new WaitGroup();
      h.run(
          kind,
          () -> {
            wg.await();
            wg.add(0);
            wg.await();
            wg.add(3);
            wg.add(-3);
            wg.await();
          });
    }
  }

  @Kinds
  @DisplayName("Y11 await returns when the counter is zero, not earlier, and all waiters at once")
  void y11ReleasesAllAtZero(Kind kind) {
    try (Harness h = Harness.create()) {
      WaitGroup wg = new WaitGroup();
      AtomicBoolean zero = new AtomicBoolean();
      wg.add(2);
      wg.add(1);
      List<Harness.Child> waiters = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        waiters.add(
            h.start(
                Kind.mixed(i),
                () -> {
                  wg.await();
                  assertTrue(zero.get(), "released too early");
                }));
      }
      waiters.forEach(Harness.Child::awaitParked);
      h.run(kind, wg::done);
      h.run(kind, () -> wg.add(1));
      h.run(kind, () -> wg.add(-2));
      waiters.forEach(Harness.Child::awaitParked);
      zero.set(true);
      h.run(kind, wg::done);
      waiters.forEach(Harness.Child::join);
      h.run(kind, wg::await);
    }
  }

  /** Go's own: all are done with the first group, and wait in the second. */
  private static void twoGroups(Harness h, WaitGroup first, WaitGroup second) {
    int n = 16;
    first.add(n);
    second.add(n);
    AtomicInteger exited = new AtomicInteger();
    List<Harness.Child> children = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      children.add(
          h.start(
              Kind.mixed(i),
              () -> {
                first.done();
                second.await();
                exited.incrementAndGet();
              }));
    }
    first.await();
    for (int i = 0; i < n; i++) {
      assertEquals(0, exited.get(), "released before all were done");
      second.done();
    }
    children.forEach(Harness.Child::join);
    assertEquals(n, exited.get());
  }

  @Processors
  @DisplayName("Y11 can be used again once all waits have returned")
  void y11Reuse(int processors) {
    WaitGroup first = new WaitGroup();
    WaitGroup second = new WaitGroup();
    try (Harness h = Harness.create(processors)) {
      for (int i = 0; i < 8; i++) {
        twoGroups(h, first, second);
      }
      h.run(
          Kind.GOROUTINE,
          () -> {
            for (int i = 0; i < 8; i++) {
              twoGroups(h, first, second);
            }
          });
    }
  }

  /** Plain fields that only the group orders. */
  private static final class Plain {
    int a;
    int b;
  }

  @Kinds
  @DisplayName("Y11 what was done before done is seen after await, parked or not")
  void y11Visible(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            for (int i = 0; i < Stress.times(300); i++) {
              Plain plain = new Plain();
              WaitGroup wg = new WaitGroup();
              wg.add(1);
              h.scheduler()
                  .go(
                      () -> {
                        plain.a++;
                        wg.done();
                      });
              wg.add(1);
              h.scheduler()
                  .go(
                      () -> {
                        plain.b++;
                        wg.done();
                      });
              wg.await();
              assertEquals(2, plain.a + plain.b);
            }
          });
    }
  }

  @Kinds
  @DisplayName("Y11 the wait is not ended by an interrupt, whose status is kept")
  void y11Interrupt(Kind kind) {
    try (Harness h = Harness.create()) {
      WaitGroup wg = new WaitGroup();
      AtomicBoolean zero = new AtomicBoolean();
      wg.add(1);
      Harness.Child waiter =
          h.start(
                  kind,
                  () -> {
                    wg.await();
                    assertTrue(zero.get());
                    assertTrue(Thread.interrupted());
                  })
              .awaitParked();
      waiter.thread().interrupt();
      waiter.awaitParked();
      zero.set(true);
      wg.done();
    }
  }

  // ---- misuse ---------------------------------------------------------------------------------

  private static void assertNegative(Runnable call) {
    assertEquals(
        "sync: negative WaitGroup counter",
        assertThrows(IllegalStateException.class, call::run).getMessage());
  }

  @Kinds
  @DisplayName("Y12 a counter below zero throws in Go's words, and stays as it was")
  void y12Negative(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            WaitGroup wg = new WaitGroup();
            assertNegative(wg::done);
            assertNegative(() -> wg.add(-1));
            assertNegative(() -> wg.add(Integer.MIN_VALUE));
            wg.await();
            wg.add(1);
            wg.done();
            assertNegative(wg::done);
            wg.await();
          });
      WaitGroup wg = new WaitGroup();
      wg.add(1);
      Harness.Child waiter = h.start(kind, wg::await).awaitParked();
      h.run(kind, () -> assertNegative(() -> wg.add(-2)));
      assertTrue(waiter.isParked());
      wg.done();
      waiter.join();
    }
  }

  // ---- go -------------------------------------------------------------------------------------

  @Test
  @DisplayName("Y14 go runs the task in a new goroutine, whose handle it returns")
  void y14NewGoroutine() {
    try (Harness h = Harness.create()) {
      h.run(
          Kind.GOROUTINE,
          () -> {
            WaitGroup wg = new WaitGroup();
            AtomicReference<Goroutine> ran = new AtomicReference<>();
            Goroutine g = wg.go(() -> ran.set(Go.current()));
            wg.await();
            assertSame(g, ran.get());
            assertNotSame(Go.current(), g);
          });
    }
  }

  @Kinds
  @DisplayName("Y14 go counts at once, and takes one off when the task has ended")
  void y14Counts(Kind kind) {
    try (Harness h = Harness.create()) {
      WaitGroup wg = new WaitGroup();
      Plain plain = new Plain();
      CountDownLatch gate = new CountDownLatch(1);
      h.run(
          kind,
          () -> {
            for (int i = 0; i < 3; i++) {
              boolean last = i == 2;
              wg.go(
                  () -> {
                    if (last) {
                      gate.await();
                      plain.a = 1;
                    }
                  });
            }
          });
      Harness.Child waiter =
          h.start(
                  kind,
                  () -> {
                    wg.await();
                    assertEquals(1, plain.a);
                  })
              .awaitParked();
      gate.countDown();
      waiter.join();
      assertNegative(wg::done);
    }
  }

  private static void goexitIsDone() {
    WaitGroup wg = new WaitGroup();
    Plain plain = new Plain();
    wg.go(
        () -> {
          try {
            Go.goexit();
          } finally {
            plain.a = 1;
          }
        });
    wg.await();
    assertEquals(1, plain.a);
    assertNegative(wg::done);
  }

  @Kinds
  @DisplayName("Y14 a task that ends by goexit is done, after its finally blocks")
  void y14Goexit(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(kind, WaitGroupConformanceTest::goexitIsDone);
    }
  }

  @Processors
  @DisplayName("Y14 a task that ends by goexit is done in a program, too")
  void y14GoexitInProgram(int processors) {
    Harness.program(processors, WaitGroupConformanceTest::goexitIsDone);
  }

  @Test
  @DisplayName("Y14 a task that fails is done where that ends no program")
  void y14FailsWithoutProgram() {
    List<Throwable> failures = Harness.sharedList();
    IOException failure = new IOException("disk");
    try (Scheduler s =
            Scheduler.builder().processors(2).onPanic((g, e) -> failures.add(e)).build();
        Harness h = Harness.on(s)) {
      WaitGroup wg = new WaitGroup();
      h.run(
          Kind.GOROUTINE,
          () -> {
            Goroutine g =
                wg.go(
                    () -> {
                      throw failure;
                    });
            wg.await();
            g.join();
          });
      Await.until("the handler is told", () -> !failures.isEmpty());
      assertEquals(List.of(failure), failures);
      assertNegative(wg::done);
    }
  }

  @Kinds
  @DisplayName("Y14 a go that starts nothing counts nothing")
  void y14NothingStarted(Kind kind) {
    try (Harness h = Harness.create()) {
      WaitGroup wg = new WaitGroup();
      h.run(
          kind,
          () -> {
            assertThrows(NullPointerException.class, () -> wg.go(null));
            wg.await();
          });
    }
  }

  @Processors
  @DisplayName("Y15 a task that fails ends the program, and does not release those who wait")
  void y15PanicEndsTheProgram(int processors) {
    for (int i = 0; i < Stress.times(20); i++) {
      WaitGroup wg = new WaitGroup();
      AtomicInteger released = new AtomicInteger();
      IllegalStateException failure = new IllegalStateException("in the task");
      try (Harness h = Harness.create()) {
        PanicException panic =
            assertThrows(
                PanicException.class,
                () ->
                    Harness.program(
                        processors,
                        () -> {
                          AtomicReference<Goroutine> other = new AtomicReference<>();
                          wg.go(
                              () -> {
                                Await.until("the other is there", () -> other.get() != null);
                                Await.waiting(other.get(), "sync.WaitGroup.Wait");
                                throw failure;
                              });
                          other.set(
                              Go.go(
                                  () -> {
                                    wg.await();
                                    released.incrementAndGet();
                                  }));
                          wg.await();
                          released.incrementAndGet();
                        }));
        assertSame(failure, panic.getCause());
        assertEquals(0, released.get());
        // It still counts.
        Harness.Child waiter = h.start(Kind.PLATFORM, wg::await).awaitParked();
        assertFalse(waiter.isDone());
        wg.done();
        waiter.join();
      }
    }
  }
}
