package io.sudog.time;

import static io.sudog.time.ManualTime.assertNothing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.ReceiveChan;
import io.sudog.channels.Received;
import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Timers with a channel, on all kinds of threads, by the real time. */
@DisplayName("Timers as in Go")
class TimerConformanceTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(2);

  private static final List<Duration> NOTHING =
      List.of(
          Duration.ZERO,
          Duration.ofNanos(-1),
          Duration.ofHours(-1),
          Duration.ofSeconds(Long.MIN_VALUE));

  private static final List<Duration> FOR_EVER =
      List.of(
          Duration.ofNanos(Long.MAX_VALUE),
          Duration.ofNanos(Long.MAX_VALUE - 1),
          Duration.ofSeconds(Long.MAX_VALUE),
          Duration.ofDays(365_000));

  private static void assertValue(ReceiveChan<Instant> c) {
    assertTrue(c.tryReceive().ok(), "there is a value");
  }

  // ---- firing ---------------------------------------------------------------------------------

  @Kinds
  @DisplayName("T02 Timer and Time.after never fire early, however their value is received")
  void t02NeverEarly(Kind kind) {
    List<Function<Duration, ReceiveChan<Instant>>> makers =
        List.of(Time::after, d -> Timer.start(d).channel());
    try (Harness h = Harness.create()) {
      for (Function<Duration, ReceiveChan<Instant>> maker : makers) {
        for (int nanos : new int[] {1, 999, 1_000, 1_000_000, 2_500_000, 20_000_000}) {
          h.start(
              kind,
              () -> {
                for (int i = 0; i < 8; i++) {
                  long start = System.nanoTime();
                  ReceiveChan<Instant> c = maker.apply(Duration.ofNanos(nanos));
                  receive(i, kind, c);
                  long waited = System.nanoTime() - start;
                  assertTrue(waited >= nanos, "waited " + waited + " ns of " + nanos);
                  assertNothing(c);
                }
              });
        }
      }
    }
  }

  /** Receives in one form or another. */
  private static void receive(int form, Kind kind, ReceiveChan<Instant> c) throws Exception {
    switch (form % 5) {
      case 0 -> assertNotNull(c.receive());
      case 1 -> assertNotNull(c.receiveOk().value());
      case 2 -> Await.until("a value", () -> c.tryReceive().ok());
      case 3 -> assertNotNull(c.receiveUntil(Context.background()));
      default ->
          assertNotNull(kind == Kind.GOROUTINE ? c.iterator().next() : c.receiveInterruptibly());
    }
  }

  @Kinds
  @DisplayName("T02 T18 of zero or less are due at once, once")
  void t18Nothing(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            for (Duration d : NOTHING) {
              ReceiveChan<Instant> after = Time.after(d);
              assertValue(after);
              assertNothing(after);
              Timer timer = Timer.start(d);
              assertNotNull(timer.channel().receive());
              assertFalse(timer.reset(d));
              assertValue(timer.channel());
              assertNothing(timer.channel());
            }
          });
    }
  }

  @Kinds
  @DisplayName("T18 too long to count never fire, can be stopped and reset, and harm no other")
  void t18ForEver(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            for (Duration d : FOR_EVER) {
              assertNothing(Time.after(d));
              Timer timer = Timer.start(d);
              Harness.Child receiver =
                  h.start(kind, () -> assertNotNull(timer.channel().receive())).awaitParked();
              assertNotNull(Time.after(SHORT).receive());
              assertFalse(receiver.isDone());
              assertTrue(timer.reset(d));
              assertTrue(timer.stop());
              assertFalse(timer.stop());
              assertFalse(timer.reset(d));
              assertTrue(timer.reset(Duration.ZERO));
              receiver.join();
            }
          });
    }
  }

  // ---- stop and reset -------------------------------------------------------------------------

  @Kinds
  @DisplayName("T05 stop tells whether it prevented the firing, and a second one never did")
  void t05Stop(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            Timer running = Timer.start(HOUR);
            assertTrue(running.stop());
            assertFalse(running.stop());
            assertNothing(running.channel());
            Timer received = Timer.start(SHORT);
            assertNotNull(received.channel().receive());
            assertFalse(received.stop());
            assertFalse(received.stop());
            Timer polled = Timer.start(Duration.ZERO);
            assertValue(polled.channel());
            assertFalse(polled.stop());
          });
    }
  }

  @Kinds
  @DisplayName("T05 a stop while somebody waits prevents the firing; the waiter goes on waiting")
  void t05StopWhileWaiting(Kind kind) {
    for (Kind stopper : Kind.values()) {
      try (Harness h = Harness.create()) {
        Timer timer = Timer.start(HOUR);
        Harness.Child receiver =
            h.start(kind, () -> assertNotNull(timer.channel().receive())).awaitParked();
        h.run(
            stopper,
            () -> {
              assertTrue(timer.stop());
              assertFalse(timer.stop());
            });
        assertFalse(receiver.isDone());
        h.run(stopper, () -> assertFalse(timer.reset(Duration.ZERO)));
        receiver.join();
        assertFalse(timer.stop());
      }
    }
  }

  @Kinds
  @DisplayName("T06 reset tells whether the timer was pending, and sets it in any case")
  void t06Reset(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            Timer timer = Timer.start(HOUR);
            assertTrue(timer.reset(SHORT));
            assertNotNull(timer.channel().receive());
            assertFalse(timer.reset(SHORT));
            assertNotNull(timer.channel().receive());
            assertFalse(timer.reset(HOUR));
            assertTrue(timer.reset(HOUR));
            assertTrue(timer.stop());
            assertFalse(timer.reset(Duration.ZERO));
            assertValue(timer.channel());
          });
    }
  }

  @Kinds
  @DisplayName("T06 an un-fired timer that was reset fires at the new time only, once")
  void t06NewTimeOnly(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            for (Duration former : List.of(SHORT, HOUR, Duration.ofSeconds(Long.MAX_VALUE))) {
              Timer timer = Timer.start(former);
              long reset = System.nanoTime();
              assertTrue(timer.reset(Duration.ofMillis(20)));
              assertNotNull(timer.channel().receive());
              assertTrue(System.nanoTime() - reset >= 20_000_000);
              assertNotNull(Time.after(SHORT).receive());
              assertNothing(timer.channel());
            }
          });
    }
  }

  @Kinds
  @DisplayName("T06 a reset while somebody waits counts for the waiter, earlier or later")
  void t06ResetWhileWaiting(Kind kind) {
    for (Kind resetter : Kind.values()) {
      try (Harness h = Harness.create()) {
        Timer timer = Timer.start(HOUR);
        for (int i = 0; i < 3; i++) {
          Harness.Child receiver =
              h.start(kind, () -> assertNotNull(timer.channel().receive())).awaitParked();
          h.run(
              resetter,
              () -> {
                assertTrue(timer.reset(HOUR.plusHours(1)));
                assertTrue(timer.reset(HOUR));
                assertTrue(timer.reset(SHORT));
              });
          receiver.join();
          assertFalse(timer.reset(HOUR));
        }
      }
    }
  }

  // ---- as of Go 1.23 --------------------------------------------------------------------------

  private static void assertUnbuffered(ReceiveChan<Instant> c) {
    assertEquals(0, c.len());
    assertEquals(0, c.cap());
  }

  @Test
  @DisplayName("T08 the channels of timers and tickers have no length and no capacity")
  void t08Unbuffered() {
    Duration tiny = Duration.ofNanos(1);
    Timer timer = Timer.start(HOUR);
    Ticker ticker = Ticker.start(HOUR);
    assertUnbuffered(timer.channel());
    assertUnbuffered(ticker.channel());
    assertUnbuffered(Timer.afterFunc(Duration.ZERO, () -> {}).channel());
    for (ReceiveChan<Instant> c : List.of(Time.after(tiny), Time.tick(tiny))) {
      // It may be due here or not.
      assertUnbuffered(c);
      assertNotNull(c.receive());
      assertUnbuffered(c);
    }
    timer.reset(Duration.ZERO);
    assertUnbuffered(timer.channel());
    assertValue(timer.channel());
    assertUnbuffered(timer.channel());
    assertSame(timer.channel(), timer.channel());
    assertSame(ticker.channel(), ticker.channel());
    ticker.close();
    assertUnbuffered(ticker.channel());
  }

  @Kinds
  @DisplayName("T09 no value of the former setting can be received after stop or reset")
  void t09NothingStale(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            for (int i = 0; i < 3; i++) {
              Timer stopped = Timer.start(Duration.ZERO);
              stopped.stop();
              assertNothing(stopped.channel());
              Timer reset = Timer.start(Duration.ZERO);
              reset.reset(HOUR);
              assertNothing(reset.channel());
              long start = System.nanoTime();
              reset.reset(SHORT);
              assertNotNull(reset.channel().receive());
              assertTrue(System.nanoTime() - start >= SHORT.toNanos());
              assertNothing(reset.channel());
            }
          });
    }
  }

  @Kinds
  @DisplayName("T10 stop and reset of an expired timer nobody has received from return true")
  void t10Expired(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            Timer timer = Timer.start(Duration.ZERO);
            assertTrue(timer.stop());
            assertFalse(timer.stop());
            assertFalse(timer.reset(Duration.ZERO));
            assertTrue(timer.reset(Duration.ZERO));
            assertTrue(timer.reset(HOUR));
            assertTrue(timer.stop());
            assertNothing(timer.channel());
          });
    }
  }

  // ---- waits that end early, misuse -----------------------------------------------------------

  @Kinds
  @DisplayName("T20 a wait that its context ended takes nothing; the value goes to the next")
  void waitEndedEarly(Kind kind) {
    try (Harness h = Harness.create()) {
      Timer timer = Timer.start(HOUR);
      for (int i = 0; i < 3; i++) {
        CancelContext ctx = Context.withCancel(Context.background());
        Harness.Child quitter =
            h.start(
                    kind,
                    () ->
                        assertSame(
                            assertThrows(
                                Exception.class, () -> timer.channel().receiveOkUntil(ctx)),
                            ctx.err()))
                .awaitParked();
        Harness.Child stayer =
            h.start(kind, () -> assertTrue(timer.channel().receiveOk() instanceof Received.Value))
                .awaitParked();
        ctx.cancel();
        quitter.join();
        assertTrue(timer.reset(Duration.ZERO));
        stayer.join();
        assertFalse(timer.reset(HOUR));
      }
    }
  }

  @Test
  @DisplayName("T17 there is none that was not started, and none without duration or task")
  void t17NoneUninitialised() {
    for (Class<?> type : List.of(Timer.class, Ticker.class, Time.class)) {
      assertTrue(Modifier.isFinal(type.getModifiers()));
      assertFalse(Cloneable.class.isAssignableFrom(type));
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        assertTrue(Modifier.isPrivate(constructor.getModifiers()), constructor::toString);
      }
    }
    assertThrows(NullPointerException.class, () -> Timer.start(null));
    assertThrows(NullPointerException.class, () -> Time.after(null));
    assertThrows(NullPointerException.class, () -> Time.tick(null));
    assertThrows(NullPointerException.class, () -> Ticker.start(null));
    assertThrows(NullPointerException.class, () -> Timer.afterFunc(null, () -> {}));
    assertThrows(NullPointerException.class, () -> Timer.afterFunc(HOUR, null));
    Timer timer = Timer.start(HOUR);
    assertThrows(NullPointerException.class, () -> timer.reset(null));
    assertTrue(timer.stop());
  }
}
