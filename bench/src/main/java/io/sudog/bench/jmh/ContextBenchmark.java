package io.sudog.bench.jmh;

import io.sudog.bench.workload.ContextWorkloads;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Contexts, as in Go's benchmark_test.go of package context. */
public class ContextBenchmark extends AbstractBenchmark {
  private static final int OPS = 1_000_000;
  private static final int TREES = 10_000;

  /** For JMH. */
  public ContextBenchmark() {}

  /**
   * A child of a common parent is made and cancelled.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void cancelChild(Gmp gmp) {
    gmp.run(OPS, ContextWorkloads::cancelChild);
  }

  /**
   * A chain of 10 is made and cancelled at its root.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(TREES)
  public void cancelTree10(Gmp gmp) {
    gmp.run(TREES, b -> ContextWorkloads.cancelTree(b, 10));
  }
}
