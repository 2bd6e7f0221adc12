package io.sudog.context;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The number of a context is smaller than that of its descendant, whichever is asked for first:
 * locks are taken in that order. The canary has each draw its own number alone.
 */
public final class NumberOrder {
  private NumberOrder() {}

  /** The production code. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The one above has the smaller number.")
  @Outcome(expect = FORBIDDEN, desc = "Two selects could take the locks in opposite orders.")
  @State
  public static class Real {
    private final CancelNode above = new CancelNode(Context.background(), "above");
    private final CancelNode below = new CancelNode(above, "below");

    /** Asks for the number of the one above. */
    @Actor
    public void above() {
      var _ = above.number();
    }

    /** Asks for the other's. */
    @Actor
    public void below() {
      var _ = below.number();
    }

    /** Compares. */
    @Arbiter
    public void compare(I_Result r) {
      r.r1 = above.number() < below.number() ? 1 : 0;
    }
  }

  /** Numbers drawn without a look at the one above. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The one above has the smaller number.")
  @Outcome(expect = FORBIDDEN, desc = "Expected here: the numbers are the wrong way round.")
  @State
  public static class Canary {
    private final AtomicLong numbers = new AtomicLong();
    private long above;
    private long below;

    /** Draws the number of the one above. */
    @Actor
    public void above() {
      above = numbers.incrementAndGet();
    }

    /** Draws the other's. */
    @Actor
    public void below() {
      below = numbers.incrementAndGet();
    }

    /** Compares. */
    @Arbiter
    public void compare(I_Result r) {
      r.r1 = above < below ? 1 : 0;
    }
  }
}
