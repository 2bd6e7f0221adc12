package io.sudog.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.core.Go;
import io.sudog.core.Goroutine;
import io.sudog.core.Scheduler;
import io.sudog.sync.WaitGroup;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Timers that start a goroutine. Their functions report to channels and counters. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@DisplayName("Timer.afterFunc as in Go")
class AfterFuncConformanceTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(2);

  @Kinds
  @DisplayName("T02 does not start its function early, T18 and at once when the time is negative")
  void t02NeverEarly(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            for (int nanos : new int[] {-1, 0, 1, 999, 1_000_000, 20_000_000}) {
              Chan<Long> ran = Chan.make(1);
              long start = System.nanoTime();
              Timer timer =
                  Timer.afterFunc(Duration.ofNanos(nanos), () -> ran.send(System.nanoTime()));
              long waited = ran.receive() - start;
              assertTrue(waited >= nanos, "started after " + waited + " ns of " + nanos);
              assertFalse(timer.stop());
            }
          });
    }
  }

  @Kinds
  @DisplayName("T04 runs its function in a goroutine of its own, on its maker's scheduler")
  void t04OwnGoroutine(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            Scheduler mine = Scheduler.current();
            for (int i = 0; i < 5; i++) {
              Chan<Goroutine> ran = Chan.make();
              AtomicReference<Scheduler> where = new AtomicReference<>();
              Timer.afterFunc(
                  SHORT,
                  () -> {
                    where.set(Scheduler.current());
                    ran.send(Go.current());
                  });
              Goroutine g = ran.receive();
              assertNotNull(g);
              assertNotSame(Go.current(), g);
              assertSame(mine, where.get());
            }
          });
    }
  }

  @Kinds
  @DisplayName("T04 the function may block, and holds up no other timer")
  void t04MayBlock(Kind kind) {
    try (Harness h = Harness.create(1)) {
      h.run(
          kind,
          () -> {
            Chan<Integer> gate = Chan.make();
            Chan<Integer> out = Chan.make();
            for (int i = 0; i < 10; i++) {
              Timer.afterFunc(Duration.ofNanos(i), () -> out.send(gate.receive()));
            }
            // All of them block by now, or will.
            assertNotNull(Time.after(SHORT).receive());
            Chan<String> ran = Chan.make();
            Timer.afterFunc(SHORT, () -> ran.send("ran"));
            assertEquals("ran", ran.receive());
            for (int i = 0; i < 10; i++) {
              gate.send(i);
              assertEquals(i, out.receive());
            }
          });
    }
  }

  @Kinds
  @DisplayName("T04 the function may set its own timer again, and make others")
  void t04Rearms(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            int rounds = 100;
            Chan<Integer> ran = Chan.make(rounds);
            AtomicReference<Timer> self = new AtomicReference<>();
            AtomicInteger round = new AtomicInteger();
            self.set(
                Timer.afterFunc(
                    HOUR,
                    () -> {
                      int n = round.incrementAndGet();
                      if (n < rounds) {
                        // It has fired, so there is nothing to prevent.
                        assertFalse(self.get().reset(Duration.ofNanos(n % 3)));
                      }
                      Timer.afterFunc(Duration.ZERO, () -> ran.send(n));
                    }));
            assertTrue(self.get().reset(Duration.ZERO));
            int sum = 0;
            for (int i = 0; i < rounds; i++) {
              sum += ran.receive();
            }
            assertEquals(rounds * (rounds + 1) / 2, sum);
            assertFalse(self.get().stop());
          });
    }
  }

  @Kinds
  @DisplayName("T05 stop tells whether it prevented the start of the function")
  void t05Stop(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            AtomicInteger ran = new AtomicInteger();
            Timer timer = Timer.afterFunc(HOUR, ran::incrementAndGet);
            assertTrue(timer.stop());
            assertFalse(timer.stop());
            Chan<String> gate = Chan.make();
            Timer under = Timer.afterFunc(Duration.ZERO, gate::receive);
            // The function has begun and is not over.
            gate.send("begun");
            assertFalse(under.stop());
            assertFalse(under.stop());
            assertEquals(0, ran.get());
          });
    }
  }

  @Kinds
  @DisplayName("T06 reset tells whether the function was still to come, and sets it in any case")
  void t06Reset(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            Chan<Long> ran = Chan.make(1);
            Timer timer = Timer.afterFunc(HOUR, () -> ran.send(System.nanoTime()));
            assertTrue(timer.reset(HOUR.plusHours(1)));
            for (boolean running : new boolean[] {true, false, false}) {
              long start = System.nanoTime();
              assertEquals(running, timer.reset(SHORT));
              assertTrue(ran.receive() - start >= SHORT.toNanos());
              assertFalse(ran.tryReceive().ok());
            }
            assertFalse(timer.reset(HOUR));
            assertTrue(timer.stop());
            assertFalse(timer.reset(Duration.ZERO));
            assertNotNull(ran.receive());
          });
    }
  }

  @Kinds
  @DisplayName("T18 too long to count never starts it, and is running all the same")
  void t18ForEver(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            for (Duration d :
                List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofNanos(Long.MAX_VALUE))) {
              Chan<String> ran = Chan.make(1);
              Timer timer = Timer.afterFunc(d, () -> ran.send("ran"));
              assertTrue(timer.reset(d));
              assertTrue(timer.stop());
              assertFalse(timer.stop());
              assertFalse(timer.reset(d));
              assertTrue(timer.reset(HOUR));
              assertTrue(timer.reset(d));
              assertNotNull(Time.after(SHORT).receive());
              assertFalse(ran.tryReceive().ok());
              assertTrue(timer.reset(Duration.ZERO));
              assertEquals("ran", ran.receive());
              assertFalse(timer.reset(d));
              assertTrue(timer.stop());
            }
          });
    }
  }

  @Test
  @DisplayName("T04 its channel is the nil channel")
  void t04Channel() {
    Timer timer = Timer.afterFunc(Duration.ZERO, () -> {});
    assertSame(Chan.nil(), timer.channel());
    assertFalse(timer.channel().tryReceive().ok());
  }

  // ---- races ----------------------------------------------------------------------------------

  @Processors({1, 2, 8})
  @Kinds
  @DisplayName("T07 racing with the firing, stop and reset are right about whether it will start")
  void t07Race(int processors, Kind kind) {
    try (Harness h = Harness.create(processors)) {
      int each = Stress.times(300);
      for (int c = 0; c < 4; c++) {
        int me = c;
        h.start(
            kind,
            () -> {
              for (int i = 0; i < each; i++) {
                AtomicInteger ran = new AtomicInteger();
                WaitGroup over = new WaitGroup();
                over.add(1);
                Duration d = Duration.ofNanos((i * 37L + me) % 60 * 1_000);
                Timer timer =
                    Timer.afterFunc(
                        d,
                        () -> {
                          ran.incrementAndGet();
                          over.done();
                        });
                for (int spin = i % 20 * 50; spin > 0; spin--) {
                  Thread.onSpinWait();
                }
                boolean prevented = i % 2 == 0 ? timer.stop() : timer.reset(HOUR);
                if (!prevented) {
                  // Parked: goroutines that yield busily keep others from the JDK's carriers.
                  over.await();
                }
                if (i % 2 != 0) {
                  assertTrue(timer.stop());
                }
                // A function that runs though it was prevented would mostly be seen here.
                Go.gosched();
                assertEquals(prevented ? 0 : 1, ran.get());
              }
            });
      }
    }
  }

  @Test
  @DisplayName("T07 resets and stops of many at once neither double a function nor lose it")
  void t07ManyAtOnce() {
    int each = Stress.times(3_000);
    AtomicInteger ran = new AtomicInteger();
    AtomicInteger started = new AtomicInteger(1);
    AtomicInteger prevented = new AtomicInteger();
    try (Harness h = Harness.create()) {
      Timer timer = Timer.afterFunc(HOUR, ran::incrementAndGet);
      for (int c = 0; c < 6; c++) {
        int me = c;
        h.start(
            Kind.inTurn(c),
            () -> {
              for (int i = 0; i < each; i++) {
                boolean was;
                if ((i + me) % 3 == 0) {
                  was = timer.stop();
                } else {
                  was = timer.reset(Duration.ofNanos(i % 50 * 200L));
                  started.incrementAndGet();
                }
                if (was) {
                  prevented.incrementAndGet();
                }
              }
            });
      }
      h.join();
      if (timer.stop()) {
        prevented.incrementAndGet();
      }
      // Each setting ends in one way: it was prevented, or its function runs.
      Await.until(
          "as many have run as were not prevented",
          () -> ran.get() == started.get() - prevented.get());
      assertNotNull(Time.after(SHORT).receive());
      assertEquals(started.get() - prevented.get(), ran.get());
    }
  }
}
