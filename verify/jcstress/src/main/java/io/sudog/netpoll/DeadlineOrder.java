package io.sudog.netpoll;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.net.SocketTimeoutException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.time.Instant;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * A thread begins to wait for a channel while its deadline passes. Store before load on both sides,
 * so this machine can show the failure. In the real code that would be a wait that never ends,
 * which jcstress reports as an error; the canary reports what each side saw.
 */
public final class DeadlineOrder {
  private DeadlineOrder() {}

  /** The production code. */
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "The wait ended with the deadline.")
  @Outcome(expect = FORBIDDEN, desc = "The wait ended without a reason.")
  @State
  public static class Real {
    private static final DatagramChannel SILENT;
    private static final Field ARMED;

    static {
      try {
        SILENT = DatagramChannel.open();
        SILENT.configureBlocking(false);
        ARMED = PollDesc.Direction.class.getDeclaredField("armed");
        ARMED.setAccessible(true);
      } catch (IOException | ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private final PollDesc desc = new PollDesc(SILENT, SelectionKey.OP_READ);

    /** As if it had waited before; so the selector, which has no part in this, is left alone. */
    public Real() {
      try {
        ARMED.setBoolean(desc.read, true);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Waits. */
    @Actor
    public void waiter(I_Result r) {
      try {
        desc.read.await();
      } catch (SocketTimeoutException e) {
        r.r1 = 1;
      } catch (IOException e) {
        r.r1 = 2;
      }
    }

    /** Has the deadline pass. */
    @Actor
    public void deadline() {
      desc.read.setDeadline(Instant.EPOCH);
    }
  }

  /** The same shape with both words released only. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1", "1, 1"},
      expect = ACCEPTABLE,
      desc = "The waiter sees the deadline, or is taken out, or both.")
  @Outcome(expect = FORBIDDEN, desc = "Expected here: each misses the other.")
  @State
  public static class Canary {
    private static final VarHandle WORD;
    private static final VarHandle EXPIRED;

    static {
      try {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        WORD = lookup.findVarHandle(Canary.class, "word", Object.class);
        EXPIRED = lookup.findVarHandle(Canary.class, "expired", boolean.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private Object word;
    private boolean expired;

    /** Waits. */
    @Actor
    public void waiter(II_Result r) {
      WORD.setRelease(this, this);
      r.r1 = (boolean) EXPIRED.getAcquire(this) ? 1 : 0;
    }

    /** Has the deadline pass. */
    @Actor
    public void deadline(II_Result r) {
      EXPIRED.setRelease(this, true);
      r.r2 = WORD.getAcquire(this) == null ? 0 : 1;
    }
  }
}
