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
 * The owner puts a goroutine into the ring of a P that is being retired. Store before load on both
 * sides, so this machine can show the failure: x86 lets a load overtake an older store.
 */
public final class RetireOrder {
  private RetireOrder() {}

  /** A P and what happens to it; the two suites differ in the owner's put. */
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

  /** The production code. */
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "Owner or retirer moved the goroutine on.")
  @Outcome(expect = FORBIDDEN, desc = "It stays in a queue that nobody looks at.")
  @State
  public static class Real extends Case {
    /** The M that holds the P. */
    @Actor
    public void owner() {
      p.put(g);
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

  /** The same put without the full fence between the ring and the mark. */
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "Owner or retirer moved the goroutine on.")
  @Outcome(expect = FORBIDDEN, desc = "Expected here: the read of the mark overtook the put.")
  @State
  public static class Canary extends Case {
    /** The M that holds the P. */
    @Actor
    public void owner() {
      p.queue.put(g, Worlds.QUIET.global);
      if (p.isRetired()) {
        Worlds.QUIET.drain(p);
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
