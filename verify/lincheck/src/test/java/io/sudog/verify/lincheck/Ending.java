package io.sudog.verify.lincheck;

import io.sudog.core.Cancellation;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A cancellation that ends when it is told to. Without locks and lists, so that the model checker
 * spends its steps on the code that is bounded by it.
 */
public final class Ending implements Cancellation {
  private static final int ROOM = 4;

  private final AtomicReferenceArray<@Nullable Runnable> actions = new AtomicReferenceArray<>(ROOM);
  private volatile boolean ended;

  /** Makes one that goes on. */
  public Ending() {}

  /** Ends it, and does what is to be done then. */
  public void end() {
    ended = true;
    for (int i = 0; i < ROOM; i++) {
      Runnable action = actions.getAndSet(i, null);
      if (action != null) {
        action.run();
      }
    }
  }

  @Override
  public @Nullable Throwable err() {
    return ended ? new CancellationException("ended by the test") : null;
  }

  @Override
  public BooleanSupplier onCancel(Runnable action) {
    int free = 0;
    while (!actions.compareAndSet(free, null, action)) {
      free++;
    }
    int slot = free;
    // Whoever takes it out runs it: the end, or we, when the end has passed the slot already.
    if (ended && actions.compareAndSet(slot, action, null)) {
      action.run();
    }
    return () -> actions.compareAndSet(slot, action, null);
  }
}
