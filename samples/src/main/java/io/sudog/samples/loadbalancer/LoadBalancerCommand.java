package io.sudog.samples.loadbalancer;

import io.sudog.core.Go;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Output;
import java.time.Duration;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code loadbalancer}: spreads requests over workers and prints how evenly. */
@Command(
    name = "sudog run loadbalancer",
    description =
        "Requesters send requests to a balancer, which gives each to the worker with the fewest."
            + " Prints on the way what is pending at each worker, and then what each has done.")
public final class LoadBalancerCommand implements Callable<Integer> {
  private static final int MAX_REQUESTS = 100_000_000;
  private static final int MAX_REQUESTERS = 10_000;
  private static final int MAX_WORKERS = 1000;
  private static final int MAX_MILLIS = 60_000;
  private static final int REPORTS = 5;
  private static final int BAR = 40;

  private final Output out;

  @Option(
      names = {"-n", "--requests"},
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many requests, of all requesters together. Default: ${DEFAULT-VALUE}.")
  private int requests;

  @Option(
      names = {"-r", "--requesters"},
      paramLabel = "N",
      defaultValue = "100",
      description = "How many make requests. Default: ${DEFAULT-VALUE}.")
  private int requesters;

  @Option(
      names = {"-w", "--workers"},
      paramLabel = "N",
      defaultValue = "10",
      description = "How many work. Default: ${DEFAULT-VALUE}.")
  private int workers;

  @Option(
      names = {"-m", "--millis"},
      paramLabel = "MS",
      defaultValue = "20",
      description =
          "How long the longest request takes; all take a random time up to it. Default:"
              + " ${DEFAULT-VALUE}.")
  private int millis;

  LoadBalancerCommand(Output out) {
    this.out = out;
  }

  /**
   * Runs the sample.
   *
   * @param args as typed after the sample's name
   * @return the exit code
   */
  public static int run(String[] args) {
    return Cli.execute(new LoadBalancerCommand(Output.standard()), args);
  }

  @Override
  public Integer call() {
    Cli.requireBetween("--requests", requests, 0, MAX_REQUESTS);
    Cli.requireBetween("--requesters", requesters, 1, MAX_REQUESTERS);
    Cli.requireBetween("--workers", workers, 1, MAX_WORKERS);
    Cli.requireBetween("--millis", millis, 0, MAX_MILLIS);
    Go.run(
        () -> {
          LoadBalancer balancer = new LoadBalancer(requesters, workers, this::work);
          int every = Math.max(1, requests / REPORTS);
          print(balancer.run(requests, every, pending -> out.line("pending: " + spread(pending))));
          out.flush();
        });
    return Cli.OK;
  }

  private int work(int number) {
    Go.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(millis * 1_000_000L + 1)));
    return number;
  }

  private void print(List<Load> loads) {
    int most = loads.stream().mapToInt(Load::requests).max().orElse(0);
    for (Load load : loads) {
      out.line(
          "worker %3d: %5d requests, at most %d pending  %s"
              .formatted(
                  load.worker(),
                  load.requests(),
                  load.mostPending(),
                  "#".repeat(most == 0 ? 0 : (int) ((long) BAR * load.requests() / most))));
    }
    out.line("requests: " + spread(loads.stream().map(Load::requests).toList()));
  }

  /** How far apart numbers are. */
  static String spread(List<Integer> numbers) {
    IntSummaryStatistics all = numbers.stream().mapToInt(Integer::intValue).summaryStatistics();
    double variance =
        numbers.stream()
            .mapToDouble(number -> Math.pow(number - all.getAverage(), 2))
            .average()
            .orElse(0);
    return String.format(
        Locale.ROOT,
        "%d in all, mean %.1f, fewest %d, most %d, standard deviation %.2f",
        all.getSum(),
        all.getAverage(),
        all.getMin(),
        all.getMax(),
        Math.sqrt(variance));
  }
}
