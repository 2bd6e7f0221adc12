package io.sudog.context;

import org.jspecify.annotations.Nullable;

/**
 * Why a context has ended whose deadline has passed: Go's {@code context.DeadlineExceeded}. Shared
 * by all contexts that it ends, so it has no stack trace of its own.
 */
public final class DeadlineExceededException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeadlineExceededException(@Nullable Throwable cause) {
    super("context deadline exceeded", cause, true, false);
  }

  /**
   * Whether this is a time-out, as in Go's {@code net.Error}.
   *
   * @return true
   */
  public boolean timeout() {
    return true;
  }
}
