package io.sudog.samples.sieve;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.core.Go;

/** The prime sieve of Hoare's CSP paper, as every Go programmer first met it. */
public final class Sieve {
  private Sieve() {}

  /**
   * Starts a sieve. Its goroutines wait for ever once the last prime is out; the end of the program
   * drops them.
   *
   * @param n how many primes
   * @return a channel that yields the first n primes in order, and is then closed
   */
  public static ReceiveChan<Integer> primes(int n) {
    Chan<Integer> primes = Chan.make();
    Go.go(
        "sieve",
        () -> {
          Chan<Integer> ch = generate();
          for (int i = 0; i < n; i++) {
            int prime = requireNonNull(ch.receive());
            primes.send(prime);
            ch = filter(ch, prime);
          }
          primes.close();
        });
    return primes;
  }

  private static Chan<Integer> generate() {
    Chan<Integer> out = Chan.make();
    Go.go(
        "generate",
        () -> {
          for (int i = 2; ; i++) {
            out.send(i);
          }
        });
    return out;
  }

  private static Chan<Integer> filter(ReceiveChan<Integer> in, int prime) {
    Chan<Integer> out = Chan.make();
    Go.go(
        "filter " + prime,
        () -> {
          for (Integer i : in) {
            if (i % prime != 0) {
              out.send(i);
            }
          }
        });
    return out;
  }
}
