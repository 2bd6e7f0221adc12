package io.sudog.samples.switchcost;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures hand-overs.
 *
 * @param rounds how often each is measured, 1 or more
 * @param duration how long each takes in a round, about
 * @param progress is told what happens next, in pieces of a line
 */
record SwitchCost(int rounds, Duration duration, Consumer<String> progress) {
  /** How many rounds' time each plays before the first round, for the JVM compiles meanwhile. */
  static final int WARM_UP_ROUNDS = 5;

  private static final int HAND_OVERS_PER_ROUND_TRIP = 2;

  /**
   * Measures all of them, alternating.
   *
   * @param handOvers what to measure
   * @return a measurement for each, in the same order
   */
  List<Measurement> measure(List<HandOver> handOvers) throws Exception {
    int[] roundTrips = new int[handOvers.size()];
    progress.accept("warm-up:");
    for (int i = 0; i < roundTrips.length; i++) {
      progress.accept(step(i, handOvers));
      roundTrips[i] = warmUp(handOvers.get(i));
    }
    progress.accept("\n");

    double[][] nanos = new double[roundTrips.length][rounds];
    for (int round = 0; round < rounds; round++) {
      progress.accept("round %d of %d:".formatted(round + 1, rounds));
      for (int i = 0; i < roundTrips.length; i++) {
        progress.accept(step(i, handOvers));
        double total = handOvers.get(i).nanosFor(roundTrips[i]);
        nanos[i][round] = total / roundTrips[i] / HAND_OVERS_PER_ROUND_TRIP;
      }
      progress.accept("\n");
    }

    List<Measurement> measurements = new ArrayList<>();
    for (int i = 0; i < roundTrips.length; i++) {
      HandOver handOver = handOvers.get(i);
      measurements.add(Measurement.of(handOver.name(), handOver.means(), nanos[i]));
    }
    return measurements;
  }

  private static String step(int i, List<HandOver> handOvers) {
    return (i == 0 ? " " : ", ") + handOvers.get(i).name();
  }

  /** Plays for as long as some rounds take; returns how many round trips will fill one. */
  private int warmUp(HandOver handOver) throws Exception {
    long wanted = duration.toNanos();
    long played = 0;
    int roundTrips = 1;
    while (true) {
      long nanos = Math.max(1, handOver.nanosFor(roundTrips));
      played += nanos;
      double fill = (double) roundTrips * wanted / nanos;
      if (played >= WARM_UP_ROUNDS * wanted) {
        return Math.clamp(Math.round(fill), 1, Integer.MAX_VALUE);
      }
      // The first ones are slow, so at most double each time.
      roundTrips =
          (int) Math.clamp(Math.round(fill), 1, Math.min(2L * roundTrips, Integer.MAX_VALUE));
    }
  }
}
