package io.sudog.verify.lincheck.sync;

import io.sudog.sync.Once;
import io.sudog.testing.Twin;
import io.sudog.verify.lincheck.Canary;
import io.sudog.verify.lincheck.ModelChecking;
import java.util.function.Supplier;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Y16 to Y18: once, and whoever comes meanwhile sees what was done. */
@DisplayName("Once, model-checked")
class OnceLincheckTest {
  /** A body that counts, and one that fails. */
  public static final class Bodies {
    private final Once once = new Once();
    private int runs;
    private final Supplier<Integer> value = Once.value(this::compute);
    private int computations;
    private final Runnable failing = Once.of(this::fail);

    @Operation
    public int run() {
      once.run(() -> runs++);
      return runs;
    }

    @Operation
    public int value() {
      return value.get();
    }

    @Operation
    public void failing() {
      failing.run();
    }

    private int compute() {
      return ++computations;
    }

    private void fail() {
      throw new ArithmeticException("each time");
    }
  }

  /** The same of one thread. */
  public static final class Spec {
    public int run() {
      return 1;
    }

    public int value() {
      return 1;
    }

    public void failing() {
      throw new ArithmeticException("each time");
    }
  }

  @Test
  @DisplayName("three threads, two operations each")
  void three() {
    ModelChecking.check(Bodies.class, Spec.class, 3, 2);
  }

  @Test
  @DisplayName("canary: is done before it has been done")
  void canaryDone() {
    Canary.assertCaught(
        Twin.of("core", Once.class)
            .replace("try { body.run(); } finally { done = true; }", "done = true; body.run();"),
        OnceLincheckTest.class,
        "three");
  }
}
