package io.sudog.testing;

import io.sudog.core.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A cancellation without the tree of contexts around it: it ends when it is told to. */
public final class Ends implements Cancellation {
  // GUARD: this object's monitor.
  private final List<Runnable> actions = new ArrayList<>();
  private @Nullable Throwable err;

  /** Makes one that goes on. */
  public Ends() {}

  /** Ends it, if it goes on, and does what is to be done then. */
  public void end() {
    List<Runnable> due;
    synchronized (this) {
      if (err == null) {
        err = new CancellationException("ended by the test");
      }
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(Runnable::run);
  }

  @Override
  public synchronized @Nullable Throwable err() {
    return err;
  }

  @Override
  public BooleanSupplier onCancel(Runnable action) {
    boolean over;
    synchronized (this) {
      over = err != null;
      if (!over) {
        actions.add(action);
      }
    }
    if (over) {
      action.run();
    }
    return () -> {
      synchronized (this) {
        return actions.remove(action);
      }
    };
  }
}
