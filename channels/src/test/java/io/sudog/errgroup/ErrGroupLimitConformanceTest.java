package io.sudog.errgroup;

import static io.sudog.errgroup.ErrGroupConformanceTest.awaitRunning;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.sudog.channels.Chan;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.core.PanicException;
import io.sudog.core.Task;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;

/** Limits of Go's errgroup, and what a panic does to a group. */
@DisplayName("An error group's limit as in Go")
class ErrGroupLimitConformanceTest {
  /** A task that is to be let go on. */
  private static final class Gate implements Task {
    final Chan<Void> open = Chan.make();

    @Override
    public void run() {
      open.receive();
    }
  }

  // ---- go -------------------------------------------------------------------------------------

  @Kinds
  @DisplayName("E04 go waits while so many run, and starts when one has ended")
  void e04Waits(Kind kind) {
    try (Harness h = Harness.create()) {
      ErrGroup group = ErrGroup.create();
      group.setLimit(2);
      Gate first = new Gate();
      Gate second = new Gate();
      AtomicBoolean ended = new AtomicBoolean();
      AtomicInteger later = new AtomicInteger();
      h.run(kind, () -> group.go(first));
      h.run(kind, () -> group.go(second));
      Task starts =
          () ->
              group.go(
                  () -> {
                    assertTrue(ended.get(), "started too early");
                    later.incrementAndGet();
                  });
      Harness.Child one = h.start(kind, starts).awaitParked();
      Harness.Child other = h.start(kind, starts).awaitParked();
      ended.set(true);
      first.open.close();
      one.join();
      other.join();
      second.open.close();
      h.run(kind, group::await);
      assertEquals(2, later.get());
    }
  }

  @Processors({1, 2, 8})
  @DisplayName("E04 never more run than the limit lets, whoever starts them, and all do run")
  void e04Never(int processors) {
    try (Harness h = Harness.create(processors)) {
      for (int limit : new int[] {1, 2, 5}) {
        ErrGroup group = ErrGroup.create();
        group.setLimit(limit);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger ran = new AtomicInteger();
        int each = Stress.times(60);
        for (int i = 0; i < 4; i++) {
          h.start(
              Kind.mixed(i),
              () -> {
                for (int n = 0; n < each; n++) {
                  group.go(
                      () -> {
                        int now = running.incrementAndGet();
                        if (now > limit) {
                          throw new IOException(now + " run, the limit is " + limit);
                        }
                        Go.gosched();
                        ran.incrementAndGet();
                        running.decrementAndGet();
                      });
                }
              });
        }
        h.join();
        h.run(Kind.GOROUTINE, group::await);
        assertEquals(4 * each, ran.get());
      }
    }
  }

