package io.sudog.samples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** Runs a sample's picocli command, and turns what it throws into a message and an exit code. */
public final class Cli {
  /** Exit code: the work is done. */
  public static final int OK = 0;

  /** Exit code: the work could not be done, and standard error says why. */
  public static final int FAILURE = 1;

  /** Exit code: the arguments are wrong, and standard error says which and how to write them. */
  public static final int USAGE = 2;

  /**
   * Exit code: whoever read the output went away, as {@code head} does; a shell reports 128 +
   * SIGPIPE.
   */
  public static final int BROKEN_PIPE = 141;

  private Cli() {}

  /**
   * Parses the arguments into the command and runs it.
   *
   * @param command an object with picocli's annotations
   * @param args what stands after the sample's name
   * @return the exit code
   */
  public static int execute(Callable<Integer> command, String... args) {
    return execute(command, standardError(), args);
  }

  /**
   * Standard error, for messages.
   *
   * @return a writer that flushes every line
   */
  public static PrintWriter standardError() {
    return new PrintWriter(System.err, true, System.err.charset());
  }

  /**
   * Parses the arguments into the command and runs it.
   *
   * @param command an object with picocli's annotations
   * @param err where errors go
   * @param args what stands after the sample's name
   * @return the exit code
   */
  public static int execute(Callable<Integer> command, PrintWriter err, String... args) {
    CommandLine line = new CommandLine(command);
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .usageHelp(true)
                .description("Shows this help.")
                .build());
    // picocli's own words are "not an int".
    line.registerConverter(int.class, text -> number(text, Integer::valueOf));
    line.registerConverter(long.class, text -> number(text, Long::valueOf));
    return line.setErr(err)
        // "-3" is then the number -3, which the sample's own check answers, instead of an unknown
        // option.
        .setUnmatchedOptionsArePositionalParams(true)
        .setExecutionExceptionHandler(Cli::report)
        .execute(args);
  }

  /**
   * Checks a number from the command line.
   *
   * @param name of the argument, as the usage shows it
   * @param value what was given
   * @param min smallest value that makes sense
   * @param max largest value that makes sense
   */
  public static void requireBetween(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw SampleException.usage(
          "%s is %d: give a number from %d to %d".formatted(name, value, min, max));
    }
  }

  /**
   * Checks a number of seconds from the command line.
   *
   * @param name of the argument, as the usage shows it
   * @param value what was given
   * @param min shortest time that makes sense
   * @param max longest time that makes sense
   */
  public static void requireBetween(String name, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw SampleException.usage(
          "%s is %s: give seconds from %s to %s"
              .formatted(name, seconds(value), seconds(min), seconds(max)));
    }
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toNanos(), 9).stripTrailingZeros().toPlainString();
  }

  /**
   * Why a file operation failed, in the operating system's words and without the file's name: the
   * exceptions of {@code java.nio.file} have only the name as their message.
   *
   * @param failure what was thrown
   * @return for example "permission denied"
   */
  public static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "no such file or directory";
      case AccessDeniedException _ -> "permission denied";
      case NotDirectoryException _ -> "not a directory";
      case FileSystemLoopException _ -> "too many levels of symbolic links";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getName());
    };
  }

  private static <N> N number(String text, Function<String, N> parser) {
    try {
      return parser.apply(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException(
          "'%s' is no whole number, or too large; write digits only, such as 2000".formatted(text));
    }
  }

  private static int report(Exception failure, CommandLine line, ParseResult parsed) {
    PrintWriter err = line.getErr();
    String sample = line.getCommandName().substring(line.getCommandName().lastIndexOf(' ') + 1);
    return switch (failure) {
      case SampleException e -> {
        err.println(sample + ": " + e.getMessage());
        if (e.exitCode() == USAGE) {
          err.println("Try '" + line.getCommandName() + " --help'.");
        }
        yield e.exitCode();
      }
      case UncheckedIOException e -> {
        String reason = reason(Objects.requireNonNull(e.getCause()));
        if (reason.contains("Broken pipe")) {
          yield BROKEN_PIPE;
        }
        err.println(sample + ": cannot write to standard output: " + reason);
        yield FAILURE;
      }
      default -> {
        failure.printStackTrace(err);
        yield FAILURE;
      }
    };
  }
}
