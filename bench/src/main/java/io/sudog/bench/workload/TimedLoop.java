package io.sudog.bench.workload;

import java.time.Duration;
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
 * The program of a child process: warms a workload of a {@link Library} up, measures it once and
 * prints one {@link BenchmarkLine}.
 */
@Command(name = "timed-loop", mixinStandardHelpOptions = true)
public final class TimedLoop implements Callable<Integer> {
  private static final int SHORT_RUN = 100;
  private static final int SHORT_RUNS = 2_000;
  private static final int MAX_N = 1_000_000_000;
  private static final int MAX_GROWTH = 100;

  @Parameters(paramLabel = "WORKLOAD")
  private String workload = "";

  @Option(names = "--library", defaultValue = "io.sudog.bench.workload.SudogLibrary")
  private String library = "";

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
  public Integer call() throws Exception {
    try (Library opened = Libraries.open(library, processors)) {
      Workload.Body body;
      try {
        body = opened.body(workload);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(new CommandLine(this), e.getMessage(), e);
      }
      System.out.println(measure(opened, workload, body, processors, warmup, time).format());
    }
    return 0;
  }

  /**
   * Measures a workload.
   *
   * @param library runs it
   * @param name for the result
   * @param body the workload
   * @param processors what the library was opened with
   * @param warmup how long to warm up
   * @param time how long the measured run shall last at least
   * @return the result
   * @throws Exception what the body threw
   */
  public static BenchmarkLine measure(
      Library library,
      String name,
      Workload.Body body,
      int processors,
      Duration warmup,
      Duration time)
      throws Exception {
    B b = warmUp(library, body, processors, warmup, time);
    do {
      b = run(library, body, nextN(b, time.toNanos()), processors);
    } while (b.elapsedNanos() < time.toNanos() && b.n() < MAX_N);
    return new BenchmarkLine(name, processors, b.n(), b.metrics());
  }

  private static B warmUp(
      Library library, Workload.Body body, int processors, Duration warmup, Duration time)
      throws Exception {
    long start = System.nanoTime();
    B b = run(library, body, 1, processors);
    // Of operations that take long a hundred would be no short run.
    int n = Math.min(SHORT_RUN, nextN(b, warmup.toNanos() / 4));
    for (int i = 1; i < SHORT_RUNS && System.nanoTime() - start < warmup.toNanos() / 4; i++) {
      b = run(library, body, n, processors);
    }
    while (System.nanoTime() - start < warmup.toNanos()) {
      b = run(library, body, nextN(b, time.toNanos() / 10), processors);
    }
    return b;
  }

  private static B run(Library library, Workload.Body body, int n, int processors)
      throws Exception {
    B b = new B(n, processors);
    library.run(body, b);
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
