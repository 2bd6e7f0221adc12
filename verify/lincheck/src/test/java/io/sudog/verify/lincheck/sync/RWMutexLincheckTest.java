package io.sudog.verify.lincheck.sync;

import io.sudog.sync.RWMutex;
import io.sudog.testing.Twin;
import io.sudog.verify.lincheck.Canary;
import io.sudog.verify.lincheck.ModelChecking;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Y07 to Y09: readers see no writer's half-done work, and nobody is left waiting. */
@DisplayName("RWMutex, model-checked")
class RWMutexLincheckTest {
  private static final Class<?> HERE = RWMutexLincheckTest.class;
  private static final VarHandle READERS;

  static {
    try {
      READERS =
          MethodHandles.privateLookupIn(RWMutex.class, MethodHandles.lookup())
              .findVarHandle(RWMutex.class, "readers", AtomicInteger.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Sections under either side of the lock. */
  @Param(name = "bound", gen = IntGen.class, conf = "0:1")
  public static final class Sections {
    private final RWMutex lock = new RWMutex();
    private final Bounds bounds = new Bounds();
    private int first;
    private int second;

    @Operation
    public int write() {
      lock.lock();
      int v = first;
      first = v + 1;
      second = v + 1;
      lock.unlock();
      return v;
    }

    @Operation
    public int read() {
      lock.rLock();
      return look();
    }

    @Operation
    public void tryWrite() {
      if (lock.tryLock()) {
        touch();
      }
    }

    @Operation
    public void tryRead() {
      if (lock.tryRLock()) {
        var _ = look();
      }
    }

    @Operation
    public String boundedWrite(@Param(name = "bound") int bound) {
      try {
        lock.lockUntil(bounds.get(bound));
      } catch (CancellationException e) {
        return "ended";
      }
      touch();
      return "done";
    }

    @Operation
    public String boundedRead(@Param(name = "bound") int bound) {
      try {
        lock.rLockUntil(bounds.get(bound));
      } catch (CancellationException e) {
        return "ended";
      }
      var _ = look();
      return "done";
    }

    @Operation
    public void end(@Param(name = "bound") int bound) {
      bounds.end(bound);
    }

    private void touch() {
      int v = first;
      first = -100;
      second = -200;
      first = v;
      second = v;
      lock.unlock();
    }

    private int look() {
      int one = first;
      int other = second;
      lock.rUnlock();
      if (one != other) {
        throw new IllegalStateException("a reader saw a writer's half-done work");
      }
      return one;
    }

    /** Nobody holds it, or is said to. */
    @Validate
    public void isFree() {
      if (((AtomicInteger) READERS.get(lock)).get() != 0 || !lock.tryLock()) {
        throw new IllegalStateException("left locked");
      }
      lock.unlock();
    }
  }

  /** The same of one thread. */
  public static final class Spec {
    private final Bounds.Spec bounds = new Bounds.Spec();
    private int value;

    public int write() {
      return value++;
    }

    public int read() {
      return value;
    }

    public void tryWrite() {}

    public void tryRead() {}

    public String boundedWrite(int bound) {
      return bounds.outcome(bound);
    }

    public String boundedRead(int bound) {
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
  @DisplayName("the last reader leaves while a newcomer finds the waiting writer")
  void lastReader() {
    ModelChecking.checkScenario(Sections.class, Spec.class, "read", "write", "read");
  }

  @Test
  @DisplayName("a writer gives up in front of a reader")
  void writerGivesUp() {
    ModelChecking.checkScenario(
        Sections.class, Spec.class, "read end(0)", "boundedWrite(0)", "read write");
  }

  /** A reader inside, a writer that waits for it, and a reader that comes after. */
  public static final class Overtaking {
    private final RWMutex lock = new RWMutex();
    private volatile boolean written;

    // Not in a constructor: that runs on the model checker's own thread, whose record, once made,
    // leads it into all that thread's objects.
    @Operation
    public void enter() {
      lock.rLock();
    }

    @Operation
    public void leave() {
      lock.rUnlock();
    }

    @Operation
    public void write() {
      lock.lock();
      written = true;
      lock.unlock();
    }

    @Operation
    public void tryToPass() {
      boolean waits = writerWaits();
      if (lock.tryRLock()) {
        passed(waits);
      }
    }

    @Operation
    public void pass() {
      boolean waits = writerWaits();
      lock.rLock();
      passed(waits);
    }

    /** Whether the writer is there and has yet to write. */
    private boolean writerWaits() {
      boolean before = !written;
      return before && ((AtomicInteger) READERS.get(lock)).get() < 0;
    }

    private void passed(boolean writerWaited) {
      boolean overtook = writerWaited && !written;
      lock.rUnlock();
      if (overtook) {
        throw new IllegalStateException("a reader overtook the writer that waited");
      }
    }
  }

  /** Nothing is returned: what counts is that nobody overtakes, and that each ends. */
  public static final class OvertakingSpec {
    public void enter() {}

    public void leave() {}

    public void write() {}

    public void tryToPass() {}

    public void pass() {}
  }

  @Test
  @DisplayName("Y08 a reader that comes while a writer waits enters after it")
  void waitingWriter() {
    ModelChecking.checkScenario(
        Overtaking.class, OvertakingSpec.class, "enter leave", "write", "tryToPass pass");
  }

  @Test
  @DisplayName("canary: a writer that waits does not keep others out")
  void canaryWaitingWriter() {
    Canary.assertCaught(
        twin().replaceAfter("private boolean tryEnter() {", "n < 0", "n == -WRITER"),
        HERE,
        "waitingWriter");
  }

  private static Twin twin() {
    return Twin.of("core", RWMutex.class);
  }

  @Test
  @DisplayName("canary: a newcomer takes itself off the word without looking for the writer")
  void canaryNewcomer() {
    Canary.assertCaught(
        twin()
            .replace(
                "readers.decrementAndGet() == -WRITER ? writerQueue.dequeue() : null",
                "readers.decrementAndGet() == 0 ? writerQueue.dequeue() : null"),
        HERE,
        "lastReader");
  }

  @Test
  @DisplayName("canary: a writer that gives up leaves its record behind and the readers waiting")
  void canaryWriterGivesUp() {
    Canary.assertCaught(
        twin()
            .replace(
                "writerQueue.remove(sg); letReadersIn();",
                "writerQueue.remove(sg); readers.getAndAdd(WRITER); guard.unlock();"
                    + " writers.unlock();"),
        HERE,
        "writerGivesUp");
  }
}
