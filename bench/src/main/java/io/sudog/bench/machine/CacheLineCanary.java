package io.sudog.bench.machine;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/* On small virtual machines the two cores may be near (they share a cache) or far, a factor of
 * four, and may change places while they run. A figure at two processors means little without it. */

/** Measures how long a cache line takes from one core to another and back. */
public final class CacheLineCanary {
  private static final Duration WARM_UP = Duration.ofMillis(20);
  private static final Duration TIME = Duration.ofMillis(20);
  private static final int STOP = -1;
  private static final int TURNS_PER_TIME_READ = 64;

  private CacheLineCanary() {}

  /**
   * Bounces a line between two threads; takes about 40 ms.
   *
   * @return nanoseconds for there and back
   * @throws InterruptedException when the thread was interrupted
   */
  public static double roundTripNanos() throws InterruptedException {
    AtomicInteger line = new AtomicInteger();
    Thread follower =
        Thread.ofPlatform()
            .name("cache line canary")
            .daemon()
            .start(
                () -> {
                  for (int turn = 1; await(line, turn); turn += 2) {
                    line.set(turn + 1);
                  }
                });
    try {
      int warm = bounce(line, 0, WARM_UP);
      long start = System.nanoTime();
      int end = bounce(line, warm, TIME);
      return (System.nanoTime() - start) / ((end - warm) / 2.0);
    } finally {
      line.set(STOP);
      follower.join();
    }
  }

  private static int bounce(AtomicInteger line, int turn, Duration time) {
    long start = System.nanoTime();
    int now = turn;
    do {
      for (int i = 0; i < TURNS_PER_TIME_READ; i++) {
        line.set(now + 1);
        now += 2;
        await(line, now);
      }
    } while (System.nanoTime() - start < time.toNanos());
    return now;
  }

  /** Spins until the line holds the value; false when it holds STOP. */
  private static boolean await(AtomicInteger line, int value) {
    for (int seen = line.get(); seen != value; seen = line.get()) {
      if (seen == STOP) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }
}
