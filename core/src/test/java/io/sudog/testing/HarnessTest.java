package io.sudog.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.core.Go;
import io.sudog.runtime.Sched;
import io.sudog.sync.Mutex;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** That a test of the harness's can fail. */
@DisplayName("The harness")
class HarnessTest {
  private static final Set<String> RUNS = new ConcurrentSkipListSet<>();

  @Kinds
  @DisplayName("fails with the AssertionError of a child")
  void failsWithTheErrorOfAChild(Kind kind) {
    AssertionError error = new AssertionError("in the child");
    AssertionError thrown =
        assertThrows(
            AssertionError.class,
            () -> {
              try (Harness h = Harness.create()) {
                h.start(
                    kind,
                    () -> {
                      throw error;
                    });
              }
            });
    assertSame(error, thrown);
    assertTrue(thrown.getSuppressed()[0].getMessage().startsWith("thrown in"));
  }

  @Kinds
  @DisplayName("fails with the checked exception of a child, and keeps the others")
  void failsWithTheFirstAndKeepsTheOthers(Kind kind) {
    IOException thrown =
        assertThrows(
            IOException.class,
            () -> {
              try (Harness h = Harness.create()) {
                Harness.Child first =
                    h.start(
                        kind,
                        () -> {
                          throw new IOException("first");
                        });
                Await.until("the first has failed", first::isDone);
                h.start(
                    kind,
                    () -> {
                      throw new IllegalStateException("second");
                    });
              }
            });
    assertTrue(
        Arrays.stream(thrown.getSuppressed()).anyMatch(e -> "second".equals(e.getMessage())));
  }

  @Kinds
  @DisplayName("fails on a hang, with the dump and the child's stack")
  void failsOnAHang(Kind kind) {
    Mutex held = new Mutex();
    held.lock();
    AssertionError thrown =
        assertThrows(
            AssertionError.class,
            () -> {
              try (Harness h = Harness.create().deadline(Duration.ofMillis(200))) {
                h.start(kind, () -> hangHere(held));
              }
            });
    assertTrue(thrown.getMessage().contains("there hang"), thrown.getMessage());
    assertTrue(thrown.getMessage().contains("hangHere"), thrown.getMessage());
    assertTrue(thrown.getMessage().contains("==== goroutines"), thrown.getMessage());
    held.unlock();
  }

  private static void hangHere(Mutex held) {
    held.lock();
  }

  @Test
  @DisplayName("does not wait for the deadline once a child has failed")
  void givesUpSoonAfterAFailure() {
    Mutex held = new Mutex();
    held.lock();
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () -> {
              try (Harness h = Harness.create()) {
                h.go(held::lock);
                h.go(
                    () -> {
                      throw new IllegalStateException("x");
                    });
              }
            });
    assertTrue(thrown.getSuppressed()[1].getMessage().contains("there hang"));
    held.unlock();
  }

  @Test
  @DisplayName("fails when a goroutine that a child started fails")
  void failsWithAGrandchild() {
    if (!Sched.GMP) {
      return; // There it is a matter of the process-wide scheduler.
    }
    AssertionError error = new AssertionError("in the grandchild");
    AssertionError thrown =
        assertThrows(
            AssertionError.class,
            () -> {
              try (Harness h = Harness.create()) {
                h.go(
                    () ->
                        Go.go(
                                () -> {
                                  throw error;
                                })
                            .join());
              }
            });
    assertSame(error, thrown);
  }

  @Kinds
  @DisplayName("knows a parked child, and one that is abandoned is not waited for")
  void knowsAParkedChild(Kind kind) {
    Mutex held = new Mutex();
    held.lock();
    try (Harness h = Harness.create()) {
      h.start(kind, held::lock).awaitParked().abandon();
    }
    held.unlock();
  }

  @Test
  @DisplayName("fails when a child that should park ends instead")
  void failsWhenAChildDoesNotPark() {
    try (Harness h = Harness.create()) {
      Harness.Child child = h.go(() -> {});
      assertThrows(AssertionError.class, child::awaitParked);
    }
  }

  @Test
  @DisplayName("takes goexit for an ordinary end")
  void takesGoexitForAnEnd() {
    AtomicInteger after = new AtomicInteger();
    try (Harness h = Harness.create()) {
      h.go(
          () -> {
            Go.goexit();
            after.incrementAndGet();
          });
    }
    assertEquals(0, after.get());
  }

  @Test
  @DisplayName("fails an await whose condition never holds")
  void failsAnAwait() {
    AssertionError thrown =
        assertThrows(
            AssertionError.class, () -> Await.until("never", Duration.ofMillis(20), () -> false));
    assertTrue(thrown.getMessage().contains("never"));
  }

  @Capacities({0, 3})
  @Processors({1, 2})
  @Kinds({Kind.GOROUTINE, Kind.PLATFORM})
  @DisplayName("runs a test in all combinations")
  void runsAllCombinations(int capacity, int processors, Kind kind) {
    RUNS.add(capacity + " " + processors + " " + kind);
  }

  @AfterAll
  static void allCombinationsRan() {
    if (!RUNS.isEmpty()) {
      assertEquals(Sched.GMP ? 8 : 4, RUNS.size(), RUNS::toString);
    }
  }
}
