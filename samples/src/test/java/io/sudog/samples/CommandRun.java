package io.sudog.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Output;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;

/** What a sample's command left behind. */
public final class CommandRun {
  private final int exitCode;
  private final byte[] outBytes;
  private final String err;

  private CommandRun(int exitCode, byte[] outBytes, String err) {
    this.exitCode = exitCode;
    this.outBytes = outBytes;
    this.err = err;
  }

  /** Runs a command that prints and reports nothing on its own. */
  public static CommandRun of(
      BiFunction<Output, PrintWriter, Callable<Integer>> command, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    PrintWriter errors = new PrintWriter(err);
    int exitCode = Cli.execute(command.apply(Output.to(out, UTF_8), errors), errors, args);
    errors.flush();
    return new CommandRun(exitCode, out.toByteArray(), err.toString());
  }

  /** The command's exit code. */
  public int exitCode() {
    return exitCode;
  }

  /** Standard output as it is. */
  public byte[] outBytes() {
    return outBytes.clone();
  }

  /** Standard error. */
  public String err() {
    return err;
  }

  /** Standard output as text. */
  public String out() {
    return new String(outBytes, UTF_8);
  }
}
