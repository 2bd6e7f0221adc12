package io.sudog.samples.md5all;

import io.sudog.core.Go;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Output;
import io.sudog.samples.md5all.Md5All.Root;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code md5all DIR}: prints what {@code find DIR -type f -print0 | xargs -0 md5sum} prints, sorted
 * by path.
 */
@Command(
    name = "sudog run md5all",
    description =
        "Prints the MD5 sum of every file below DIR as md5sum does, sorted by path. Stops at the"
            + " first file it cannot read.")
public final class Md5AllCommand implements Callable<Integer> {
  private static final int MAX_DIGESTERS = 1000;

  private final Output out;
  private final PrintWriter err;

  @Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "The folder to walk. Symbolic links are not followed.")
  private String dir = "";

  @Option(
      names = {"-j", "--digesters"},
      paramLabel = "N",
      defaultValue = "20",
      description = "How many files are read at a time. Default: ${DEFAULT-VALUE}.")
  private int digesters;

  Md5AllCommand(Output out, PrintWriter err) {
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
    return Cli.execute(new Md5AllCommand(Output.standard(), err), err, args);
  }

  @Override
  public Integer call() {
    Cli.requireBetween("--digesters", digesters, 1, MAX_DIGESTERS);
    Go.run(
        () -> {
          if (Md5All.look(dir) == Root.SYMBOLIC_LINK) {
            err.println(
                "md5all: DIR '%s' is a symbolic link, which is not followed; write '%s/' to walk where it leads"
                    .formatted(dir, dir));
          }
          try (out) {
            new Md5All(digesters)
                .sums(
                    dir,
                    sum -> {
                      out.write(sum.line());
                      out.endLine();
                    });
          }
        });
    return Cli.OK;
  }
}
