package io.sudog.runtime;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Two wakers compete for one waiter that stands in two queues. One wins, and it is the winner's
 * record that the waiter finds. The canary tests the ticket and writes it in two steps, which shows
 * on every machine; the order of winner and ready alone cannot fail on x86.
 */
public final class TicketOrder {
  private TicketOrder() {}

  /** A waiter that is called back. */
  static final class Callback extends Waiter {
    @Override
    public void prepare(WaitReason reason, @Nullable Object on) {}

    @Override
    public void park() {}

    @Override
    public void ready() {}
  }

  /** The production code. */
  @JCStressTest
  @Outcome(
      id = {"1, 0, 1", "0, 1, 2"},
      expect = ACCEPTABLE,
      desc = "One wins, and the waiter finds its record.")
  @Outcome(expect = FORBIDDEN, desc = "Two winners, none, or the loser's record.")
  @State
  public static class Real {
    private final Callback waiter = new Callback();
    private final Sudog first = new Sudog(waiter);
    private final Sudog second = new Sudog(waiter);

    /** Opens a round for both records. */
    public Real() {
      int round = waiter.openTicket();
      first.ticket = round;
      second.ticket = round;
    }

    /** Wakes for the first record. */
    @Actor
    public void one(III_Result r) {
      r.r1 = waiter.winFor(first) ? 1 : 0;
    }

    /** Wakes for the second record. */
    @Actor
    public void other(III_Result r) {
      r.r2 = waiter.winFor(second) ? 1 : 0;
    }

    /** What the waiter finds. */
    @Arbiter
    public void found(III_Result r) {
      r.r3 = waiter.winner() == first ? 1 : waiter.winner() == second ? 2 : 0;
    }
  }

  /** The same shape without the compare-and-set. */
  @JCStressTest
  @Outcome(
      id = {"1, 0, 1", "0, 1, 2"},
      expect = ACCEPTABLE,
      desc = "One wins, and the waiter finds its record.")
  @Outcome(expect = FORBIDDEN, desc = "Expected here: two winners.")
  @State
  public static class Canary {
    private volatile int ticket;
    private int winner;

    private int win(int record) {
      if (ticket != 0) {
        return 0;
      }
      ticket = 1;
      winner = record;
      return 1;
    }

    /** Wakes for the first record. */
    @Actor
    public void one(III_Result r) {
      r.r1 = win(1);
    }

    /** Wakes for the second record. */
    @Actor
    public void other(III_Result r) {
      r.r2 = win(2);
    }

    /** What the waiter finds. */
    @Arbiter
    public void found(III_Result r) {
      r.r3 = winner;
    }
  }
}
