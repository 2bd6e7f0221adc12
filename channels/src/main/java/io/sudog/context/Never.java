package io.sudog.context;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Takes back an action of a context that never ends: true the first time. */
final class Never implements BooleanSupplier {
  private final AtomicBoolean taken = new AtomicBoolean();

  @Override
  public boolean getAsBoolean() {
    return taken.compareAndSet(false, true);
  }
}
