package io.sudog.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A G is registered while somebody takes a snapshot. Stores in order against loads in order: x86
 * keeps both, so the real code could fail here only through the compiler; the canary swaps the two
 * stores, which shows on every machine.
 */
public final class AllGsOrder {
  private AllGsOrder() {}

  private static int nulls(G[] snapshot) {
    int n = 0;
    for (G g : snapshot) {
      n += g == null ? 1 : 0;
    }
    return n;
  }

  /** The production code. */
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "All that the snapshot counts are in it.")
  @Outcome(expect = FORBIDDEN, desc = "The size was seen before the array.")
  @State
  public static class Real {
    private final AllGs all = new AllGs();
    private final G g = new G(null);

    /** Registers. */
    @Actor
    public void adder() {
      all.add(g);
    }

    /** Takes a snapshot. */
    @Actor
    public void reader(I_Result r) {
      r.r1 = nulls(all.snapshot());
    }
  }

  /** The same shape with the size written first. */
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "All that the snapshot counts are in it.")
  @Outcome(expect = FORBIDDEN, desc = "Expected here: the size is seen before the array.")
  @State
  public static class Canary {
    private volatile G[] all = new G[1];
    private volatile int size;
    private final G g = new G(null);

    /** Registers. */
    @Actor
    public void adder() {
      G[] array = all;
      size = 1;
      array[0] = g;
      all = array;
    }

    /** Takes a snapshot. */
    @Actor
    public void reader(I_Result r) {
      int n = size;
      r.r1 = nulls(Arrays.copyOf(all, n));
    }
  }
}
