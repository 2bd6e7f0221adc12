package io.sudog.samples.switchcost;

import java.util.Arrays;

/**
 * What a hand-over cost, over all rounds.
 *
 * @param name what the parties are
 * @param means through what they hand over
 * @param median nanoseconds a hand-over
 * @param min of the fastest round
 * @param max of the slowest round
 */
record Measurement(String name, String means, double median, double min, double max) {
  static Measurement of(String name, String means, double... nanos) {
    double[] sorted = nanos.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    return new Measurement(name, means, median, sorted[0], sorted[n - 1]);
  }
}
