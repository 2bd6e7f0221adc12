package io.sudog.runtime;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The scheduler's source of randomness: steal order, select order. A deterministic scheduler
 * replaces it by a seeded one.
 */
@FunctionalInterface
public interface Chance {
  /** Independent per thread and not reproducible. */
  Chance SYSTEM = bound -> ThreadLocalRandom.current().nextInt(bound);

  /**
   * A uniformly random number from 0 to {@code bound - 1}.
   *
   * @param bound how many values there are, at least 1
   * @return one of them
   */
  int nextInt(int bound);
}
