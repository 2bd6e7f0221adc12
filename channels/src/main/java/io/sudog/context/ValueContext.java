package io.sudog.context;

import io.sudog.channels.ReceiveChan;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A context with one value; all else is its parent's. */
final class ValueContext implements Context {
  private final Context parent;
  private final Key<?> key;
  private final @Nullable Object value;

  ValueContext(Context parent, Key<?> key, @Nullable Object value) {
    this.parent = parent;
    this.key = key;
    this.value = value;
  }

  Context parent() {
    return parent;
  }

  Key<?> key() {
    return key;
  }

  @Nullable Object value() {
    return value;
  }

  @Override
  public ReceiveChan<Void> done() {
    return Chain.bare(parent).done();
  }

  @Override
  public @Nullable Throwable err() {
    return Chain.bare(parent).err();
  }

  @Override
  public @Nullable Throwable cause() {
    return Chain.bare(parent).cause();
  }

  @Override
  public Optional<Instant> deadline() {
    return Chain.deadline(parent);
  }

  @Override
  public <T> @Nullable T value(Key<T> wanted) {
    return Chain.lookUp(this, wanted);
  }

  @Override
  public BooleanSupplier onCancel(Runnable action) {
    return Chain.bare(parent).onCancel(action);
  }

  @Override
  public String toString() {
    return Chain.describe(this);
  }
}
