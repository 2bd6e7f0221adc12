package io.sudog.channels;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * An element is sent, then the channel closed; a poll that finds it closed has seen the element
 * before. The canary decides on two reads without the lock, which shows on every machine.
 */
public final class SendThenCloseOrder {
  private SendThenCloseOrder() {}

  /** The production code. */
  @JCStressTest
  @Outcome(
      id = {"0", "2"},
      expect = ACCEPTABLE,
      desc = "Nothing there yet, or the element.")
  @Outcome(expect = FORBIDDEN, desc = "Closed and drained, though nobody received the element.")
  @State
  public static class Real {
    private final ChanCore core = new ChanCore(1);

    /** Sends and closes. */
    @Actor
    public void sender() {
      core.offer("element");
      core.close();
    }

    /** Polls. */
    @Actor
    public void poller(I_Result r) {
      r.r1 = PollCloseOrder.Case.code(core.poll());
    }
  }

  /** The same fast path without the second look under the lock. */
  @JCStressTest
  @Outcome(
      id = {"0", "2"},
      expect = ACCEPTABLE,
      desc = "Nothing there yet, or the element.")
  @Outcome(expect = FORBIDDEN, desc = "Expected here: closed and drained.")
  @State
  public static class Canary {
    private final ChanCore core = new ChanCore(1);
    private volatile boolean closed;

    /** Sends and closes. */
    @Actor
    public void sender() {
      core.offer("element");
      closed = true;
    }

    /** Polls. */
    @Actor
    public void poller(I_Result r) {
      if (core.len() == 0) {
        r.r1 = closed ? 1 : 0;
      } else {
        r.r1 = 2;
      }
    }
  }
}
