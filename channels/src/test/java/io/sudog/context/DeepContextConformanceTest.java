package io.sudog.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Trees that are far deeper than a stack, or very wide. */
@DisplayName("A very large tree of contexts")
class DeepContextConformanceTest {
  private static final int DEPTH = 100_000;
  private static final Context.Key<Integer> TOP = Context.Key.named("top");
  private static final Context.Key<Integer> KEY = Context.Key.named("k");
  private static final Context.Key<Integer> NONE = Context.Key.named("none");

  /** From the top downwards, contexts that can end and others in turn. */
  private static List<Context> chain(Context top) {
    List<Context> all = new ArrayList<>(DEPTH);
    Context at = Context.withValue(top, TOP, -1);
    for (int i = 0; i < DEPTH; i++) {
      at = i % 2 == 0 ? Context.withCancel(at) : Context.withValue(at, KEY, i);
      all.add(at);
    }
    return all;
  }

  @Kinds
  @DisplayName("X02 is reached by cancel down to its end, 100,000 levels below")
  void x02Deep(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            CancelContext root = Context.withTimeout(Context.background(), Contexts.HOUR);
            List<Context> all = chain(root);
            Context leaf = all.getLast();
            AtomicInteger actions = new AtomicInteger();
            BooleanSupplier _ = leaf.onCancel(actions::incrementAndGet);
            assertEquals(root.deadline(), leaf.deadline());
            assertEquals(root.deadline(), Context.withTimeout(leaf, Contexts.HOUR).deadline());
            root.cancel(new IllegalStateException("why"));
            for (Context each : all) {
              assertSame(root.err(), each.err());
              assertSame(root.cause(), each.cause());
            }
            assertEquals(1, actions.get());
            Contexts.assertCanceled(Context.withCancel(leaf));
          });
    }
  }

  @Test
  @DisplayName("X03 is taken down from below as well")
  void x03FromBelow() {
    CancelContext root = Contexts.cancelable();
    List<Context> all = chain(root);
    for (Context each : all.reversed()) {
      if (each instanceof CancelContext ctx) {
        ctx.cancel();
      }
    }
    Contexts.assertOpen(root);
    Contexts.assertCanceled(all.getLast());
  }

  @Kinds
  @DisplayName("X07 is searched for values up to its top, and prints itself")
  void x07Deep(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            Context leaf = chain(Context.background()).getLast();
            assertEquals(DEPTH - 1, leaf.value(KEY));
            assertEquals(-1, leaf.value(TOP));
            assertEquals(-1, Context.withoutCancel(leaf).value(TOP));
            assertEquals(Optional.empty(), leaf.deadline());
            String text = leaf.toString();
            assertTrue(text.startsWith("context.Background.WithValue(top, -1).WithCancel."));
            assertTrue(text.endsWith(".WithCancel.WithValue(k, " + (DEPTH - 1) + ")"));
          });
    }
  }

  @Kinds
  @DisplayName("X07 may consist of values alone")
  void x07Values(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            CancelContext root = Context.withTimeout(Context.background(), Contexts.HOUR);
            for (Context top : List.of(Context.background(), root, Context.withoutCancel(root))) {
              Context leaf = top;
              for (int i = 0; i < DEPTH; i++) {
                leaf = Context.withValue(leaf, KEY, i);
              }
              Contexts.assertOpen(leaf);
              assertSame(null, leaf.value(NONE));
              assertEquals(top.deadline(), leaf.deadline());
              assertTrue(leaf.onCancel(() -> {}).getAsBoolean());
              CancelContext below = Context.withCancel(leaf);
              if (top == root) {
                root.cancel();
                Contexts.assertCanceled(leaf);
              } else {
                below.cancel();
                Contexts.assertOpen(leaf);
              }
              Contexts.assertCanceled(below);
            }
          });
    }
  }

  @Test
  @DisplayName("X02 may be as wide as it is deep")
  void x02Wide() {
    CancelContext root = Contexts.cancelable();
    List<CancelContext> all = new ArrayList<>(DEPTH);
    AtomicInteger actions = new AtomicInteger();
    for (int i = 0; i < DEPTH; i++) {
      all.add(Context.withCancel(root));
      BooleanSupplier _ = root.onCancel(actions::incrementAndGet);
    }
    for (int i = 0; i < DEPTH; i += 3) {
      all.get(i).cancel();
    }
    root.cancel();
    assertEquals(DEPTH, actions.get());
    all.forEach(Contexts::assertCanceled);
  }

  // ---- numbers --------------------------------------------------------------------------------

  @Test
  @DisplayName("is numbered from the top downwards, in whatever order its numbers are asked for")
  void numbers() {
    for (boolean leafFirst : new boolean[] {true, false}) {
      List<CancelNode> nodes = new ArrayList<>();
      for (Context each : chain(Contexts.cancelable())) {
        if (each instanceof CancelNode node) {
          nodes.add(node);
        }
      }
      // Some at the top have theirs already.
      assertTrue(nodes.get(leafFirst ? 10 : DEPTH / 4).number() > 0);
      long last = Long.MAX_VALUE;
      for (CancelNode node : leafFirst ? nodes.reversed() : nodes) {
        long number = node.number();
        assertEquals(number, node.number());
        assertTrue(last == Long.MAX_VALUE || (leafFirst ? number < last : number > last));
        last = number;
      }
    }
  }

  @Test
  @DisplayName("is numbered so though two begin at once")
  void numbersAtOnce() {
    try (Harness h = Harness.create()) {
      for (int round = 0; round < 200; round++) {
        List<CancelNode> nodes = new ArrayList<>();
        Context at = Context.background();
        for (int i = 0; i < 20; i++) {
          CancelNode node = (CancelNode) Context.withCancel(at);
          nodes.add(node);
          at = node;
        }
        Harness.Child one = h.start(Kind.PLATFORM, () -> nodes.get(10).number());
        Harness.Child other = h.start(Kind.PLATFORM, () -> nodes.getLast().number());
        one.join();
        other.join();
        for (int i = 1; i < nodes.size(); i++) {
          assertTrue(nodes.get(i - 1).number() < nodes.get(i).number());
        }
      }
    }
  }
}
