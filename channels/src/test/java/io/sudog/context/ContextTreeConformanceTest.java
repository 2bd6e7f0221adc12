package io.sudog.context;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Received;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Processors;
import io.sudog.testing.Race;
import io.sudog.testing.Seam;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Trees of contexts in which several things happen at once; see CONFORMANCE.md. */
@DisplayName("A tree of contexts as in Go")
class ContextTreeConformanceTest {
  private static final int ROUNDS = Stress.times(2_000);
  private static final int MOST_TIMEOUT_NANOS = 60_000;
  private static final int SPINS_BEFORE_YIELD = 2_000;

  /** A root and what is below it. */
  private static final class Tree {
    final CancelContext root = Contexts.cancelable();
    final List<Context> below = Contexts.tree(root, 2);

    CancelContext child() {
      return (CancelContext) below.getFirst();
    }

    /** What holds for everybody who has come back from a cancel of the root. */
    void assertEnded() {
      Contexts.assertEnded(root);
      below.forEach(Contexts::assertEnded);
    }
  }

  private static List<Tree> trees() {
    return Stream.generate(Tree::new).limit(ROUNDS).toList();
  }

  @Test
  @DisplayName("X04 cancel from two sides at once: when either returns, all below have ended")
  void x04CancelTwice() {
    List<Tree> trees = trees();
    Race.Side cancel =
        round -> {
          trees.get(round).root.cancel();
          trees.get(round).assertEnded();
        };
    Race.run(ROUNDS, cancel, cancel);
  }

  @Test
  @DisplayName("X02 a cancel that comes second returns when the first has reached all below")
  void x02SecondCancelWaits() {
    secondCancelWaits(CancelContext::cancel);
    secondCancelWaits(ctx -> ctx.cancel(new IllegalStateException("second")));
    secondCancelWaits(CancelContext::close);
  }

  /** Something that ends a context. */
  private interface End {
    void of(CancelContext ctx);
  }

  /**
   * A twin has a seam right after the first context is marked; without one, the second cancel comes
   * after the first.
   */
  private static void secondCancelWaits(End second) {
    CancelContext root = Contexts.cancelable();
    Context below = Context.withCancel(Context.withCancel(root));
    meanwhile(
        root::cancel,
        () -> {
          second.of(root);
          Contexts.assertEnded(below);
        });
  }

  /**
   * Has something done by another thread at the seam of a twin. The one that passes it goes on when
   * the other has done it, or waits for a lock.
   */
  static void meanwhile(Runnable passes, Runnable other) {
    try (Harness h = Harness.create()) {
      AtomicReference<Harness.@Nullable Child> child = new AtomicReference<>();
      Seam.atNextPass(
          () -> {
            Harness.Child started = h.start(Kind.PLATFORM, other::run);
            child.set(started);
            Await.until(
                "the other is done or blocked", () -> started.isDone() || waitsForALock(started));
          });
      passes.run();
      if (child.get() == null) {
        h.run(Kind.PLATFORM, other::run);
      }
    }
  }

  private static boolean waitsForALock(Harness.Child child) {
    Thread thread = child.thread();
    return thread != null
        && Stream.of(thread.getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("lockSlow"));
  }

  @Test
  @DisplayName("X04 a child is cancelled while its parent is: one of the two reaches all below it")
  void x04ChildAndParent() {
    List<Tree> trees = trees();
    Throwable ofParent = new Exception("parent");
    Throwable ofChild = new Exception("child");
    Race.run(
        ROUNDS,
        round -> {
          trees.get(round).root.cancel(ofParent);
          trees.get(round).assertEnded();
        },
        round -> {
          Tree tree = trees.get(round);
          List<Context> below = Contexts.tree(tree.child(), 1);
          tree.child().cancel(ofChild);
          for (Context each : below) {
            Contexts.assertEnded(each);
            assertSame(tree.child().err(), each.err());
            assertSame(tree.child().cause(), each.cause());
          }
          assertTrue(tree.child().cause() == ofParent || tree.child().cause() == ofChild);
        });
    for (Tree tree : trees) {
      assertSame(ofParent, tree.root.cause());
    }
  }

