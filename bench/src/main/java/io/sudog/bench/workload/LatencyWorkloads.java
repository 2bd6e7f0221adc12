package io.sudog.bench.workload;

import io.sudog.channels.Chan;
import io.sudog.core.Go;
import io.sudog.sync.WaitGroup;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Bodies that measure how late things run, not how long they take. */
public final class LatencyWorkloads {
  /** The time between two wake-ups. */
  public static final Duration GAP = Duration.ofNanos(200_000);

  /** The goroutines per processor that compute meanwhile. */
  public static final int BUSY = 2;

  private static final int STEPS = 10_000;
  private static final int SHORTEST_MILLIS = 100;
  private static final int SPREAD_MILLIS = 1_000;

  private LatencyWorkloads() {}

  /**
   * Many goroutines sleep at once, and each notes how late it went on.
   *
   * @param b how often that
   * @param sleepers how many
   */
  public static void sleepers(B b, int sleepers) {
    long[] late = new long[sleepers];
    for (int i = 0; i < b.n(); i++) {
      WaitGroup asleep = new WaitGroup();
      asleep.add(sleepers);
      for (int s = 0; s < sleepers; s++) {
        int one = s;
        Go.go(
            () -> {
              Duration sleep = Duration.ofMillis(sleepMillis(one));
              long start = System.nanoTime();
              Go.sleep(sleep);
              late[one] = System.nanoTime() - start - sleep.toNanos();
              asleep.done();
            });
      }
      asleep.await();
    }
    Checks.reportLateness(b, late); // the last time's: those before were a warm-up
  }

  /**
   * How long one of the sleepers sleeps.
   *
   * @param sleeper its number
   * @return whole milliseconds, since not every library's clock counts finer
   */
  public static int sleepMillis(int sleeper) {
    return SHORTEST_MILLIS + sleeper % SPREAD_MILLIS;
  }

  /**
   * A goroutine is woken while nothing else runs.
   *
   * @param b how often
   */
  public static void wakeIdle(B b) {
    wake(b);
  }

  /**
   * A goroutine is woken while others compute and yield.
   *
   * @param b how often
   */
  public static void wakeBusy(B b) {
    AtomicBoolean over = new AtomicBoolean();
    WaitGroup busy = new WaitGroup();
    for (int g = 0; g < BUSY * b.processors(); g++) {
      busy.go(
          () -> {
            for (long x = 1; !over.get(); ) {
              x = compute(x);
              Go.gosched();
            }
          });
    }
    wake(b);
    over.set(true);
    busy.await();
  }

  private static void wake(B b) {
    int n = b.n();
    long[] late = new long[n];
    Chan<Long> sent = Chan.make();
    WaitGroup receiver = new WaitGroup();
    receiver.go(
        () -> {
          for (int i = 0; i < n; i++) {
            Long at = sent.receive();
            late[i] = System.nanoTime() - (at == null ? 0 : at);
          }
        });
    for (int i = 0; i < n; i++) {
      Go.sleep(GAP);
      sent.send(System.nanoTime());
    }
    receiver.await();
    Checks.reportLateness(b, late);
  }

  /**
   * A while of work that depends on itself.
   *
   * @param seed where to start
   * @return where it ended
   */
  public static long compute(long seed) {
    long x = seed;
    for (int i = 0; i < STEPS; i++) {
      x = x * 6364136223846793005L + 1442695040888963407L;
    }
    return x;
  }
}
