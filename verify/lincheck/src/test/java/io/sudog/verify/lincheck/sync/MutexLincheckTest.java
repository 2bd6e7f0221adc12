package io.sudog.verify.lincheck.sync;

import io.sudog.runtime.Semaphore;
import io.sudog.sync.Mutex;
import io.sudog.testing.Twin;
import io.sudog.verify.lincheck.Canary;
import io.sudog.verify.lincheck.ModelChecking;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Y01, Y05: mutual exclusion, and no grant is lost, with waits that are ended early as well. */
@DisplayName("Mutex, model-checked")
class MutexLincheckTest {
  private static final Class<?> HERE = MutexLincheckTest.class;
  private static final VarHandle STATE;
  private static final VarHandle SEMAPHORE;

  static {
    try {
      MethodHandles.Lookup inside =
          MethodHandles.privateLookupIn(Mutex.class, MethodHandles.lookup());
      STATE = inside.findVarHandle(Mutex.class, "state", int.class);
      SEMAPHORE = inside.findVarHandle(Mutex.class, "semaphore", Semaphore.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Sections under the lock. */
  @Param(name = "bound", gen = IntGen.class, conf = "0:1")
  public static final class Sections {
    private final Mutex mutex = new Mutex();
    private final Bounds bounds = new Bounds();
    private int value;

    @Operation
    public int section() {
      mutex.lock();
      int v = value;
      value = v + 1;
      mutex.unlock();
      return v;
    }

    // Whether it succeeds is not said: it may fail on a lock that is about to be free.
    @Operation
    public void trySection() {
      if (mutex.tryLock()) {
        touch();
      }
    }

    @Operation
    public String bounded(@Param(name = "bound") int bound) {
      try {
        mutex.lockUntil(bounds.get(bound));
      } catch (CancellationException e) {
        return "ended";
      }
      touch();
      return "done";
    }

    @Operation
    public void end(@Param(name = "bound") int bound) {
      bounds.end(bound);
    }

    /** What a section that is not alone takes for the value. */
    private void touch() {
      int v = value;
      value = -100;
      value = v;
      mutex.unlock();
    }

    /** MX-1: nobody holds it or is counted, nobody is said to be awake, no permit is left over. */
    @Validate
    public void isFree() {
      int word = (int) STATE.get(mutex);
      Semaphore semaphore = (Semaphore) SEMAPHORE.get(mutex);
      if (word != 0 || semaphore.waiters() != 0 || semaphore.tryAcquire()) {
        throw new IllegalStateException("left with the word " + word + ", or with a permit");
      }
    }
  }

  /** The same of one thread. */
  public static final class Spec {
    private final Bounds.Spec bounds = new Bounds.Spec();
    private int value;

    public int section() {
      return value++;
    }

    public void trySection() {}

    public String bounded(int bound) {
      return bounds.outcome(bound);
    }

    public void end(int bound) {
      bounds.end(bound);
    }
  }

  @Test
  @DisplayName("three threads, two operations each")
  void three() {
    ModelChecking.check(Sections.class, Spec.class, 3, 2);
  }

  @Test
  @DisplayName("a wait that is ended while the lock is given back")
  void endedMeanwhile() {
    ModelChecking.checkScenario(
        Sections.class, Spec.class, "section", "bounded(0) section", "end(0) section");
  }

  private static Twin twin() {
    return Twin.of("core", Mutex.class);
  }

  private static Twin starving() {
    return twin().replace("STARVATION_NANOS = 1_000_000;", "STARVATION_NANOS = -1;");
  }

  @Test
  @DisplayName(
      "a wait that is ended while the lock is handed over, starving from the first loss on")
  void starvation() {
    Canary.assertPasses(starving(), HERE, "endedMeanwhile");
  }

  @Test
  @DisplayName("canary: tryLock looks and takes in two steps")
  void canaryTryLock() {
    Canary.assertCaught(
        twin()
            .replace(
                "(s & (LOCKED | STARVING)) == 0 && STATE.compareAndSet(this, s, s | LOCKED)",
                "(s & (LOCKED | STARVING)) == 0 && (state = s | LOCKED) != 0"),
        HERE,
        "three");
  }

  @Test
  @DisplayName("canary: who gives up does not take the permit that is on its way")
  void canaryGiveUp() {
    Canary.assertCaught(
        twin()
            .replace(
                "if (semaphore.tryAcquire()) { break; } Parking.gosched();",
                "if (waiting == 0) { return false; } break;"),
        HERE,
        "endedMeanwhile");
  }
}
