package io.sudog.bench.jox;

import static io.sudog.bench.workload.Checks.check;
import static io.sudog.bench.workload.Checks.smallValue;
import static io.sudog.bench.workload.Checks.sumOfSmallValues;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.Sink;
import com.softwaremill.jox.Source;
import io.sudog.bench.jdk.Threads;
import io.sudog.bench.workload.B;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Bodies about jox's channels. */
final class JoxChannels {
  static final Integer TOKEN = 1;
  private static final int BATCH = 100;

  private static final AtomicReference<Channel<Integer>> SINK = new AtomicReference<>();

  private JoxChannels() {}

  static <T> Channel<T> channel(int capacity) {
    return capacity == 0 ? Channel.newRendezvousChannel() : Channel.newBufferedChannel(capacity);
  }

  static void pingPong(B b) throws Exception {
    int n = b.n();
    Channel<Integer> ping = channel(0);
    Channel<Integer> pong = channel(0);
    Future<?> partner =
        Threads.start(
            () -> {
              for (int i = 0; i < n; i++) {
                pong.send(ping.receive());
              }
            });
    for (int i = 0; i < n; i++) {
      ping.send(TOKEN);
      pong.receive();
    }
    partner.get();
  }

  static void pair(B b, int capacity) throws InterruptedException {
    Channel<Integer> c = channel(capacity);
    for (int i = 0; i < b.n(); i++) {
      c.send(TOKEN);
      c.receive();
    }
  }

  static void oneToOne(B b, int capacity) throws Exception {
    int n = b.n();
    Channel<Integer> c = channel(capacity);
    Future<?> producer =
        Threads.start(
            () -> {
              for (int i = 0; i < n; i++) {
                c.send(smallValue(i));
              }
              c.done();
            });
    check(sum(c), sumOfSmallValues(n));
    producer.get();
  }

  private static long sum(Source<Integer> source) throws InterruptedException {
    long sum = 0;
    while (source.receiveOrClosed() instanceof Integer v) {
      sum += v;
    }
    return sum;
  }

  static void manyToMany(B b, int each, int capacity) throws Exception {
    Channel<Integer> c = channel(capacity);
    LongAdder sum = new LongAdder();
    List<Future<?>> consumers = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      consumers.add(Threads.start(() -> sum.add(sum(c))));
    }
    Threads.await(
        Threads.share(
            b,
            each,
            n -> {
              for (int i = 0; i < n; i++) {
                c.send(TOKEN);
              }
            }));
    c.done();
    Threads.await(consumers);
    check(sum.sum(), b.n());
  }

  static void uncontended(B b) throws Exception {
    Threads.parallel(
        b,
        rounds -> {
          Channel<Integer> c = channel(BATCH);
          for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < BATCH; i++) {
              c.send(TOKEN);
            }
            for (int i = 0; i < BATCH; i++) {
              c.receive();
            }
          }
        });
  }

  static void make(B b) {
    for (int i = 0; i < b.n(); i++) {
      SINK.setRelease(channel(8));
    }
  }

  static void creation(B b) throws Exception {
    Threads.parallel(
        b,
        channels -> {
          for (int i = 0; i < channels; i++) {
            Channel<Integer> c = channel(1);
            c.send(TOKEN);
            c.receive();
          }
        });
  }

  static void chain(B b, int length) throws Exception {
    Channel<Integer> first = channel(0);
    Channel<Integer> last = first;
    List<Future<?>> links = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      Channel<Integer> left = last;
      Channel<Integer> right = channel(0);
      links.add(Threads.start(() -> forward(left, right)));
      last = right;
    }
    first.send(TOKEN);
    last.receive(); // now every thread has been started and waits
    b.resetTimer();
    for (int hops = 0; hops < b.n(); hops += length) {
      first.send(TOKEN);
      last.receive();
    }
    b.stopTimer();
    first.done();
    Threads.await(links);
  }

  private static void forward(Source<Integer> left, Sink<Integer> right)
      throws InterruptedException {
    while (left.receiveOrClosed() instanceof Integer v) {
      right.send(v);
    }
    right.done();
  }
}
