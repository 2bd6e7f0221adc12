package io.sudog.lincheck;

import static kotlin.coroutines.intrinsics.IntrinsicsKt.getCOROUTINE_SUSPENDED;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import kotlin.coroutines.Continuation;
import org.jspecify.annotations.Nullable;

/**
 * What operations mean, one after the other: a base for specifications whose operations wait.
 *
 * <p>A specification has a method for each operation, of the same name and parameters, over plain
 * collections and without any lock: one thread calls them all. An operation that may have to wait
 * says for what, with {@link #waitUntil}; what it does up to there, and what it does from there on,
 * is one step each. Who has waited longest goes on first.
 *
 * <pre>{@code
 * public class QueueSpecification extends Specification {
 *   private final ArrayDeque<Integer> elements = new ArrayDeque<>();
 *
 *   public void put(int v) {
 *     waitUntil(elements::isEmpty);
 *     elements.add(v);
 *   }
 *
 *   public int take() {
 *     waitUntil(() -> !elements.isEmpty());
 *     return elements.remove();
 *   }
 * }
 * }</pre>
 */
public abstract class Specification {
  /** One call of an operation. Each part of it runs on the stack of whoever made it possible. */
  private static final class Call extends Coroutine {
    final Callable<?> operation;
    final Continuation<@Nullable Object> caller;
    @Nullable BooleanSupplier condition;
    @Nullable Object result;
    @Nullable Throwable failure;

    Call(Callable<?> operation, Continuation<@Nullable Object> caller) {
      this.operation = operation;
      this.caller = caller;
    }

    @Override
    void body() {
      try {
        result = operation.call();
      } catch (Throwable e) {
        failure = e;
      }
    }

    boolean mayGoOn() {
      return condition == null || condition.getAsBoolean();
    }

    @Nullable Object outcome() throws Throwable {
      if (failure != null) {
        throw failure;
      }
      return result;
    }
  }

  private final List<Call> waiting = new ArrayList<>();
  private @Nullable Call running;

  /** Makes a specification of a structure that nobody has used. */
  protected Specification() {}

  /**
   * Waits until a condition holds. Other operations go on meanwhile; when this returns it holds.
   *
   * @param condition looks at the specification's state and changes nothing
   */
  protected final void waitUntil(BooleanSupplier condition) {
    Call call = running;
    if (call == null) {
      throw new IllegalStateException("waitUntil is for operations that a check has called");
    }
    if (!condition.getAsBoolean()) {
      call.condition = condition;
      Coroutine.leave();
    }
  }

  /**
   * Does an operation, and then whatever it makes possible.
   *
   * @param caller resumed with the outcome if the operation has to wait
   * @return the operation's result, or Kotlin's mark that it waits
   */
  final @Nullable Object call(Callable<?> operation, Continuation<@Nullable Object> caller)
      throws Throwable {
    Call call = new Call(operation, caller);
    boolean ended = run(call);
    Call next = firstThatMay();
    while (next != null) {
      waiting.remove(next);
      if (run(next)) {
        if (next == call) {
          ended = true;
        } else {
          OperationCall.resume(next.caller, next.result, next.failure);
        }
      }
      next = firstThatMay();
    }
    return ended ? call.outcome() : getCOROUTINE_SUSPENDED();
  }

  private @Nullable Call firstThatMay() {
    return waiting.stream().filter(Call::mayGoOn).findFirst().orElse(null);
  }

  private boolean run(Call call) {
    running = call;
    boolean ended = Coroutine.goOn(call);
    running = null;
    if (!ended) {
      waiting.add(call);
    }
    return ended;
  }
}
