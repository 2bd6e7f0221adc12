package io.sudog.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Owner and thief both take from one run queue that holds one goroutine, as runNext. The exchange
 * makes one of them the winner. The canary lacks a step that is visible on every machine: it reads
 * and clears in two steps.
 */
public final class RunNextOrder {
  private RunNextOrder() {}

  /** The production code. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "One has it.")
  @Outcome(expect = FORBIDDEN, desc = "Both have it, or nobody: it runs twice, or never.")
  @State
  public static class Real {
    private final RunQueue queue = new RunQueue(4);

    /** Puts a goroutine there. */
    public Real() {
      queue.exchangeNext(new G(null));
    }

    /** The M that holds the P. */
    @Actor
    public void owner(II_Result r) {
      r.r1 = queue.pollNext() == null ? 0 : 1;
    }

    /** An M that steals. */
    @Actor
    public void thief(II_Result r) {
      r.r2 = queue.pollNext() == null ? 0 : 1;
    }
  }

  /** The same shape with a read and a write in place of the exchange. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "One has it.")
  @Outcome(expect = FORBIDDEN, desc = "Expected here: both have it.")
  @State
  public static class Canary {
    private volatile G next = new G(null);

    private int take() {
      G g = next;
      next = null;
      return g == null ? 0 : 1;
    }

    /** The M that holds the P. */
    @Actor
    public void owner(II_Result r) {
      r.r1 = take();
    }

    /** An M that steals. */
    @Actor
    public void thief(II_Result r) {
      r.r2 = take();
    }
  }
}
