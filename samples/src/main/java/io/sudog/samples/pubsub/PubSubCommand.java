package io.sudog.samples.pubsub;

import io.sudog.core.Go;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Output;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pubsub}: prints who got which messages through a broker. */
@Command(
    name = "sudog run pubsub",
    description =
        "Publishes messages on four topics through a broker and prints which subscriber got which."
            + " One of them is slow, and one leaves after three messages.")
public final class PubSubCommand implements Callable<Integer> {
  private static final int MAX = 100_000;

  private final Output out;

  @Option(
      names = {"-p", "--policy"},
      paramLabel = "POLICY",
      defaultValue = "drop",
      converter = PolicyConverter.class,
      description =
          "What becomes of a message for a subscriber whose buffer is full: drop, and it misses the"
              + " message, or block, and all wait for it. Default: ${DEFAULT-VALUE}.")
  private Policy policy = Policy.DROP;

  @Option(
      names = {"-n", "--messages"},
      paramLabel = "N",
      defaultValue = "12",
      description = "How many messages on each topic. Default: ${DEFAULT-VALUE}.")
  private int messages;

  @Option(
      names = {"-b", "--buffer"},
      paramLabel = "N",
      defaultValue = "4",
      description = "How many messages wait for a subscriber. Default: ${DEFAULT-VALUE}.")
  private int buffer;

  @Option(
      names = {"-s", "--slow"},
      paramLabel = "MS",
      defaultValue = "20",
      description =
          "How long the slow subscriber takes over a message, in milliseconds. Default:"
              + " ${DEFAULT-VALUE}.")
  private int slowMillis;

  PubSubCommand(Output out) {
    this.out = out;
  }

  /** In lower case on the command line. */
  static final class PolicyConverter implements picocli.CommandLine.ITypeConverter<Policy> {
    @Override
    public Policy convert(String text) {
      return switch (text) {
        case "drop" -> Policy.DROP;
        case "block" -> Policy.BLOCK;
        default ->
            throw new picocli.CommandLine.TypeConversionException(
                "'%s' is no policy; write drop or block".formatted(text));
      };
    }
  }

  /**
   * Runs the sample.
   *
   * @param args as typed after the sample's name
   * @return the exit code
   */
  public static int run(String[] args) {
    return Cli.execute(new PubSubCommand(Output.standard()), args);
  }

  @Override
  public Integer call() {
    Cli.requireBetween("--messages", messages, 0, MAX);
    Cli.requireBetween("--buffer", buffer, 0, MAX);
    Cli.requireBetween("--slow", slowMillis, 0, MAX);
    Go.run(
        () -> {
          for (Demo.Heard heard :
              Demo.run(policy, messages, buffer, Duration.ofMillis(slowMillis))) {
            print(heard);
          }
          out.flush();
        });
    return Cli.OK;
  }

  private void print(Demo.Heard heard) {
    out.line(
        String.format(
            Locale.ROOT,
            "%-5s  %-8s  got %d, missed %d",
            heard.name(),
            heard.pattern(),
            heard.total(),
            heard.dropped()));
    heard
        .got()
        .forEach(
            (topic, numbers) ->
                out.line(
                    String.format(Locale.ROOT, "       %-12s  ", topic)
                        + numbers.stream().map(String::valueOf).collect(Collectors.joining(" "))));
  }
}
