package io.sudog.lincheck;

import io.sudog.runtime.ForeignThread;
import io.sudog.runtime.WaitReason;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation that may wait, and the waiter that Sudog's primitives find in it.
 *
 * <p>Its way: {@link #step} runs the operation on Lincheck's thread, in a {@link Coroutine}. Where
 * a primitive parks it, the coroutine is left, {@code step} returns, and {@link OperationCall}
 * suspends as Lincheck knows it of Kotlin's functions, giving a resumption to {@link #whenReady}.
 * The partner's {@link #ready} calls that; Lincheck's thread comes back to {@code OperationCall},
 * and the next step goes on after the park.
 *
 * <p>WAKEUP: park leaves unless READY, then whenReady: WAITING → resumption by CAS, or finds READY
 * / ready: WAITING → READY, or finds the resumption and calls it. Each is one atomic change of
 * {@code state}, so one of the two always sees the other.
 */
final class OperationWaiter extends Outsider {
  private static final Object RUNNING = "running";
  private static final Object WAITING = "waiting";
  private static final Object READY = "ready";

  // One of the three above, or the resumption of a call that is suspended, a Runnable.
  private final AtomicReference<Object> state = new AtomicReference<>(RUNNING);
  private final TraceFrames frames = new TraceFrames();
  private final Call call;

  /** The operation at work. */
  private static final class Call extends Coroutine {
    private final Callable<?> operation;
    private @Nullable Object result;
    private @Nullable Throwable failure;

    Call(Callable<?> operation) {
      this.operation = operation;
    }

    @Override
    void body() {
      try {
        result = operation.call();
      } catch (Throwable e) {
        failure = e;
      }
    }
  }

  OperationWaiter(Callable<?> operation) {
    call = new Call(operation);
  }

  /**
   * Runs the operation up to its next wait, or its end.
   *
   * @return true at its end
   */
  boolean step() {
    ForeignThread before = ForeignThread.replace(this);
    frames.enter();
    boolean ended = Coroutine.goOn(call);
    if (!ended) {
      frames.leave();
    }
    ForeignThread.replace(before);
    return ended;
  }

  /**
   * Says how the call that waits is to be resumed.
   *
   * @param resumption called once, by whoever readies it
   * @return false when that has happened already, and the resumption will not be called
   */
  boolean whenReady(Runnable resumption) {
    return state.compareAndSet(WAITING, resumption);
  }

  /**
   * What the operation ended with.
   *
   * @return its result
   * @throws Throwable its exception
   */
  @Nullable Object outcome() throws Throwable {
    if (call.failure != null) {
      throw call.failure;
    }
    return call.result;
  }

  @Override
  public void prepare(WaitReason why, @Nullable Object on) {
    state.set(WAITING);
  }

  @Override
  public void park() {
    if (state.get() != READY) {
      Coroutine.leave();
    }
  }

  @Override
  public void ready() {
    Object before = state.getAndSet(READY);
    if (before instanceof Runnable resumption) {
      resumption.run();
    }
  }
}
