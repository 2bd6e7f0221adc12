package io.sudog.context;

import org.jspecify.annotations.Nullable;

/**
 * A context that its maker can end: what Go's {@code context.WithCancel} and its kin return, the
 * cancel function included. Closing it cancels it, so that {@code try} does what {@code defer
 * cancel()} does in Go.
 */
public interface CancelContext extends Context, AutoCloseable {
  /**
   * Ends this context and all that were derived from it, before it returns: {@code cancel()}. Does
   * nothing if it has ended already.
   */
  void cancel();

  /**
   * Ends this context as {@link #cancel()} does, and says why: {@code cancel(cause)}.
   *
   * @param cause what {@link #cause} is then; null for the same as {@link #err}
   */
  void cancel(@Nullable Throwable cause);

  /** Cancels. */
  @Override
  default void close() {
    cancel();
  }
}
