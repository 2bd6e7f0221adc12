package io.sudog.core;

/**
 * Every goroutine of a program waits and nothing can wake one: Go's "fatal error: all goroutines
 * are asleep - deadlock!". The message carries the goroutine dump.
 */
public final class DeadlockException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  DeadlockException(String message, String dump) {
    super(dump.isEmpty() ? message : message + "\n\n" + dump);
  }
}
