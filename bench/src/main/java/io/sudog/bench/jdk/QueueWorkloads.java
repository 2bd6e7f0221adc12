package io.sudog.bench.jdk;

import static io.sudog.bench.workload.Checks.check;
import static io.sudog.bench.workload.Checks.smallValue;
import static io.sudog.bench.workload.Checks.sumOfSmallValues;

import io.sudog.bench.workload.B;
import io.sudog.bench.workload.Checks;
import io.sudog.bench.workload.LatencyWorkloads;
import io.sudog.bench.workload.PuzzleWorkloads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/* A SynchronousQueue is the JDK's unbuffered channel. Queues cannot be closed: an element that means
 * the end takes the place of that, where the number of elements does not say it. */

/** Bodies about blocking queues. */
final class QueueWorkloads {
  private static final Integer TOKEN = 1;
  private static final Integer END = -1;
  private static final int BATCH = 100;

  private static final AtomicReference<BlockingQueue<Integer>> SINK = new AtomicReference<>();

  private QueueWorkloads() {}

  private static <T> BlockingQueue<T> queue(int capacity) {
    return capacity == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(capacity);
  }

  static void pingPong(B b) throws Exception {
    int n = b.n();
    BlockingQueue<Integer> ping = queue(0);
    BlockingQueue<Integer> pong = queue(0);
    Future<?> partner =
        Threads.start(
            () -> {
              for (int i = 0; i < n; i++) {
                pong.put(ping.take());
              }
            });
    for (int i = 0; i < n; i++) {
      ping.put(TOKEN);
      pong.take();
    }
    partner.get();
  }

  static void pair(B b, int capacity) throws InterruptedException {
    BlockingQueue<Integer> queue = queue(capacity);
    for (int i = 0; i < b.n(); i++) {
      queue.put(TOKEN);
      queue.take();
    }
  }

  static void oneToOne(B b, int capacity) throws Exception {
    int n = b.n();
    BlockingQueue<Integer> queue = queue(capacity);
    Future<?> producer =
        Threads.start(
            () -> {
              for (int i = 0; i < n; i++) {
                queue.put(smallValue(i));
              }
              queue.put(END);
            });
    long sum = 0;
    for (int v = queue.take(); v != END; v = queue.take()) {
      sum += v;
    }
    producer.get();
    check(sum, sumOfSmallValues(n));
  }

  static void manyToMany(B b, int each, int capacity) throws Exception {
    BlockingQueue<Integer> queue = queue(capacity);
    LongAdder sum = new LongAdder();
    List<Future<?>> consumers =
        Threads.share(
            b,
            each,
            n -> {
              long own = 0;
              for (int i = 0; i < n; i++) {
                own += queue.take();
              }
              sum.add(own);
            });
    Threads.await(
        Threads.share(
            b,
            each,
            n -> {
              for (int i = 0; i < n; i++) {
                queue.put(TOKEN);
              }
            }));
    Threads.await(consumers);
    check(sum.sum(), b.n());
  }

  static void uncontended(B b) throws Exception {
    Threads.parallel(
        b,
        rounds -> {
          BlockingQueue<Integer> queue = queue(BATCH);
          for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < BATCH; i++) {
              queue.put(TOKEN);
            }
            for (int i = 0; i < BATCH; i++) {
              queue.take();
            }
          }
        });
  }

  static void nonblocking(B b) throws Exception {
    BlockingQueue<Integer> queue = queue(0);
    Threads.parallel(
        b,
        tries -> {
          int received = 0;
          for (int i = 0; i < tries; i++) {
            if (queue.poll() != null) {
              received++;
            }
          }
          check(received, 0);
        });
  }

  static void make(B b) {
    for (int i = 0; i < b.n(); i++) {
      SINK.setRelease(queue(8));
    }
  }

  static void creation(B b) throws Exception {
    Threads.parallel(
        b,
        queues -> {
          for (int i = 0; i < queues; i++) {
            BlockingQueue<Integer> queue = queue(1);
            queue.put(TOKEN);
            queue.take();
          }
        });
  }

  static void chain(B b, int length) throws Exception {
    BlockingQueue<Integer> first = queue(0);
    BlockingQueue<Integer> last = first;
    List<Future<?>> links = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      BlockingQueue<Integer> left = last;
      BlockingQueue<Integer> right = queue(0);
      links.add(Threads.start(() -> forward(left, right, 0)));
      last = right;
    }
    first.put(TOKEN);
    last.take(); // now every thread has been started and waits
    b.resetTimer();
    for (int hops = 0; hops < b.n(); hops += length) {
      first.put(TOKEN);
      last.take();
    }
    b.stopTimer();
    first.put(END);
    check(last.take(), END);
    Threads.await(links);
  }

  static void sieve(B b) throws Exception {
    for (int i = 0; i < b.n(); i++) {
      BlockingQueue<Integer> candidates = queue(0);
      List<Future<?>> threads = new ArrayList<>();
      threads.add(
          Threads.start(
              () -> {
                for (int v = 2; v <= PuzzleWorkloads.LAST_PRIME; v++) {
                  candidates.put(v);
                }
                candidates.put(END);
              }));
      BlockingQueue<Integer> left = candidates;
      int primes = 0;
      for (int prime = left.take(); prime != END; prime = left.take()) {
        primes++;
        BlockingQueue<Integer> in = left;
        BlockingQueue<Integer> out = queue(0);
        int divisor = prime;
        threads.add(Threads.start(() -> forward(in, out, divisor)));
        left = out;
      }
      check(primes, PuzzleWorkloads.PRIMES);
      Threads.await(threads);
    }
  }

  /** Passes elements on up to the end, but for multiples of the divisor unless that is 0. */
  private static void forward(
      BlockingQueue<Integer> left, BlockingQueue<Integer> right, int divisor)
      throws InterruptedException {
    for (Integer v = left.take(); !v.equals(END); v = left.take()) {
      if (divisor == 0 || v % divisor != 0) {
        right.put(v);
      }
    }
    right.put(END);
  }

  static void wakeIdle(B b) throws Exception {
    int n = b.n();
    long[] late = new long[n];
    BlockingQueue<Long> sent = queue(0);
    Future<?> receiver =
        Threads.start(
            () -> {
              for (int i = 0; i < n; i++) {
                late[i] = -sent.take() + System.nanoTime();
              }
            });
    for (int i = 0; i < n; i++) {
      Thread.sleep(LatencyWorkloads.GAP);
      sent.put(System.nanoTime());
    }
    receiver.get();
    Checks.reportLateness(b, late);
  }
}
