package io.sudog.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.core.DeadlockException;
import io.sudog.core.Task;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Processors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which timers stand against the report of a deadlock. */
@DisplayName("A deadlock with timers")
class TimerDeadlockConformanceTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration A_WHILE = Duration.ofMillis(100);

  private static void deadlock(int processors, Task main) {
    DeadlockException e =
        assertThrows(DeadlockException.class, () -> Harness.program(processors, main));
    assertTrue(e.getMessage().contains("all goroutines are asleep"), e.getMessage());
  }

  private static void waitForEver() {
    Chan.make().receive();
  }

  @Processors({1, 2, 8})
  @DisplayName("T13 is reported though timers and tickers run that nobody waits for")
  void t13Unread(int processors) {
    List<Object> kept = new ArrayList<>();
    deadlock(
        processors,
        () -> {
          for (Duration d : List.of(HOUR, A_WHILE, Duration.ofNanos(1))) {
            Timer reset = Timer.start(HOUR);
            assertTrue(reset.reset(d));
            kept.addAll(
                List.of(Timer.start(d), Ticker.start(d), Time.after(d), Time.tick(d), reset));
          }
          waitForEver();
        });
    assertEquals(15, kept.size());
  }

  @Processors({1, 2, 8})
  @DisplayName("T13 is not reported while a thread waits for a timer that it has started")
  void threadWaitsForTimer(int processors) {
    Harness.program(
        processors,
        () -> {
          Chan<String> over = Chan.make();
          Thread thread =
              Thread.ofPlatform()
                  .daemon()
                  .start(
                      () -> {
                        Time.after(A_WHILE).receive();
                        over.send("over");
                      });
          assertEquals("over", over.receive());
          thread.join();
        });
  }

  @Processors({1, 2, 8})
  @DisplayName("T13 is reported though timers run that somebody has waited for")
  void t13Waited(int processors) {
    List<Object> kept = new ArrayList<>();
    deadlock(
        processors,
        () -> {
          Ticker ticker = Ticker.start(Duration.ofMillis(1));
          kept.add(ticker);
          for (int i = 0; i < 3; i++) {
            assertNotNull(ticker.channel().receive());
          }
          waitForEver();
        });
    assertEquals(1, kept.size());
  }

  @Processors({1, 2, 8})
  @DisplayName("T13 T18 is reported when all wait for timers that will never fire")
  void t13NeverFires(int processors) {
    deadlock(
        processors,
        () -> {
          Timer timer = Timer.start(HOUR);
          assertTrue(timer.stop());
          timer.channel().receive();
        });
    deadlock(processors, () -> Time.after(Duration.ofSeconds(Long.MAX_VALUE)).receive());
    deadlock(processors, () -> Time.tick(Duration.ZERO).receive());
    deadlock(
        processors,
        () -> {
          assertTrue(Timer.afterFunc(HOUR, () -> {}).stop());
          waitForEver();
        });
    deadlock(
        processors,
        () -> {
          ReceiveChan<Instant> c = Time.after(Duration.ofMillis(1));
          assertNotNull(c.receive());
          c.receive();
        });
  }

  @Processors({1, 2, 8})
  @DisplayName("T13 is none as long as somebody waits for a timer, or a function is to come")
  void t13Hope(int processors) {
    AtomicBoolean over = new AtomicBoolean();
    Harness.program(processors, () -> assertNotNull(Time.after(A_WHILE).receive()));
    Harness.program(
        processors,
        () -> {
          Chan<String> ran = Chan.make();
          Timer.afterFunc(A_WHILE, () -> ran.send("ran"));
          assertEquals("ran", ran.receive());
        });
    deadlock(
        processors,
        () -> {
          Timer.afterFunc(A_WHILE, () -> over.set(true));
          waitForEver();
        });
    assertTrue(over.get(), "reported too early");
  }

  @Test
  @DisplayName("T13 is none while a thread lives that has stopped or set a timer of the program's")
  void t13ThreadThatUsed() {
    threadThatUsed(Timer::stop);
    threadThatUsed(timer -> timer.reset(Duration.ofSeconds(Long.MAX_VALUE)));
  }

  static void threadThatUsed(Consumer<Timer> use) {
    // Older than the program, so that it counts only for having used one of its primitives.
    AtomicReference<Timer> shared = new AtomicReference<>();
    CountDownLatch used = new CountDownLatch(1);
    try (Harness h = Harness.create(1)) {
      h.start(
          Kind.PLATFORM,
          () -> {
            Await.until("the program begins", () -> shared.get() != null);
            use.accept(shared.get());
            used.countDown();
            LockSupport.parkNanos(A_WHILE.toNanos());
            shared.get().reset(Duration.ZERO);
          });
      Harness.program(
          2,
          () -> {
            Timer timer = Timer.start(HOUR);
            shared.set(timer);
            used.await();
            assertNotNull(timer.channel().receive());
          });
    }
  }

  @Test
  @DisplayName("T13 is none while a thread lives that has stopped or set a ticker of the program's")
  void t13ThreadThatUsedATicker() {
    for (boolean stops : new boolean[] {true, false}) {
      AtomicReference<Ticker> shared = new AtomicReference<>();
      CountDownLatch used = new CountDownLatch(1);
      try (Harness h = Harness.create(1)) {
        h.start(
            Kind.PLATFORM,
            () -> {
              Await.until("the program begins", () -> shared.get() != null);
              if (stops) {
                shared.get().stop();
              } else {
                shared.get().reset(Duration.ofSeconds(Long.MAX_VALUE));
              }
              used.countDown();
              LockSupport.parkNanos(A_WHILE.toNanos());
              shared.get().reset(Duration.ofNanos(1));
            });
        Harness.program(
            2,
            () -> {
              Ticker ticker = Ticker.start(HOUR);
              shared.set(ticker);
              used.await();
              assertNotNull(ticker.channel().receive());
            });
      }
    }
  }
}
