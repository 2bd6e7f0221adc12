package io.sudog.bench.jmh;

import io.sudog.bench.workload.SyncWorkloads;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Locks, as in Go's mutex_test.go. */
public class SyncBenchmark extends AbstractBenchmark {
  private static final int OPS = 1_000_000;

  /** For JMH. */
  public SyncBenchmark() {}

  /**
   * Lock and unlock, a mutex for each goroutine.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void mutexUncontended(Gmp gmp) {
    gmp.run(OPS, SyncWorkloads::mutexUncontended);
  }

  /**
   * Lock and unlock, one mutex for a goroutine per processor.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void mutex(Gmp gmp) {
    gmp.run(OPS, b -> SyncWorkloads.mutex(b, 1));
  }

  /**
   * The same for ten goroutines per processor.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void mutexSlack(Gmp gmp) {
    gmp.run(OPS, b -> SyncWorkloads.mutex(b, 10));
  }

  /**
   * One lock, which 1 in 100 locks for writing.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void rwMutexWrite100(Gmp gmp) {
    gmp.run(OPS, b -> SyncWorkloads.rwMutexWrite(b, 100));
  }
}
