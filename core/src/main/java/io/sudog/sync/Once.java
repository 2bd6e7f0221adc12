package io.sudog.sync;

import io.sudog.runtime.Goexit;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does something once: Go's {@code sync.Once}, {@code OnceFunc} and {@code OnceValue}. Callers that
 * come while it is being done wait; what it did happens before any of them goes on.
 */
public final class Once {
  private final Mutex mutex = new Mutex();
  private volatile boolean done;

  /** Makes one that has done nothing yet. */
  public Once() {}

  /**
   * Runs {@code body} if this is the first call. One that ends with an exception counts as done. A
   * body that calls this again waits for itself.
   *
   * @param body what to do
   */
  public void run(Runnable body) {
    Objects.requireNonNull(body, "body");
    if (!done) {
      runSlow(body);
    }
  }

  private void runSlow(Runnable body) {
    mutex.lock();
    try {
      if (!done) {
        try {
          body.run();
        } finally {
          done = true;
        }
      }
    } finally {
      mutex.unlock();
    }
  }

  /**
   * Computes a value once: Go's {@code OnceValue}. Where the computation threw, each call throws
   * the same exception.
   *
   * @param <T> the value
   * @param compute the computation; forgotten once it has run
   * @return gives the value
   */
  public static <T extends @Nullable Object> Supplier<T> value(Supplier<T> compute) {
    return new Value<>(Objects.requireNonNull(compute, "compute"));
  }

  /**
   * Makes an action that is done once, however often it is run: Go's {@code OnceFunc}. Where it
   * threw, each run throws the same exception.
   *
   * @param body the action; forgotten once it has run
   * @return the action
   */
  public static Runnable of(Runnable body) {
    Objects.requireNonNull(body, "body");
    Value<@Nullable Object> once =
        new Value<>(
            () -> {
              body.run();
              return null;
            });
    return once::get;
  }

  private static final class Value<T extends @Nullable Object> implements Supplier<T> {
    private final Once once = new Once();
    private @Nullable Supplier<T> compute;
    private @Nullable T result;
    private @Nullable Throwable failure;

    Value(Supplier<T> compute) {
      this.compute = compute;
    }

    @Override
    @SuppressWarnings("NullAway") // null only where T admits null
    public T get() {
      if (!once.done) {
        once.runSlow(this::compute);
      }
      Throwable thrown = failure;
      if (thrown != null) {
        throw Value.<RuntimeException>sneaky(thrown);
      }
      return result;
    }

    private void compute() {
      Supplier<T> supplier = Objects.requireNonNull(compute);
      compute = null;
      try {
        result = supplier.get();
      } catch (Throwable e) {
        failure =
            e instanceof Goexit
                ? new IllegalStateException("sync: the function of a Once called goexit")
                : e;
        throw e;
      }
    }

    @SuppressWarnings({
      "unchecked",
      "TypeParameterUnusedInFormals"
    }) // a supplier throws nothing checked but what was sneaked in
    private static <E extends Throwable> E sneaky(Throwable e) throws E {
      throw (E) e;
    }
  }
}
