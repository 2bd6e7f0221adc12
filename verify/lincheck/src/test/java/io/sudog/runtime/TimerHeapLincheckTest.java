package io.sudog.runtime;

import io.sudog.testing.Twin;
import io.sudog.verify.lincheck.Canary;
import io.sudog.verify.lincheck.ModelChecking;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each start of a timer fires once, or is stopped, or replaced, and stop says which. */
@DisplayName("Timer heap, model-checked")
class TimerHeapLincheckTest {
  private static final Class<?> HERE = TimerHeapLincheckTest.class;
  private static final int STARTS = 8;

  /** A timer that counts; its owner starts and stops it, one after the other. */
  private static final class Counting extends RuntimeTimer {
    private final AtomicIntegerArray fired = new AtomicIntegerArray(STARTS);
    private final boolean[] stopped = new boolean[STARTS];
    private final boolean[] wasGone = new boolean[STARTS];
    private final TimerHeap in;
    private int started;

    Counting(TimerHeap in) {
      this.in = in;
    }

    void start(long when) {
      var _ = in.start(this, when, started);
      started++;
    }

    void stopLast() {
      boolean running = stop();
      int last = started - 1;
      if (running) {
        stopped[last] = true;
      } else if (last >= 0 && !stopped[last]) {
        wasGone[last] = true;
      }
    }

    @Override
    protected void fire(long due, int round, long now) {
      if (due > now) {
        throw new IllegalStateException("due at " + due + ", fired at " + now);
      }
      fired.incrementAndGet(round);
    }

    void check() {
      for (int i = 0; i < started; i++) {
        int n = fired.get(i);
        boolean last = i == started - 1;
        boolean running = last && heap != null;
        boolean fits;
        if (stopped[i] || running) {
          fits = n == 0;
        } else if (wasGone[i] || last) {
          fits = n == 1;
        } else {
          // Fired, or replaced by the next start.
          fits = n <= 1;
        }
        if (!fits) {
          throw new IllegalStateException(
              "start " + i + " fired " + n + " times, stopped " + stopped[i] + ", " + running);
        }
      }
    }
  }

  /** Two timers with an owner each, and whoever runs what is due. */
  @Param(name = "time", gen = IntGen.class, conf = "1:3")
  public static final class Timers {
    private final TimerHeap heap = new TimerHeap();
    private final TimerHeap other = new TimerHeap();
    private final Counting one = new Counting(heap);
    private final Counting two = new Counting(heap);
    private boolean moved;

    @Operation(nonParallelGroup = "one")
    public void startOne(@Param(name = "time") int when) {
      one.start(when);
    }

    @Operation(nonParallelGroup = "one")
    public void stopOne() {
      one.stopLast();
    }

    @Operation(nonParallelGroup = "two")
    public void startTwo(@Param(name = "time") int when) {
      two.start(when);
    }

    @Operation(nonParallelGroup = "two")
    public void stopTwo() {
      two.stopLast();
    }

    @Operation
    public void runDue(@Param(name = "time") int now) {
      var _ = heap.runDue(now);
      var _ = other.runDue(now);
    }

    @Operation(runOnce = true)
    public void moveAll() {
      heap.moveAllTo(other);
      moved = true;
    }

    /** Heaps in order, and no start lost or fired twice. */
    @Validate
    public void isComplete() {
      heap.checkInvariants();
      other.checkInvariants();
      if (moved && heap.size() != 0) {
        throw new IllegalStateException("a timer is left in the heap that is gone");
      }
      one.check();
      two.check();
    }
  }

  /** Nothing is returned. */
  public static final class Spec {
    public void startOne(int when) {}

    public void stopOne() {}

    public void startTwo(int when) {}

    public void stopTwo() {}

    public void runDue(int now) {}

    public void moveAll() {}
  }

  @Test
  @DisplayName("three threads, three operations each")
  void three() {
    ModelChecking.check(Timers.class, Spec.class, 3, 3);
  }

  @Test
  @DisplayName("a stop while the timer fires and its heap goes away")
  void stopWhileMoved() {
    ModelChecking.checkScenario(
        Timers.class, Spec.class, "startOne(1) stopOne", "moveAll", "runDue(2)");
  }

  @Test
  @DisplayName("canary: stop does not look again under the lock")
  void canaryStop() {
    Canary.assertCaught(
        Twin.of("core", TimerHeap.class).replace("if (timer.heap == heap)", "if (heap != null)"),
        HERE,
        "stopWhileMoved");
  }

  @Test
  @DisplayName("canary: a start puts the timer into a heap that is gone")
  void canaryGone() {
    Canary.assertCaught(
        Twin.of("core", TimerHeap.class)
            .replace("if (next == null)", "if (next == null || next != null)"),
        HERE,
        "three");
  }
}
