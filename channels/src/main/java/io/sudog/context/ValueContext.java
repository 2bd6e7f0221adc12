package io.sudog.context;

import io.sudog.channels.ReceiveChan;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A context with one value; all else is its parent's. */
record ValueContext(Context parent, Key<?> key, @Nullable Object value) implements Context {
  @Override
  public ReceiveChan<Void> done() {
    return parent.done();
  }

  @Override
  public @Nullable Throwable err() {
    return parent.err();
  }

  @Override
  public @Nullable Throwable cause() {
    return parent.cause();
  }

  @Override
  public Optional<Instant> deadline() {
    return parent.deadline();
  }

  @Override
  public <T> @Nullable T value(Key<T> wanted) {
    return Values.lookUp(this, wanted);
  }

  @Override
  public BooleanSupplier onCancel(Runnable action) {
    return parent.onCancel(action);
  }

  @Override
  public String toString() {
    return parent + ".WithValue(" + key + ", " + value + ")";
  }
}
