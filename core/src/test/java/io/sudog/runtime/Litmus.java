package io.sudog.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Two threads that run one step each at the same time, many times over: a small jcstress. After
 * each round {@code lost} tells whether the outcome was the forbidden one.
 */
final class Litmus {
  private static final int SPINS_BEFORE_YIELD = 200;

  private final Runnable prepare;
  private final Runnable left;
  private final Runnable right;
  private final BooleanSupplier lost;

  Litmus(Runnable prepare, Runnable left, Runnable right, BooleanSupplier lost) {
    this.prepare = prepare;
    this.left = left;
    this.right = right;
    this.lost = lost;
  }

  /**
   * Runs rounds until the forbidden outcome is seen, or enough have been run, or the time is over.
   *
   * @return the round in which it was seen, 0 when it was not
   */
  long firstLoss(long rounds, Duration limit) throws InterruptedException {
    AtomicLong round = new AtomicLong();
    AtomicLong finished = new AtomicLong();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread partner =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    long seen = 0;
                    while (true) {
                      long now = await(round, seen);
                      if (now < 0) {
                        return;
                      }
                      right.run();
                      finished.set(now);
                      seen = now;
                    }
                  } catch (Throwable e) {
                    failure.set(e);
                    finished.set(Long.MAX_VALUE);
                  }
                });
    long until = System.nanoTime() + limit.toNanos();
    long found = 0;
    try {
      for (long i = 1; i <= rounds && found == 0; i++) {
        if ((i & 0xff) == 0 && System.nanoTime() > until) {
          break;
        }
        prepare.run();
        round.set(i);
        left.run();
        int spins = 0;
        while (finished.get() < i) {
          spins = pause(spins);
        }
        if (failure.get() != null) {
          throw new AssertionError(failure.get());
        }
        if (lost.getAsBoolean()) {
          found = i;
        }
      }
    } finally {
      round.set(-1);
      partner.join();
    }
    return found;
  }

  private static long await(AtomicLong round, long seen) {
    int spins = 0;
    long now;
    while ((now = round.get()) == seen) {
      spins = pause(spins);
    }
    return now;
  }

  private static int pause(int spins) {
    if (spins > SPINS_BEFORE_YIELD) {
      Thread.yield();
      return 0;
    }
    Thread.onSpinWait();
    return spins + 1;
  }
}
