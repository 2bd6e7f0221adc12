package io.sudog.samples.pingpong;

import io.sudog.core.Go;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Output;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pingpong N}: times N round trips between two goroutines. */
@Command(
    name = "sudog run pingpong",
    description =
        "Sends a ball there and back N times between two goroutines over two unbuffered channels,"
            + " and prints the time.")
public final class PingPongCommand implements Callable<Integer> {
  private final Output out;

  @Parameters(
      index = "0",
      paramLabel = "N",
      description =
          "How many round trips, 0 or more. A few million also wait out the JVM's compiler, which"
              + " makes the first ones slow.")
  private long n;

  PingPongCommand(Output out) {
    this.out = out;
  }

  /**
   * Runs the sample.
   *
   * @param args as typed after the sample's name
   * @return the exit code
   */
  public static int run(String[] args) {
    return Cli.execute(new PingPongCommand(Output.standard()), args);
  }

  @Override
  public Integer call() {
    Cli.requireBetween("N", n, 0, Long.MAX_VALUE);
    Go.run(
        () -> {
          out.line(describe(n, PingPong.nanosFor(n)));
          out.flush();
        });
    return Cli.OK;
  }

  static String describe(long roundTrips, long nanos) {
    if (roundTrips == 0) {
      return "0 round trips";
    }
    return String.format(
        Locale.ROOT,
        "%d round trips in %.1f ms: %.0f ns per round trip",
        roundTrips,
        nanos / 1e6,
        (double) nanos / roundTrips);
  }
}
