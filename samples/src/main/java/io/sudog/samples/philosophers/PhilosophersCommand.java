package io.sudog.samples.philosophers;

import io.sudog.core.DeadlockException;
import io.sudog.core.Go;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Output;
import io.sudog.samples.cli.SampleException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code philosophers}: dines with each strategy, or runs into the deadlock. */
@Command(
    name = "sudog run philosophers",
    description =
        "Philosophers share forks. Prints how many meals each has had, for each strategy.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:All meals were eaten.",
      "1:The philosophers starved in a deadlock; standard error has the report.",
      "2:The arguments are wrong."
    })
public final class PhilosophersCommand implements Callable<Integer> {
  private static final int MAX_SEATS = 10_000;
  private static final int MAX_MICROS = 60_000_000;
  private static final int BAR = 40;
  private static final String NAIVE = "naive";

  private static final Map<String, IntFunction<Strategy>> STRATEGIES = new LinkedHashMap<>();

  static {
    STRATEGIES.put("ordered", OrderedForks::new);
    STRATEGIES.put("waiter", Waiter::new);
    STRATEGIES.put("backoff", BackOff::new);
  }

  private final Output out;
  private final PrintWriter err;

  @Option(
      names = {"-s", "--strategy"},
      paramLabel = "NAME",
      description = {
        "How to get two forks. Default: one after the other,",
        "ordered: the one with the lower number first;",
        "waiter: one philosopher fewer at the table than seats;",
        "backoff: put the first back if the second is not there in time."
      })
  private @Nullable String strategy;

  @Option(
      names = "--naive",
      description = "All take the left fork, then wait for the right one: a deadlock.")
  private boolean naive;

  @Option(
      names = {"-p", "--philosophers"},
      paramLabel = "N",
      defaultValue = "5",
      description = "How many, 2 or more. Default: ${DEFAULT-VALUE}.")
  private int seats;

  @Option(
      names = {"-m", "--meals"},
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many meals, of all together. Default: ${DEFAULT-VALUE}.")
  private int meals;

  @Option(
      names = "--micros",
      paramLabel = "N",
      defaultValue = "500",
      description =
          "How many microseconds a philosopher thinks, and eats, at most; each time a random number."
              + " Default: ${DEFAULT-VALUE}.")
  private int micros;

  PhilosophersCommand(Output out, PrintWriter err) {
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
    return Cli.execute(new PhilosophersCommand(Output.standard(), err), err, args);
  }

  @Override
  public Integer call() {
    Cli.requireBetween("--philosophers", seats, 2, MAX_SEATS);
    Cli.requireBetween("--meals", meals, naive ? 1 : 0, Integer.MAX_VALUE / 2);
    Cli.requireBetween("--micros", micros, 0, MAX_MICROS);
    for (String name : chosen()) {
      try {
        Go.run(() -> dine(name));
      } catch (DeadlockException e) {
        err.println("philosophers: " + e.getMessage());
        err.flush();
        return Cli.FAILURE;
      }
    }
    return Cli.OK;
  }

  private List<String> chosen() {
    if (naive && strategy != null) {
      throw SampleException.usage("--naive is a strategy of its own: leave out --strategy");
    }
    if (naive) {
      return List.of(NAIVE);
    }
    if (strategy == null) {
      return List.copyOf(STRATEGIES.keySet());
    }
    if (!STRATEGIES.containsKey(strategy)) {
      throw SampleException.usage(
          "--strategy is '%s': give one of %s"
              .formatted(strategy, String.join(", ", STRATEGIES.keySet())));
    }
    return List.of(strategy);
  }

  private void dine(String name) {
    out.line("%s: %d philosophers, %d meals".formatted(name, seats, meals));
    out.flush();
    IntFunction<Strategy> maker = STRATEGIES.getOrDefault(name, Naive::new);
    int[] eaten = Dinner.serve(maker.apply(seats), seats, meals, this::pause);
    IntSummaryStatistics all = Arrays.stream(eaten).summaryStatistics();
    for (int seat = 0; seat < seats; seat++) {
      int bar = all.getMax() == 0 ? 0 : (int) ((long) BAR * eaten[seat] / all.getMax());
      out.line("  philosopher %d: %5d  %s".formatted(seat + 1, eaten[seat], "#".repeat(bar)));
    }
    out.line(
        String.format(
            Locale.ROOT,
            "  fewest %d, most %d, fairness %.3f (1 is equal shares)",
            all.getMin(),
            all.getMax(),
            Dinner.fairness(eaten)));
    out.flush();
  }

  private void pause() {
    if (micros == 0) {
      Go.gosched();
    } else {
      Go.sleep(Duration.ofNanos(1000L * ThreadLocalRandom.current().nextInt(micros + 1)));
    }
  }
}
