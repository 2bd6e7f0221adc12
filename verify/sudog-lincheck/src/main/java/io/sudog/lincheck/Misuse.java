package io.sudog.lincheck;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a structure or its operations did that cannot be checked. It is thrown where it happens,
 * which Lincheck takes for a result, and kept, so that the check can end with it instead.
 */
final class Misuse {
  // Lincheck runs one check at a time in a JVM.
  private static final AtomicReference<@Nullable String> FIRST = new AtomicReference<>();

  private Misuse() {}

  /** Forgets what an earlier check did. */
  static void clear() {
    FIRST.set(null);
  }

  /** What this check did first; null when it did nothing wrong. */
  static @Nullable String first() {
    return FIRST.get();
  }

  /**
   * Keeps a fault.
   *
   * @param fault what is wrong, and what to do about it
   * @return to be thrown
   */
  static IllegalStateException of(String fault) {
    FIRST.compareAndSet(null, fault);
    return new IllegalStateException(fault);
  }

  /** A wait on a thread of the check, outside of an operation. */
  static IllegalStateException ofWait(String on) {
    return of(
        "the constructor of the operations or of the specification waits ("
            + on
            + "), or a method of the specification does, in a channel: let the constructors wait for"
            + " nothing, and the specification in waitUntil alone");
  }

  /** Something that takes a scheduler. */
  static IllegalStateException ofScheduler() {
    return of(
        "an operation, or the structure's constructor, starts a goroutine or a timer: Lincheck"
            + " drives neither. Do in the operation itself what the goroutine would do, and let a"
            + " context that another operation cancels take the part of the time-out");
  }
}
