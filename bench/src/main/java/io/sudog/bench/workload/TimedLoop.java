package io.sudog.bench.workload;

import io.sudog.core.Scheduler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/* Two kinds of warm-up: many short runs, so that the methods a run calls once are compiled as
 * whole methods too and not only their loops; then runs as long as a tenth of a measured one. The
 * measured run is a single one, like the last run of Go's testing.B; the spread is between processes. */

/**
 * The program of a child process: warms a {@link Workload.Loop} up, measures it once and prints one
 * {@link BenchmarkLine}.
 */
@Command(name = "timed-loop", mixinStandardHelpOptions = true)
public final class TimedLoop implements Callable<Integer> {
  private static final int SHORT_RUN = 100;
  private static final int SHORT_RUNS = 2_000;
  private static final int MAX_N = 1_000_000_000;
  private static final int MAX_GROWTH = 100;

  @Parameters(paramLabel = "WORKLOAD")
  private String workload = "";

  @Option(names = "--procs", defaultValue = "1")
  private int processors;

  @Option(names = "--time", defaultValue = "1s", converter = NanosConverter.class)
  private Duration time = Duration.ZERO;

  @Option(names = "--warmup", defaultValue = "3s", converter = NanosConverter.class)
  private Duration warmup = Duration.ZERO;

  /** For picocli. */
  TimedLoop() {}

  /**
   * Runs the program.
   *
   * @param args the workload's name and the options
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new TimedLoop()).execute(args));
  }

  @Override
  public Integer call() {
    if (!(Workloads.find(workload).orElse(null) instanceof Workload.Loop loop)) {
      throw new ParameterException(new CommandLine(this), "no such timed workload: " + workload);
    }
    System.out.println(measure(loop, processors, warmup, time).format());
    return 0;
  }

  /**
   * Measures a workload on a scheduler of its own.
   *
   * @param loop the workload
   * @param processors the scheduler's processors
   * @param warmup how long to warm up
   * @param time how long the measured run shall last at least
   * @return the result
   */
  static BenchmarkLine measure(Workload.Loop loop, int processors, Duration warmup, Duration time) {
    try (Scheduler scheduler =
        Scheduler.builder().processors(processors).name(loop.name()).build()) {
      B b = warmUp(scheduler, loop, processors, warmup, time);
      do {
        b = run(scheduler, loop, nextN(b, time.toNanos()), processors);
      } while (b.elapsedNanos() < time.toNanos() && b.n() < MAX_N);
      return new BenchmarkLine(
          loop.name(),
          processors,
          b.n(),
          Map.of(BenchmarkLine.NANOS_PER_OP, (double) b.elapsedNanos() / b.n()));
    }
  }

  private static B warmUp(
      Scheduler scheduler, Workload.Loop loop, int processors, Duration warmup, Duration time) {
    long start = System.nanoTime();
    B b = run(scheduler, loop, SHORT_RUN, processors);
    for (int i = 1; i < SHORT_RUNS && System.nanoTime() - start < warmup.toNanos() / 4; i++) {
      b = run(scheduler, loop, SHORT_RUN, processors);
    }
    while (System.nanoTime() - start < warmup.toNanos()) {
      b = run(scheduler, loop, nextN(b, time.toNanos() / 10), processors);
    }
    return b;
  }

  private static B run(Scheduler scheduler, Workload.Loop loop, int n, int processors) {
    B b = new B(n, processors);
    scheduler.run(
        () -> {
          b.startTimer();
          loop.body().run(b);
          b.stopTimer();
        });
    return b;
  }

  /**
   * How many operations fill the time, judged by an earlier run; a fifth more, as Go's {@code
   * testing} does it, so that the next run is likely long enough.
   *
   * @param earlier a run that has ended
   * @param goalNanos how long the next shall last
   * @return the next run's operations
   */
  static int nextN(B earlier, long goalNanos) {
    double nanosPerOp = Math.max(1, earlier.elapsedNanos()) / (double) earlier.n();
    double wanted = goalNanos / nanosPerOp * 1.2;
    double atMost = Math.min((double) earlier.n() * MAX_GROWTH, MAX_N);
    return (int) Math.clamp(wanted, 1.0, atMost);
  }

  /** Durations as Go writes them with one unit: 500ms, 2s. */
  public static final class NanosConverter implements CommandLine.ITypeConverter<Duration> {
    /** For picocli. */
    public NanosConverter() {}

    @Override
    public Duration convert(String value) {
      TimeValue time = TimeValue.fromString(value);
      return Duration.of(time.getTime(), time.getTimeUnit().toChronoUnit());
    }
  }
}
