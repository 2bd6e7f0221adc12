package io.sudog.verify.lincheck.sync;

import io.sudog.runtime.WaitQueue;
import io.sudog.sync.Cond;
import io.sudog.sync.Mutex;
import io.sudog.testing.Twin;
import io.sudog.verify.lincheck.Canary;
import io.sudog.verify.lincheck.ModelChecking;
import java.util.concurrent.CancellationException;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Y20 to Y22: a signal reaches one that waits, and none is lost to a wait that was ended. */
@DisplayName("Cond, model-checked")
class CondLincheckTest {
  private static final Class<?> HERE = CondLincheckTest.class;

  /** Tokens that are put and taken. Scenarios put as many as they take. */
  public static final class Tokens {
    private final Mutex mutex = new Mutex();
    private final Cond some = new Cond(mutex);
    private final Bounds bounds = new Bounds();
    private int tokens;

    @Operation
    public void put() {
      mutex.lock();
      tokens++;
      some.signal();
      mutex.unlock();
    }

    @Operation
    public void putForAll() {
      mutex.lock();
      tokens += 2;
      some.broadcast();
      mutex.unlock();
    }

    @Operation
    public void take() {
      mutex.lock();
      while (tokens == 0) {
        some.await();
      }
      tokens--;
      mutex.unlock();
    }

    // Takes none, and passes the signal on, if it got one.
    @Operation
    public void look(int bound) {
      mutex.lock();
      try {
        while (tokens == 0) {
          some.awaitUntil(bounds.get(bound));
        }
        some.signal();
      } catch (CancellationException e) {
        // Ended: then no signal has been spent on it.
      }
      mutex.unlock();
    }

    @Operation
    public void end(int bound) {
      bounds.end(bound);
    }
  }

  /** Nothing is returned: what counts is that each operation ends. */
  public static final class Spec {
    public void put() {}

    public void putForAll() {}

    public void take() {}

    public void look(int bound) {}

    public void end(int bound) {}
  }

  @Test
  @DisplayName("two wait, two are signalled")
  void signals() {
    ModelChecking.checkScenario(Tokens.class, Spec.class, "take", "take", "put put");
    ModelChecking.checkScenario(Tokens.class, Spec.class, "take take", "put", "put");
  }

  @Test
  @DisplayName("two wait, a broadcast wakes both")
  void broadcast() {
    ModelChecking.checkScenario(Tokens.class, Spec.class, "take", "take", "putForAll");
  }

  @Test
  @DisplayName("one of two waits is ended while the other's signal is on its way")
  void oneGivesUp() {
    ModelChecking.checkScenario(Tokens.class, Spec.class, "look(0)", "end(0) take", "put");
    ModelChecking.checkScenario(Tokens.class, Spec.class, "look(0)", "take", "put end(0)");
  }

  @Test
  @DisplayName("canary: enlists after it has unlocked")
  void canaryEnlist() {
    Canary.assertCaught(
        Twin.of("core", Cond.class)
            .replace("list.enlist(sg);", "")
            .replace(
                "boolean notified = list.await(sg, this, bound);",
                "list.enlist(sg); boolean notified = list.await(sg, this, bound);"),
        HERE,
        "signals");
  }

  @Test
  @DisplayName("canary: a signal is spent on a wait that has been ended")
  void canaryEnded() {
    Canary.assertCaught(
        Twin.of("core", WaitQueue.class)
            .replaceAfter(
                "public @Nullable Sudog dequeue() {",
                "|| sg.waiter.winFor(sg)",
                "|| sg.waiter.winFor(sg) || true"),
        HERE,
        "oneGivesUp");
  }
}
