package io.sudog.bench.jmh;

import io.sudog.bench.workload.GoroutineWorkloads;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Goroutines, as in Go's proc_test.go. */
public class GoroutineBenchmark extends AbstractBenchmark {
  private static final int OPS = 1_000_000;

  /** For JMH. */
  public GoroutineBenchmark() {}

  /**
   * Each goroutine starts the next.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void createGoroutines(Gmp gmp) {
    gmp.run(OPS, b -> GoroutineWorkloads.createGoroutines(b, 1));
  }

  /**
   * The same, a chain per processor.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void createGoroutinesParallel(Gmp gmp) {
    gmp.run(OPS, b -> GoroutineWorkloads.createGoroutines(b, b.processors()));
  }

  /**
   * One goroutine starts all.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void createGoroutinesSingle(Gmp gmp) {
    gmp.run(OPS, GoroutineWorkloads::createGoroutinesSingle);
  }

  /**
   * Hops through 1,000 goroutines.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void chain1000(Gmp gmp) {
    gmp.run(OPS, b -> GoroutineWorkloads.chain(b, 1_000));
  }
}
