package io.sudog.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.ChannelClosedException;
import io.sudog.context.CancelContext;
import io.sudog.context.CanceledException;
import io.sudog.context.Context;
import io.sudog.context.DeadlineExceededException;
import io.sudog.core.Scheduler;
import io.sudog.core.Task;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Race;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What ends a select's wait early, what does not, and how the wait looks from outside. */
@DisplayName("A select's wait")
class SelectWaitConformanceTest {
  // ---- a context ------------------------------------------------------------------------------

  @Kinds
  @DisplayName("is not begun when its context has ended; nothing is received or sent")
  void contextEndedBefore(Kind kind) {
    Chan<String> a = Chan.make(1);
    Chan<String> b = Chan.make(1);
    a.send("v");
    CancelContext ctx = Context.withCancel(Context.background());
    ctx.cancel();
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            Select select = new Select();
            var _ = select.receive(a);
            var _ = select.send(b);
            Throwable e = assertThrows(CanceledException.class, () -> select.awaitUntil(ctx));
            assertSame(ctx.err(), e);
            assertThrows(CanceledException.class, () -> new Select().awaitUntil(ctx));
          });
    }
    assertEquals("v", a.receive());
    assertEquals(0, b.len());
  }

  @Kinds
  @DisplayName("is ended by its context, after it left all queues; then the select goes on as ever")
  void contextEnds(Kind kind) {
    Chan<String> a = Chan.make();
    Chan<String> b = Chan.make();
    Select select = new Select();
    Receive<String> from = select.receive(a);
    Send<String> to = select.send(b).value("sent");
    try (Harness h = Harness.create()) {
      for (int i = 0; i < 5; i++) {
        CancelContext ctx = Context.withCancel(Context.background());
        Harness.Child child =
            h.start(
                kind,
                () -> {
                  Throwable e = assertThrows(CanceledException.class, () -> select.awaitUntil(ctx));
                  assertSame(ctx.err(), e);
                  Queues.assertEmpty(a, b);
                });
        Await.until("it waits", () -> Queues.receivers(a) == 1 || child.isDone());
        ctx.cancel();
        child.join();
        assertFalse(a.trySend("to nobody"));
        assertFalse(b.tryReceive().ok());
        CancelContext other = Context.withCancel(Context.background());
        h.start(
            kind,
            () -> {
              assertSame(from, select.awaitUntil(other));
              assertEquals("v", from.value());
              assertSame(to, select.awaitUntil(Context.background()));
            });
        a.send("v");
        assertEquals("sent", b.receive());
        h.join();
        other.cancel();
      }
    }
  }

  @Kinds
  @DisplayName("is ended by its context's deadline")
  void contextDeadline(Kind kind) {
    Chan<String> a = Chan.make();
    Chan<String> b = Chan.make();
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            for (int clauses = 0; clauses < 3; clauses++) {
              Select select = new Select();
              for (int i = 0; i < clauses; i++) {
                var _ = select.receive(i == 0 ? a : b);
              }
              try (CancelContext ctx =
                  Context.withTimeout(Context.background(), Duration.ofMillis(2))) {
                assertThrows(DeadlineExceededException.class, () -> select.awaitUntil(ctx));
              }
            }
          });
    }
    Queues.assertEmpty(a, b);
  }

  @Kinds
  @DisplayName("bounded by a context throws for a send whose channel is closed meanwhile")
  void contextAndClose(Kind kind) {
    Chan<String> a = Chan.make();
    Chan<String> b = Chan.make();
    try (Harness h = Harness.create();
        CancelContext ctx = Context.withCancel(Context.background())) {
      Select select = new Select();
      var _ = select.send(a).value("lost");
      var _ = select.receive(b);
      h.start(kind, () -> assertThrows(ChannelClosedException.class, () -> select.awaitUntil(ctx)));
      Await.until("it waits", () -> Queues.senders(a) == 1);
      a.close();
    }
    Queues.assertEmpty(a, b);
  }

  @Test
  @DisplayName(
      "that a context and a partner end at once: either the value is received, or it stays")
  void contextRace() {
    int rounds = Stress.times(5_000);
    Chan<Integer> a = Chan.make(1);
    Chan<Integer> b = Chan.make();
    Select select = new Select();
    Receive<Integer> from = select.receive(a);
    var _ = select.receive(b);
    AtomicReference<CancelContext> ctx = new AtomicReference<>();
    Chan<CancelContext> next = Chan.make();
    Race.run(
        rounds,
        round -> {
          CancelContext mine = Context.withCancel(Context.background());
          ctx.set(mine);
          next.send(mine);
          try {
            assertSame(from, select.awaitUntil(mine));
            assertEquals(round, from.value());
          } catch (CanceledException e) {
            assertEquals(round, a.receive());
          }
        },
        round -> {
          CancelContext its = next.receive();
          if (round % 2 == 0) {
            its.cancel();
            a.send(round);
          } else {
            a.send(round);
            its.cancel();
          }
        });
    assertEquals(0, a.len());
    Queues.assertEmpty(a, b);
  }

  // ---- interrupts -----------------------------------------------------------------------------

  private static void underInterrupts(Kind kind, Task waits, Runnable ends) {
    try (Harness h = Harness.create()) {
      Harness.Child child =
          h.start(
              kind,
              () -> {
                waits.run();
                assertTrue(Thread.currentThread().isInterrupted(), "the status is kept");
              });
      for (int i = 0; i < 5; i++) {
        child.awaitParked();
        child.thread().interrupt();
      }
      child.awaitParked();
      assertFalse(child.isDone());
      ends.run();
    }
  }

  @Kinds
  @DisplayName("is not ended by interrupts, and their status is kept")
  void interrupts(Kind kind) {
    Chan<String> a = Chan.make();
    Chan<String> b = Chan.make();
    for (Form form : Form.values()) {
      Selection s = Selection.of(form).receive(a).send(b, "v");
      underInterrupts(kind, () -> assertEquals(0, s.await()), () -> a.send("v"));
      underInterrupts(kind, () -> assertEquals(1, s.await()), b::receive);
    }
  }

  @Kinds({Kind.PLATFORM, Kind.VIRTUAL})
  @DisplayName("that may be interrupted is, after it left all queues, and the status is taken off")
  void interruptible(Kind kind) {
    Chan<String> a = Chan.make(1);
    Chan<String> b = Chan.make();
    Select select = new Select();
    Receive<String> from = select.receive(a);
    var _ = select.send(b);
    try (Harness h = Harness.create()) {
      for (int i = 0; i < 5; i++) {
        Harness.Child child =
            h.start(
                kind,
                () -> {
                  assertThrows(InterruptedException.class, select::awaitInterruptibly);
                  assertFalse(Thread.currentThread().isInterrupted());
                  Queues.assertEmpty(a, b);
                });
        Await.until("it waits", () -> Queues.receivers(a) == 1 || child.isDone());
        child.thread().interrupt();
        child.join();
        assertFalse(b.tryReceive().ok());
        a.send("v");
        h.run(
            kind,
            () -> {
              Thread.currentThread().interrupt();
              assertThrows(InterruptedException.class, select::awaitInterruptibly);
              assertEquals(1, a.len(), "nothing is received");
              assertSame(from, select.awaitInterruptibly());
            });
      }
    }
  }

  @Test
  @DisplayName("of a goroutine is not ended by an interrupt, even one that may be interrupted")
  void interruptibleGoroutine() {
    Chan<String> a = Chan.make();
    Chan<String> b = Chan.make();
    Select select = new Select();
    Receive<String> from = select.receive(a);
    var _ = select.receive(b);
    underInterrupts(
        Kind.GOROUTINE, () -> assertSame(from, select.awaitInterruptibly()), () -> a.send("v"));
  }

  @Test
  @DisplayName("that an interrupt and a partner end at once: the value is received, or it stays")
  void interruptRace() {
    int rounds = Stress.times(3_000);
    Chan<Integer> a = Chan.make(1);
    Chan<Integer> b = Chan.make();
    Chan<Thread> next = Chan.make();
    Chan<Integer> over = Chan.make();
    Select select = new Select();
    Receive<Integer> from = select.receive(a);
    var _ = select.receive(b);
    Race.run(
        rounds,
        round -> {
          next.send(Thread.currentThread());
          try {
            assertSame(from, select.awaitInterruptibly());
            assertEquals(round, from.value());
          } catch (InterruptedException e) {
            assertEquals(round, a.receive());
          }
          over.receive();
          var _ = Thread.interrupted();
        },
        round -> {
          Thread its = next.receive();
          if (round % 2 == 0) {
            its.interrupt();
            a.send(round);
          } else {
            a.send(round);
            its.interrupt();
          }
          over.send(round);
        });
    assertEquals(0, a.len());
    Queues.assertEmpty(a, b);
  }

  // ---- looks ----------------------------------------------------------------------------------

  @Test
  @DisplayName("S18 has Go's reasons, and its channels in the dump")
  void reasons() {
    for (Form form : Form.values()) {
      // New ones for each: those that wait here wait for ever.
      Chan<String> a = Chan.make();
      assertWaits(Selection.of(form).receive(a), "chan receive", "chan receive, " + a);
      Chan<String> b = Chan.make();
      assertWaits(Selection.of(form).send(b, "v"), "chan send", "chan send, " + b);
      Chan<String> c = Chan.make();
      Chan<String> d = Chan.make();
      assertWaits(
          Selection.of(form).receive(c).send(d, "v"), "select", "receive " + c + ", send " + d);
      assertWaits(Selection.of(form).receive((Chan<String>) null), "select", "receive chan nil");
      assertWaits(Selection.of(form), "select (no cases)", "select (no cases)");
      assertWaits(
          Selection.of(form).receive(c).receive(c).receive(c).receive(c).receive(c).receive(c),
          "select",
          "receive " + c + ", … 6 cases");
    }
  }

  private static void assertWaits(Selection s, String reason, String dump) {
    try (Harness h = Harness.create()) {
      Harness.Child child = h.go(s::await);
      Await.waiting(child.goroutine(), reason);
      Scheduler scheduler = h.scheduler();
      String text = scheduler.dump();
      assertTrue(text.contains("[" + reason) && text.contains(dump), text);
      child.abandon();
    }
  }

  @Test
  @DisplayName("shows what a loop form waits for in its own words")
  void words() {
    Chan<String> a = Chan.make(2);
    Select select = new Select();
    Receive<String> from = select.receive(a);
    Send<String> to = select.send(Chan.nil());
    assertEquals("receive from " + a, from.toString());
    assertEquals("send to chan nil", to.toString());
    assertEquals("select of 2 clauses", select.toString());
    assertEquals("receive from " + a, Select.onReceive(a, v -> {}).toString());
    assertEquals("send to " + a, Select.onSend(a, "v", () -> {}).toString());
    assertEquals("default", Select.onDefault(() -> {}).toString());
    assertEquals("time-out", Select.onTimeout(Duration.ZERO, () -> {}).toString());
    assertNull(select.poll());
  }
}
