package io.sudog.context;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Looking up a value along a chain of contexts: a loop, however deep the chain. */
final class Values {
  private Values() {}

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
}
