package io.sudog.time;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What keeps a timer alive: somebody who refers to it, or waits for it, and nothing else. */
@DisplayName("Timers and memory as in Go")
class TimerMemoryConformanceTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TINY = Duration.ofNanos(1);

  private final List<WeakReference<Object>> garbage = Harness.sharedList();

  private void collectable(Object... made) {
    for (Object o : made) {
      garbage.add(new WeakReference<>(o));
    }
  }

  private void collectable(Timer timer) {
    collectable(timer, timer.channel());
  }

  private void collectable(Ticker ticker) {
    collectable(ticker, ticker.channel());
  }

  private void awaitCollected() {
    assertFalse(garbage.isEmpty());
    Await.until(
        "all of " + garbage.size() + " are collected",
        () -> {
          System.gc();
          return garbage.stream().allMatch(r -> r.refersTo(null));
        });
  }

  @Kinds
  @DisplayName("T12 unreferenced timers and tickers are garbage, running, due, stopped or received")
  void t12Unreferenced(Kind kind) {
    Chan<Void> collected = Chan.make();
    try (Harness h = Harness.create()) {
      Harness.Child maker =
          h.start(
              kind,
              () -> {
                for (int i = 0; i < 10; i++) {
                  make();
                }
                // Their maker lives on.
                collected.receive();
              });
      maker.awaitParked();
      awaitCollected();
      collected.close();
    }
  }

  private void make() {
    for (Duration d : List.of(HOUR, Duration.ZERO, TINY, Duration.ofSeconds(Long.MAX_VALUE))) {
      collectable(Timer.start(d));
      collectable(Time.after(d));
      Timer stopped = Timer.start(d);
      assertTrue(stopped.stop());
      collectable(stopped);
      Timer reset = Timer.start(d);
      assertTrue(reset.reset(HOUR));
      collectable(reset);
      if (!d.isZero()) {
        collectable(Ticker.start(d));
        collectable(Time.tick(d));
      }
    }
    Timer received = Timer.start(TINY);
    assertNotNull(received.channel().receive());
    collectable(received);
    Ticker ticking = Ticker.start(TINY);
    assertNotNull(ticking.channel().receive());
    assertNotNull(ticking.channel().receive());
    collectable(ticking);
    Ticker closed = Ticker.start(TINY);
    closed.close();
    collectable(closed);
  }

  @Kinds
  @DisplayName("T12 so are those somebody has waited for: to the end, or until a context ended")
  void t12WaitedFor(Kind kind) {
    Chan<Void> collected = Chan.make();
    try (Harness h = Harness.create()) {
      CountDownLatch done = new CountDownLatch(4);
      for (int i = 0; i < 4; i++) {
        boolean quits = i % 2 == 0;
        boolean ticks = i < 2;
        h.start(
            kind,
            () -> {
              if (quits) {
                quitWaiting(ticks);
              } else {
                waitFor(ticks);
              }
              done.countDown();
              collected.receive();
            });
      }
      Await.until("all have waited", () -> done.getCount() == 0);
      awaitCollected();
      collected.close();
    }
  }

  private void waitFor(boolean ticks) {
    Duration d = Duration.ofMillis(2);
    ReceiveChan<Instant> c = ticks ? Time.tick(d) : Time.after(d);
    assertNotNull(c.receive());
    collectable(c);
  }

  private void quitWaiting(boolean ticks) {
    ReceiveChan<Instant> c = ticks ? Time.tick(HOUR) : Time.after(HOUR);
    try (CancelContext ctx = Context.withTimeout(Context.background(), Duration.ofMillis(2))) {
      assertThrows(Exception.class, () -> c.receiveUntil(ctx));
    }
    collectable(c);
  }

  @Kinds
  @DisplayName("T12 one that somebody waits for is not, and its time comes")
  void t12Waiting(Kind kind) {
    try (Harness h = Harness.create()) {
      List<Harness.Child> waiters = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        boolean ticks = i % 2 == 0;
        waiters.add(
            h.start(
                kind,
                () -> {
                  // Nobody but the runtime refers to the channel while we wait.
                  assertNotNull(make(ticks).receive());
                }));
      }
      waiters.forEach(Harness.Child::awaitParked);
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      h.join();
      awaitCollected();
    }
  }

  private ReceiveChan<Instant> make(boolean ticks) {
    Duration d = Duration.ofMillis(300);
    ReceiveChan<Instant> c = ticks ? Time.tick(d) : Time.after(d);
    collectable(c);
    return c;
  }

  @Test
  @DisplayName("T12 the function of a timer is garbage once it has run, or was stopped")
  void t12Functions() {
    functions();
    awaitCollected();
  }

  private void functions() {
    for (int i = 0; i < 4; i++) {
      Chan<Object> ran = Chan.make(1);
      Object captured = new Object();
      Timer timer = Timer.afterFunc(i % 2 == 0 ? HOUR : TINY, () -> ran.send(captured));
      if (i % 2 == 0) {
        assertTrue(timer.stop());
      } else {
        assertNotNull(ran.receive());
      }
      collectable(captured, timer);
    }
  }

  @Test
  @DisplayName("T12 a function that is still to come is kept, though nobody refers to its timer")
  void t12FunctionToCome() {
    Chan<String> ran = Chan.make(1);
    Timer.afterFunc(Duration.ofMillis(200), () -> ran.send("ran"));
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    assertTrue(ran.receiveOk().ok());
  }
}
