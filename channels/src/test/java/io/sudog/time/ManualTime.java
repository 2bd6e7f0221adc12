package io.sudog.time;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.ReceiveChan;
import io.sudog.channels.Received;
import io.sudog.core.Scheduler;
import io.sudog.core.Task;
import io.sudog.runtime.Chance;
import io.sudog.runtime.RuntimeTimer;
import io.sudog.runtime.Sched;
import io.sudog.runtime.Tunables;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A scheduler of one processor whose time stands still until the test moves it: what is due, and
 * what is not, does not depend on how fast the machine is. Timers made by its goroutines live by
 * this time; foreign threads can not wait for them, since their alarms live by the real time.
 */
final class ManualTime implements AutoCloseable {
  // Far more than any machine stands still between two steps of a test, far less than the hours the
  // tests move the time by.
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final AtomicLong now = new AtomicLong(Duration.ofDays(1).toNanos());
  private final Sched sched =
      Sched.create(
          new Sched.Config(
              "manual",
              1,
              Tunables.DEFAULT.withTimeSlice(Long.MAX_VALUE / 2),
              now::get,
              Chance.SYSTEM,
              false,
              null,
              Sched.Kind.BUILT));
  private final Scheduler scheduler;
  private final Harness harness;

  ManualTime() {
    AtomicReference<Scheduler> handle = new AtomicReference<>();
    sched.start(sched.prepare("handle", () -> handle.set(Scheduler.current())));
    Await.until("the scheduler runs", () -> handle.get() != null);
    scheduler = handle.get();
    harness = Harness.on(scheduler);
  }

  /** Starts a goroutine that lives by this time. */
  Harness.Child go(Task body) {
    return harness.go(body);
  }

  /** Runs a goroutine that lives by this time, to its end. */
  void run(Task body) {
    harness.run(Kind.GOROUTINE, body);
  }

  /** Moves the time; what is then due fires soon. */
  void advance(Duration d) {
    now.addAndGet(d.toNanos());
    // Whoever sleeps until the earliest timer does so by the real time: an earlier one wakes it.
    sched.startTimer(
        new RuntimeTimer() {
          @Override
          protected void fire(long due, int round, long now) {}
        },
        0,
        0);
  }

  /** Takes a value that was due so long ago, by the manual time, and says so by the wall clock. */
  static void assertReceivesFrom(Duration ago, ReceiveChan<Instant> c) {
    assertFrom(ago, c.tryReceive());
  }

  /** It is a value, and was due so long ago. */
  static void assertFrom(Duration ago, Received<Instant> received) {
    assertTrue(received.ok(), "there is a value");
    Instant expected = Instant.now().minus(ago);
    Duration off = Duration.between(expected, received.value()).abs();
    assertTrue(
        off.compareTo(TOLERANCE) < 0, "expected " + expected + ", received " + received.value());
  }

  /** There is nothing to be received. */
  static void assertNothing(ReceiveChan<Instant> c) {
    assertFalse(c.tryReceive().ok(), "there is no value");
  }

  @Override
  public void close() {
    try {
      harness.close();
    } finally {
      scheduler.close();
    }
  }
}
