package io.sudog.bench.workload;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * B: what Go's {@code testing.B} is to a benchmark. It says how many operations to run and times
 * them.
 */
public final class B {
  private final int n;
  private final int processors;
  private long startNanos;
  private long elapsedNanos;
  private boolean running;
  private final Map<String, Double> metrics = new LinkedHashMap<>();

  /**
   * A stopped timer for a run.
   *
   * @param n operations to run, at least one
   * @param processors the scheduler's processors
   */
  public B(int n, int processors) {
    if (n < 1 || processors < 1) {
      throw new IllegalArgumentException("n " + n + ", processors " + processors + ": below 1");
    }
    this.n = n;
    this.processors = processors;
  }

  /**
   * Go's {@code b.N}.
   *
   * @return the operations to run
   */
  public int n() {
    return n;
  }

  /**
   * Go's {@code runtime.GOMAXPROCS(0)}.
   *
   * @return the scheduler's processors
   */
  public int processors() {
    return processors;
  }

  /** Starts the timer; does nothing while it runs. */
  public void startTimer() {
    if (!running) {
      running = true;
      startNanos = System.nanoTime();
    }
  }

  /** Stops the timer; does nothing while it stands. */
  public void stopTimer() {
    if (running) {
      elapsedNanos += System.nanoTime() - startNanos;
      running = false;
    }
  }

  /** Forgets the time so far, as after an expensive preparation. */
  public void resetTimer() {
    elapsedNanos = 0;
    startNanos = System.nanoTime();
  }

  /**
   * The time measured.
   *
   * @return nanoseconds while the timer ran, up to its last stop
   */
  public long elapsedNanos() {
    return elapsedNanos;
  }

  /**
   * Go's {@code b.ReportMetric}: adds to the result.
   *
   * @param value what was measured; 0 as {@link BenchmarkLine#NANOS_PER_OP} leaves out the time
   * @param unit the value's
   */
  public void reportMetric(double value, String unit) {
    metrics.put(unit, value);
  }

  /**
   * The result.
   *
   * @return the time per operation, unless the body left it out, and what the body reported
   */
  public Map<String, Double> metrics() {
    Map<String, Double> all = new LinkedHashMap<>();
    all.put(BenchmarkLine.NANOS_PER_OP, (double) elapsedNanos / n);
    all.putAll(metrics);
    all.remove(BenchmarkLine.NANOS_PER_OP, 0.0);
    return Collections.unmodifiableMap(all);
  }
}
