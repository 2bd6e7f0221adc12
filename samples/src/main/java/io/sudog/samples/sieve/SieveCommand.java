package io.sudog.samples.sieve;

import io.sudog.core.Go;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sieve N}: prints the first N primes. */
@Command(
    name = "sudog run sieve",
    description = "Prints the first N primes, one a line, from a chain of N goroutines.")
public final class SieveCommand implements Callable<Integer> {
  private final Output out;

  @Parameters(
      index = "0",
      paramLabel = "N",
      description = "How many primes, 0 or more. 2000 takes a second.")
  private int n;

  SieveCommand(Output out) {
    this.out = out;
  }

  /**
   * Runs the sample.
   *
   * @param args as typed after the sample's name
   * @return the exit code
   */
  public static int run(String[] args) {
    return Cli.execute(new SieveCommand(Output.standard()), args);
  }

  @Override
  public Integer call() {
    Cli.requireBetween("N", n, 0, Integer.MAX_VALUE);
    Go.run(
        () -> {
          for (int prime : Sieve.primes(n)) {
            out.line(Integer.toString(prime));
          }
          out.flush();
        });
    return Cli.OK;
  }
}
