package io.sudog.errgroup;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.context.DeadlineExceededException;
import io.sudog.core.Go;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.function.Executable;

/** What Go's weighted semaphore does. */
@DisplayName("A weighted semaphore as in Go")
class SemaphoreConformanceTest {
  private static final Context FOR_EVER = Context.background();

  private static Harness.Child acquires(Harness h, Kind kind, Semaphore s, long n) {
    return h.start(kind, () -> s.acquire(FOR_EVER, n)).awaitParked();
  }

  private static Harness.Child acquires(Harness h, Kind kind, Semaphore s, long n, Context bound) {
    return h.start(
            kind,
            () -> {
              Throwable thrown = assertThrows(Throwable.class, () -> s.acquire(bound, n));
              assertSame(bound.err(), thrown);
            })
        .awaitParked();
  }

  private static void assertHeld(long n, Semaphore s) {
    assertTrue(s.toString().startsWith("semaphore, " + n + " of "), s::toString);
  }

  // ---- how much -------------------------------------------------------------------------------

  @Kinds
  @DisplayName("W01 an acquire waits until there is enough, and takes exactly what it asked for")
  void w01Waits(Kind kind) {
    try (Harness h = Harness.create()) {
      Semaphore s = new Semaphore(5);
      h.run(
          kind,
          () -> {
            s.acquire(FOR_EVER, 0);
            s.acquire(FOR_EVER, 3);
            s.acquire(FOR_EVER, 2);
          });
      Harness.Child waiter = acquires(h, kind, s, 4);
      s.release(3);
      waiter.awaitParked();
      assertHeld(2, s);
      s.release(1);
      waiter.join();
      assertHeld(5, s);
      assertFalse(s.tryAcquire(1));
      s.release(5);
      assertHeld(0, s);
    }
  }

  @Processors({1, 2, 8})
  @DisplayName("W01 never is more held than there is, and all get their turn")
  void w01Never(int processors) {
    int size = 6;
    Semaphore s = new Semaphore(size);
    AtomicLong held = new AtomicLong();
    try (Harness h = Harness.shrunk(processors)) {
      for (int i = 0; i < 8; i++) {
        int amount = 1 + i % size;
        boolean tries = i % 4 == 3;
        h.start(
            Kind.mixed(i),
            () -> {
              for (int n = 0; n < Stress.times(300); n++) {
                if (!tries || !s.tryAcquire(amount)) {
                  s.acquire(FOR_EVER, amount);
                }
                assertTrue(held.addAndGet(amount) <= size, "more than there is");
                Go.gosched();
                held.addAndGet(-amount);
                s.release(amount);
              }
            });
      }
      h.join();
    }
    assertHeld(0, s);
  }

