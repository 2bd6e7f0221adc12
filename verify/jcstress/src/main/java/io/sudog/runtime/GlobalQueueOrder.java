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
 * A goroutine enters the global queue while an M announces that it goes idle; also the test of the
 * count of idle Ps. Store before load on both sides, so this machine can show the failure.
 */
public final class GlobalQueueOrder {
  private GlobalQueueOrder() {}

  /** The production code. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "1, 1", "0, 0"},
      expect = ACCEPTABLE,
      desc = "The submitter wakes somebody, or who goes idle sees the goroutine, or both.")
  @Outcome(expect = FORBIDDEN, desc = "Each relies on the other: a lost wake-up.")
  @State
  public static class Real extends TimerOrder.Case {
    private final GlobalQueue global = new GlobalQueue();
    private final G g = new G(Worlds.QUIET);

    /** Submits a goroutine. */
    @Actor
    public void submitter(II_Result r) {
      global.add(g);
      r.r1 = processors.idle();
    }

    /** Goes idle. */
    @Actor
    public void idler(II_Result r) {
      goIdle();
      r.r2 = global.isEmpty() ? 1 : 0;
    }
  }

  /** The same shape with the size released only, and not volatile. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "1, 1", "0, 0"},
      expect = ACCEPTABLE,
      desc = "The submitter wakes somebody, or who goes idle sees the goroutine, or both.")
  @Outcome(expect = FORBIDDEN, desc = "Expected here: each relies on the other.")
  @State
  public static class Canary extends TimerOrder.Case {
    private static final VarHandle SIZE;

    static {
      try {
        SIZE = MethodHandles.lookup().findVarHandle(Canary.class, "size", int.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private int size;

    /** Submits a goroutine. */
    @Actor
    public void submitter(II_Result r) {
      SIZE.setRelease(this, size + 1);
      r.r1 = processors.idle();
    }

    /** Goes idle. */
    @Actor
    public void idler(II_Result r) {
      goIdle();
      r.r2 = (int) SIZE.getAcquire(this) == 0 ? 1 : 0;
    }
  }
}
