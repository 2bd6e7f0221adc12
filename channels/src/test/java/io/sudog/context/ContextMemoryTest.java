package io.sudog.context;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What contexts keep alive. */
@DisplayName("Contexts and memory as in Go")
class ContextMemoryTest {
  private static final Context.Key<Object> KEY = Context.Key.named("key");
  private static final int MANY = 20;

  /** Parents that live on, each a kind of its own. */
  private static List<Context> parents() {
    CancelContext root = Contexts.cancelable();
    return List.of(
        root,
        Context.withTimeout(root, Contexts.HOUR),
        Context.withValue(root, KEY, "v"),
        new ForeignContext.Wrapper(root),
        new ForeignContext(root),
        new ForeignContext.WithActions(root));
  }

  /** In a frame of its own, so that no local variable keeps anything alive. */
  private static void makeAndEnd(
      Context parent, UnaryOperator<Context> maker, List<WeakReference<Object>> garbage) {
    for (int i = 0; i < MANY; i++) {
      Object value = new Object();
      Context child = maker.apply(Context.withValue(parent, KEY, value));
      garbage.add(new WeakReference<>(value));
      garbage.add(new WeakReference<>(child));
      ((CancelContext) child).close();
    }
  }

  @Kinds
  @DisplayName("X03 a child that has ended leaves nothing at its parent, nor at the timers")
  void x03EndedChild(Kind kind) {
    List<Context> parents = parents();
    try (Harness h = Harness.create()) {
      List<WeakReference<Object>> garbage = new ArrayList<>();
      h.run(
          kind,
          () -> {
            for (Context parent : parents) {
              makeAndEnd(parent, Context::withCancel, garbage);
              makeAndEnd(parent, ctx -> Context.withTimeout(ctx, Contexts.HOUR), garbage);
            }
          });
      Contexts.awaitCollected(garbage);
    } finally {
      Reference.reachabilityFence(parents);
    }
  }

  @Test
  @DisplayName("X03 neither does a function that was stopped")
  void x03StoppedFunction() {
    List<Context> parents = parents();
    List<WeakReference<Object>> garbage = new ArrayList<>();
    try {
      for (Context parent : parents) {
        makeAndStop(parent, garbage);
      }
      Contexts.awaitCollected(garbage);
    } finally {
      Reference.reachabilityFence(parents);
    }
  }

  private static void makeAndStop(Context parent, List<WeakReference<Object>> garbage) {
    for (int i = 0; i < MANY; i++) {
      Object used = new Object();
      garbage.add(new WeakReference<>(used));
      BooleanSupplier stop = Context.afterFunc(parent, () -> assertTrue(used.hashCode() != 0));
      assertTrue(stop.getAsBoolean());
    }
  }

  @Test
  @DisplayName("X03 a parent that has ended forgets its children")
  void x03EndedParent() {
    CancelContext root = Contexts.cancelable();
    List<WeakReference<Object>> garbage = new ArrayList<>();
    try {
      makeAndForget(root, garbage);
      root.cancel();
      Contexts.awaitCollected(garbage);
      makeAndForget(root, garbage);
      Contexts.awaitCollected(garbage);
    } finally {
      Reference.reachabilityFence(root);
    }
  }

  private static void makeAndForget(Context root, List<WeakReference<Object>> garbage) {
    for (Context each : Contexts.tree(root, 3)) {
      garbage.add(new WeakReference<>(each));
    }
  }

  @Test
  @DisplayName("X03 a tree nobody refers to is garbage, ended or not, unless it has a deadline")
  void x03Unreachable() {
    List<WeakReference<Object>> garbage = new ArrayList<>();
    makeTreeAndForget(garbage);
    Contexts.awaitCollected(garbage);
  }

  private static void makeTreeAndForget(List<WeakReference<Object>> garbage) {
    Context at = Contexts.cancelable();
    for (int i = 0; i < MANY; i++) {
      BooleanSupplier _ = at.onCancel(() -> {});
      at = Context.withCancel(Context.withValue(at, KEY, i));
      garbage.add(new WeakReference<>(at));
    }
  }

  @Test
  @DisplayName("X03 an ended one below a parent that had ended before leaves no timer behind")
  void x03BornEnded() {
    CancelContext root = Contexts.cancelable();
    root.cancel();
    List<WeakReference<Object>> garbage = new ArrayList<>();
    try {
      makeUnderEnded(root, garbage);
      makeUnderEnded(Context.withTimeout(root, Contexts.HOUR), garbage);
      Contexts.awaitCollected(garbage);
    } finally {
      Reference.reachabilityFence(root);
    }
  }

  private static void makeUnderEnded(Context parent, List<WeakReference<Object>> garbage) {
    for (int i = 0; i < MANY; i++) {
      garbage.add(new WeakReference<>(Context.withTimeout(parent, Contexts.HOUR)));
    }
  }
}
