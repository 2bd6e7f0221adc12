package io.sudog.samples.wordfreq;

import io.sudog.core.Go;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Output;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wordfreq FILE…}: prints the most frequent words. */
@Command(
    name = "sudog run wordfreq",
    description =
        "Prints the most frequent words of all FILEs together, with their number; equally frequent"
            + " ones in the order of the alphabet.")
public final class WordFreqCommand implements Callable<Integer> {
  private final Output out;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Text in UTF-8; - is standard input.")
  private String[] files = {};

  @Option(
      names = {"-n", "--top"},
      paramLabel = "N",
      defaultValue = "20",
      description = "How many words to print. Default: ${DEFAULT-VALUE}.")
  private int top;

  WordFreqCommand(Output out) {
    this.out = out;
  }

  /**
   * Runs the sample.
   *
   * @param args as typed after the sample's name
   * @return the exit code
   */
  public static int run(String[] args) {
    return Cli.execute(new WordFreqCommand(Output.standard()), args);
  }

  @Override
  public Integer call() {
    Cli.requireBetween("--top", top, 0, Integer.MAX_VALUE);
    List<Source> sources = Stream.of(files).map(Source::named).toList();
    Go.run(
        () -> {
          for (WordTable.Entry entry : WordFreq.count(sources, Go.gomaxprocs()).top(top)) {
            out.line(String.format(Locale.ROOT, "%10d  %s", entry.count(), entry.word()));
          }
          out.flush();
        });
    return Cli.OK;
  }
}
