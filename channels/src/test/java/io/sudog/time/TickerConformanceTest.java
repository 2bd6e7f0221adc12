package io.sudog.time;

import static io.sudog.time.ManualTime.assertNothing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.channels.Received;
import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tickers, on all kinds of threads, by the real time. */
@DisplayName("Tickers as in Go")
class TickerConformanceTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(2);

  private static final List<Duration> NOT_POSITIVE =
      List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE));

  @Kinds
  @DisplayName("T02 T14 n ticks take n periods at least, waited for or not")
  void t02NeverEarly(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            long start = System.nanoTime();
            ReceiveChan<Instant> tick = Time.tick(SHORT);
            for (int n = 1; n <= 20; n++) {
              if (n % 5 == 0) {
                // Some are missed.
                assertNotNull(Time.after(Duration.ofMillis(5)).receive());
              }
              assertNotNull(tick.receive());
              long passed = System.nanoTime() - start;
              assertTrue(passed >= n * SHORT.toNanos(), n + " ticks after " + passed + " ns");
            }
          });
    }
  }

  @Kinds
  @DisplayName("T15 stop leaves no tick and does not close the channel; close is the same")
  void t15Stop(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            for (boolean close : new boolean[] {false, true}) {
              Ticker ticker = Ticker.start(Duration.ofNanos(1));
              ReceiveChan<Instant> tick = ticker.channel();
              assertNotNull(tick.receive());
              if (close) {
                ticker.close();
              } else {
                ticker.stop();
              }
              assertInstanceOf(Received.Empty.class, tick.tryReceive());
              assertNotNull(Time.after(SHORT).receive());
              assertInstanceOf(Received.Empty.class, tick.tryReceive());
              ticker.stop();
              ticker.close();
              ticker.reset(Duration.ofNanos(1));
              assertNotNull(tick.receive());
            }
          });
    }
  }

  @Kinds
  @DisplayName("T15 somebody who waits is not woken by a stop, and is by a reset")
  void t15WhileWaiting(Kind kind) {
    for (Kind other : Kind.values()) {
      try (Harness h = Harness.create()) {
        Ticker ticker = Ticker.start(HOUR);
        for (int i = 0; i < 2; i++) {
          Harness.Child receiver =
              h.start(
                      kind,
                      () -> assertInstanceOf(Received.Value.class, ticker.channel().receiveOk()))
                  .awaitParked();
          h.run(other, ticker::stop);
          assertFalse(receiver.isDone());
          h.run(other, () -> ticker.reset(SHORT));
          receiver.join();
          h.run(other, () -> ticker.reset(HOUR));
        }
      }
    }
  }

  @Kinds
  @DisplayName("T15 a period that was made shorter or longer counts from the reset on")
  void t15Period(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            try (Ticker ticker = Ticker.start(HOUR)) {
              for (Duration period : List.of(SHORT, Duration.ofMillis(10), Duration.ofNanos(1))) {
                long start = System.nanoTime();
                ticker.reset(period);
                for (int n = 1; n <= 3; n++) {
                  assertNotNull(ticker.channel().receive());
                  assertTrue(System.nanoTime() - start >= n * period.toNanos());
                }
              }
            }
          });
    }
  }

  @Test
  @DisplayName("T16 a period of zero or less is refused by start and reset, which change nothing")
  void t16NotPositive() {
    Ticker ticker = Ticker.start(Duration.ofNanos(1));
    for (Duration d : NOT_POSITIVE) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> Ticker.start(d)).getMessage();
      assertTrue(message.contains("Ticker.start") && message.contains(d.toString()), message);
      message = assertThrows(IllegalArgumentException.class, () -> ticker.reset(d)).getMessage();
      assertTrue(message.contains("Ticker.reset") && message.contains(d.toString()), message);
      assertNotNull(ticker.channel().receive());
    }
    ticker.stop();
    assertThrows(IllegalArgumentException.class, () -> ticker.reset(Duration.ZERO));
    assertNothing(ticker.channel());
  }

  @Test
  @DisplayName("T16 Time.tick of zero or less is the nil channel")
  void t16NilChannel() {
    for (Duration d : NOT_POSITIVE) {
      assertSame(Chan.nil(), Time.tick(d));
    }
  }

  // ---- many receivers -------------------------------------------------------------------------

  @Processors({1, 2, 8})
  @Kinds
  @DisplayName("T20 of many that wait for a ticker each gets its ticks, and no two the same")
  void t20Ticker(int processors, Kind kind) {
    int receivers = 12;
    int each = 5;
    try (Harness h = Harness.create(processors)) {
      long period = 200_000;
      long start = System.nanoTime();
      ReceiveChan<Instant> tick = Time.tick(Duration.ofNanos(period));
      for (int i = 0; i < receivers; i++) {
        h.start(
            kind,
            () -> {
              for (int n = 0; n < each; n++) {
                assertNotNull(tick.receive());
              }
            });
      }
      h.join();
      // Were one given to two, they would all be there before their time.
      assertTrue(System.nanoTime() - start >= period * receivers * each);
    }
  }

  @Test
  @DisplayName("T20 goroutines and threads may wait for one ticker together")
  void t20Together() {
    try (Harness h = Harness.create();
        Harness other = Harness.create(1)) {
      ReceiveChan<Instant> tick = Time.tick(Duration.ofNanos(100_000));
      AtomicInteger received = new AtomicInteger();
      for (int i = 0; i < 12; i++) {
        // Receivers of three schedulers: the alarm moves between their heaps.
        (i % 2 == 0 ? h : other)
            .start(
                Kind.mixed(i / 2),
                () -> {
                  for (int n = 0; n < Stress.times(20); n++) {
                    assertNotNull(tick.receive());
                    received.incrementAndGet();
                  }
                });
      }
      h.join();
      other.join();
      assertEquals(12 * Stress.times(20), received.get());
    }
  }

  @Kinds
  @DisplayName("T20 of many that wait for a timer each setting wakes one, the first that came")
  void t20Timer(Kind kind) {
    try (Harness h = Harness.create()) {
      Timer timer = Timer.start(HOUR);
      List<Harness.Child> receivers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        receivers.add(h.start(kind, () -> assertNotNull(timer.channel().receive())).awaitParked());
      }
      for (int i = 0; i < 6; i++) {
        assertEquals(i == 0, timer.reset(i % 2 == 0 ? Duration.ZERO : SHORT));
        receivers.get(i).join();
        assertFalse(timer.stop());
        for (Harness.Child waiting : receivers.subList(i + 1, 6)) {
          assertFalse(waiting.isDone());
        }
      }
    }
  }

  @Kinds
  @DisplayName("T20 one that leaves, whichever, takes no tick from those who stay")
  void t20Leaving(Kind kind) {
    for (int leaving = 0; leaving < 3; leaving++) {
      try (Harness h = Harness.create()) {
        Ticker ticker = Ticker.start(HOUR);
        CancelContext ctx = Context.withCancel(Context.background());
        List<Harness.Child> receivers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          boolean leaves = i == leaving;
          receivers.add(
              h.start(
                      kind,
                      () -> {
                        if (leaves) {
                          assertThrows(Exception.class, () -> ticker.channel().receiveUntil(ctx));
                        } else {
                          assertNotNull(ticker.channel().receive());
                        }
                      })
                  .awaitParked());
        }
        ctx.cancel();
        receivers.get(leaving).join();
        ticker.reset(SHORT);
        h.join();
      }
    }
  }
}
