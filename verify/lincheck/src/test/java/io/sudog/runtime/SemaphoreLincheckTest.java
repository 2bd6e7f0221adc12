package io.sudog.runtime;

import io.sudog.testing.Twin;
import io.sudog.verify.lincheck.Canary;
import io.sudog.verify.lincheck.Ending;
import io.sudog.verify.lincheck.ModelChecking;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The sleeping place of locks: a permit goes to one, and none is lost. */
@DisplayName("Semaphore of the runtime, model-checked")
class SemaphoreLincheckTest {
  private static final Class<?> HERE = SemaphoreLincheckTest.class;

  /** One permit, with which one may change the value. */
  @Param(name = "flag", gen = BooleanGen.class)
  public static final class OnePermit {
    private final Semaphore semaphore = new Semaphore();
    private final Ending ending = new Ending();
    private int value;

    public OnePermit() {
      semaphore.release(false);
    }

    @Operation
    public int use(@Param(name = "flag") boolean first) {
      semaphore.acquire(first, WaitReason.SEMACQUIRE, null);
      int v = value;
      value = v + 1;
      semaphore.release(first);
      return v;
    }

    @Operation
    public void tryUse() {
      if (semaphore.tryAcquire()) {
        touch();
      }
    }

    @Operation
    public String bounded(@Param(name = "flag") boolean first) {
      try (Bound bound = Bound.by(ending)) {
        if (semaphore.acquire(first, WaitReason.SEMACQUIRE, null, bound)) {
          touch();
        } else if (ending.err() == null) {
          return "ended by nothing";
        }
      }
      return "done";
    }

    @Operation
    public void end() {
      ending.end();
    }

    private void touch() {
      int v = value;
      value = -100;
      value = v;
      semaphore.release(false);
    }

    /** The permit is there, and nobody waits. */
    @Validate
    public void isFree() {
      if (!semaphore.tryAcquire() || semaphore.tryAcquire() || semaphore.waiters() != 0) {
        throw new IllegalStateException("not one permit, or somebody waits");
      }
    }
  }

  /** The same of one thread. */
  public static final class Spec {
    private int value;

    public int use(boolean first) {
      return value++;
    }

    public void tryUse() {}

    public String bounded(boolean first) {
      return "done";
    }

    public void end() {}
  }

  @Test
  @DisplayName("three threads, two operations each")
  void three() {
    ModelChecking.check(OnePermit.class, Spec.class, 3, 2);
  }

  @Test
  @DisplayName("canary: a wait that was ended leaves its record behind")
  void canaryRecord() {
    Canary.assertCaught(
        Twin.of("core", Semaphore.class).replace("queue.remove(sg);", ""), HERE, "three");
  }

  @Test
  @DisplayName("canary: the permit goes to a wait that has been ended")
  void canaryTicket() {
    Canary.assertCaught(
        Twin.of("core", WaitQueue.class)
            .replaceAfter(
                "public @Nullable Sudog dequeue() {",
                "|| sg.waiter.winFor(sg)",
                "|| sg.waiter.winFor(sg) || true"),
        HERE,
        "three");
  }
}