  @Kinds
  @DisplayName("W01 one of size 0 gives nothing, one of the greatest size overflows nowhere")
  void w01Extremes(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            Semaphore none = new Semaphore(0);
            none.acquire(FOR_EVER, 0);
            assertTrue(none.tryAcquire(0));
            assertFalse(none.tryAcquire(1));
            none.release(0);
            Semaphore all = new Semaphore(Long.MAX_VALUE);
            assertTrue(all.tryAcquire(Long.MAX_VALUE - 1));
            assertFalse(all.tryAcquire(Long.MAX_VALUE));
            assertTrue(all.tryAcquire(1));
            assertFalse(all.tryAcquire(1));
            all.release(Long.MAX_VALUE);
            for (Executable call :
                List.<Executable>of(
                    () -> new Semaphore(-1),
                    () -> all.acquire(FOR_EVER, -1),
                    () -> all.acquireInterruptibly(Long.MIN_VALUE),
                    () -> all.tryAcquire(-1),
                    () -> all.release(-1))) {
              assertThrows(IllegalArgumentException.class, call);
            }
            assertHeld(0, all);
          });
    }
  }

  @Kinds
  @DisplayName("W02 to release more than is held throws in Go's words, and gives nothing back")
  void w02TooMuch(Kind kind) {
    try (Harness h = Harness.create()) {
      Semaphore s = new Semaphore(3);
      Runnable tooMuch =
          () ->
              assertTrue(
                  assertThrows(IllegalStateException.class, () -> s.release(3))
                      .getMessage()
                      .startsWith("semaphore: released more than held"));
      h.run(kind, tooMuch::run);
      h.run(kind, () -> s.acquire(FOR_EVER, 2));
      Harness.Child waiter = acquires(h, kind, s, 2);
      h.run(kind, tooMuch::run);
      waiter.awaitParked();
      assertHeld(2, s);
      s.release(2);
      waiter.join();
      s.release(2);
      h.run(kind, tooMuch::run);
    }
  }

  // ---- order ----------------------------------------------------------------------------------

  @Kinds
  @DisplayName("W03 tryAcquire says no when there is not enough, and when anybody waits")
  void w03TryAcquire(Kind kind) {
    try (Harness h = Harness.create()) {
      Semaphore s = new Semaphore(3);
      h.run(
          kind,
          () -> {
            assertTrue(s.tryAcquire(1));
            assertFalse(s.tryAcquire(3));
          });
      Harness.Child waiter = acquires(h, kind, s, 3);
      // Two are free, and belong to who waits.
      h.run(kind, () -> assertFalse(s.tryAcquire(1)));
      h.run(kind, () -> assertFalse(s.tryAcquire(0)));
      s.release(1);
      waiter.join();
      s.release(3);
      h.run(kind, () -> assertTrue(s.tryAcquire(3)));
    }
  }

  @Kinds
  @DisplayName("W04 those who wait are served in the order they came")
  void w04InOrder(Kind kind) {
    try (Harness h = Harness.create()) {
      Semaphore s = new Semaphore(2);
      s.acquire(FOR_EVER, 2);
      List<Harness.Child> waiters = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        waiters.add(acquires(h, i % 2 == 0 ? kind : Kind.inTurn(i), s, 1));
      }
      for (int i = 0; i < 6; i++) {
        s.release(1);
        waiters.get(i).join();
        for (int later = i + 1; later < 6; later++) {
          waiters.get(later).awaitParked();
        }
      }
    }
  }

  @Kinds
  @DisplayName("W04 a large request at the head keeps the small ones behind it waiting")
  void w04LargeIsNotStarved(Kind kind) {
    try (Harness h = Harness.create()) {
      Semaphore s = new Semaphore(10);
      s.acquire(FOR_EVER, 2);
      Harness.Child large = acquires(h, kind, s, 10);
      Harness.Child small = acquires(h, kind, s, 1);
      s.release(1);
      large.awaitParked();
      small.awaitParked();
      s.release(1);
      large.join();
      small.awaitParked();
      s.release(10);
      small.join();
      assertHeld(1, s);
    }
  }

  @Kinds
  @DisplayName("W04 one release serves as many as it reaches for, and the next one goes on there")
  void w04ReleaseServesMany(Kind kind) {
    try (Harness h = Harness.create()) {
      Semaphore s = new Semaphore(6);
      s.acquire(FOR_EVER, 6);
      Harness.Child one = acquires(h, kind, s, 1);
      Harness.Child two = acquires(h, kind, s, 2);
      Harness.Child three = acquires(h, kind, s, 3);
      Harness.Child last = acquires(h, kind, s, 1);
      s.release(5);
      one.join();
      two.join();
      three.awaitParked();
      last.awaitParked();
      assertHeld(4, s);
      s.release(2);
      three.join();
      last.join();
      assertHeld(6, s);
    }
  }

  // ---- giving up ------------------------------------------------------------------------------

  @Kinds
  @DisplayName("W05 a request above the size waits for the end of its context, in nobody's way")
  void w05TooLarge(Kind kind) {
    try (Harness h = Harness.create()) {
      Semaphore s = new Semaphore(2);
      CancelContext ctx = Context.withCancel(FOR_EVER);
      Harness.Child tooLarge = acquires(h, kind, s, 3, ctx);
      h.run(
          kind,
          () -> {
            s.acquire(FOR_EVER, 2);
            s.release(1);
            assertTrue(s.tryAcquire(1));
          });
      Harness.Child waiter = acquires(h, kind, s, 1);
      s.release(1);
      waiter.join();
      s.release(2);
      tooLarge.awaitParked();
      ctx.cancel();
      tooLarge.join();
      assertHeld(0, s);
      h.run(
          kind,
          () -> {
            Context soon = Context.withTimeout(FOR_EVER, Duration.ofMillis(2));
            assertThrows(DeadlineExceededException.class, () -> s.acquire(soon, Long.MAX_VALUE));
          });
      assertTrue(s.tryAcquire(2));
    }
  }

  @Kinds({Kind.PLATFORM, Kind.VIRTUAL})
  @DisplayName("W05 a request above the size is ended by an interrupt, in its interruptible form")
  void w05TooLargeInterrupted(Kind kind) {
    try (Harness h = Harness.create()) {
      Semaphore s = new Semaphore(2);
      interrupt(interruptibly(h, kind, s, 3));
      assertTrue(s.tryAcquire(2));
    }
  }

  private static Harness.Child interruptibly(Harness h, Kind kind, Semaphore s, long n) {
    return h.start(
            kind, () -> assertThrows(InterruptedException.class, () -> s.acquireInterruptibly(n)))
        .awaitParked();
  }

  private static void interrupt(Harness.Child child) {
    Thread thread = child.thread();
    assertNotNull(thread);
    thread.interrupt();
    child.join();
  }

  @Kinds
  @DisplayName("W06 when the head gives up, those behind it get what was kept for it")
  void w06HeadGivesUp(Kind kind) {
    try (Harness h = Harness.create()) {
      Semaphore s = new Semaphore(4);
      s.acquire(FOR_EVER, 1);
      CancelContext ctx = Context.withCancel(FOR_EVER);
      Harness.Child head = acquires(h, kind, s, 4, ctx);
      Harness.Child one = acquires(h, kind, s, 1);
      Harness.Child two = acquires(h, kind, s, 2);
      Harness.Child last = acquires(h, kind, s, 1);
      ctx.cancel();
      head.join();
      one.join();
      two.join();
      last.awaitParked();
      assertHeld(4, s);
      s.release(1);
      last.join();
    }
  }

  @Kinds({Kind.PLATFORM, Kind.VIRTUAL})
  @DisplayName("W06 when the head is interrupted, those behind it get what was kept for it")
  void w06HeadIsInterrupted(Kind kind) {
    try (Harness h = Harness.create()) {
      Semaphore s = new Semaphore(2);
      s.acquire(FOR_EVER, 1);
      Harness.Child head = interruptibly(h, kind, s, 2);
      Harness.Child behind = acquires(h, kind, s, 1);
      interrupt(head);
      behind.join();
      assertHeld(2, s);
    }
  }

  @Kinds
  @DisplayName("W06 one that gives up in the middle changes nothing for the others")
  void w06MiddleGivesUp(Kind kind) {
    try (Harness h = Harness.create()) {
      Semaphore s = new Semaphore(2);
      s.acquire(FOR_EVER, 2);
      CancelContext ctx = Context.withCancel(FOR_EVER);
      Harness.Child first = acquires(h, kind, s, 2);
      Harness.Child middle = acquires(h, kind, s, 1, ctx);
      Harness.Child last = acquires(h, kind, s, 2);
      ctx.cancel();
      middle.join();
      first.awaitParked();
      last.awaitParked();
      s.release(2);
      first.join();
      last.awaitParked();
      s.release(2);
      last.join();
    }
  }

  @Kinds
  @DisplayName("W06 with a context that has ended, nothing is acquired though all is free")
  void w06EndedBefore(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            Semaphore s = new Semaphore(2);
            CancelContext ctx = Context.withCancel(FOR_EVER);
            ctx.cancel(new Exception("why"));
            for (long n : new long[] {0, 1, 2, 3}) {
              assertSame(ctx.err(), assertThrows(RuntimeException.class, () -> s.acquire(ctx, n)));
            }
            assertHeld(0, s);
          });
    }
  }

  @Kinds
  @DisplayName("W06 what was acquired stays so when the context ends later")
  void w06AcquiredBefore(Kind kind) {
    try (Harness h = Harness.create()) {
      Semaphore s = new Semaphore(1);
      CancelContext ctx = Context.withCancel(FOR_EVER);
      h.run(kind, () -> s.acquire(ctx, 1));
      Harness.Child waiter = h.start(kind, () -> s.acquire(ctx, 1)).awaitParked();
      s.release(1);
      waiter.join();
      ctx.cancel();
      assertHeld(1, s);
    }
  }
}
