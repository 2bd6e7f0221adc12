package io.sudog.verify.fray;

import static io.sudog.verify.fray.Interleavings.assertDeadlocks;
import static io.sudog.verify.fray.Interleavings.explore;
import static io.sudog.verify.fray.Interleavings.together;
import static io.sudog.verify.fray.Interleavings.twin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sudog.channels.Chan;
import io.sudog.runtime.SharedSched;
import io.sudog.runtime.TimedWait;
import io.sudog.runtime.WaitQueue;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import io.sudog.testing.Twin;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One waiter in two queues, two wakers that compete for it. */
@DisplayName("Select between threads")
class SelectFrayTest {
  private static Twin select() {
    try {
      return twin("select", Class.forName("io.sudog.select.SelectOp"));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("two channels, a sender at each")
  void twoSenders() {
    explore(
        () -> {
          Chan<Integer> a = Chan.make();
          Chan<Integer> b = Chan.make();
          AtomicInteger sum = new AtomicInteger();
          together(
              () -> a.send(1),
              () -> b.send(2),
              () -> {
                Select select = new Select();
                Receive<Integer> fromA = select.receive(a);
                Receive<Integer> fromB = select.receive(b);
                for (int i = 0; i < 2; i++) {
                  sum.addAndGet(select.await() == fromA ? fromA.value() : fromB.value());
                }
              });
          assertEquals(3, sum.get());
        });
  }

  @Test
  @DisplayName("two wait for a value or the end: both go on, and the value is taken at most once")
  void senderAndClose() {
    explore(
        () -> {
          Chan<Integer> a = Chan.make();
          Chan<Integer> end = Chan.make();
          AtomicBoolean sent = new AtomicBoolean();
          AtomicInteger received = new AtomicInteger();
          Interleavings.Body waiter =
              () -> {
                Select select = new Select();
                Receive<Integer> fromA = select.receive(a);
                Receive<Integer> fromEnd = select.receive(end);
                if (select.await() == fromA) {
                  received.addAndGet(fromA.value());
                } else {
                  assertFalse(fromEnd.ok());
                }
              };
          together(() -> sent.set(a.trySend(1)), end::close, waiter, waiter);
          assertEquals(sent.get() ? 1 : 0, received.get());
        });
  }

  @Test
  @DisplayName("canary: close forgets those who wait elsewhere too")
  void closeForgets() {
    Twin twin =
        twin("core", WaitQueue.class)
            .replaceAfter(
                "public @Nullable Sudog takeAll(@Nullable Sudog rest) {",
                "while ((sg = dequeue()) != null) {",
                "while ((sg = dequeue()) != null && sg.ticket == Sudog.UNCONTESTED) {");
    assertDeadlocks(twin, SelectFrayTest.class, "senderAndClose");
  }

  @Test
  @DisplayName("canary: a sender takes a record whose round it has not won")
  void dequeueWithoutTicket() {
    Twin twin =
        twin("core", WaitQueue.class)
            .replaceAfter(
                "public @Nullable Sudog dequeue() {",
                "if (sg.ticket == Sudog.UNCONTESTED || sg.waiter.winFor(sg)) { return sg; }",
                "boolean won = sg.ticket == Sudog.UNCONTESTED || sg.waiter.winFor(sg); if (won) {"
                    + " return sg; } return sg;");
    Interleavings.assertThrown(
        IllegalStateException.class, twin, SelectFrayTest.class, "twoSenders");
  }

  @Test
  @DisplayName("canary: prepare after unlocking")
  void prepareAfterUnlock() {
    Twin twin =
        select()
            .replace("prepare(waiter, timed || bound != null);", "")
            .replaceAfter(
                "c.enqueueLocked(Objects.requireNonNull(c.channel), waiter, ticket); }",
                "unlockAll();",
                "unlockAll(); prepare(waiter, timed || bound != null);");
    Interleavings.assertThrown(
        IllegalStateException.class, twin, SelectFrayTest.class, "twoSenders");
  }

  @Test
  @DisplayName("canary: the locks are let go of between the look and the queues")
  void unlockBetween() {
    Twin twin =
        select()
            .replace(
                "return ready != null ? ready : park(nanos, bound);",
                "if (ready != null) { return ready; } unlockAll(); lockAll();"
                    + " return park(nanos, bound);");
    assertDeadlocks(twin, SelectFrayTest.class, "twoSenders");
  }

  @Test
  @DisplayName("a sender and a time-out: the value is taken or the time is over, never both")
  void timeOut() {
    explore(
        () -> {
          Chan<Integer> a = Chan.make();
          AtomicBoolean sent = new AtomicBoolean();
          AtomicBoolean received = new AtomicBoolean();
          AtomicBoolean over = new AtomicBoolean();
          together(
              () -> sent.set(a.trySend(1)),
              () -> {
                // Once: a timer that fired and woke nobody is not helped by another.
                while (!over.get() && !SharedSched.runTimers()) {
                  Thread.yield();
                }
              },
              () -> {
                Select select = new Select();
                Receive<Integer> fromA = select.receive(a);
                received.set(select.await(Duration.ofHours(1)) == fromA);
                over.set(true);
              });
          assertEquals(sent.get(), received.get());
        });
  }

  @Test
  @DisplayName("canary: the time-out wins and readies nobody")
  void timerReadiesNobody() {
    Twin twin = twin("core", TimedWait.class).replace("waiter.ready();", "");
    assertDeadlocks(twin, SelectFrayTest.class, "timeOut");
  }

  @Test
  @DisplayName("canary: the time-out does not compete for the round")
  void timerWithoutTicket() {
    Twin twin =
        twin("core", TimedWait.class)
            .replace("if (waiter.winTicket(round)) {", "waiter.winTicket(round); {");
    Interleavings.assertThrown(IllegalStateException.class, twin, SelectFrayTest.class, "timeOut");
  }
}
