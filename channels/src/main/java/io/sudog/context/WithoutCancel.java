package io.sudog.context;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A context with its parent's values, and nothing else of it. */
final class WithoutCancel implements Context {
  private final Context parent;

  WithoutCancel(Context parent) {
    this.parent = parent;
  }

  Context parent() {
    return parent;
  }

  @Override
  public ReceiveChan<Void> done() {
    return Chan.nil();
  }

  @Override
  public @Nullable Throwable err() {
    return null;
  }

  @Override
  public @Nullable Throwable cause() {
    return null;
  }

  @Override
  public Optional<Instant> deadline() {
    return Optional.empty();
  }

  @Override
  public <T> @Nullable T value(Key<T> key) {
    return Chain.lookUp(parent, key);
  }

  @Override
  public BooleanSupplier onCancel(Runnable action) {
    return new Never();
  }

  @Override
  public String toString() {
    return Chain.describe(this);
  }
}
