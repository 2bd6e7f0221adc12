package io.sudog.context;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that ends with a context: a derived context, or an action. Stands in that context's
 * list until then, or until it is taken back.
 *
 * <p>GUARD: the lock of {@code owner}.
 */
final class Link implements BooleanSupplier {
  final CancelNode owner;
  final @Nullable CancelNode child;
  final @Nullable Runnable action;
  @Nullable Link next;
  @Nullable Link prev;
  boolean linked;

  Link(CancelNode owner, @Nullable CancelNode child, @Nullable Runnable action) {
    this.owner = owner;
    this.child = child;
    this.action = action;
  }

  /** Takes it back; true when it was in the list. */
  @Override
  public boolean getAsBoolean() {
    return owner.unlink(this);
  }
}
