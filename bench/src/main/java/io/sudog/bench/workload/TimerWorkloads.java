package io.sudog.bench.workload;

import static io.sudog.bench.workload.ChannelWorkloads.parallel;
import static io.sudog.bench.workload.Checks.check;

import io.sudog.core.Go;
import io.sudog.core.Task;
import io.sudog.sync.WaitGroup;
import io.sudog.time.Ticker;
import io.sudog.time.Time;
import io.sudog.time.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** Bodies about timers. All run among so many timers of others per processor. */
public final class TimerWorkloads {
  /** The timers per processor that Go's own benchmarks run among. */
  public static final int BALLAST = 1 << 15;

  private static final Duration NANOSECOND = Duration.ofNanos(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Task NOTHING = () -> {};

  private static final AtomicReference<Timer[]> KEPT = new AtomicReference<>();

  private TimerWorkloads() {}

  /**
   * Go's Stop with a channel: made and stopped at once.
   *
   * @param b how many timers
   * @param ballast others per processor
   */
  public static void stopChan(B b, int ballast) {
    among(
        b,
        ballast,
        n -> {
          Timer[] kept = kept();
          int stopped = 0;
          for (int i = 0; i < n; i++) {
            kept[0] = Timer.start(SECOND);
            if (kept[0].stop()) {
              stopped++;
            }
          }
          check(stopped, n);
        });
  }

  /**
   * Go's Stop with a function.
   *
   * @param b how many timers
   * @param ballast others per processor
   */
  public static void stopFunc(B b, int ballast) {
    among(
        b,
        ballast,
        n -> {
          Timer[] kept = kept();
          int stopped = 0;
          for (int i = 0; i < n; i++) {
            kept[0] = Timer.afterFunc(SECOND, NOTHING);
            if (kept[0].stop()) {
              stopped++;
            }
          }
          check(stopped, n);
        });
  }

  /**
   * Go's Reset with a channel: one timer of each goroutine is set anew.
   *
   * @param b how often
   * @param ballast others per processor
   */
  public static void resetChan(B b, int ballast) {
    among(b, ballast, n -> reset(Timer.start(HOUR), n));
  }

  /**
   * Go's Reset with a function.
   *
   * @param b how often
   * @param ballast others per processor
   */
  public static void resetFunc(B b, int ballast) {
    among(b, ballast, n -> reset(Timer.afterFunc(HOUR, NOTHING), n));
  }

  private static void reset(Timer timer, int n) {
    int reset = 0;
    for (int i = 0; i < n; i++) {
      if (timer.reset(HOUR)) {
        reset++;
      }
    }
    timer.stop();
    check(reset, n);
  }

  /**
   * Go's After: waits for a time that is as good as past.
   *
   * @param b how often
   * @param ballast others per processor
   */
  public static void after(B b, int ballast) {
    among(
        b,
        ballast,
        n -> {
          for (int i = 0; i < n; i++) {
            Time.after(NANOSECOND).receive();
          }
        });
  }

  /**
   * Go's Sleep1000: goroutines sleep for a moment, all at once, and are waited for.
   *
   * @param b how often that
   * @param goroutines how many at once
   * @param ballast others per processor
   */
  public static void sleep(B b, int goroutines, int ballast) {
    among(
        b,
        ballast,
        n -> {
          for (int i = 0; i < n; i++) {
            WaitGroup asleep = new WaitGroup();
            asleep.add(goroutines);
            for (int g = 0; g < goroutines; g++) {
              Go.go(
                  () -> {
                    Go.sleep(NANOSECOND);
                    asleep.done();
                  });
            }
            asleep.await();
          }
        });
  }

  /**
   * Go's Ticker: receives from a ticker that always has a tick ready.
   *
   * @param b how many ticks
   * @param ballast others per processor
   */
  public static void ticker(B b, int ballast) {
    among(
        b,
        ballast,
        n -> {
          try (Ticker ticker = Ticker.start(NANOSECOND)) {
            for (int i = 0; i < n; i++) {
              ticker.channel().receive();
            }
          }
        });
  }

  /**
   * A place of the caller's own for a timer that would else be optimised away, as none is in Go.
   */
  private static Timer[] kept() {
    Timer[] place = new Timer[1];
    KEPT.setRelease(place);
    return place;
  }

  /** Runs a body as {@link ChannelWorkloads#parallel} does, while others' timers run. */
  private static void among(B b, int ballast, IntConsumer body) {
    Timer[][] others = new Timer[b.processors()][ballast];
    WaitGroup started = new WaitGroup();
    for (Timer[] some : others) {
      started.go(() -> Arrays.setAll(some, _ -> Timer.afterFunc(HOUR, NOTHING)));
    }
    started.await();
    b.resetTimer();
    parallel(b, body);
    b.stopTimer();
    for (Timer[] some : others) {
      for (Timer timer : some) {
        timer.stop();
      }
    }
  }
}
