package io.sudog.bench.jox;

import static io.sudog.bench.jox.JoxChannels.channel;
import static io.sudog.bench.workload.Checks.check;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.Sink;
import com.softwaremill.jox.Source;
import io.sudog.bench.jdk.Threads;
import io.sudog.bench.workload.B;
import io.sudog.bench.workload.Checks;
import io.sudog.bench.workload.LatencyWorkloads;
import io.sudog.bench.workload.PuzzleWorkloads;
import java.util.concurrent.Future;

/** Small programs known by name, and wake-ups, with jox's channels. */
final class JoxPuzzles {
  private JoxPuzzles() {}

  static void sieve(B b) throws Exception {
    for (int i = 0; i < b.n(); i++) {
      Channel<Integer> candidates = channel(0);
      Threads.spawn(
          () -> {
            for (int v = 2; v <= PuzzleWorkloads.LAST_PRIME; v++) {
              candidates.send(v);
            }
            candidates.done();
          });
      check(countPrimes(candidates), PuzzleWorkloads.PRIMES);
    }
  }

  private static int countPrimes(Source<Integer> candidates) throws InterruptedException {
    Source<Integer> left = candidates;
    int primes = 0;
    while (left.receiveOrClosed() instanceof Integer prime) {
      primes++;
      Channel<Integer> right = channel(0);
      Source<Integer> in = left;
      Threads.spawn(() -> filter(in, right, prime));
      left = right;
    }
    return primes;
  }

  private static void filter(Source<Integer> in, Sink<Integer> out, int divisor)
      throws InterruptedException {
    while (in.receiveOrClosed() instanceof Integer v) {
      if (v % divisor != 0) {
        out.send(v);
      }
    }
    out.done();
  }

  static void skynet(B b) throws InterruptedException {
    for (int i = 0; i < b.n(); i++) {
      Channel<Long> result = channel(0);
      Threads.spawn(() -> node(result, 0, PuzzleWorkloads.LEAVES));
      check(result.receive(), PuzzleWorkloads.SKYNET_SUM);
    }
  }

  private static void node(Sink<Long> parent, long first, int leaves) throws InterruptedException {
    if (leaves == 1) {
      parent.send(first);
      return;
    }
    Channel<Long> children = channel(0);
    int each = leaves / PuzzleWorkloads.CHILDREN;
    for (int i = 0; i < PuzzleWorkloads.CHILDREN; i++) {
      long firstOfChild = first + (long) i * each;
      Threads.spawn(() -> node(children, firstOfChild, each));
    }
    long sum = 0;
    for (int i = 0; i < PuzzleWorkloads.CHILDREN; i++) {
      sum += children.receive();
    }
    parent.send(sum);
  }

  static void wakeIdle(B b) throws Exception {
    int n = b.n();
    long[] late = new long[n];
    Channel<Long> sent = channel(0);
    Future<?> receiver =
        Threads.start(
            () -> {
              for (int i = 0; i < n; i++) {
                late[i] = -sent.receive() + System.nanoTime();
              }
            });
    for (int i = 0; i < n; i++) {
      Thread.sleep(LatencyWorkloads.GAP);
      sent.send(System.nanoTime());
    }
    receiver.get();
    Checks.reportLateness(b, late);
  }
}
