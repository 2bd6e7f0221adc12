package io.sudog.bench.jmh;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.channels.SendChan;
import io.sudog.core.Scheduler;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/* The JMH thread orders n operations over one channel and hears of their end over another. What
 * it allocates for that is shared by a million operations. */

/** What blocking operations allocate; to be run with {@code -prof gc}. */
public class SteadyStateBenchmark extends AbstractBenchmark {
  private static final Integer OPS = 1_000_000;
  private static final int OPS_PER_INVOCATION = 1_000_000;
  private static final Integer TOKEN = 1;

  /** For JMH. */
  public SteadyStateBenchmark() {}

  /**
   * Round trips: every operation parks.
   *
   * @param state the goroutines
   */
  @Benchmark
  @OperationsPerInvocation(OPS_PER_INVOCATION)
  public void pingPong(PingPong state) {
    state.order();
  }

  /**
   * Elements from a producer to a consumer, unbuffered.
   *
   * @param state the goroutines
   */
  @Benchmark
  @OperationsPerInvocation(OPS_PER_INVOCATION)
  public void oneToOne0(OneToOne0 state) {
    state.order();
  }

  /**
   * Elements from a producer to a consumer, capacity 128.
   *
   * @param state the goroutines
   */
  @Benchmark
  @OperationsPerInvocation(OPS_PER_INVOCATION)
  public void oneToOne128(OneToOne128 state) {
    state.order();
  }

  /**
   * The same with a consumer that ranges over the channel.
   *
   * @param state the goroutines
   */
  @Benchmark
  @OperationsPerInvocation(OPS_PER_INVOCATION)
  public void range128(Range128 state) {
    state.order();
  }

  /** Goroutines that live as long as the trial. */
  @State(Scope.Benchmark)
  public abstract static class Workers {
    /** GOMAXPROCS. */
    @Param({"1", "2"})
    public int processors;

    private final Chan<Integer> orders = Chan.make();
    private final Chan<Integer> done = Chan.make();
    private @Nullable Scheduler scheduler;

    /** For subclasses. */
    protected Workers() {}

    /** Starts the goroutines. */
    @Setup
    public void start() {
      scheduler = Scheduler.builder().processors(processors).build();
      start(scheduler, orders, done);
    }

    /**
     * Starts goroutines that receive a number, do so many operations and send the number back,
     * until the orders are closed.
     *
     * @param scheduler where to start them
     * @param orders how many operations, each time
     * @param done tells the end of each order
     */
    protected abstract void start(
        Scheduler scheduler, ReceiveChan<Integer> orders, SendChan<Integer> done);

    /** Ends the goroutines. */
    @TearDown
    public void stop() {
      orders.close();
      if (scheduler != null) {
        scheduler.close();
      }
    }

    /** Has one order done. */
    void order() {
      orders.send(OPS);
      done.receive();
    }
  }

  /** See {@link #pingPong}. */
  @State(Scope.Benchmark)
  public static class PingPong extends Workers {
    /** For JMH. */
    public PingPong() {}

    @Override
    protected void start(Scheduler scheduler, ReceiveChan<Integer> orders, SendChan<Integer> done) {
      Chan<Integer> ping = Chan.make();
      Chan<Integer> pong = Chan.make();
      scheduler.go(
          () -> {
            for (Integer v = ping.receive(); v != null; v = ping.receive()) {
              pong.send(v);
            }
          });
      scheduler.go(
          () -> {
            for (Integer n : orders) {
              for (int i = 0; i < n; i++) {
                ping.send(TOKEN);
                pong.receive();
              }
              done.send(n);
            }
            ping.close();
          });
    }
  }

  /** A producer and a consumer. */
  @State(Scope.Benchmark)
  public abstract static class OneToOne extends Workers {
    private final int capacity;

    /**
     * For subclasses.
     *
     * @param capacity of the channel between the two
     */
    protected OneToOne(int capacity) {
      this.capacity = capacity;
    }

    @Override
    protected void start(Scheduler scheduler, ReceiveChan<Integer> orders, SendChan<Integer> done) {
      Chan<Integer> elements = Chan.make(capacity);
      scheduler.go(
          () -> {
            for (Integer n : orders) {
              for (int i = 0; i < n; i++) {
                elements.send(TOKEN);
              }
            }
            elements.close();
          });
      scheduler.go(() -> consume(elements, done));
    }

    /**
     * The consumer, until the channel is closed.
     *
     * @param elements what the producer sends
     * @param done gets a value for every order
     */
    protected void consume(ReceiveChan<Integer> elements, SendChan<Integer> done) {
      int received = 0;
      while (elements.receive() != null) {
        received = count(received, done);
      }
    }

    /**
     * Counts an element, and tells when it was an order's last.
     *
     * @param received elements of this order before this one
     * @param done gets a value for every order
     * @return elements of this order
     */
    static int count(int received, SendChan<Integer> done) {
      if (received + 1 < OPS_PER_INVOCATION) {
        return received + 1;
      }
      done.send(OPS);
      return 0;
    }
  }

  /** See {@link #oneToOne0}. */
  @State(Scope.Benchmark)
  public static class OneToOne0 extends OneToOne {
    /** For JMH. */
    public OneToOne0() {
      super(0);
    }
  }

  /** See {@link #oneToOne128}. */
  @State(Scope.Benchmark)
  public static class OneToOne128 extends OneToOne {
    /** For JMH. */
    public OneToOne128() {
      super(128);
    }
  }

  /** See {@link #range128}. */
  @State(Scope.Benchmark)
  public static class Range128 extends OneToOne {
    /** For JMH. */
    public Range128() {
      super(128);
    }

    @Override
    protected void consume(ReceiveChan<Integer> elements, SendChan<Integer> done) {
      int received = 0;
      for (Integer _ : elements) {
        received = count(received, done);
      }
    }
  }
}
