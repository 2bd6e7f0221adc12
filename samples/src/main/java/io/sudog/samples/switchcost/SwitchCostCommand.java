package io.sudog.samples.switchcost;

import io.sudog.core.Go;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Output;
import io.sudog.samples.cli.SampleException;
import io.sudog.samples.switchcost.BarChart.Ink;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code switchcost}: what a hand-over costs between processes, threads, virtual threads and
 * goroutines.
 */
@Command(
    name = "sudog run switchcost",
    description = {
      "Measures what it costs to hand a token over and be switched to whoever holds it: between two"
          + " processes (this JVM and a second one, one byte through a pipe), two platform threads"
          + " and two JDK virtual threads (SynchronousQueues), and two goroutines (unbuffered"
          + " channels). All are measured in turn, round after round.",
      "Takes about 4 x (rounds + " + SwitchCost.WARM_UP_ROUNDS + ") x milliseconds."
    })
public final class SwitchCostCommand implements Callable<Integer> {
  private static final int MAX_ROUNDS = 1000;
  private static final int MAX_MILLIS = 60_000;

  private final Output out;
  private final PrintWriter err;

  @Option(
      names = {"-r", "--rounds"},
      paramLabel = "N",
      defaultValue = "7",
      description = "How often each is measured. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = {"-m", "--millis"},
      paramLabel = "MS",
      defaultValue = "100",
      description = "How long each measurement takes, in milliseconds. Default: ${DEFAULT-VALUE}.")
  private int millis;

  SwitchCostCommand(Output out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Runs the sample.
   *
   * @param args as typed after the sample's name
   * @return the exit code
   */
  public static int run(String[] args) {
    PrintWriter err = Cli.standardError();
    return Cli.execute(new SwitchCostCommand(Output.standard(), err), err, args);
  }

  @Override
  public Integer call() throws Exception {
    Cli.requireBetween("--rounds", rounds, 1, MAX_ROUNDS);
    Cli.requireBetween("--millis", millis, 1, MAX_MILLIS);
    try (HandOver processes = ProcessHandOver.start()) {
      List<HandOver> handOvers =
          List.of(
              processes,
              new ThreadHandOver("platform threads", Thread.ofPlatform().daemon()),
              new ThreadHandOver("virtual threads", Thread.ofVirtual()),
              new GoroutineHandOver());
      List<Measurement> measurements =
          new SwitchCost(rounds, Duration.ofMillis(millis), this::progress).measure(handOvers);
      out.line(
          "One hand-over (half a round trip of a token), %d rounds of %d ms, %d processors:"
              .formatted(rounds, millis, Go.gomaxprocs()));
      out.line("");
      Report.lines(measurements, Terminal.columns(), Ink.of(out.charset())).forEach(out::line);
      out.flush();
      return Cli.OK;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SampleException.failure("interrupted before the last round; nothing was measured", e);
    }
  }

  private void progress(String piece) {
    err.print(piece);
    err.flush();
  }
}
