package io.sudog.samples.santa;

import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Output;
import io.sudog.select.Select;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code santa}: prints what Santa does in some years. */
@Command(
    name = "sudog run santa",
    description =
        "Santa sleeps until all nine reindeer are back, or three of ten elves need help; the reindeer"
            + " come first. Prints each visit, and checks that nobody is there who should not be.")
public final class SantaCommand implements Callable<Integer> {
  private static final int MAX_CHRISTMASES = 1_000_000;
  private static final int MAX_MILLIS = 60_000;

  private final Output out;
  private int christmas;
  private int consultations;

  @Option(
      names = {"-n", "--christmases"},
      paramLabel = "N",
      defaultValue = "3",
      description = "How many years, 0 or more. Default: ${DEFAULT-VALUE}.")
  private int christmases;

  @Option(
      names = {"-m", "--millis"},
      paramLabel = "MS",
      defaultValue = "100",
      description =
          "How long reindeer are on holiday, and elves do well alone, at most; each time a random"
              + " number. Default: ${DEFAULT-VALUE}.")
  private int millis;

  SantaCommand(Output out) {
    this.out = out;
  }

  /**
   * Runs the sample.
   *
   * @param args as typed after the sample's name
   * @return the exit code
   */
  public static int run(String[] args) {
    return Cli.execute(new SantaCommand(Output.standard()), args);
  }

  @Override
  public Integer call() {
    Cli.requireBetween("--christmases", christmases, 0, MAX_CHRISTMASES);
    Cli.requireBetween("--millis", millis, 0, MAX_MILLIS);
    Go.run(
        () -> {
          NorthPole.run(christmases, this::pause, this::print);
          out.line("deliveries: %d, meetings with elves: %d".formatted(christmas, consultations));
          out.flush();
        });
    return Cli.OK;
  }

  private void pause(Context ctx) {
    long nanos = ThreadLocalRandom.current().nextLong(millis * 1_000_000L + 1);
    Select.select(
        Select.onReceive(ctx.done(), _ -> {}), Select.onTimeout(Duration.ofNanos(nanos), () -> {}));
  }

  private void print(Visit visit) {
    switch (visit.kind()) {
      case REINDEER -> {
        christmas++;
        out.line("Christmas %d: %s pull the sleigh".formatted(christmas, list(visit.names())));
      }
      case ELF -> {
        consultations++;
        out.line("Santa helps %s".formatted(list(visit.names())));
      }
    }
  }

  private static String list(List<String> names) {
    int last = names.size() - 1;
    return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
