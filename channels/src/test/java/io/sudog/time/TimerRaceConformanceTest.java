package io.sudog.time;

import static io.sudog.time.ManualTime.assertNothing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.core.Go;
import io.sudog.sync.WaitGroup;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Processors;
import io.sudog.testing.Race;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Timers that are stopped and set while they fire, and timers in great numbers. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@DisplayName("Racing timers as in Go")
class TimerRaceConformanceTest {
  private static final Duration HOUR = Duration.ofHours(1);

  // ---- stop and reset against a receive -------------------------------------------------------

  @Test
  @DisplayName("T07 of a stop, or reset, and a receive that race for a due timer one succeeds")
  void t07StopOrReceive() {
    AtomicReference<Timer> timer = new AtomicReference<>(Timer.start(Duration.ZERO));
    AtomicBoolean prevented = new AtomicBoolean();
    AtomicBoolean received = new AtomicBoolean();
    Race.run(
        Stress.times(5_000),
        round -> {
          Timer t = timer.get();
          switch (round % 4) {
            case 0 -> prevented.set(t.stop());
            case 2 -> prevented.set(t.reset(HOUR));
            default -> {
              // Between two races: judge the one, prepare the other.
              assertTrue(prevented.get() ^ received.get(), "received, or prevented");
              assertNothing(t.channel());
              assertEquals(round % 4 == 3, t.stop());
              timer.set(Timer.start(Duration.ZERO));
            }
          }
        },
        round -> {
          if (round % 2 == 0) {
            received.set(timer.get().channel().tryReceive().ok());
          }
        });
  }

  @Processors({1, 2, 8})
  @Kinds
  @DisplayName("T07 a stop that races with the firing returns true or leaves the value")
  void t07Stop(int processors, Kind kind) {
    try (Harness h = Harness.shrunk(processors)) {
      for (int c = 0; c < 4; c++) {
        int me = c;
        h.start(
            kind,
            () -> {
              Random random = new Random(me);
              for (int i = 0; i < Stress.times(100); i++) {
                assertOneSetting(h, kind, random, i % 2 == 0);
              }
            });
      }
    }
  }

  /**
   * Somebody waits for a timer that is about to fire, and we stop or reset it. If we prevented the
   * firing, the waiter still waits, and only a new setting wakes it; if not, it has the value.
   */
  private static void assertOneSetting(Harness h, Kind kind, Random random, boolean stop) {
    Timer timer = Timer.start(Duration.ofNanos(random.nextInt(100_000)));
    AtomicInteger received = new AtomicInteger();
    WaitGroup receiver = new WaitGroup();
    receiver.add(1);
    h.start(
        kind,
        () -> {
          assertNotNull(timer.channel().receive());
          received.incrementAndGet();
          receiver.done();
        });
    for (int spin = random.nextInt(2_000); spin > 0; spin--) {
      Thread.onSpinWait();
    }
    if (stop ? timer.stop() : timer.reset(HOUR)) {
      assertEquals(0, received.get(), "received what was prevented");
      assertEquals(!stop, timer.reset(Duration.ZERO));
    } else {
      // Its value was taken, and who has taken it may still be about to say so.
      receiver.await();
      assertEquals(!stop, timer.stop());
    }
    receiver.await();
    assertFalse(timer.stop());
    assertNothing(timer.channel());
  }

  // ---- none is lost ---------------------------------------------------------------------------

  @Processors({1, 2, 8})
  @Kinds
  @DisplayName("T19 a timer of next to nothing is never lost")
  void t19Zero(int processors, Kind kind) {
    try (Harness h = Harness.shrunk(processors)) {
      for (int c = 0; c < 2; c++) {
        int me = c;
        h.start(
            kind,
            () -> {
              Timer again = Timer.start(HOUR);
              for (int i = 0; i < Stress.times(2_000); i++) {
                // Some are due when they are looked at, some a little later.
                Duration d = Duration.ofNanos(i % 4 * (long) (i % 7) * 400 * me);
                assertNotNull(Time.after(d).receive());
                again.reset(d);
                assertNotNull(again.channel().receive());
              }
            });
      }
    }
  }

  @Processors({1, 2, 8})
  @Kinds
  @DisplayName("T19 a timer that is moved rapidly, earlier and later, under a waiter fires")
  void t19Moved(int processors, Kind kind) {
    int rounds = Stress.times(100);
    try (Harness h = Harness.shrunk(processors)) {
      Chan<Integer> step = Chan.make();
      Timer timer = Timer.start(HOUR);
      h.start(
          kind,
          () -> {
            for (int i = 0; i < rounds; i++) {
              step.send(i);
              assertNotNull(timer.channel().receive());
            }
          });
      h.start(
          kind == Kind.GOROUTINE ? Kind.PLATFORM : Kind.GOROUTINE,
          () -> {
            Random random = new Random(19);
            for (int i = 0; i < rounds; i++) {
              assertEquals(i, step.receive());
              assertEquals(i == 0, timer.reset(HOUR));
              for (int move = random.nextInt(30); move > 0; move--) {
                assertTrue(timer.reset(HOUR.minusSeconds(random.nextInt(1000))));
              }
              assertTrue(timer.reset(Duration.ofNanos(random.nextInt(50_000))));
            }
          });
    }
  }

  @Processors({1, 2, 8})
  @DisplayName("T19 thousands of timers and sleepers, moved about, all fire")
  void t19Thousands(int processors) {
    try (Harness h = Harness.create(processors)) {
      int n = Stress.times(2_500);
      AtomicInteger woken = new AtomicInteger();
      h.go(
          () -> {
            Random random = new Random(19);
            WaitGroup all = new WaitGroup();
            for (int i = 0; i < n; i++) {
              Duration d = Duration.ofNanos(random.nextInt(50_000_000));
              Timer timer = Timer.start(i % 3 == 0 ? HOUR : d);
              all.go(
                  () -> {
                    assertNotNull(timer.channel().receive());
                    woken.incrementAndGet();
                  });
              all.go(
                  () -> {
                    Go.sleep(d);
                    timer.reset(d);
                    woken.incrementAndGet();
                  });
            }
            all.await();
          });
      h.join();
      assertEquals(2 * n, woken.get());
    }
  }

  @Test
  @DisplayName("T19 one that is set earlier while all else is idle wakes the machine in time")
  void t19IdleMachine() {
    try (Harness h = Harness.create()) {
      h.go(() -> Time.after(HOUR).receive()).awaitParked().abandon();
      for (int i = 0; i < 20; i++) {
        Timer timer = Timer.start(HOUR.multipliedBy(2));
        ReceiveChan<Instant> c = timer.channel();
        Harness.Child receiver =
            h.start(Kind.inTurn(i), () -> assertNotNull(c.receive())).awaitParked();
        assertTrue(timer.reset(Duration.ofMillis(1)));
        receiver.join();
      }
    }
  }
}
