package io.sudog.samples.ratelimit;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.context.DeadlineExceededException;
import io.sudog.core.Go;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Output;
import io.sudog.time.Ticker;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ratelimit}: serves requests steadily, in a burst, and under a deadline. */
@Command(
    name = "sudog run ratelimit",
    description =
        "Serves the same requests three times and prints when: one a period, with a burst, and with"
            + " a burst under a deadline.")
public final class RateLimitCommand implements Callable<Integer> {
  private static final int MAX_REQUESTS = 1_000_000;
  private static final int MAX_MILLIS = 60_000;

  private final Output out;

  @Option(
      names = {"-n", "--requests"},
      paramLabel = "N",
      defaultValue = "6",
      description = "How many requests. Default: ${DEFAULT-VALUE}.")
  private int requests;

  @Option(
      names = {"-e", "--every"},
      paramLabel = "MS",
      defaultValue = "200",
      description = "The period, in milliseconds. Default: ${DEFAULT-VALUE}.")
  private int every;

  @Option(
      names = {"-b", "--burst"},
      paramLabel = "N",
      defaultValue = "3",
      description = "How many requests can go at once. Default: ${DEFAULT-VALUE}.")
  private int burst;

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "MS",
      defaultValue = "500",
      description = "How long the third server goes on. Default: ${DEFAULT-VALUE}.")
  private int timeout;

  RateLimitCommand(Output out) {
    this.out = out;
  }

  /**
   * Runs the sample.
   *
   * @param args as typed after the sample's name
   * @return the exit code
   */
  public static int run(String[] args) {
    return Cli.execute(new RateLimitCommand(Output.standard()), args);
  }

  @Override
  public Integer call() {
    Cli.requireBetween("--requests", requests, 0, MAX_REQUESTS);
    Cli.requireBetween("--every", every, 1, MAX_MILLIS);
    Cli.requireBetween("--burst", burst, 1, MAX_REQUESTS);
    Cli.requireBetween("--timeout", timeout, 0, MAX_MILLIS);
    Go.run(
        () -> {
          steady();
          bursty();
          bounded();
          out.flush();
        });
    return Cli.OK;
  }

  private void steady() {
    out.line("one request every %d ms:".formatted(every));
    try (Ticker ticker = Ticker.start(Duration.ofMillis(every))) {
      serve(Context.background(), Limiter.steady(ticker.channel()));
    }
  }

  private void bursty() {
    out.line("the same, and up to %d at once:".formatted(burst));
    try (CancelContext ctx = Context.withCancel(Context.background());
        Ticker ticker = Ticker.start(Duration.ofMillis(every))) {
      serve(ctx, Limiter.bursty(ctx, ticker.channel(), burst));
    }
  }

  private void bounded() {
    out.line("the same, for %d ms:".formatted(timeout));
    try (CancelContext ctx = Context.withTimeout(Context.background(), Duration.ofMillis(timeout));
        Ticker ticker = Ticker.start(Duration.ofMillis(every))) {
      serve(ctx, Limiter.bursty(ctx, ticker.channel(), burst));
    } catch (DeadlineExceededException e) {
      out.line("  the others: " + e.getMessage());
    }
  }

  private void serve(Context ctx, Limiter limiter) {
    long start = System.nanoTime();
    new Server(limiter)
        .serve(
            ctx,
            queue(),
            request ->
                out.line(
                    "  request %d after %d ms"
                        .formatted(request, (System.nanoTime() - start) / 1_000_000)));
  }

  private ReceiveChan<Integer> queue() {
    Chan<Integer> queue = Chan.make(requests);
    for (int request = 1; request <= requests; request++) {
      queue.send(request);
    }
    queue.close();
    return queue;
  }
}
