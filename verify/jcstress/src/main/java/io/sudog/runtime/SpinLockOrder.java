package io.sudog.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * What one holder of the lock wrote, the next sees. Acquire and release alone cannot fail on x86,
 * where loads and stores keep their order; the mutual exclusion can, and the canary lacks the lock.
 */
public final class SpinLockOrder {
  private SpinLockOrder() {}

  /** The production code. */
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "Both additions count.")
  @Outcome(expect = FORBIDDEN, desc = "One holder did not see what the other wrote.")
  @State
  public static class Real {
    private final SpinLock lock = new SpinLock();
    private int n;

    private void add() {
      lock.lock();
      n++;
      lock.unlock();
    }

    /** Adds. */
    @Actor
    public void one() {
      add();
    }

    /** Adds, too. */
    @Actor
    public void other() {
      add();
    }

    /** Reads the sum. */
    @Arbiter
    public void sum(I_Result r) {
      r.r1 = n;
    }
  }

  /** The same additions without the lock. */
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "Both additions count.")
  @Outcome(expect = FORBIDDEN, desc = "Expected here: one addition is lost.")
  @State
  public static class Canary {
    private int n;

    /** Adds. */
    @Actor
    public void one() {
      n++;
    }

    /** Adds, too. */
    @Actor
    public void other() {
      n++;
    }

    /** Reads the sum. */
    @Arbiter
    public void sum(I_Result r) {
      r.r1 = n;
    }
  }
}
