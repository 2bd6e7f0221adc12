package io.sudog.context;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Who finds a context ended finds its cause. Store after store: x86 keeps the order of the two, so
 * the real code could fail here only through the compiler; the canary writes them the wrong way
 * round, which shows on every machine.
 */
public final class CauseOrder {
  private CauseOrder() {}

  /** The production code. */
  @JCStressTest
  @Outcome(
      id = {"0", "1"},
      expect = ACCEPTABLE,
      desc = "It goes on, or has ended for the cause given.")
  @Outcome(expect = FORBIDDEN, desc = "It has ended for no cause.")
  @State
  public static class Real {
    private final Throwable why = new Throwable();
    private final CancelContext ctx = Context.withCancel(Context.background());

    /** Ends it. */
    @Actor
    public void canceller() {
      ctx.cancel(why);
    }

    /** Looks. */
    @Actor
    public void looker(I_Result r) {
      r.r1 = ctx.err() == null ? 0 : ctx.cause() == why ? 1 : 2;
    }
  }

  /** The same two writes in the other order. */
  @JCStressTest
  @Outcome(
      id = {"0", "1"},
      expect = ACCEPTABLE,
      desc = "It goes on, or has ended for the cause given.")
  @Outcome(expect = FORBIDDEN, desc = "Expected here: it has ended for no cause.")
  @State
  public static class Canary {
    private final Throwable why = new Throwable();
    private volatile Throwable err;
    private volatile Throwable cause;

    /** Ends it. */
    @Actor
    public void canceller() {
      err = why;
      Thread.onSpinWait();
      cause = why;
    }

    /** Looks. */
    @Actor
    public void looker(I_Result r) {
      r.r1 = err == null ? 0 : cause == why ? 1 : 2;
    }
  }
}
