package io.sudog.core;

import org.jspecify.annotations.Nullable;

/**
 * An exception that left a goroutine and ended its program: what Go prints as {@code panic: …} with
 * the goroutine's {@code created by} line. {@link #getCause} is the exception.
 *
 * @see <a href="https://go.dev/ref/spec#Handling_panics">Handling panics in the Go
 *     specification</a>
 */
public class PanicException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** All goroutines at the time of the panic, in Go's format; empty when none was made. */
  private final String dump;

  /**
   * Makes an exception without a dump.
   *
   * @param message which goroutine, where it was started, and what the cause says
   * @param cause what left the goroutine
   */
  public PanicException(String message, @Nullable Throwable cause) {
    this(message, cause, "");
  }

  PanicException(String message, @Nullable Throwable cause, String dump) {
    super(message, cause);
    this.dump = dump;
  }

  /**
   * The goroutines there were when the panic happened, in the format of {@link Scheduler#dump}.
   *
   * @return the dump, shortened when there were very many; empty when none was made
   */
  public String dump() {
    return dump;
  }
}
