package io.sudog.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.ReceiveChan;
import io.sudog.channels.Received;
import io.sudog.context.CancelContext;
import io.sudog.context.CanceledException;
import io.sudog.context.Context;
import io.sudog.context.DeadlineExceededException;
import io.sudog.core.Go;
import io.sudog.runtime.Sched;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Timers that are set, stopped, received from and fired at random, and the books kept. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@DisplayName("Timers under stress")
class TimerStressTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MOST_NANOS = 200_000;

  /** A timer and what has become of its settings. */
  private static final class Account {
    final Timer timer = Timer.start(HOUR);
    // Settings that began, were prevented, and whose value was received. Each setting ends in one
    // of both ways, but the last, which may be under way.
    final AtomicLong set = new AtomicLong(1);
    final AtomicLong prevented = new AtomicLong();
    final AtomicLong received = new AtomicLong();

    void prevented(boolean was) {
      if (was) {
        prevented.getAndIncrement();
      }
    }

    void reset(Duration d) {
      boolean was = timer.reset(d);
      set.getAndIncrement();
      prevented(was);
    }
  }

  private static Duration some(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> HOUR;
      case 1 -> Duration.ZERO;
      default -> Duration.ofNanos(random.nextInt(MOST_NANOS));
    };
  }

  @Test
  @DisplayName("T07 T19 each setting of each timer is received once or prevented, never both")
  void accounts() {
    for (int processors : new int[] {1, 2, 8}) {
      accountsFor(processors, Stress.scaled(Duration.ofMillis(1_200)));
    }
  }

  private static void accountsFor(int processors, Duration length) {
    long seed = Stress.seed();
    List<Account> accounts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      accounts.add(new Account());
    }
    AtomicBoolean over = new AtomicBoolean();
    try (Harness h = Harness.shrunk(processors)) {
      for (int c = 0; c < 8; c++) {
        int me = c;
        h.start(
            Kind.mixed(c),
            () -> {
              Random random = new Random(seed + me);
              try {
                while (!over.get()) {
                  act(accounts.get(random.nextInt(accounts.size())), random, me < 4);
                }
              } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
              }
            });
      }
      Await.holds(length, () -> false);
      over.set(true);
      h.join();
    }
    for (Account account : accounts) {
      account.prevented(account.timer.stop());
      assertFalse(account.timer.channel().tryReceive().ok());
      assertEquals(
          account.set.get(), account.prevented.get() + account.received.get(), "seed " + seed);
    }
    assertTrue(accounts.stream().mapToLong(a -> a.received.get()).sum() > 0);
    assertTrue(accounts.stream().mapToLong(a -> a.prevented.get()).sum() > 0);
  }

  private static void act(Account account, Random random, boolean sets) {
    ReceiveChan<Instant> c = account.timer.channel();
    if (!sets || random.nextInt(4) == 0) {
      if (random.nextInt(3) == 0) {
        if (c.tryReceive().ok()) {
          account.received.getAndIncrement();
        }
      } else {
        Duration patience = Duration.ofNanos(random.nextInt(MOST_NANOS));
        if (receiveFor(patience, c)) {
          account.received.getAndIncrement();
        }
      }
    } else if (random.nextInt(4) == 0) {
      account.prevented(account.timer.stop());
    } else {
      account.reset(some(random));
    }
  }

  private static boolean receiveFor(Duration patience, ReceiveChan<Instant> c) {
    try (CancelContext ctx = Context.withTimeout(Context.background(), patience)) {
      Received<Instant> received = c.receiveOkUntil(ctx);
      assertTrue(received.ok());
      assertNotNull(received.value());
      return true;
    } catch (DeadlineExceededException | CanceledException e) {
      return false;
    }
  }

  @Test
  @DisplayName("T09 T02 no value is stale, and none early: each comes after its own setting's time")
  void noneStale() {
    long seed = Stress.seed();
    long until = System.nanoTime() + Stress.scaled(Duration.ofMillis(1_500)).toNanos();
    try (Harness h = Harness.shrunk(2)) {
      for (int c = 0; c < 6; c++) {
        int me = c;
        h.start(
            Kind.inTurn(c),
            () -> {
              Random random = new Random(seed + me);
              Timer timer = Timer.start(Duration.ZERO);
              while (System.nanoTime() < until) {
                // Settings that are due, nearly due, or have fired into nobody's hands.
                for (int i = random.nextInt(4); i > 0; i--) {
                  timer.reset(Duration.ofNanos(random.nextInt(2_000)));
                }
                long start = System.nanoTime();
                int nanos = random.nextInt(MOST_NANOS);
                timer.reset(Duration.ofNanos(nanos));
                if (random.nextBoolean()) {
                  assertNotNull(timer.channel().receive());
                } else {
                  Await.until("a value", () -> timer.channel().tryReceive().ok());
                }
                long waited = System.nanoTime() - start;
                assertTrue(waited >= nanos, waited + " ns of " + nanos + ", seed " + seed);
                assertFalse(timer.channel().tryReceive().ok());
                assertFalse(timer.stop());
              }
            });
      }
    }
  }

  @Test
  @DisplayName(
      "T20 T15 a ticker's receivers come and go while it is stopped and set: none is stuck")
  void tickers() {
    long seed = Stress.seed();
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger received = new AtomicInteger();
    List<Ticker> tickers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tickers.add(Ticker.start(Duration.ofNanos(20_000)));
    }
    try (Harness h = Harness.shrunk(2);
        Harness other = Harness.create(1)) {
      for (int c = 0; c < 10; c++) {
        int me = c;
        // Receivers of three schedulers: alarms move from heap to heap.
        (c % 3 == 0 ? other : h)
            .start(
                Kind.mixed(c),
                () -> {
                  Random random = new Random(seed + me);
                  while (!over.get()) {
                    Ticker ticker = tickers.get(random.nextInt(tickers.size()));
                    if (me == 0 && random.nextInt(4) == 0) {
                      ticker.stop();
                      ticker.reset(Duration.ofNanos(1 + random.nextInt(50_000)));
                    } else if (random.nextInt(3) == 0) {
                      if (receiveFor(
                          Duration.ofNanos(random.nextInt(MOST_NANOS)), ticker.channel())) {
                        received.getAndIncrement();
                      }
                    } else {
                      assertNotNull(ticker.channel().receive());
                      received.getAndIncrement();
                    }
                  }
                });
      }
      if (Sched.GMP) {
        // So do the timers of Ps that go.
        h.go(
            () -> {
              for (int i = 0; !over.get(); i++) {
                Go.gomaxprocs(1 + i % 4);
                Go.sleep(Duration.ofMillis(5));
              }
            });
      }
      Await.holds(Stress.scaled(Duration.ofMillis(1_500)), () -> false);
      over.set(true);
      h.join();
      other.join();
    }
    assertTrue(received.get() > 0);
  }

  @Test
  @DisplayName("T04 T07 functions run exactly as often as their timers were not prevented")
  void functions() {
    long seed = Stress.seed();
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong set = new AtomicLong();
    AtomicLong prevented = new AtomicLong();
    AtomicLong ran = new AtomicLong();
    List<Timer> timers = Harness.sharedList();
    try (Harness h = Harness.shrunk(2)) {
      // Half of them are the harness's scheduler's, the others the process's.
      for (Kind kind : new Kind[] {Kind.GOROUTINE, Kind.PLATFORM}) {
        h.run(
            kind,
            () -> {
              for (int i = 0; i < 5; i++) {
                timers.add(Timer.afterFunc(HOUR, ran::getAndIncrement));
                set.getAndIncrement();
              }
            });
      }
      List<Harness.Child> children = new ArrayList<>();
      for (int c = 0; c < 6; c++) {
        int me = c;
        children.add(
            h.start(
                Kind.mixed(c),
                () -> {
                  Random random = new Random(seed + me);
                  while (!over.get()) {
                    Timer timer = timers.get(random.nextInt(timers.size()));
                    boolean was;
                    if (random.nextInt(4) == 0) {
                      was = timer.stop();
                    } else {
                      was = timer.reset(some(random));
                      set.getAndIncrement();
                    }
                    if (was) {
                      prevented.getAndIncrement();
                    }
                  }
                }));
      }
      Await.holds(Stress.scaled(Duration.ofMillis(1_200)), () -> false);
      over.set(true);
      children.forEach(Harness.Child::join);
      for (Timer timer : timers) {
        if (timer.stop()) {
          prevented.getAndIncrement();
        }
      }
      Await.until(
          "all functions have run, seed " + seed, () -> ran.get() == set.get() - prevented.get());
    }
    assertEquals(set.get(), prevented.get() + ran.get());
  }
}
