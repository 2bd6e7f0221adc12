package io.sudog.time;

import static io.sudog.time.ManualTime.assertFrom;
import static io.sudog.time.ManualTime.assertNothing;
import static io.sudog.time.ManualTime.assertReceivesFrom;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.ReceiveChan;
import io.sudog.core.Go;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** To the nanosecond, and exactly: timers by a clock that the test moves. */
@DisplayName("By a clock that is set by hand,")
class ManualTimeConformanceTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration NANO = Duration.ofNanos(1);

  private final List<String> log = Harness.sharedList();

  // ---- timers ---------------------------------------------------------------------------------

  @Test
  @DisplayName("T02 T05 a timer is due at its time, not a nanosecond earlier, and stays so")
  void t02ToTheNanosecond() {
    try (ManualTime time = new ManualTime()) {
      time.run(
          () -> {
            Timer timer = Timer.start(HOUR);
            Timer other = Timer.start(HOUR);
            assertNothing(timer.channel());
            time.advance(HOUR.minus(NANO));
            assertNothing(timer.channel());
            time.advance(NANO);
            assertReceivesFrom(Duration.ZERO, timer.channel());
            assertNothing(timer.channel());
            assertFalse(timer.stop());
            time.advance(HOUR.multipliedBy(1000));
            assertNothing(timer.channel());
            // T10: nobody has received it yet.
            assertTrue(other.stop());
            assertNothing(other.channel());
          });
    }
  }

  @Test
  @DisplayName("T02 somebody who waits is woken at the time, not a nanosecond earlier")
  void t02Waiter() {
    try (ManualTime time = new ManualTime()) {
      Harness.Child receiver =
          time.go(() -> assertFrom(Duration.ZERO, Time.after(HOUR).receiveOk())).awaitParked();
      time.advance(HOUR.minus(NANO));
      // A whole round of the scheduler, in which due timers fire.
      time.run(Go::gosched);
      assertTrue(receiver.isParked());
      time.advance(NANO);
      receiver.join();
    }
  }

  @Test
  @DisplayName("T03 timers fire in the order of their times, whatever the order of their starts")
  void t03Order() {
    try (ManualTime time = new ManualTime()) {
      int n = 40;
      List<Integer> slots = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        slots.add(i);
      }
      Collections.shuffle(slots, new Random(3));
      for (int slot : slots) {
        Duration d = MINUTE.multipliedBy(slot + 1L);
        time.run(() -> Timer.afterFunc(d, () -> log.add("function " + slot)));
        time.go(
                () -> {
                  Time.after(d).receive();
                  log.add("receiver " + slot);
                })
            .awaitParked();
        time.go(
                () -> {
                  Go.sleep(d);
                  log.add("sleeper " + slot);
                })
            .awaitParked();
      }
      for (int slot = 0; slot < n; slot++) {
        time.advance(MINUTE);
        Await.until("three more are woken", () -> log.size() >= 3);
        List<String> woken = new ArrayList<>(log);
        Collections.sort(woken);
        assertEquals(List.of("function " + slot, "receiver " + slot, "sleeper " + slot), woken);
        log.clear();
      }
    }
  }

  @Test
  @DisplayName("T06 T09 after a reset the new time counts, also that of one that has expired")
  void t06Reset() {
    try (ManualTime time = new ManualTime()) {
      time.run(
          () -> {
            Timer timer = Timer.start(HOUR);
            time.advance(MINUTE.multipliedBy(59));
            assertTrue(timer.reset(HOUR));
            time.advance(HOUR.minus(NANO));
            assertNothing(timer.channel());
            time.advance(NANO);
            // Expired.
            assertTrue(timer.reset(HOUR));
            time.advance(HOUR.minus(NANO));
            assertNothing(timer.channel());
            time.advance(HOUR.multipliedBy(7).plus(NANO));
            assertReceivesFrom(HOUR.multipliedBy(7), timer.channel());
            assertFalse(timer.reset(HOUR));
            time.advance(HOUR);
            assertReceivesFrom(Duration.ZERO, timer.channel());
          });
    }
  }

  @Test
  @DisplayName("T06 a waiter is woken at the new time, not at the former")
  void t06Waiter() {
    try (ManualTime time = new ManualTime()) {
      List<Timer> made = new ArrayList<>();
      time.run(() -> made.add(Timer.start(HOUR)));
      Timer timer = made.getFirst();
      Harness.Child receiver =
          time.go(() -> assertFrom(Duration.ZERO, timer.channel().receiveOk())).awaitParked();
      time.run(() -> assertTrue(timer.reset(HOUR.multipliedBy(3))));
      time.advance(HOUR.multipliedBy(2));
      time.run(Go::gosched);
      assertTrue(receiver.isParked());
      time.run(() -> assertTrue(timer.reset(MINUTE)));
      time.advance(MINUTE);
      receiver.join();
    }
  }

  @Test
  @DisplayName("T11 a value received late says when it was due")
  void t11Late() {
    try (ManualTime time = new ManualTime()) {
      time.run(
          () -> {
            ReceiveChan<Instant> after = Time.after(HOUR);
            ReceiveChan<Instant> tick = Time.tick(HOUR);
            time.advance(HOUR.multipliedBy(5));
            assertReceivesFrom(HOUR.multipliedBy(4), after);
            assertReceivesFrom(HOUR.multipliedBy(4), tick);
            ReceiveChan<Instant> next = Time.after(HOUR);
            time.advance(HOUR.multipliedBy(9));
            assertFrom(HOUR.multipliedBy(8), next.receiveOk());
            assertFrom(HOUR.multipliedBy(8), tick.receiveOk());
          });
    }
  }

  // ---- tickers --------------------------------------------------------------------------------

  @Test
  @DisplayName("T14 a ticker keeps one tick, drops the others, and keeps in step")
  void t14KeepsInStep() {
    try (ManualTime time = new ManualTime()) {
      time.run(
          () -> {
            ReceiveChan<Instant> tick = Ticker.start(HOUR).channel();
            time.advance(HOUR.minus(NANO));
            assertNothing(tick);
            time.advance(NANO);
            assertReceivesFrom(Duration.ZERO, tick);
            assertNothing(tick);
            // At 2:30: that of 2:00, the next at 3:00.
            time.advance(MINUTE.multipliedBy(90));
            assertReceivesFrom(MINUTE.multipliedBy(30), tick);
            assertNothing(tick);
            time.advance(MINUTE.multipliedBy(30).minus(NANO));
            assertNothing(tick);
            time.advance(NANO);
            assertReceivesFrom(Duration.ZERO, tick);
            // At 13:30: one of ten, the next at 14:00.
            time.advance(MINUTE.multipliedBy(630));
            assertReceivesFrom(MINUTE.multipliedBy(570), tick);
            assertNothing(tick);
            time.advance(MINUTE.multipliedBy(30).minus(NANO));
            assertNothing(tick);
            time.advance(NANO);
            assertReceivesFrom(Duration.ZERO, tick);
          });
    }
  }

  @Test
  @DisplayName("T14 missed ticks are skipped, not stepped through")
  void t14Division() {
    try (ManualTime time = new ManualTime()) {
      time.run(
          () -> {
            ReceiveChan<Instant> tick = Time.tick(NANO);
            time.advance(Duration.ofDays(10_000));
            assertReceivesFrom(Duration.ofDays(10_000), tick);
            assertNothing(tick);
            time.advance(NANO);
            assertReceivesFrom(Duration.ZERO, tick);
          });
    }
  }

  @Test
  @DisplayName("T14 T20 those who wait get one tick each, in the order they came")
  void t20OneEach() {
    try (ManualTime time = new ManualTime()) {
      List<ReceiveChan<Instant>> made = new ArrayList<>();
      time.run(() -> made.add(Time.tick(HOUR)));
      ReceiveChan<Instant> tick = made.getFirst();
      List<Harness.Child> receivers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        receivers.add(time.go(() -> assertFrom(Duration.ZERO, tick.receiveOk())).awaitParked());
      }
      for (int i = 0; i < receivers.size(); i++) {
        time.advance(HOUR);
        receivers.get(i).join();
        time.run(Go::gosched);
        for (Harness.Child later : receivers.subList(i + 1, receivers.size())) {
          assertTrue(later.isParked());
        }
      }
      time.run(() -> assertNothing(tick));
    }
  }

  @Test
  @DisplayName("T14 somebody who waits gets one tick of many that a late machine has missed")
  void t14LateMachine() {
    try (ManualTime time = new ManualTime()) {
      List<ReceiveChan<Instant>> made = new ArrayList<>();
      time.run(() -> made.add(Time.tick(HOUR)));
      ReceiveChan<Instant> tick = made.getFirst();
      Harness.Child first =
          time.go(() -> assertFrom(MINUTE.multipliedBy(570), tick.receiveOk())).awaitParked();
      Harness.Child second =
          time.go(() -> assertFrom(Duration.ZERO, tick.receiveOk())).awaitParked();
      time.advance(MINUTE.multipliedBy(630));
      first.join();
      time.run(Go::gosched);
      assertTrue(second.isParked());
      time.advance(MINUTE.multipliedBy(29));
      time.run(Go::gosched);
      assertTrue(second.isParked());
      time.advance(MINUTE);
      second.join();
    }
  }

  @Test
  @DisplayName("T15 T09 a reset changes the period from now on, and a stop leaves no tick")
  void t15Reset() {
    try (ManualTime time = new ManualTime()) {
      time.run(
          () -> {
            Ticker ticker = Ticker.start(HOUR);
            ReceiveChan<Instant> tick = ticker.channel();
            time.advance(HOUR.multipliedBy(2));
            ticker.reset(MINUTE);
            assertNothing(tick);
            time.advance(MINUTE);
            assertReceivesFrom(Duration.ZERO, tick);
            time.advance(MINUTE);
            ticker.stop();
            assertNothing(tick);
            time.advance(HOUR);
            assertNothing(tick);
            ticker.reset(HOUR);
            time.advance(HOUR.minus(NANO));
            assertNothing(tick);
            time.advance(NANO);
            assertReceivesFrom(Duration.ZERO, tick);
            time.advance(HOUR);
            assertReceivesFrom(Duration.ZERO, tick);
          });
    }
  }

  @Test
  @DisplayName("T18 periods too long to count never tick, the longest that do not overflow once")
  void t18HugePeriods() {
    try (ManualTime time = new ManualTime()) {
      time.run(
          () -> {
            Duration century = Duration.ofDays(36_500);
            ReceiveChan<Instant> never = Time.tick(Duration.ofSeconds(Long.MAX_VALUE));
            ReceiveChan<Instant> once = Time.tick(century.multipliedBy(2));
            Timer timer = Timer.start(Duration.ofNanos(Long.MAX_VALUE));
            time.advance(century);
            assertNothing(never);
            assertNothing(once);
            time.advance(century);
            assertNothing(never);
            // The next one would be due after the end of all time.
            assertReceivesFrom(Duration.ZERO, once);
            time.advance(century.dividedBy(2));
            assertNothing(never);
            assertNothing(once);
            assertTrue(timer.stop());
          });
    }
  }
}
