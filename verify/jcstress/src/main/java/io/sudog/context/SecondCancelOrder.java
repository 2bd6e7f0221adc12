package io.sudog.context;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two cancel a context with a descendant. Whoever comes second returns only when the descendant has
 * ended, too, though the first is still on the way down. The canary does not wait for the lock
 * under which the first goes down; that shows on every machine.
 */
public final class SecondCancelOrder {
  private SecondCancelOrder() {}

  /** A context and its descendant. */
  abstract static class Case {
    final CancelContext ctx = Context.withCancel(Context.background());
    final CancelContext child = Context.withCancel(ctx);

    final int hasEnded() {
      return child.err() == null ? 0 : 1;
    }
  }

  /** The production code. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "To both the descendant has ended.")
  @Outcome(expect = FORBIDDEN, desc = "A cancel returned before the descendant had ended.")
  @State
  public static class Real extends Case {
    private int cancel() {
      ctx.cancel();
      return hasEnded();
    }

    /** Cancels. */
    @Actor
    public void one(II_Result r) {
      r.r1 = cancel();
    }

    /** Cancels, too. */
    @Actor
    public void other(II_Result r) {
      r.r2 = cancel();
    }
  }

  /** Returns at once where it finds the context ended. */
  @JCStressTest
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "To both the descendant has ended.")
  @Outcome(expect = FORBIDDEN, desc = "Expected here: a cancel returned too early.")
  @State
  public static class Canary extends Case {
    private int cancel() {
      if (ctx.err() == null) {
        ctx.cancel();
      }
      return hasEnded();
    }

    /** Cancels. */
    @Actor
    public void one(II_Result r) {
      r.r1 = cancel();
    }

    /** Cancels, too. */
    @Actor
    public void other(II_Result r) {
      r.r2 = cancel();
    }
  }
}
