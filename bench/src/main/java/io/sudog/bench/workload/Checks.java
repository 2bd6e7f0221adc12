package io.sudog.bench.workload;

import java.util.Arrays;

/** What the bodies of every library share: values, shares, checks of results, percentiles. */
public final class Checks {
  /** Integer.valueOf serves these from its cache on every JVM: boxing is no channel's cost. */
  private static final int SMALL_VALUES = 0x7f;

  private Checks() {}

  /**
   * The value of an element.
   *
   * @param i the element's number
   * @return a value whose box exists
   */
  public static int smallValue(int i) {
    return i & SMALL_VALUES;
  }

  /**
   * The share of one among so many.
   *
   * @param n what is shared out
   * @param one its number, from 0
   * @param among how many
   * @return as much as the others have, or one more
   */
  public static int shareOf(int n, int one, int among) {
    return n / among + (one < n % among ? 1 : 0);
  }

  /**
   * What a consumer of small values must get.
   *
   * @param n how many values, from the first
   * @return their sum
   */
  public static long sumOfSmallValues(int n) {
    long cycle = SMALL_VALUES + 1;
    long full = n / cycle;
    long rest = n % cycle;
    return full * (cycle * (cycle - 1) / 2) + rest * (rest - 1) / 2;
  }

  /**
   * Fails unless a result is as it must be, so that nobody is timed doing less.
   *
   * @param actual the result
   * @param expected what it must be
   */
  public static void check(long actual, long expected) {
    if (actual != expected) {
      throw new IllegalStateException("got " + actual + ", expected " + expected);
    }
  }

  /**
   * Reports how late things were, in place of the time per operation.
   *
   * @param b where
   * @param nanos a value each; sorted here
   */
  public static void reportLateness(B b, long[] nanos) {
    Arrays.sort(nanos);
    b.reportMetric(0, BenchmarkLine.NANOS_PER_OP);
    b.reportMetric((double) nanos[nanos.length / 2], "p50-ns");
    b.reportMetric((double) nanos[(int) (nanos.length * 0.99)], "p99-ns");
    b.reportMetric((double) nanos[nanos.length - 1], "max-ns");
  }
}
