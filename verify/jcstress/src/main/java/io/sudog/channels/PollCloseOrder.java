package io.sudog.channels;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A channel that holds an element is closed, then drained; a poll beside that never finds it open
 * and empty, for it never was. Load before load: x86 keeps the order of the two, so the real code
 * could fail here only through the compiler; the canary reads closed first, which shows on every
 * machine.
 */
public final class PollCloseOrder {
  private PollCloseOrder() {}

  /** A channel with one element. */
  abstract static class Case {
    final ChanCore core = new ChanCore(1);

    Case() {
      core.offer("element");
    }

    final void closeAndDrain() {
      core.close();
      core.poll();
    }

    static int code(Object polled) {
      return polled == ChanCore.EMPTY_MARK ? 0 : polled == ChanCore.CLOSED_MARK ? 1 : 2;
    }
  }

  /** The production code. */
  @JCStressTest
  @Outcome(
      id = {"1", "2"},
      expect = ACCEPTABLE,
      desc = "The element, or closed and drained.")
  @Outcome(expect = FORBIDDEN, desc = "Open and empty: the channel was never that.")
  @State
  public static class Real extends Case {
    /** Closes and drains. */
    @Actor
    public void closer() {
      closeAndDrain();
    }

    /** Polls. */
    @Actor
    public void poller(I_Result r) {
      r.r1 = code(core.poll());
    }
  }

  /** The same fast path with closed read before the count. */
  @JCStressTest
  @Outcome(
      id = {"1", "2"},
      expect = ACCEPTABLE,
      desc = "The element, or closed and drained.")
  @Outcome(expect = FORBIDDEN, desc = "Expected here: open and empty.")
  @State
  public static class Canary extends Case {
    private volatile boolean closed;

    /** Closes and drains. */
    @Actor
    public void closer() {
      closed = true;
      closeAndDrain();
    }

    /** Polls. */
    @Actor
    public void poller(I_Result r) {
      boolean open = !closed;
      r.r1 = open && core.len() == 0 ? 0 : code(core.poll());
    }
  }
}
