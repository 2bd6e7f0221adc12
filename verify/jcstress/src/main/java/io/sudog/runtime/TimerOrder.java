package io.sudog.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A timer is started while an M announces that it goes idle. Store before load on both sides, so
 * this machine can show the failure. The first result is the number of idle Ps the starter saw, the
 * second says whether who went idle saw no timer.
 */
public final class TimerOrder {
  private TimerOrder() {}

  private static final class Never extends RuntimeTimer {
    @Override
    protected void fire(long due, int round, long now) {}
  }

  /** Ps of which the only one is in hand. */
  abstract static class Case {
    final Processors processors = new Processors(Worlds.QUIET, 1);
    final P p = processors.all()[0];

    Case() {
      processors.lock();
      processors.popIdleLocked();
      processors.unlock();
    }

    final void goIdle() {
      processors.lock();
      processors.layAsideLocked(p);
      processors.unlock();
    }
  }

  /** The production code. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "1, 1", "0, 0"},
      expect = ACCEPTABLE,
      desc = "The starter wakes somebody, or who goes idle sees the timer, or both.")
  @Outcome(expect = FORBIDDEN, desc = "Each relies on the other: nobody waits for the timer.")
  @State
  public static class Real extends Case {
    private final TimerHeap heap = new TimerHeap();
    private final RuntimeTimer timer = new Never();

    /** Starts the timer. */
    @Actor
    public void starter(II_Result r) {
      heap.start(timer, 1, 0);
      r.r1 = processors.idle();
    }

    /** Goes idle. */
    @Actor
    public void idler(II_Result r) {
      goIdle();
      r.r2 = heap.minWhen() == RuntimeTimer.NEVER ? 1 : 0;
    }
  }

  /** The same shape with the time released only, and not volatile. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "1, 1", "0, 0"},
      expect = ACCEPTABLE,
      desc = "The starter wakes somebody, or who goes idle sees the timer, or both.")
  @Outcome(expect = FORBIDDEN, desc = "Expected here: each relies on the other.")
  @State
  public static class Canary extends Case {
    private static final VarHandle MIN_WHEN;

    static {
      try {
        MIN_WHEN = MethodHandles.lookup().findVarHandle(Canary.class, "minWhen", long.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private long minWhen = RuntimeTimer.NEVER;

    /** Starts the timer. */
    @Actor
    public void starter(II_Result r) {
      MIN_WHEN.setRelease(this, 1L);
      r.r1 = processors.idle();
    }

    /** Goes idle. */
    @Actor
    public void idler(II_Result r) {
      goIdle();
      r.r2 = (long) MIN_WHEN.getAcquire(this) == RuntimeTimer.NEVER ? 1 : 0;
    }
  }
}
