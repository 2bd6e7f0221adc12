package io.sudog.time;

import static io.sudog.time.ManualTime.assertNothing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.ReceiveChan;
import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.core.Scheduler;
import io.sudog.core.SchedulerStats;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When a timer stands in a heap, by the statistics of our scheduler. */
@DisplayName("A timer in a heap")
class LazyTimerConformanceTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(2);

  /** Whose timers serve a thread of a kind. */
  private static Scheduler serving(Kind kind, Harness h) {
    return kind == Kind.GOROUTINE ? h.scheduler() : Scheduler.current();
  }

  private static int timers(Scheduler scheduler) {
    return scheduler.stats().processors().stream().mapToInt(SchedulerStats.Processor::timers).sum();
  }

  @Kinds
  @DisplayName("T13 is none that nobody waits for, whatever is done to it")
  void t13Unread(Kind kind) {
    try (Harness h = Harness.create()) {
      Scheduler s = serving(kind, h);
      int before = timers(s);
      List<Object> kept = Harness.sharedList();
      h.run(
          kind,
          () -> {
            for (int i = 0; i < 1_000; i++) {
              Duration d = i % 2 == 0 ? HOUR : Duration.ofNanos(1);
              Timer timer = Timer.start(d);
              Ticker ticker = Ticker.start(d);
              kept.addAll(List.of(timer, ticker, Time.after(d), Time.tick(d)));
              if (i % 3 == 0) {
                timer.reset(HOUR);
                ticker.reset(HOUR);
              }
              timer.channel().tryReceive();
              ticker.channel().tryReceive();
              if (i % 5 == 0) {
                timer.stop();
                ticker.stop();
              }
              assertEquals(before, timers(s));
            }
          });
      assertEquals(4_000, kept.size());
      assertEquals(before, timers(s));
    }
  }

  @Kinds
  @DisplayName("T13 is one as long as somebody waits, however many do, and it can fire")
  void t13Waited(Kind kind) {
    try (Harness h = Harness.create()) {
      Scheduler s = serving(kind, h);
      int before = timers(s);
      Timer timer = Timer.start(HOUR);
      List<Harness.Child> receivers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        receivers.add(h.start(kind, () -> assertNotNull(timer.channel().receive())).awaitParked());
        assertEquals(before + 1, timers(s));
      }
      assertTrue(timer.reset(HOUR));
      assertEquals(before + 1, timers(s));
      assertTrue(timer.stop());
      assertEquals(before, timers(s));
      assertFalse(timer.reset(Duration.ofSeconds(Long.MAX_VALUE)));
      assertEquals(before, timers(s));
      assertTrue(timer.reset(HOUR));
      assertEquals(before + 1, timers(s));
      for (int i = 0; i < 3; i++) {
        timer.reset(SHORT);
        receivers.get(i).join();
        // It has fired, and can not again, though others wait.
        assertEquals(before, timers(s));
      }
    }
  }

  @Kinds
  @DisplayName("T13 leaves with the last who waits: woken, or not woken")
  void t13LastLeaves(Kind kind) {
    try (Harness h = Harness.create()) {
      Scheduler s = serving(kind, h);
      int before = timers(s);
      Ticker ticker = Ticker.start(HOUR);
      List<CancelContext> contexts = new ArrayList<>();
      List<Harness.Child> receivers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        CancelContext ctx = Context.withCancel(Context.background());
        contexts.add(ctx);
        receivers.add(
            h.start(
                    kind,
                    () -> assertThrows(Exception.class, () -> ticker.channel().receiveUntil(ctx)))
                .awaitParked());
      }
      for (int i = 0; i < 3; i++) {
        assertEquals(before + 1, timers(s));
        contexts.get(i).cancel();
        receivers.get(i).join();
      }
      assertEquals(before, timers(s));
      ticker.reset(SHORT);
      h.run(
          kind,
          () -> {
            for (int i = 0; i < 5; i++) {
              assertNotNull(ticker.channel().receive());
              assertEquals(before, timers(s));
            }
          });
    }
  }

  @Kinds
  @DisplayName("T13 is a function's timer while it runs")
  void t13Functions(Kind kind) {
    try (Harness h = Harness.create()) {
      Scheduler s = serving(kind, h);
      int before = timers(s);
      h.run(
          kind,
          () -> {
            Timer timer = Timer.afterFunc(HOUR, () -> {});
            assertEquals(before + 1, timers(s));
            assertTrue(timer.reset(HOUR));
            assertEquals(before + 1, timers(s));
            assertTrue(timer.stop());
            assertEquals(before, timers(s));
            assertFalse(timer.reset(Duration.ofSeconds(Long.MAX_VALUE)));
            assertEquals(before, timers(s));
            assertTrue(timer.reset(Duration.ZERO));
            Await.until("it has fired", () -> timers(s) == before);
          });
    }
  }

  // ---- two schedulers -------------------------------------------------------------------------

  @Test
  @DisplayName("T20 moves to the heap that stays when receivers of two schedulers wait")
  void t20Shares() {
    Scheduler shared = Scheduler.current();
    int before = timers(shared);
    Ticker ticker = Ticker.start(HOUR);
    ReceiveChan<Instant> tick = ticker.channel();
    AtomicInteger abandoned = new AtomicInteger();
    try (Harness h = Harness.create()) {
      try (Scheduler closing = Scheduler.builder().processors(1).build();
          Harness soon = Harness.on(closing)) {
        Harness.Child first =
            soon.go(
                () -> {
                  tick.receive();
                  abandoned.incrementAndGet();
                });
        first.awaitParked().abandon();
        assertEquals(1, timers(closing));
        h.start(Kind.PLATFORM, () -> assertNotNull(tick.receive())).awaitParked();
        assertEquals(0, timers(closing));
        assertEquals(before + 1, timers(shared));
        h.go(() -> assertNotNull(tick.receive())).awaitParked();
        assertEquals(before + 1, timers(shared));
        assertEquals(0, timers(h.scheduler()));
      }
      // The first tick goes to the one that is abandoned; it stands in the queue.
      ticker.reset(SHORT);
      h.join();
    }
    assertEquals(0, abandoned.get());
    assertEquals(before, timers(shared));
    assertNotNull(tick.receive());
    ticker.stop();
    assertNothing(tick);
  }
}
