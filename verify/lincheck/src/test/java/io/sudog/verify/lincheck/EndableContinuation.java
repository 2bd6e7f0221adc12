package io.sudog.verify.lincheck;

import java.util.function.BooleanSupplier;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlinx.coroutines.CancellableContinuationImpl;
import org.jspecify.annotations.Nullable;

/**
 * A suspended function that decides itself whether it can be cancelled. Kotlin's own decides by a
 * word of its own who comes first, the cancellation or the resumption; with two such words, the
 * other one the waiter's ticket, a party could be given an element and be cancelled. In Java, since
 * Kotlin does not admit its super class.
 */
final class EndableContinuation extends CancellableContinuationImpl<Unit> {
  // Kotlin's MODE_CANCELLABLE.
  private static final int CANCELLABLE = 1;

  private final BooleanSupplier end;

  /**
   * Makes a continuation.
   *
   * @param k what goes on
   * @param end ends the wait early; false when it was too late for that
   */
  EndableContinuation(Continuation<? super Unit> k, BooleanSupplier end) {
    super(k, CANCELLABLE);
    this.end = end;
    initCancellability();
  }

  @Override
  public boolean cancel(@Nullable Throwable cause) {
    return end.getAsBoolean() && super.cancel(cause);
  }

  /**
   * Suspends.
   *
   * @return what the suspending function is to return
   */
  @Nullable Object suspend() {
    // Lincheck notes what it may cancel where it sees this very method called.
    CancellableContinuationImpl<Unit> k = this;
    return k.getResult();
  }
}
