package io.sudog.sync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * What one holder of the mutex wrote, the next sees, also where the second had to wait. The modes
 * alone cannot fail on x86; that both hold it can, and the canary looks before it takes the lock
 * instead of doing both at once.
 */
public final class MutexOrder {
  private MutexOrder() {}

  /** The production code. */
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "Both additions count.")
  @Outcome(expect = FORBIDDEN, desc = "One holder did not see what the other wrote.")
  @State
  public static class Real {
    private final Mutex mutex = new Mutex();
    private int n;

    private void add() {
      mutex.lock();
      n++;
      mutex.unlock();
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

  /** The same word, read and written in two steps. */
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "Both additions count.")
  @Outcome(expect = FORBIDDEN, desc = "Expected here: both hold the lock, one addition is lost.")
  @State
  public static class Canary {
    private volatile int state;
    private int n;

    private void add() {
      while (state != 0) {
        Thread.onSpinWait();
      }
      state = 1;
      n++;
      state = 0;
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
}
