package io.sudog.bench.workload;

import static io.sudog.bench.workload.Checks.check;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.channels.SendChan;
import io.sudog.core.Go;

/** Bodies that are small programs known by name. */
public final class PuzzleWorkloads {
  /** The hundredth prime; a sieve up to it has a hundred filters. */
  public static final int LAST_PRIME = 541;

  /** How many primes there are up to {@link #LAST_PRIME}. */
  public static final int PRIMES = 100;

  /** The leaves of the tree. */
  public static final int LEAVES = 100_000;

  /** The children of a node of the tree. */
  public static final int CHILDREN = 10;

  /** What the leaves' numbers, from 0, add up to. */
  public static final long SKYNET_SUM = (long) LEAVES * (LEAVES - 1) / 2;

  private PuzzleWorkloads() {}

  /**
   * The sieve of Eratosthenes: each prime has a goroutine that lets no multiple of it pass.
   *
   * @param b how often to find the primes
   */
  public static void sieve(B b) {
    for (int i = 0; i < b.n(); i++) {
      Chan<Integer> candidates = Chan.make();
      Go.go(
          () -> {
            for (int v = 2; v <= LAST_PRIME; v++) {
              candidates.send(v);
            }
            candidates.close();
          });
      check(countPrimes(candidates), PRIMES);
    }
  }

  private static int countPrimes(ReceiveChan<Integer> candidates) {
    ReceiveChan<Integer> left = candidates;
    int primes = 0;
    for (Integer prime = left.receive(); prime != null; prime = left.receive()) {
      primes++;
      Chan<Integer> right = Chan.make();
      ReceiveChan<Integer> in = left;
      int divisor = prime;
      Go.go(() -> filter(in, right, divisor));
      left = right;
    }
    return primes;
  }

  private static void filter(ReceiveChan<Integer> in, SendChan<Integer> out, int divisor) {
    for (Integer v : in) {
      if (v % divisor != 0) {
        out.send(v);
      }
    }
    out.close();
  }

  /**
   * Skynet: a tree of goroutines adds up the numbers of its leaves.
   *
   * @param b how many trees, one after the other
   */
  public static void skynet(B b) {
    for (int i = 0; i < b.n(); i++) {
      Chan<Long> result = Chan.make();
      Go.go(() -> node(result, 0, LEAVES));
      check(receive(result), SKYNET_SUM);
    }
  }

  private static void node(SendChan<Long> parent, long first, int leaves) {
    if (leaves == 1) {
      parent.send(first);
      return;
    }
    Chan<Long> children = Chan.make();
    int each = leaves / CHILDREN;
    for (int i = 0; i < CHILDREN; i++) {
      long firstOfChild = first + (long) i * each;
      Go.go(() -> node(children, firstOfChild, each));
    }
    long sum = 0;
    for (int i = 0; i < CHILDREN; i++) {
      sum += receive(children);
    }
    parent.send(sum);
  }

  private static long receive(ReceiveChan<Long> c) {
    Long v = c.receive();
    if (v == null) {
      throw new IllegalStateException("a closed channel");
    }
    return v;
  }
}
