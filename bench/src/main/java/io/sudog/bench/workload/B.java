package io.sudog.bench.workload;

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
}
