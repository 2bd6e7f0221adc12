package io.sudog.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Work is submitted while the last spinner gives up. Store before load on both sides, so this
 * machine can show the failure. The first result says that the submitter still saw a spinner, the
 * second that the spinner saw an empty queue.
 */
public final class SpinnerOrder {
  private SpinnerOrder() {}

  /** One P's queue and a spinner that is counted. */
  abstract static class Case {
    final P p = new P(0, Worlds.QUIET);
    final G g = new G(Worlds.QUIET);
    final Machines machines = new Machines(Worlds.QUIET);

    Case() {
      machines.startSpinning(Worlds.SPINNER);
    }

    final int seesSpinner() {
      return machines.spinning();
    }

    final int giveUp() {
      machines.stopSpinning(Worlds.SPINNER);
      return p.queue.isEmpty() ? 1 : 0;
    }
  }

  /** The production code. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "0, 1", "1, 0"},
      expect = ACCEPTABLE,
      desc = "The submitter wakes somebody, or the spinner sees the goroutine, or both.")
  @Outcome(expect = FORBIDDEN, desc = "Each relies on the other: a lost wake-up.")
  @State
  public static class Real extends Case {
    /** Submits a goroutine. */
    @Actor
    public void submitter(II_Result r) {
      p.put(g);
      r.r1 = seesSpinner();
    }

    /** Gives up. */
    @Actor
    public void spinner(II_Result r) {
      r.r2 = giveUp();
    }
  }

  /** The same put without the full fence after it; the spinner is the production code. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "0, 1", "1, 0"},
      expect = ACCEPTABLE,
      desc = "The submitter wakes somebody, or the spinner sees the goroutine, or both.")
  @Outcome(expect = FORBIDDEN, desc = "Expected here: each relies on the other.")
  @State
  public static class Canary extends Case {
    /** Submits a goroutine. */
    @Actor
    public void submitter(II_Result r) {
      p.queue.put(g, Worlds.QUIET.global);
      r.r1 = seesSpinner();
    }

    /** Gives up. */
    @Actor
    public void spinner(II_Result r) {
      r.r2 = giveUp();
    }
  }

  /** A spinner that gives up by a released store in place of the atomic one. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "0, 1", "1, 0"},
      expect = ACCEPTABLE,
      desc = "The submitter wakes somebody, or the spinner sees the goroutine, or both.")
  @Outcome(expect = FORBIDDEN, desc = "Expected here: each relies on the other.")
  @State
  public static class CanarySpinner extends Case {
    private final AtomicInteger spinning = new AtomicInteger(1);

    /** Submits a goroutine. */
    @Actor
    public void submitter(II_Result r) {
      p.put(g);
      r.r1 = spinning.get();
    }

    /** Gives up. */
    @Actor
    public void spinner(II_Result r) {
      spinning.setRelease(0);
      r.r2 = p.queue.isEmpty() ? 1 : 0;
    }
  }
}
