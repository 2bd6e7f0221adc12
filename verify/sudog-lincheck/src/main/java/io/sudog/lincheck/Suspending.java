package io.sudog.lincheck;

import java.util.concurrent.Callable;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What Lincheck is given in place of a class of operations, or a specification: {@link
 * SuspendingClass} makes a subclass, with each operation as Kotlin would compile a suspending
 * function. Not for use by hand.
 */
public abstract class Suspending {
  /** An operation without result. */
  @FunctionalInterface
  public interface Action {
    /**
     * Does it.
     *
     * @throws Exception what the operation throws
     */
    void run() throws Exception;
  }

  /** For the subclasses. */
  protected Suspending() {}

  /** Lincheck refuses a class without any operation; {@link Scenarios} leaves this one out. */
  @Operation
  public final void none() {}

  /**
   * Calls an operation.
   *
   * @param target the user's object
   * @param operation calls the user's method
   * @param caller resumed with the outcome if the operation has to wait
   * @return the operation's result, or Kotlin's mark that it waits
   * @throws Throwable what the operation throws
   */
  protected static @Nullable Object call(
      Object target, Callable<?> operation, Continuation<@Nullable Object> caller)
      throws Throwable {
    return target instanceof Specification specification
        ? specification.call(operation, caller)
        : new OperationCall(operation, caller).goOn();
  }

  /**
   * Calls an operation without result.
   *
   * @param target the user's object
   * @param operation calls the user's method
   * @param caller resumed with the outcome if the operation has to wait
   * @return Kotlin's nothing, or its mark that the operation waits
   * @throws Throwable what the operation throws
   */
  protected static @Nullable Object run(
      Object target, Action operation, Continuation<@Nullable Object> caller) throws Throwable {
    return call(
        target,
        () -> {
          operation.run();
          return Unit.INSTANCE;
        },
        caller);
  }
}
