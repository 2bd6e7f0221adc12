package io.sudog.samples.heartbeat;

import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Output;
import io.sudog.samples.cli.SampleException;
import io.sudog.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code heartbeat}: a supervisor and workers that hang. */
@Command(
    name = "sudog run heartbeat",
    description =
        "Has jobs done by a worker that sends heartbeats, and replaces the worker when they fail to"
            + " come. Some attempts at some jobs hang. Ends with 1 when a job had to be given up.")
public final class HeartbeatCommand implements Callable<Integer> {
  private static final int MAX = 1_000_000;

  private final Output out;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      defaultValue = "10",
      description = "How many jobs. Default: ${DEFAULT-VALUE}.")
  private int jobs;

  @Option(
      names = "--hang",
      paramLabel = "JOB=TIMES",
      split = ",",
      description = "Which jobs hang in how many attempts. Default: 3=1,7=2.")
  private Map<Integer, Integer> hangs = new HashMap<>(Map.of(3, 1, 7, 2));

  @Option(
      names = "--attempts",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many attempts a job gets. Default: ${DEFAULT-VALUE}.")
  private int attempts;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many steps a job takes. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--step",
      paramLabel = "MS",
      defaultValue = "10",
      description = "How long a step takes, in milliseconds. Default: ${DEFAULT-VALUE}.")
  private int stepMillis;

  @Option(
      names = "--pulse",
      paramLabel = "MS",
      defaultValue = "20",
      description = "Time between two heartbeats. Default: ${DEFAULT-VALUE}.")
  private int pulseMillis;

  @Option(
      names = "--timeout",
      paramLabel = "MS",
      defaultValue = "300",
      description = "How long a worker may be silent. Default: ${DEFAULT-VALUE}.")
  private int timeoutMillis;

  HeartbeatCommand(Output out) {
    this.out = out;
  }

  /**
   * Runs the sample.
   *
   * @param args as typed after the sample's name
   * @return the exit code
   */
  public static int run(String[] args) {
    return Cli.execute(new HeartbeatCommand(Output.standard()), args);
  }

  @Override
  public Integer call() {
    Cli.requireBetween("--jobs", jobs, 0, MAX);
    Cli.requireBetween("--attempts", attempts, 1, MAX);
    Cli.requireBetween("--steps", steps, 1, MAX);
    Cli.requireBetween("--step", stepMillis, 0, MAX);
    Cli.requireBetween("--pulse", pulseMillis, 1, MAX);
    if (timeoutMillis <= Math.max(pulseMillis, stepMillis)) {
      throw SampleException.usage(
          "--timeout is %d: give more than --pulse %d and --step %d, or healthy workers are replaced"
              .formatted(timeoutMillis, pulseMillis, stepMillis));
    }
    Work work = Work.sleeping(steps, Duration.ofMillis(stepMillis), Map.copyOf(hangs));
    // The workers that hang are abandoned with the program.
    Go.run(
        () -> {
          try (CancelContext ctx = Context.withCancel(Context.background());
              Ticker pulse = Ticker.start(Duration.ofMillis(pulseMillis))) {
            Alarm alarm = Alarm.after(Duration.ofMillis(timeoutMillis));
            Supervisor supervisor =
                new Supervisor(ctx, work, pulse.channel(), alarm, attempts, this::print);
            summarize(supervisor.run(jobs));
          }
        });
    return Cli.OK;
  }

  private void print(Event event) {
    out.line(
        switch (event) {
          case Event.Started(int worker) -> "worker %d starts".formatted(worker);
          case Event.Done(int worker, Job job, int beats) ->
              "worker %d has done job %d, attempt %d, heartbeats: %d"
                  .formatted(worker, job.number(), job.attempt(), beats);
          case Event.IdleSilent(int worker) ->
              "worker %d is silent for %d ms without a job: replaced"
                  .formatted(worker, timeoutMillis);
          case Event.Silent(int worker, Job job, int beats) ->
              "worker %d is silent for %d ms over job %d, attempt %d, after heartbeats: %d: replaced"
                  .formatted(worker, timeoutMillis, job.number(), job.attempt(), beats);
          case Event.GivenUp(Job job) ->
              "job %d is given up after attempt %d".formatted(job.number(), job.attempt());
        });
    out.flush();
  }

  private void summarize(Report report) {
    out.line(
        "jobs done: %d of %d; workers replaced: %d"
            .formatted(report.done().size(), jobs, report.restarts()));
    out.flush();
    if (!report.givenUp().isEmpty()) {
      throw SampleException.failure(
          "jobs given up: %s; give more --attempts than they hang"
              .formatted(
                  report.givenUp().stream()
                      .map(job -> Integer.toString(job.number()))
                      .collect(Collectors.joining(", "))),
          null);
    }
  }
}
