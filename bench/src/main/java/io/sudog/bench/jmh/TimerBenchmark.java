package io.sudog.bench.jmh;

import io.sudog.bench.workload.TimerWorkloads;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Timers, as in Go's sleep_test.go, but no others are running meanwhile. */
public class TimerBenchmark extends AbstractBenchmark {
  private static final int OPS = 1_000_000;

  /** For JMH. */
  public TimerBenchmark() {}

  /**
   * A timer with a channel is made and stopped.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void stopChan(Gmp gmp) {
    gmp.run(OPS, b -> TimerWorkloads.stopChan(b, 0));
  }

  /**
   * A timer with a function is made and stopped.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void stopFunc(Gmp gmp) {
    gmp.run(OPS, b -> TimerWorkloads.stopFunc(b, 0));
  }

  /**
   * A timer with a channel is set anew.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void resetChan(Gmp gmp) {
    gmp.run(OPS, b -> TimerWorkloads.resetChan(b, 0));
  }

  /**
   * A timer with a function is set anew.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void resetFunc(Gmp gmp) {
    gmp.run(OPS, b -> TimerWorkloads.resetFunc(b, 0));
  }
}
