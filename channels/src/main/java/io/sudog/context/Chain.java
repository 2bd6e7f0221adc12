package io.sudog.context;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks from a context upwards: loops, however deep the chain, where recursion ends the stack. */
final class Chain {
  private Chain() {}

  @SuppressWarnings("unchecked") // a value under a Key<T> is a T
  static <T> @Nullable T lookUp(Context from, Context.Key<T> key) {
    Objects.requireNonNull(key, "key");
    Context at = from;
    while (true) {
      switch (at) {
        case ValueContext c -> {
          if (c.key() == key) {
            return (T) c.value();
          }
          at = c.parent();
        }
        case CancelNode c -> at = c.parent();
        case WithoutCancel c -> at = c.parent();
        default -> {
          return at.value(key);
        }
      }
    }
  }

  /** The nearest that has more to it than a value. */
  static Context bare(Context from) {
    Context at = from;
    while (at instanceof ValueContext c) {
      at = c.parent();
    }
    return at;
  }

  static Optional<Instant> deadline(Context from) {
    Context at = from;
    while (true) {
      switch (at) {
        case ValueContext c -> at = c.parent();
        case DeadlineNode c -> {
          return c.deadline();
        }
        case CancelNode c -> at = c.parent();
        default -> {
          return at.deadline();
        }
      }
    }
  }

  static String describe(Context from) {
    ArrayDeque<String> parts = new ArrayDeque<>();
    Context at = from;
    while (true) {
      switch (at) {
        case ValueContext c -> {
          parts.push(".WithValue(" + c.key() + ", " + c.value() + ")");
          at = c.parent();
        }
        case CancelNode c -> {
          parts.push("." + c.kind());
          at = c.parent();
        }
        case WithoutCancel c -> {
          parts.push(".WithoutCancel");
          at = c.parent();
        }
        default -> {
          parts.push(at.toString());
          return String.join("", parts);
        }
      }
    }
  }
}
