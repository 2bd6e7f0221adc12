package io.sudog.channels;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.sudog.runtime.Sudog;
import io.sudog.runtime.WaitReason;
import io.sudog.runtime.Waiter;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A receiver waits on an unbuffered channel while it is closed; an offer beside that is taken or
 * finds it closed, but never has to wait. Load before load: x86 keeps the order of the two, so the
 * real code could fail here only through the compiler; the canary reads closed first, which shows
 * on every machine.
 */
public final class OfferCloseOrder {
  private OfferCloseOrder() {}

  private static final class Callback extends Waiter {
    @Override
    public void prepare(WaitReason reason, @Nullable Object on) {}

    @Override
    public void park() {}

    @Override
    public void ready() {}
  }

  /** A channel on which somebody waits. */
  abstract static class Case {
    final ChanCore core = new ChanCore(0);

    Case() {
      core.receiveOrEnqueue(new Sudog(new Callback()));
    }
  }

  /** The production code. */
  @JCStressTest
  @Outcome(
      id = {"0", "1"},
      expect = ACCEPTABLE,
      desc = "The receiver has it, or the channel is closed.")
  @Outcome(expect = FORBIDDEN, desc = "It would have to wait: that was so at no instant.")
  @State
  public static class Real extends Case {
    /** Closes. */
    @Actor
    public void closer() {
      core.close();
    }

    /** Offers. */
    @Actor
    public void sender(I_Result r) {
      r.r1 = core.offer("element");
    }
  }

  /** The same fast path with closed read first. */
  @JCStressTest
  @Outcome(
      id = {"0", "1"},
      expect = ACCEPTABLE,
      desc = "The receiver has it, or the channel is closed.")
  @Outcome(expect = FORBIDDEN, desc = "Expected here: it would have to wait.")
  @State
  public static class Canary extends Case {
    private volatile boolean closed;
    private volatile boolean waiting = true;

    /** Closes. */
    @Actor
    public void closer() {
      closed = true;
      waiting = false;
    }

    /** Offers. */
    @Actor
    public void sender(I_Result r) {
      boolean open = !closed;
      r.r1 = open && !waiting ? ChanCore.FULL : core.offer("element");
    }
  }
}
