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
 * An element is handed to a waiting receiver, past the ring: once it is ready, its record holds the
 * element, the element's fields, and success. Publication cannot fail on x86, which keeps the order
 * of stores; the canary readies before it writes, which shows on every machine.
 */
public final class HandOverOrder {
  private HandOverOrder() {}

  /** An element with a plain field. */
  static final class Element {
    int field = 1;
  }

  /** A waiter whose being ready can be asked. */
  static final class Flag extends Waiter {
    private volatile boolean ready;

    @Override
    public void prepare(WaitReason reason, @Nullable Object on) {}

    @Override
    public void park() {}

    @Override
    public void ready() {
      ready = true;
    }
  }

  /** A channel on which somebody waits. */
  abstract static class Case {
    final ChanCore core = new ChanCore(0);
    final Flag waiter = new Flag();
    final Sudog record = new Sudog(waiter);

    Case() {
      core.receiveOrEnqueue(record);
    }

    /** -1: not ready yet; else what the record holds. */
    final int received() {
      if (!waiter.ready) {
        return -1;
      }
      return record.element instanceof Element e && record.success ? e.field : 0;
    }
  }

  /** The production code. */
  @JCStressTest
  @Outcome(
      id = {"-1", "1"},
      expect = ACCEPTABLE,
      desc = "Not ready yet, or all is there.")
  @Outcome(expect = FORBIDDEN, desc = "Ready, but the element or the outcome is not there.")
  @State
  public static class Real extends Case {
    /** Sends. */
    @Actor
    public void sender() {
      core.offer(new Element());
    }

    /** Receives. */
    @Actor
    public void receiver(I_Result r) {
      r.r1 = received();
    }
  }

  /** The same hand-over with ready before the element. */
  @JCStressTest
  @Outcome(
      id = {"-1", "1"},
      expect = ACCEPTABLE,
      desc = "Not ready yet, or all is there.")
  @Outcome(expect = FORBIDDEN, desc = "Expected here: ready, but the element is not there.")
  @State
  public static class Canary extends Case {
    /** Sends. */
    @Actor
    public void sender() {
      record.waiter.ready();
      record.element = new Element();
      record.success = true;
    }

    /** Receives. */
    @Actor
    public void receiver(I_Result r) {
      r.r1 = received();
    }
  }
}
