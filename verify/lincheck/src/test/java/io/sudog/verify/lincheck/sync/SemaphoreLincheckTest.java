package io.sudog.verify.lincheck.sync;

import io.sudog.channels.ReceiveChan;
import io.sudog.context.Context;
import io.sudog.errgroup.Semaphore;
import io.sudog.testing.Twin;
import io.sudog.verify.lincheck.Canary;
import io.sudog.verify.lincheck.Ending;
import io.sudog.verify.lincheck.ModelChecking;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The weighted semaphore: no more is held than there is, and what is free reaches who waits. */
@DisplayName("Weighted semaphore, model-checked")
class SemaphoreLincheckTest {
  private static final Class<?> HERE = SemaphoreLincheckTest.class;

  /** A context without a tree around it. */
  private record Bound(Ending ending) implements Context {
    @Override
    public ReceiveChan<Void> done() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Throwable err() {
      return ending.err();
    }

    @Override
    public Throwable cause() {
      return ending.err();
    }

    @Override
    public Optional<Instant> deadline() {
      return Optional.empty();
    }

    @Override
    public <T> T value(Key<T> key) {
      return null;
    }

    @Override
    public BooleanSupplier onCancel(Runnable action) {
      return ending.onCancel(action);
    }
  }

  /** Two units. */
  @Param(name = "n", gen = IntGen.class, conf = "1:2")
  @Param(name = "bound", gen = IntGen.class, conf = "0:1")
  public static final class Units {
    private final Semaphore semaphore = new Semaphore(2);
    private final Ending never = new Ending();
    private final Bounds bounds = new Bounds();
    private final AtomicLong held = new AtomicLong();
    private boolean kept;

    @Operation
    public void use(@Param(name = "n") int n) {
      semaphore.acquire(new Bound(never), n);
      giveBack(n);
    }

    @Operation
    public void tryUse(@Param(name = "n") int n) {
      if (semaphore.tryAcquire(n)) {
        giveBack(n);
      }
    }

    @Operation
    public String bounded(@Param(name = "bound") int bound) {
      try {
        semaphore.acquire(new Bound(bounds.get(bound)), 2);
      } catch (CancellationException e) {
        return "ended";
      }
      giveBack(2);
      return "done";
    }

    @Operation
    public void end(@Param(name = "bound") int bound) {
      bounds.end(bound);
    }

    // For scenarios by hand.
    public void keep() {
      semaphore.acquire(new Bound(never), 1);
      kept = true;
    }

    private void giveBack(int n) {
      long now = held.addAndGet(n);
      held.addAndGet(-n);
      if (now > 2) {
        throw new IllegalStateException(now + " held of 2");
      }
      semaphore.release(n);
    }

    /** Nothing is held but what is kept. */
    @Validate
    public void isFree() {
      int n = kept ? 1 : 2;
      if (!semaphore.tryAcquire(n)) {
        throw new IllegalStateException("left as " + semaphore);
      }
    }
  }

  /** The same of one thread. */
  public static final class Spec {
    private final Bounds.Spec bounds = new Bounds.Spec();

    public void use(int n) {}

    public void tryUse(int n) {}

    public String bounded(int bound) {
      return bounds.outcome(bound);
    }

    public void end(int bound) {
      bounds.end(bound);
    }

    public void keep() {}
  }

  @Test
  @DisplayName("three threads, two operations each")
  void three() {
    ModelChecking.check(Units.class, Spec.class, 3, 2);
  }

  @Test
  @DisplayName("a large request gives up in front of a small one")
  void largeGivesUp() {
    ModelChecking.checkScenario(Units.class, Spec.class, "end(0)", "keep bounded(0)", "use(1)");
  }

  private static Twin twin() {
    return Twin.of("channels", Semaphore.class);
  }

  @Test
  @DisplayName("canary: a try looks without the lock")
  void canaryTry() {
    Canary.assertCaught(
        twin().replaceAfter("private boolean tryTake(long n) {", "lock.lock();", ""),
        HERE,
        "three");
  }

  @Test
  @DisplayName("canary: who gives up does not serve those behind it")
  void canaryGiveUp() {
    Canary.assertCaught(
        twin()
            .replaceAfter(
                "queue.remove(sg);", "Sudog chain = serveLocked();", "Sudog chain = null;"),
        HERE,
        "largeGivesUp");
  }
}
