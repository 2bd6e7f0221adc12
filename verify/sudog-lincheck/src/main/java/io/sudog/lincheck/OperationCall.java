package io.sudog.lincheck;

import static kotlin.coroutines.intrinsics.IntrinsicsKt.getCOROUTINE_SUSPENDED;

import java.util.Objects;
import java.util.concurrent.Callable;
import kotlin.ResultKt;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.ContinuationInterceptor;
import kotlin.coroutines.CoroutineContext;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation of the structure, as Lincheck sees it: the rest of a suspending function
 * of Kotlin. Who resumes it runs nothing of it: Lincheck's interceptor notes the resumption, and
 * the thread the call was made on goes on with it when it is that thread's turn.
 */
final class OperationCall implements Continuation<Unit> {
  private final OperationWaiter waiter;
  private final Continuation<@Nullable Object> caller;

  OperationCall(Callable<?> operation, Continuation<@Nullable Object> caller) {
    waiter = new OperationWaiter(operation);
    this.caller = caller;
  }

  /**
   * Begins the call, or goes on with it, up to its next wait.
   *
   * @return the operation's result, or Kotlin's mark that it waits
   */
  @Nullable Object goOn() throws Throwable {
    if (waiter.step()) {
      return waiter.outcome();
    }
    ContinuationInterceptor lincheck =
        Objects.requireNonNull(caller.getContext().get(ContinuationInterceptor.Key));
    Continuation<Unit> resumption = lincheck.interceptContinuation(this);
    if (waiter.whenReady(() -> resumption.resumeWith(Unit.INSTANCE))) {
      return getCOROUTINE_SUSPENDED();
    }
    return goOn();
  }

  @Override
  public CoroutineContext getContext() {
    return caller.getContext();
  }

  @Override
  public void resumeWith(Object nothing) {
    try {
      Object result = goOn();
      if (result != getCOROUTINE_SUSPENDED()) {
        resume(caller, result, null);
      }
    } catch (Throwable e) {
      resume(caller, null, e);
    }
  }

  /** Ends a suspending function, with its result or with its exception. */
  @SuppressWarnings("NullAway") // the result is null where the operation's is
  static void resume(
      Continuation<@Nullable Object> caller, @Nullable Object result, @Nullable Throwable failure) {
    caller.resumeWith(failure == null ? result : ResultKt.createFailure(failure));
  }
}