  @Kinds
  @DisplayName("E04 a negative limit is none, and takes one off")
  void e04Negative(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            ErrGroup group = ErrGroup.create();
            group.setLimit(1);
            group.setLimit(-1);
            List<Gate> gates = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
              Gate gate = new Gate();
              gates.add(gate);
              group.go(gate);
            }
            awaitRunning(group, 20);
            gates.forEach(gate -> gate.open.close());
            group.await();
          });
    }
  }

  @Kinds
  @DisplayName("E04 E05 a limit of zero lets none start")
  void e04Zero(Kind kind) {
    try (Harness h = Harness.create()) {
      ErrGroup group = ErrGroup.create();
      group.setLimit(0);
      h.run(kind, () -> assertFalse(group.tryGo(() -> fail("started"))));
      // What cannot start does not count as what is to be awaited.
      Harness.Child never = h.start(kind, () -> group.go(() -> fail("started"))).awaitParked();
      h.run(kind, group::await);
      never.awaitParked().abandon();
    }
  }

  @Kinds
  @DisplayName("E04 a task gives its place back however it ends")
  void e04PlaceGivenBack(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            ErrGroup group = ErrGroup.withContext(Context.background());
            group.setLimit(1);
            IOException failure = new IOException("disk");
            for (Task task : List.<Task>of(() -> {}, Go::goexit)) {
              group.go(task);
            }
            group.go(
                () -> {
                  throw failure;
                });
            AtomicBoolean ran = new AtomicBoolean();
            group.go(() -> ran.set(true));
            assertSame(failure, assertThrows(IOException.class, group::await));
            assertTrue(ran.get());
            assertEquals("errgroup, 0 running, failed", group.toString());
          });
    }
  }

  // ---- tryGo ----------------------------------------------------------------------------------

  @Kinds
  @DisplayName("E05 tryGo starts below the limit, and says no at it")
  void e05TryGo(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            ErrGroup group = ErrGroup.create();
            group.setLimit(2);
            for (int round = 0; round < 3; round++) {
              Gate one = new Gate();
              Gate other = new Gate();
              assertTrue(group.tryGo(one));
              group.go(other);
              assertFalse(group.tryGo(() -> fail("started")));
              assertFalse(group.tryGo(() -> fail("started")));
              one.open.close();
              awaitRunning(group, 1);
              // The place is given back a moment after the task has stopped to count.
              while (!group.tryGo(one)) {
                Go.gosched();
              }
              other.open.close();
              group.await();
            }
          });
    }
  }

  @Kinds
  @DisplayName("E05 tryGo without a limit always starts, and its error is the group's")
  void e05NoLimit(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            ErrGroup group = ErrGroup.withContext(Context.background());
            AtomicInteger ran = new AtomicInteger();
            for (int i = 0; i < 50; i++) {
              assertTrue(group.tryGo(ran::incrementAndGet));
            }
            IOException failure = new IOException("disk");
            assertTrue(
                group.tryGo(
                    () -> {
                      throw failure;
                    }));
            assertSame(failure, assertThrows(IOException.class, group::await));
            assertEquals(50, ran.get());
            assertSame(failure, group.context().cause());
          });
    }
  }

  // ---- setLimit -------------------------------------------------------------------------------

  @Kinds
  @DisplayName("E06 the limit cannot be changed while a task runs or waits for its place")
  void e06WhileRunning(Kind kind) {
    try (Harness h = Harness.create()) {
      ErrGroup group = ErrGroup.create();
      group.setLimit(1);
      Gate gate = new Gate();
      h.run(kind, () -> group.go(gate));
      Harness.Child waits = h.start(kind, () -> group.go(() -> {})).awaitParked();
      for (int n : new int[] {-1, 0, 1, 5}) {
        h.run(
            kind,
            () ->
                assertTrue(
                    assertThrows(IllegalStateException.class, () -> group.setLimit(n))
                        .getMessage()
                        .startsWith("errgroup: modify limit while 2 goroutines")));
      }
      h.run(kind, () -> assertFalse(group.tryGo(() -> fail("the limit was changed"))));
      waits.awaitParked();
      gate.open.close();
      waits.join();
      h.run(kind, group::await);
      group.setLimit(0);
      assertFalse(group.tryGo(() -> {}));
    }
  }

  @Kinds
  @DisplayName("E06 once await has returned the limit can be changed, each time")
  void e06AfterAwait(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            ErrGroup group = ErrGroup.create();
            for (int i = 0; i < Stress.times(500); i++) {
              group.setLimit(1 + i % 3);
              group.go(() -> {});
              group.go(() -> {});
              group.await();
            }
          });
    }
  }

  // ---- panics ---------------------------------------------------------------------------------

  @Processors({1, 2, 8})
  @DisplayName("E07 an Error of a task ends the program; await neither throws it nor returns")
  void e07EndsTheProgram(int processors) {
    AssertionError failure = new AssertionError("in the task");
    AtomicInteger released = new AtomicInteger();
    for (int i = 0; i < Stress.times(20); i++) {
      int limit = i % 3 - 1;
      PanicException panic =
          assertThrows(
              PanicException.class,
              () ->
                  Harness.program(
                      processors,
                      () -> {
                        ErrGroup group = ErrGroup.withContext(Context.background());
                        group.setLimit(limit == 0 ? 2 : limit);
                        group.go(
                            () -> {
                              throw failure;
                            });
                        try {
                          group.await();
                        } finally {
                          released.incrementAndGet();
                        }
                      }));
      assertSame(failure, panic.getCause());
    }
    assertEquals(0, released.get());
  }

  @Processors({1, 2, 8})
  @DisplayName("E07 an unchecked exception is an error of the group, and ends no program")
  void e07UncheckedIsAnError(int processors) {
    Harness.program(
        processors,
        () -> {
          ErrGroup group = ErrGroup.withContext(Context.background());
          IllegalStateException failure = new IllegalStateException("in the task");
          group.go(
              () -> {
                throw failure;
              });
          assertSame(failure, assertThrows(IllegalStateException.class, group::await));
        });
  }

  @SuppressWarnings("unchecked") // erasure lets it pass where none is declared
  private static <E extends Throwable> void sneaky(Throwable failure) throws E {
    throw (E) failure;
  }

  @Kinds({Kind.PLATFORM, Kind.VIRTUAL})
  @DisplayName("E07 what is neither an Exception nor an Error is treated as an Error is")
  void e07OtherThrowable(Kind kind) {
    Throwable failure = new Throwable("expected by this test");
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            ErrGroup group = ErrGroup.withContext(Context.background());
            group.go(() -> sneaky(failure));
            assertSame(failure, assertThrows(Throwable.class, group::await));
            assertSame(failure, group.context().cause());
          });
    }
    PanicException panic =
        assertThrows(
            PanicException.class,
            () ->
                Harness.program(
                    2,
                    () -> {
                      ErrGroup group = ErrGroup.create();
                      group.go(() -> sneaky(failure));
                      group.await();
                      fail("released");
                    }));
    assertSame(failure, panic.getCause());
  }

  @Kinds({Kind.PLATFORM, Kind.VIRTUAL})
  @DisplayName("E07 where nothing ends, an Error is the group's, and its place is given back")
  void e07WhereNothingEnds(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            ErrGroup group = ErrGroup.withContext(Context.background());
            group.setLimit(1);
            AssertionError failure = new AssertionError("expected by this test");
            group.go(
                () -> {
                  throw failure;
                });
            AtomicBoolean ran = new AtomicBoolean();
            group.go(() -> ran.set(true));
            assertSame(failure, assertThrows(AssertionError.class, group::await));
            assertSame(failure, group.context().cause());
            assertTrue(ran.get());
            assertSame(failure, assertThrows(AssertionError.class, group::await));
          });
    }
  }
}
