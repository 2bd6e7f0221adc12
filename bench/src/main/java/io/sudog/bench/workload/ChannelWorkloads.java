package io.sudog.bench.workload;

import static io.sudog.bench.workload.Checks.check;
import static io.sudog.bench.workload.Checks.shareOf;
import static io.sudog.bench.workload.Checks.smallValue;
import static io.sudog.bench.workload.Checks.sumOfSmallValues;

import io.sudog.channels.Chan;
import io.sudog.core.Go;
import io.sudog.sync.WaitGroup;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/* Elements are boxed once: boxing is the JDK's cost and not the channel's. Integer.valueOf serves
 * these values from its cache on every JVM. Each body awaits the goroutines that it starts. */

/** Bodies about channels. */
public final class ChannelWorkloads {
  /** What is sent where the value does not matter. */
  static final Integer TOKEN = 1;

  private static final int BATCH = 1_000;

  /** Where channels go that would otherwise be optimised away. */
  @SuppressWarnings("UnusedVariable") // written only, through SINK
  private static @Nullable Chan<Integer> sink;

  private static final VarHandle SINK;

  static {
    try {
      SINK = MethodHandles.lookup().findStaticVarHandle(ChannelWorkloads.class, "sink", Chan.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private ChannelWorkloads() {}

  /**
   * Round trips between two goroutines.
   *
   * @param b how many
   */
  public static void pingPong(B b) {
    int n = b.n();
    Chan<Integer> ping = Chan.make();
    Chan<Integer> pong = Chan.make();
    Go.go(
        () -> {
          for (int i = 0; i < n; i++) {
            ping.receive();
            pong.send(TOKEN);
          }
        });
    for (int i = 0; i < n; i++) {
      ping.send(TOKEN);
      pong.receive();
    }
  }

  /**
   * Sends and receives of one goroutine on a buffered channel.
   *
   * @param b how many of both
   * @param capacity of the channel, at least one
   */
  public static void pair(B b, int capacity) {
    Chan<Integer> c = Chan.make(capacity);
    for (int i = 0; i < b.n(); i++) {
      c.send(TOKEN);
      c.receive();
    }
  }

  /**
   * A producer and a consumer, which is the calling goroutine.
   *
   * @param b how many elements
   * @param capacity of the channel
   */
  public static void oneToOne(B b, int capacity) {
    int n = b.n();
    Chan<Integer> c = Chan.make(capacity);
    Go.go(
        () -> {
          for (int i = 0; i < n; i++) {
            c.send(smallValue(i));
          }
          c.close();
        });
    long sum = 0;
    for (Integer v : c) {
      sum += v;
    }
    check(sum, sumOfSmallValues(n));
  }

  /**
   * So many producers and as many consumers.
   *
   * @param b how many elements, all told
   * @param each how many producers, and how many consumers
   * @param capacity of the channel they share
   */
  public static void manyToMany(B b, int each, int capacity) {
    Chan<Integer> c = Chan.make(capacity);
    LongAdder sum = new LongAdder();
    WaitGroup consumers = new WaitGroup();
    for (int i = 0; i < each; i++) {
      consumers.go(
          () -> {
            long own = 0;
            for (Integer v : c) {
              own += v;
            }
            sum.add(own);
          });
    }
    share(
        b,
        each,
        n -> {
          for (int i = 0; i < n; i++) {
            c.send(TOKEN);
          }
        });
    c.close();
    consumers.await();
    check(sum.sum(), b.n());
  }

  /**
   * Go's ChanSync: two goroutines in opposite phase on one unbuffered channel.
   *
   * @param b how many turns
   */
  public static void chanSync(B b) {
    // An even number of batches, so that no goroutine is left without a partner.
    AtomicInteger batches = new AtomicInteger(b.n() / BATCH / 2 * 2);
    Chan<Integer> c = Chan.make();
    WaitGroup both = new WaitGroup();
    for (int p = 0; p < 2; p++) {
      both.go(
          () -> {
            for (int batch = batches.getAndDecrement(); batch > 0; ) {
              for (int i = 0; i < BATCH; i++) {
                if (batch % 2 == 0) {
                  c.receive();
                  c.send(TOKEN);
                } else {
                  c.send(TOKEN);
                  c.receive();
                }
              }
              batch = batches.getAndDecrement();
            }
          });
    }
    both.await();
  }

  /**
   * Go's ChanUncontended: a channel for each goroutine, filled and drained.
   *
   * @param b how many rounds of 100 sends and 100 receives
   */
  public static void chanUncontended(B b) {
    int capacity = 100;
    parallel(
        b,
        rounds -> {
          Chan<Integer> c = Chan.make(capacity);
          for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < capacity; i++) {
              c.send(TOKEN);
            }
            for (int i = 0; i < capacity; i++) {
              c.receive();
            }
          }
        });
  }

  /**
   * Go's ChanNonblocking: tries to receive from a channel that is never ready.
   *
   * @param b how many tries
   */
  public static void chanNonblocking(B b) {
    Chan<Integer> c = Chan.make();
    parallel(
        b,
        tries -> {
          int received = 0;
          for (int i = 0; i < tries; i++) {
            if (c.tryReceive().ok()) {
              received++;
            }
          }
          check(received, 0);
        });
  }

  /**
   * Go's MakeChan: creation alone.
   *
   * @param b how many channels
   */
  public static void makeChan(B b) {
    for (int i = 0; i < b.n(); i++) {
      SINK.setRelease(Chan.<Integer>make(8));
    }
  }

  /**
   * Go's ChanCreation: creation, a send and a receive.
   *
   * @param b how many channels
   */
  public static void chanCreation(B b) {
    parallel(
        b,
        channels -> {
          for (int i = 0; i < channels; i++) {
            Chan<Integer> c = Chan.make(1);
            c.send(TOKEN);
            c.receive();
          }
        });
  }

  /**
   * Runs a goroutine per processor, each with its share of the operations, and waits for them.
   *
   * @param b the operations, all told
   * @param body gets its share
   */
  static void parallel(B b, IntConsumer body) {
    share(b, b.processors(), body);
  }

  /**
   * Runs so many goroutines, each with its share of the operations, and waits for them.
   *
   * @param b the operations, all told
   * @param goroutines how many
   * @param body gets its share
   */
  static void share(B b, int goroutines, IntConsumer body) {
    WaitGroup workers = new WaitGroup();
    for (int g = 0; g < goroutines; g++) {
      int share = shareOf(b.n(), g, goroutines);
      workers.go(() -> body.accept(share));
    }
    workers.await();
  }
}
