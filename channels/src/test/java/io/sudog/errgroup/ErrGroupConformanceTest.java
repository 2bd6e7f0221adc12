package io.sudog.errgroup;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.context.CancelContext;
import io.sudog.context.CanceledException;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.core.Task;
import io.sudog.testing.Await;
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

/** Errors and contexts of Go's errgroup; ErrGroupLimitConformanceTest has the limits. */
@DisplayName("An error group as in Go")
class ErrGroupConformanceTest {
  private static Task failing(Exception failure) {
    return () -> {
      throw failure;
    };
  }

  static void awaitFailed(ErrGroup group) {
    Await.until("the group has its error", () -> group.toString().endsWith(", failed"));
  }

  static void awaitRunning(ErrGroup group, int n) {
    Await.until(n + " run", () -> group.toString().startsWith("errgroup, " + n + " running"));
  }

  private static Exception assertFails(ErrGroup group, Exception first) {
    Exception thrown = assertThrows(Exception.class, group::await);
    assertSame(first, thrown);
    return thrown;
  }

  // ---- errors ---------------------------------------------------------------------------------

  @Kinds
  @DisplayName("E01 without a context has no error until a task fails, then that, each time")
  void e01Zero(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            ErrGroup group = ErrGroup.create();
            group.await();
            group.go(() -> {});
            group.go(Go::gosched);
            group.await();
            group.await();
            IOException first = new IOException("first");
            group.go(failing(first));
            assertFails(group, first);
            assertFails(group, first);
            group.go(() -> {});
            assertFails(group, first);
            RuntimeException second = new RuntimeException("second");
            group.go(failing(second));
            assertEquals(List.of(second), List.of(assertFails(group, first).getSuppressed()));
          });
    }
  }

  @Kinds
  @DisplayName("E01 await returns when all have ended, not when the first has failed")
  void e01AwaitsAll(Kind kind) {
    try (Harness h = Harness.create()) {
      ErrGroup group = ErrGroup.create();
      Chan<Void> gate = Chan.make();
      AtomicBoolean ended = new AtomicBoolean();
      IOException failure = new IOException("disk");
      h.run(
          kind,
          () -> {
            group.go(
                () -> {
                  gate.receive();
                  ended.set(true);
                });
            group.go(failing(failure));
          });
      awaitFailed(group);
      List<Harness.Child> waiters = new ArrayList<>();
      for (Kind each : Kind.values()) {
        waiters.add(
            h.start(
                    each,
                    () -> {
                      assertFails(group, failure);
                      assertTrue(ended.get(), "returned too early");
                    })
                .awaitParked());
      }
      gate.close();
      waiters.forEach(Harness.Child::join);
    }
  }

  @Kinds
  @DisplayName("E01 the first to fail wins; what others throw is suppressed on it, once each")
  void e01FirstWins(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            ErrGroup group = ErrGroup.create();
            Chan<Void> gate = Chan.make();
            InterruptedException first = new InterruptedException("first");
            RuntimeException shared = new RuntimeException("thrown by three");
            for (Exception later : List.of(shared, first, shared, new IOException("4"), shared)) {
              group.go(
                  () -> {
                    gate.receive();
                    throw later;
                  });
            }
            group.go(failing(first));
            awaitFailed(group);
            gate.close();
            Throwable[] others = assertFails(group, first).getSuppressed();
            assertEquals(2, others.length);
            assertEquals(1, List.of(others).stream().filter(e -> e == shared).count());
          });
    }
  }

  @Kinds
  @DisplayName("E01 a task that ends by goexit has ended, without an error")
  void e01Goexit(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            ErrGroup group = ErrGroup.create();
            group.setLimit(1);
            AtomicInteger ended = new AtomicInteger();
            for (int i = 0; i < 3; i++) {
              group.go(
                  () -> {
                    try {
                      Go.goexit();
                    } finally {
                      ended.incrementAndGet();
                    }
                  });
            }
            group.await();
            assertEquals(3, ended.get());
            assertEquals("errgroup, 0 running", group.toString());
          });
    }
  }

  @Kinds
  @DisplayName("E01 no task is refused, and leaves nothing behind")
  void e01Null(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            ErrGroup group = ErrGroup.create();
            group.setLimit(1);
            assertThrows(NullPointerException.class, () -> group.go(null));
            assertThrows(NullPointerException.class, () -> group.tryGo(null));
            group.await();
            group.setLimit(2);
          });
    }
  }

  @Processors({1, 2, 8})
  @DisplayName("E01 of many that fail at once one wins, and no other is lost")
  void e01ManyAtOnce(int processors) {
    try (Harness h = Harness.create(processors)) {
      h.run(
          Kind.GOROUTINE,
          () -> {
            for (int round = 0; round < Stress.times(100); round++) {
              ErrGroup group = ErrGroup.withContext(Context.background());
              int n = 8;
              for (int i = 0; i < n; i++) {
                group.go(failing(new IOException("task " + i)));
              }
              Exception first = assertThrows(IOException.class, group::await);
              assertEquals(n - 1, List.of(first.getSuppressed()).stream().distinct().count());
              assertSame(first, group.context().cause());
            }
          });
    }
  }

  // ---- the context ----------------------------------------------------------------------------

  @Kinds
  @DisplayName("E02 the context ends with the first error, before await returns")
  void e02EndsWithError(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            ErrGroup group = ErrGroup.withContext(Context.background());
            Context ctx = group.context();
            Chan<Void> never = Chan.make();
            AtomicInteger told = new AtomicInteger();
            for (int i = 0; i < 3; i++) {
              group.go(
                  () -> {
                    assertThrows(CanceledException.class, () -> never.receiveUntil(ctx));
                    told.incrementAndGet();
                  });
            }
            awaitRunning(group, 3);
            assertNull(ctx.err());
            IOException failure = new IOException("disk");
            group.go(failing(failure));
            assertFails(group, failure);
            assertEquals(3, told.get());
            assertSame(failure, ctx.cause());
          });
    }
  }

  @Kinds
  @DisplayName(
      "E02 E03 without an error the context ends when await returns: Canceled is its cause")
  void e02EndsWithAwait(Kind kind) {
    try (Harness h = Harness.create()) {
      ErrGroup group = ErrGroup.withContext(Context.background());
      Context ctx = group.context();
      Chan<Void> gate = Chan.make();
      h.run(kind, () -> group.go(gate::receive));
      h.run(kind, () -> group.go(() -> {}));
      awaitRunning(group, 1);
      Harness.Child waiter = h.start(kind, group::await).awaitParked();
      assertNull(ctx.err());
      gate.close();
      waiter.join();
      assertInstanceOf(CanceledException.class, ctx.err());
      assertSame(ctx.err(), ctx.cause());
      // It can be used again, but its context stays ended.
      h.run(
          kind,
          () -> {
            AtomicBoolean ran = new AtomicBoolean();
            group.go(() -> ran.set(ctx.err() != null));
            group.await();
            assertTrue(ran.get());
          });
    }
  }

  @Kinds
  @DisplayName("E02 a group without a context of its own ends none")
  void e02NoContext(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            ErrGroup group = ErrGroup.create();
            IOException failure = new IOException("disk");
            group.go(failing(failure));
            assertFails(group, failure);
            assertSame(Context.background(), group.context());
            assertNull(group.context().err());
          });
    }
  }

  @Kinds
  @DisplayName("E02 the parent's end ends the context, and is no error of the group")
  void e02Parent(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            CancelContext parent = Context.withCancel(Context.background());
            ErrGroup group = ErrGroup.withContext(parent);
            Chan<Void> never = Chan.make();
            Exception why = new Exception("why");
            group.go(
                () ->
                    assertThrows(
                        CanceledException.class, () -> never.receiveUntil(group.context())));
            parent.cancel(why);
            group.await();
            assertSame(why, group.context().cause());
            // Nor does a later error take the place of that cause.
            IOException late = new IOException("late");
            group.go(failing(late));
            assertFails(group, late);
            assertSame(why, group.context().cause());
          });
    }
  }

  @Kinds
  @DisplayName("E03 the cause is the first error and stays it, whatever comes later")
  void e03Cause(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            CancelContext parent = Context.withCancel(Context.background());
            ErrGroup group = ErrGroup.withContext(parent);
            Chan<Void> gate = Chan.make();
            IOException first = new IOException("first");
            IOException second = new IOException("second");
            group.go(
                () -> {
                  gate.receive();
                  throw second;
                });
            group.go(failing(first));
            awaitFailed(group);
            Await.until("the context has ended", () -> group.context().err() != null);
            assertSame(first, group.context().cause());
            gate.close();
            assertFails(group, first);
            parent.cancel(new Exception("too late"));
            assertSame(first, group.context().cause());
            assertInstanceOf(CanceledException.class, group.context().err());
          });
    }
  }

  @Kinds
  @DisplayName(
      "E02 the context has ended when await has returned, also for the second of two awaits")
  void e02EndedAfterAwait(Kind kind) {
    try (Harness h = Harness.create()) {
      for (int round = 0; round < Stress.times(100); round++) {
        ErrGroup group = ErrGroup.withContext(Context.background());
        group.go(Go::gosched);
        for (int i = 0; i < 2; i++) {
          h.start(
              i == 0 ? kind : Kind.GOROUTINE,
              () -> {
                assertDoesNotThrow(group::await);
                assertInstanceOf(CanceledException.class, group.context().err());
              });
        }
        h.join();
      }
    }
  }
}
