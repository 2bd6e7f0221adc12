package io.sudog.bench.jmh;

import io.sudog.bench.workload.ChannelWorkloads;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Channels, as in Go's chan_test.go. */
public class ChanBenchmark extends AbstractBenchmark {
  private static final int OPS = 1_000_000;
  private static final int ROUNDS = 10_000;

  /** For JMH. */
  public ChanBenchmark() {}

  /**
   * Round trips over two unbuffered channels.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void pingPong(Gmp gmp) {
    gmp.run(OPS, ChannelWorkloads::pingPong);
  }

  /**
   * A send and a receive by one goroutine, capacity 1.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void pair1(Gmp gmp) {
    gmp.run(OPS, b -> ChannelWorkloads.pair(b, 1));
  }

  /**
   * A send and a receive by one goroutine, capacity 128.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void pair128(Gmp gmp) {
    gmp.run(OPS, b -> ChannelWorkloads.pair(b, 128));
  }

  /**
   * Elements from a producer to a consumer, unbuffered.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void oneToOne0(Gmp gmp) {
    gmp.run(OPS, b -> ChannelWorkloads.oneToOne(b, 0));
  }

  /**
   * Elements from a producer to a consumer, capacity 128.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void oneToOne128(Gmp gmp) {
    gmp.run(OPS, b -> ChannelWorkloads.oneToOne(b, 128));
  }

  /**
   * Turns of two goroutines on one unbuffered channel.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void chanSync(Gmp gmp) {
    gmp.run(OPS, ChannelWorkloads::chanSync);
  }

  /**
   * 100 sends and 100 receives on a goroutine's own channel.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public void chanUncontended(Gmp gmp) {
    gmp.run(ROUNDS, ChannelWorkloads::chanUncontended);
  }

  /**
   * Tries to receive from a channel that is never ready.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void chanNonblocking(Gmp gmp) {
    gmp.run(OPS, ChannelWorkloads::chanNonblocking);
  }

  /**
   * Creation of a channel.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void makeChan(Gmp gmp) {
    gmp.run(OPS, ChannelWorkloads::makeChan);
  }

  /**
   * Creation of a channel, a send, a receive.
   *
   * @param gmp the scheduler
   */
  @Benchmark
  @OperationsPerInvocation(OPS)
  public void chanCreation(Gmp gmp) {
    gmp.run(OPS, ChannelWorkloads::chanCreation);
  }
}
