package io.sudog.samples.cli;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Ends a sample with a message for the person who ran it: it names the argument at fault and what
 * to do about it. It is unchecked so that {@code Go.run} rethrows it as it is.
 */
public final class SampleException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int exitCode;

  private SampleException(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /**
   * The arguments make no sense.
   *
   * @param message names the argument and the fix
   * @return an exception with exit code {@link Cli#USAGE}
   */
  public static SampleException usage(String message) {
    return new SampleException(Cli.USAGE, message, null);
  }

  /**
   * The arguments make sense, but the work cannot be done.
   *
   * @param message names what failed and the fix
   * @param cause what was thrown, or null
   * @return an exception with exit code {@link Cli#FAILURE}
   */
  public static SampleException failure(String message, @Nullable Throwable cause) {
    return new SampleException(Cli.FAILURE, message, cause);
  }

  int exitCode() {
    return exitCode;
  }
}
