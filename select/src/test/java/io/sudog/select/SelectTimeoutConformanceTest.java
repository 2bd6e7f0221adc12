package io.sudog.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.core.Go;
import io.sudog.core.Scheduler;
import io.sudog.core.SchedulerStats;
import io.sudog.runtime.Sched;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Processors;
import io.sudog.time.Time;
import io.sudog.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Selects that a time ends, and timers' channels in selects. */
@DisplayName("Time in a select")
class SelectTimeoutConformanceTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(2);

  @Kinds
  @DisplayName("of zero or less acts as a default, and a ready case beats it")
  void zero(Kind kind) {
    for (Form form : Form.values()) {
      Chan<String> a = Chan.make(1);
      Chan<String> b = Chan.make();
      try (Harness h = Harness.create()) {
        h.run(
            kind,
            () -> {
              Selection s = Selection.of(form).receive(a).receive(b).send(b, "no");
              Selection single = Selection.of(form).receive(a);
              Selection none = Selection.of(form);
              for (Duration d :
                  List.of(
                      Duration.ZERO, Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE))) {
                assertEquals(Selection.NONE, s.await(d));
                assertEquals(Selection.NONE, single.await(d));
                assertEquals(Selection.NONE, none.await(d));
                for (Selection each : List.of(s, single)) {
                  for (int i = 0; i < 100; i++) {
                    a.send("v");
                    assertEquals(0, each.await(d));
                    assertEquals("v", each.value());
                  }
                }
              }
            });
      }
      Queues.assertEmpty(a, b);
    }
  }

  @Kinds
  @DisplayName("ends the wait, not before it is over, and leaves all queues")
  void ends(Kind kind) {
    for (Form form : Form.values()) {
      Chan<String> a = Chan.make();
      Chan<String> b = Chan.make(1);
      b.send("full");
      try (Harness h = Harness.create()) {
        h.run(
            kind,
            () -> {
              Selection s = Selection.of(form).receive(a).send(b, "no").send(a, "no");
              for (int i = 0; i < 5; i++) {
                long start = System.nanoTime();
                assertEquals(Selection.NONE, s.await(SHORT));
                assertTrue(System.nanoTime() - start >= SHORT.toNanos());
                Queues.assertEmpty(a, b);
              }
              long start = System.nanoTime();
              assertEquals(Selection.NONE, Selection.of(form).await(SHORT));
              assertTrue(System.nanoTime() - start >= SHORT.toNanos());
            });
        assertFalse(a.trySend("to nobody"));
        assertEquals("full", b.receive());
        assertFalse(b.tryReceive().ok());
      }
    }
  }

  @Kinds
  @DisplayName("after a case has won does not make the next one end without a case, or with it")
  void afterWin(Kind kind) {
    Chan<String> a = Chan.make();
    Chan<String> b = Chan.make();
    Chan<Integer> step = Chan.make();
    try (Harness h = Harness.create()) {
      Select select = new Select();
      Receive<String> fromA = select.receive(a);
      Receive<String> fromB = select.receive(b);
      h.start(
          kind,
          () -> {
            for (int i = 0; i < 5; i++) {
              step.send(i);
              assertSame(fromB, select.await(HOUR));
              assertNull(select.await(SHORT));
              step.send(i);
              assertSame(fromA, select.await());
              assertNull(select.await(SHORT));
            }
          });
      h.run(
          Kind.GOROUTINE,
          () -> {
            for (int i = 0; i < 5; i++) {
              assertEquals(i, step.receive());
              b.send("v");
              assertEquals(i, step.receive());
              a.send("w");
            }
          });
    }
  }

  @Kinds
  @DisplayName("too long to count is never over")
  void huge(Kind kind) {
    for (Form form : Form.values()) {
      for (Duration d :
          List.of(
              Duration.ofSeconds(Long.MAX_VALUE),
              Duration.ofNanos(Long.MAX_VALUE),
              Duration.ofNanos(Long.MAX_VALUE - 1))) {
        Chan<String> a = Chan.make();
        Chan<String> b = Chan.make();
        Selection s = Selection.of(form).receive(a).receive(b);
        try (Harness h = Harness.create()) {
          Harness.Child child = h.start(kind, () -> assertEquals(1, s.await(d)));
          awaitReceiver(child, b);
          b.send("v");
          child.join();
        }
      }
    }
  }

  /** A thread with a timer of its own does not count as parked. */
  private static void awaitReceiver(Harness.Child child, Chan<?> c) {
    Await.until(child + " waits", () -> Queues.receivers(c) > 0 || child.isDone());
  }

  @Test
  @DisplayName("the shortest counts, and a default beats them all")
  void shortest() {
    List<String> log = new ArrayList<>();
    Chan<String> a = Chan.make();
    Select.select(
        Select.onTimeout(HOUR, () -> log.add("hour")),
        Select.onReceive(a, log::add),
        Select.onTimeout(SHORT, () -> log.add("short")),
        Select.onTimeout(Duration.ofMinutes(1), () -> log.add("minute")));
    Select.select(
        Select.onTimeout(Duration.ofNanos(-5), () -> log.add("negative")),
        Select.onReceive(a, log::add),
        Select.onDefault(() -> log.add("default")));
    Select.select(
        Select.onTimeout(HOUR, () -> log.add("hour")),
        Select.onTimeout(Duration.ZERO, () -> log.add("zero")));
    assertEquals(List.of("short", "default", "zero"), log);
  }

  private static int timers(Scheduler scheduler) {
    return scheduler.stats().processors().stream().mapToInt(SchedulerStats.Processor::timers).sum();
  }

  @Kinds
  @DisplayName("leaves no timer behind when a case wins")
  void timerIsStopped(Kind kind) {
    for (Form form : Form.values()) {
      Chan<String> a = Chan.make();
      Chan<String> b = Chan.make();
      Selection s = Selection.of(form).receive(a).receive(b);
      try (Harness h = Harness.create()) {
        Scheduler scheduler = kind == Kind.GOROUTINE ? h.scheduler() : Scheduler.current();
        int before = timers(scheduler);
        for (int i = 0; i < 10; i++) {
          Harness.Child child =
              h.start(
                  kind,
                  () -> {
                    assertEquals(1, s.await(HOUR));
                    assertEquals(before, timers(scheduler));
                  });
          if (Sched.GMP) {
            Await.until("a timer runs", () -> timers(scheduler) == before + 1 || child.isDone());
          }
          awaitReceiver(child, b);
          b.send("v");
          child.join();
        }
        h.run(
            kind,
            () -> {
              // Ready at once, timed out, and as a default.
              Chan<String> ready = Chan.make(1);
              ready.send("v");
              assertEquals(0, Selection.of(form).receive(ready).receive(a).await(HOUR));
              assertEquals(Selection.NONE, s.await(SHORT));
              assertEquals(Selection.NONE, s.await(Duration.ZERO));
              assertEquals(before, timers(scheduler));
            });
      }
    }
  }

  @Test
  @DisplayName("keeps a program that waits for nothing else from being taken for a deadlock")
  void noDeadlock() {
    for (Form form : Form.values()) {
      Harness.program(
          2,
          () -> {
            assertEquals(
                Selection.NONE,
                Selection.of(form).receive(Chan.make()).await(Duration.ofMillis(20)));
            ReceiveChan<Instant> after = Time.after(Duration.ofMillis(20));
            assertEquals(1, Selection.of(form).receive(Chan.make()).receive(after).await());
            assertEquals(Selection.NONE, Selection.of(form).await(SHORT));
          });
    }
  }

  @Processors({1, 2})
  @DisplayName("S21 a timer's case is not starved by a busy channel's")
  void s21BusyChannel(int processors) {
    for (Form form : Form.values()) {
      Chan<Integer> c = Chan.make();
      Chan<Void> done = Chan.make();
      try (Harness h = Harness.create(processors)) {
        for (int i = 0; i < 2; i++) {
          h.go(
              () -> {
                Selection s = Selection.of(form).send(c, 1).receive(done);
                int sent = 0;
                while (s.await() == 0) {
                  sent++;
                }
                assertTrue(sent >= 0);
              });
        }
        h.run(
            Kind.GOROUTINE,
            () -> {
              Timer timer = Timer.start(Duration.ofMillis(20));
              Selection s = Selection.of(form).receive(c).receive(timer.channel());
              int received = 0;
              while (s.await() == 0) {
                received++;
              }
              assertTrue(received >= 0 && s.value() instanceof Instant);
              done.close();
            });
      }
    }
  }

  @Processors({1, 2})
  @DisplayName("S21 a timer's case is not starved by tight system calls")
  void s21SystemCalls(int processors) {
    for (Form form : Form.values()) {
      Chan<Integer> c = Chan.make();
      AtomicBoolean over = new AtomicBoolean();
      try (Harness h = Harness.create(processors)) {
        for (int i = 0; i < 2; i++) {
          h.go(
              () -> {
                while (!over.get()) {
                  Go.<Object>blocking(() -> 1);
                  c.trySend(1);
                }
              });
        }
        h.run(
            Kind.GOROUTINE,
            () -> {
              ReceiveChan<Instant> after = Time.after(Duration.ofMillis(20));
              Selection s = Selection.of(form).receive(c).receive(after);
              int received = 0;
              while (s.await() == 0) {
                received++;
              }
              assertTrue(received >= 0);
              over.set(true);
            });
      }
    }
  }
}
