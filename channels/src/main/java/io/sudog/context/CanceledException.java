package io.sudog.context;

import org.jspecify.annotations.Nullable;

/**
 * Why a context has ended that was cancelled: Go's {@code context.Canceled}. One is made for each
 * cancellation and shared by all contexts that it ends, so it has no stack trace of its own; its
 * cause, if one was given, says more.
 */
public final class CanceledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CanceledException(@Nullable Throwable cause) {
    super("context canceled", cause, true, false);
  }
}
