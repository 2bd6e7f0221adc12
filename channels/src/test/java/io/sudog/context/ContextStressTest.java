package io.sudog.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Received;
import io.sudog.core.Go;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;

/**
 * Random trees in which everything happens at once: contexts are born and cancelled, deadlines
 * pass, functions are registered and stopped, and others wait. What a cancel promises is looked at
 * each time one returns.
 */
@DisplayName("Contexts under stress")
class ContextStressTest {
  private static final int PARTIES = 6;
  private static final int STEPS = 150;
  private static final int PLACES = 32;
  private static final int MOST_TIMEOUT_NANOS = 300_000;
  private static final long TIME_NANOS = Stress.scaled(Duration.ofMillis(2_500)).toNanos();

  private final long seed = Stress.seed();

  @Processors({1, 2, 8})
  @DisplayName("X02-X06 X09 X12 X13 a tree ends as a whole, each context once, each function once")
  void trees(int processors) {
    long start = System.nanoTime();
    Random seeds = new Random(seed);
    int rounds = 0;
    try {
      do {
        new Forest().run(processors, seeds);
        rounds++;
      } while (System.nanoTime() - start < TIME_NANOS);
    } catch (Throwable failure) {
      failure.addSuppressed(new AssertionError("in round " + rounds + " of seed " + seed));
      throw failure;
    }
  }

  /** A context and those that were certainly below it when they were added. */
  private static final class Node {
    final @Nullable Node parent;
    final CancelContext ctx;
    final Queue<Node> below = new ConcurrentLinkedQueue<>();

    Node(@Nullable Node parent, CancelContext ctx) {
      this.parent = parent;
      this.ctx = ctx;
    }

    /** What is true once a cancel of this one has returned. */
    void assertEnded() {
      Throwable err = ctx.err();
      assertNotNull(err, () -> ctx + " goes on");
      assertInstanceOf(Received.Closed.class, ctx.done().tryReceive());
      Throwable cause = ctx.cause();
      assertNotNull(cause);
      // Each end says why in its error; so the two must be of one end.
      assertSame(err.getCause() == null ? err : err.getCause(), cause);
      below.forEach(Node::assertEnded);
    }
  }

  private static final class Forest {
    private final Node root = new Node(null, Contexts.cancelable());
    private final AtomicReferenceArray<Node> places = new AtomicReferenceArray<>(PLACES);
    private final AtomicInteger registered = new AtomicInteger();
    private final AtomicInteger stopped = new AtomicInteger();
    private final AtomicInteger ran = new AtomicInteger();

    void run(int processors, Random seeds) {
      for (int i = 0; i < PLACES; i++) {
        places.set(i, root);
      }
      try (Harness h = Harness.shrunk(processors)) {
        for (int i = 0; i < PARTIES; i++) {
          Random random = new Random(seeds.nextLong());
          h.start(
              Kind.mixed(i),
              () -> {
                for (int n = 0; n < STEPS; n++) {
                  step(random);
                }
              });
        }
        h.join();
        root.ctx.cancel(new Exception("the end"));
        root.assertEnded();
        Await.until(
            "all functions have run that were not stopped",
            () -> ran.get() + stopped.get() == registered.get());
      }
      assertEquals(registered.get(), ran.get() + stopped.get());
    }

    private Node any(Random random) {
      return places.get(random.nextInt(PLACES));
    }

    private void step(Random random) {
      Node node = any(random);
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3, 4, 5 -> bear(node, random);
        case 6 -> cancel(node, random);
        case 7, 8 -> function(node, random);
        case 9 -> await(node);
        case 10 -> forget(node, random);
        default -> Go.gosched();
      }
    }

    private void bear(Node node, Random random) {
      Context from = node.ctx;
      if (random.nextInt(3) == 0) {
        from = Context.withValue(from, Context.Key.named("k"), random);
      }
      if (random.nextInt(5) == 0) {
        from = new ForeignContext.Wrapper(from);
      }
      CancelContext ctx =
          switch (random.nextInt(4)) {
            case 0 ->
                Context.withTimeout(
                    from,
                    Duration.ofNanos(random.nextInt(MOST_TIMEOUT_NANOS)),
                    new Exception("late"));
            case 1 -> Context.withTimeout(from, Contexts.HOUR);
            default -> Context.withCancel(from);
          };
      Node child = new Node(node, ctx);
      node.below.add(child);
      places.set(random.nextInt(PLACES), child);
    }

    private void cancel(Node node, Random random) {
      if (node == root) {
        return;
      }
      switch (random.nextInt(3)) {
        case 0 -> node.ctx.cancel();
        case 1 -> node.ctx.cancel(new Exception("cause"));
        default -> node.ctx.close();
      }
      node.assertEnded();
    }

    private void function(Node node, Random random) {
      registered.incrementAndGet();
      BooleanSupplier stop =
          random.nextBoolean()
              ? Context.afterFunc(node.ctx, ran::incrementAndGet)
              : node.ctx.onCancel(ran::incrementAndGet);
      if (random.nextBoolean()) {
        if (random.nextBoolean()) {
          Go.gosched();
        }
        if (stop.getAsBoolean()) {
          stopped.incrementAndGet();
        }
      }
    }

    /** Waits for the end of the one, or of another that comes soon. */
    private void await(Node node) {
      Duration soon = Duration.ofNanos(MOST_TIMEOUT_NANOS);
      try (CancelContext bound = Context.withTimeout(Context.background(), soon)) {
        node.ctx.done().receiveUntil(bound);
        assertNotNull(node.ctx.err());
      } catch (DeadlineExceededException e) {
        assertTrue(e.timeout());
      }
    }

    /** Cancels one and all above it but the root, from below. */
    private void forget(Node node, Random random) {
      Node at = node;
      while (at != root && at.parent != null && random.nextInt(4) != 0) {
        at.ctx.close();
        at.assertEnded();
        at = at.parent;
      }
    }
  }
}
