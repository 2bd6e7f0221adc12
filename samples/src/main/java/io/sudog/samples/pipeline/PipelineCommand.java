package io.sudog.samples.pipeline;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.ReceiveChan;
import io.sudog.channels.Received;
import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Output;
import io.sudog.samples.pipeline.Pipeline.Square;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pipeline}: squares numbers in stages, and stops early without leaving anyone behind. */
@Command(
    name = "sudog run pipeline",
    description =
        "Squares the numbers 1 to N in a pipeline of goroutines, prints which worker squared what,"
            + " and how many goroutines are left in the end.")
public final class PipelineCommand implements Callable<Integer> {
  /** The sum of the squares up to it is still a long. */
  private static final int MAX_N = 1_000_000;

  private static final int MAX_WORKERS = 100_000;

  // Cancelled goroutines end within microseconds, but the machine may be busy.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  // Long enough to see that those who were not cancelled do not end.
  private static final Duration DOUBT = Duration.ofMillis(200);

  private final Output out;

  @Option(
      names = {"-n", "--numbers"},
      paramLabel = "N",
      defaultValue = "10",
      description = "How many numbers, 0 or more. Default: ${DEFAULT-VALUE}.")
  private int n;

  @Option(
      names = {"-w", "--workers"},
      paramLabel = "N",
      defaultValue = "3",
      description = "How many goroutines square at a time. Default: ${DEFAULT-VALUE}.")
  private int workers;

  @Option(
      names = {"-t", "--take"},
      paramLabel = "N",
      description = "Stop after so many squares. Default: take all of them.")
  private int take = Integer.MAX_VALUE;

  @Option(
      names = "--no-cancel",
      description = "Do not cancel the rest when stopping early, to see who then waits for ever.")
  private boolean noCancel;

  PipelineCommand(Output out) {
    this.out = out;
  }

  /**
   * Runs the sample.
   *
   * @param args as typed after the sample's name
   * @return the exit code
   */
  public static int run(String[] args) {
    return Cli.execute(new PipelineCommand(Output.standard()), args);
  }

  @Override
  public Integer call() {
    Cli.requireBetween("--numbers", n, 0, MAX_N);
    Cli.requireBetween("--workers", workers, 1, MAX_WORKERS);
    Cli.requireBetween("--take", take, 0, Integer.MAX_VALUE);
    Go.run(this::program);
    return Cli.OK;
  }

  private void program() {
    Leftover leftover = new Leftover();
    long sum = 0;
    int taken = 0;
    try (CancelContext ctx = Context.withCancel(Context.background())) {
      ReceiveChan<Square> squares =
          Pipeline.squares(noCancel ? Context.background() : ctx, n, workers);
      while (taken < take) {
        Received<Square> received = squares.receiveOk();
        if (!received.ok()) {
          break;
        }
        Square s = requireNonNull(received.value());
        out.line(
            "worker %d: %d * %d = %d".formatted(s.worker(), s.number(), s.number(), s.square()));
        sum += s.square();
        taken++;
      }
    } // As defer cancel() does: nobody wants more.
    out.line("%d of %d squares, their sum is %d".formatted(taken, n, sum));
    boolean stuck = noCancel && taken < n;
    int left = leftover.count(stuck ? DOUBT : PATIENCE);
    out.line(
        stuck
            ? "not cancelled, goroutines left: " + left + ", none of which will ever end"
            : "goroutines left: " + left);
    out.flush();
  }
}
