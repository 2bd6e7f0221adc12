package io.sudog.context;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A context that never ends. */
final class Root implements Context {
  static final Root BACKGROUND = new Root("context.Background");
  static final Root TODO = new Root("context.TODO");

  private final String name;

  private Root(String name) {
    this.name = name;
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
    return null;
  }

  @Override
  public BooleanSupplier onCancel(Runnable action) {
    return new Never();
  }

  @Override
  public String toString() {
    return name;
  }
}
