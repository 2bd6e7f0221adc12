package io.sudog.samples.skynet;

import io.sudog.core.Go;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Output;
import io.sudog.samples.cli.SampleException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code skynet}: sums the numbers of a million goroutines. */
@Command(
    name = "sudog run skynet",
    description =
        "Starts a tree of goroutines whose leaves send their number, adds up on the way to the"
            + " root, prints sum and time.")
public final class SkynetCommand implements Callable<Integer> {
  private final Output out;

  @Option(
      names = {"-s", "--size"},
      paramLabel = "LEAVES",
      defaultValue = "1000000",
      description = "How many leaves, a power of the branching. Default: ${DEFAULT-VALUE}.")
  private int size;

  @Option(
      names = {"-b", "--branching"},
      paramLabel = "CHILDREN",
      defaultValue = "10",
      description =
          "How many children an inner goroutine has, 2 or more. Default: ${DEFAULT-VALUE}.")
  private int branching;

  SkynetCommand(Output out) {
    this.out = out;
  }

  /**
   * Runs the sample.
   *
   * @param args as typed after the sample's name
   * @return the exit code
   */
  public static int run(String[] args) {
    return Cli.execute(new SkynetCommand(Output.standard()), args);
  }

  @Override
  public Integer call() {
    Cli.requireBetween("--branching", branching, 2, Integer.MAX_VALUE);
    Cli.requireBetween("--size", size, 1, Integer.MAX_VALUE);
    if (!Skynet.isPower(size, branching)) {
      long power = 1;
      while (power * branching < size) {
        power *= branching;
      }
      throw SampleException.usage(
          "--size is %d: give a power of --branching %d, for example %d"
              .formatted(size, branching, power));
    }
    Go.run(
        () -> {
          long start = System.nanoTime();
          long sum = Skynet.sum(size, branching);
          long millis = (System.nanoTime() - start) / 1_000_000;
          out.line("Result: " + sum + " in " + millis + " ms.");
          out.flush();
        });
    return Cli.OK;
  }
}
