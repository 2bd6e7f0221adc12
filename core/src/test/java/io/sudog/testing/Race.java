package io.sudog.testing;

import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Two threads that do one thing each, round after round, as close together as can be. */
public final class Race {
  private static final int SPINS_BEFORE_YIELD = 5_000;
  private static final int MOST_JITTER = 60;

  private Race() {}

  /** One side of a round. */
  @FunctionalInterface
  public interface Side {
    /**
     * Does it.
     *
     * @param round from 0
     * @throws Exception fails the test
     */
    void act(int round) throws Exception;
  }

  /**
   * Runs the race.
   *
   * @param rounds how many
   * @param one the one side
   * @param other the other side
   */
  public static void run(int rounds, Side one, Side other) {
    AtomicInteger[] arrived = {new AtomicInteger(), new AtomicInteger()};
    AtomicBoolean failed = new AtomicBoolean();
    long seed = Stress.seed();
    try (Harness h = Harness.create()) {
      for (int side = 0; side < 2; side++) {
        int me = side;
        h.start(
            Kind.PLATFORM,
            () -> {
              Random random = new Random(seed + me);
              boolean fine = false;
              try {
                for (int round = 0; round < rounds; round++) {
                  arrived[me].set(round + 1);
                  int spins = 0;
                  while (arrived[1 - me].get() <= round && !failed.get()) {
                    if (++spins > SPINS_BEFORE_YIELD) {
                      Thread.yield();
                    } else {
                      Thread.onSpinWait();
                    }
                  }
                  if (failed.get()) {
                    return;
                  }
                  for (int jitter = random.nextInt(MOST_JITTER); jitter > 0; jitter--) {
                    Thread.onSpinWait();
                  }
                  (me == 0 ? one : other).act(round);
                }
                fine = true;
              } finally {
                if (!fine) {
                  failed.set(true);
                }
              }
            });
      }
    }
  }
}
