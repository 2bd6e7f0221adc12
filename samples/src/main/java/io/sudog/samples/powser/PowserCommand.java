package io.sudog.samples.powser;

import io.sudog.core.Go;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Output;
import io.sudog.samples.cli.SampleException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code powser [NAME…]}: prints the coefficients of power series. */
@Command(
    name = "sudog run powser",
    description =
        "Prints the first coefficients of power series, each made by a network of goroutines, and"
            + " how many goroutines that took.")
public final class PowserCommand implements Callable<Integer> {
  /** The goroutines of tan grow with the square of the terms and more. */
  private static final int MAX_TERMS = 100;

  private final Output out;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description = "Which series; without any, all that there are.")
  private String[] names = {};

  @Option(
      names = {"-n", "--terms"},
      paramLabel = "N",
      defaultValue = "10",
      description = "How many coefficients of each. Default: ${DEFAULT-VALUE}.")
  private int terms;

  PowserCommand(Output out) {
    this.out = out;
  }

  /**
   * Runs the sample.
   *
   * @param args as typed after the sample's name
   * @return the exit code
   */
  public static int run(String[] args) {
    return Cli.execute(new PowserCommand(Output.standard()), args);
  }

  @Override
  public Integer call() {
    Cli.requireBetween("--terms", terms, 1, MAX_TERMS);
    List<Known> chosen =
        names.length == 0 ? Known.ALL : Stream.of(names).map(PowserCommand::named).toList();
    for (Known known : chosen) {
      // A program for each: its end is the end of the goroutines, which else would wait for ever
      // for somebody to want the next coefficient.
      Go.run(() -> print(known));
    }
    return Cli.OK;
  }

  private static Known named(String name) {
    return Known.find(name)
        .orElseThrow(
            () ->
                SampleException.usage(
                    "NAME '%s' is no series known here; give some of %s"
                        .formatted(
                            name,
                            Known.ALL.stream()
                                .map(Known::name)
                                .collect(Collectors.joining(", ")))));
  }

  private void print(Known known) {
    List<Rational> coefficients = known.series().get().take(terms);
    int goroutines = Go.numGoroutine() - 1;
    out.line(
        String.format(
            Locale.ROOT,
            "%-9s = %-17s (%s; goroutines: %d)",
            known.name(),
            known.formula(),
            known.construction(),
            goroutines));
    out.line(
        coefficients.stream().map(Rational::toString).collect(Collectors.joining("  ", "  ", "")));
    out.flush();
  }
}