  @Test
  @DisplayName("X05 a child that is born while its parent is cancelled ends, too")
  void x05BornMeanwhile() {
    List<Tree> trees = trees();
    Race.run(
        ROUNDS,
        round -> trees.get(round).root.cancel(),
        round -> {
          Tree tree = trees.get(round);
          List<Context> born = Contexts.tree(tree.child(), 1);
          born.addAll(Contexts.tree(tree.root, 1));
          tree.root.cancel();
          for (Context each : born) {
            Contexts.assertEnded(each);
            assertSame(tree.root.err(), each.err());
          }
        });
  }

  @Test
  @DisplayName("X06 deadlines pass while all is cancelled, and each context ends once")
  void x06DeadlinesMeanwhile() {
    Random random = new Random(Stress.seed());
    Race.run(
        ROUNDS,
        round -> Thread.onSpinWait(),
        round -> {
          CancelContext root = Contexts.cancelable();
          List<Context> all = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            Duration d = Duration.ofNanos(random.nextInt(MOST_TIMEOUT_NANOS));
            CancelContext timeout = Context.withTimeout(root, d, new Exception("late"));
            all.add(timeout);
            all.addAll(Contexts.tree(timeout, 1));
          }
          root.cancel();
          List<@Nullable Throwable> errs = new ArrayList<>();
          for (Context each : all) {
            Throwable err = Contexts.assertEnded(each);
            errs.add(err);
            if (err instanceof CanceledException) {
              assertSame(root.err(), err);
            } else {
              assertInstanceOf(DeadlineExceededException.class, err);
              assertSame(err.getCause(), each.cause());
            }
          }
          for (int i = 0; i < all.size(); i++) {
            assertSame(errs.get(i), all.get(i).err());
          }
        });
  }

  @Test
  @DisplayName("X13 who sees the error finds done closed")
  void x13ErrorAfterDone() {
    List<Tree> trees = trees();
    Race.run(
        ROUNDS,
        round -> trees.get(round).root.cancel(),
        round -> {
          Tree tree = trees.get(round);
          for (Context each : tree.below) {
            for (int spins = 0; each.err() == null; spins++) {
              if (spins < SPINS_BEFORE_YIELD) {
                Thread.onSpinWait();
              } else {
                Thread.yield();
              }
            }
            assertInstanceOf(Received.Closed.class, each.done().tryReceive());
            assertNull(each.done().receive());
          }
        });
  }

  /** For a twin, with a seam where the error is there. */
  static void errorMeansDone() {
    CancelContext ctx = Contexts.cancelable();
    Context below = Context.withCancel(ctx);
    // Asking for the channel the first time takes the lock.
    assertTrue(ctx.done() != below.done());
    meanwhile(
        ctx::cancel,
        () -> {
          for (Context each : List.of(ctx, below)) {
            if (each.err() != null) {
              assertNotNull(each.cause());
              assertInstanceOf(Received.Closed.class, each.done().tryReceive());
            }
          }
        });
  }

  /** For a twin, with a seam where a child is on its way into the list of its parent. */
  static void endedOnTheWay() {
    CancelContext root = Contexts.cancelable();
    Seam.atNextPass(root::cancel);
    CancelContext child = Context.withCancel(root);
    root.cancel();
    Contexts.assertEnded(child);
    assertSame(root.err(), child.err());
  }

  @Processors({1, 2, 8})
  @DisplayName("X04 many cancel contexts of one tree in any order")
  void x04Interlocked(int processors) {
    Random random = new Random(Stress.seed());
    for (int round = 0; round < 20; round++) {
      CancelContext root = Contexts.cancelable();
      List<CancelContext> all = new ArrayList<>(List.of(root));
      while (all.size() < 100) {
        Context parent = all.get(random.nextInt(all.size()));
        all.add(
            random.nextBoolean()
                ? Context.withCancel(parent)
                : Context.withTimeout(parent, Contexts.HOUR));
      }
      List<CancelContext> order = new ArrayList<>(all.subList(1, all.size()));
      Collections.shuffle(order, random);
      try (Harness h = Harness.create(processors)) {
        for (int i = 0; i < 8; i++) {
          int me = i;
          h.start(
              Kind.mixed(i),
              () -> {
                for (int k = me; k < order.size(); k += 8) {
                  order.get(k).cancel();
                  Contexts.assertCanceled(order.get(k));
                }
              });
          h.start(Kind.mixed(i), () -> assertNull(order.get(me).done().receive()));
        }
      }
      Contexts.assertOpen(root);
      for (CancelContext each : order) {
        Contexts.assertCanceled(each);
        assertNotNull(each.cause());
      }
      root.cancel();
    }
  }
}
