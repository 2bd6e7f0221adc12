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
 * The owner makes a goroutine the next to run on a P that is being retired, where nobody or
 * somebody was to be next before. The exchange is the fence between the store and the look at the
 * mark; the canary lacks a step that is visible on every machine: it looks first.
 */
public final class RetireNextOrder {
  private RetireNextOrder() {}

  /** A P and what happens to it; the suites differ in the owner's put. */
  abstract static class Case {
    final P p = new P(0, Worlds.QUIET);
    final G g = new G(Worlds.QUIET);

    final void retire() {
      p.retire();
      Worlds.QUIET.drain(p);
    }

    /** How many goroutines are left in the husk. */
    final int stranded() {
      int left = p.queue.size();
      Worlds.empty();
      return left;
    }
  }

  /** The production code, nobody to be next. */
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "Owner or retirer moved the goroutine on.")
  @Outcome(expect = FORBIDDEN, desc = "It stays in a queue that nobody looks at.")
  @State
  public static class Real extends Case {
    /** The M that holds the P. */
    @Actor
    public void owner() {
      p.putNext(g);
    }

    /** Who takes the P away. */
    @Actor
    public void retirer() {
      retire();
    }

    /** Looks at the husk. */
    @Arbiter
    public void look(I_Result r) {
      r.r1 = stranded();
    }
  }

  /** The production code, which moves another one from there to the ring. */
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "Owner or retirer moved both goroutines on.")
  @Outcome(expect = FORBIDDEN, desc = "One stays in a queue that nobody looks at.")
  @State
  public static class RealDisplacing extends Case {
    /** Puts another goroutine there. */
    public RealDisplacing() {
      p.putNext(new G(Worlds.QUIET));
    }

    /** The M that holds the P. */
    @Actor
    public void owner() {
      p.putNext(g);
    }

    /** Who takes the P away. */
    @Actor
    public void retirer() {
      retire();
    }

    /** Looks at the husk. */
    @Arbiter
    public void look(I_Result r) {
      r.r1 = stranded();
    }
  }

  /** Looks at the mark before the put. */
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "Owner or retirer moved the goroutine on.")
  @Outcome(expect = FORBIDDEN, desc = "Expected here: put after the retirer has looked.")
  @State
  public static class Canary extends Case {
    /** The M that holds the P. */
    @Actor
    public void owner() {
      if (p.isRetired()) {
        Worlds.QUIET.global.add(g);
      } else {
        p.queue.exchangeNext(g);
      }
    }

    /** Who takes the P away. */
    @Actor
    public void retirer() {
      retire();
    }

    /** Looks at the husk. */
    @Arbiter
    public void look(I_Result r) {
      r.r1 = stranded();
    }
  }
}
