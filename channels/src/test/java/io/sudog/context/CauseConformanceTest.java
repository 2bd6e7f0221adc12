package io.sudog.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.testing.Race;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Why a context has ended; see CONFORMANCE.md. */
@SuppressWarnings("StaticAssignmentOfThrowable") // told apart by identity
@DisplayName("A context's cause as in Go")
class CauseConformanceTest {
  private static final Context ROOT = Context.background();
  private static final Duration MOMENT = Duration.ofMillis(1);

  private static final Throwable ABOVE = new Exception("of the parent");
  private static final Throwable BELOW = new Exception("of the child");
  private static final Throwable LATE = new Error("too late");

  /** What becomes of a context. The cause is the error itself where none is given. */
  record Row(
      String name,
      @Nullable Class<? extends Throwable> err,
      @Nullable Throwable cause,
      Supplier<Context> make) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Row open(String name, Supplier<Context> make) {
    return new Row(name, null, null, make);
  }

  private static Row canceled(String name, @Nullable Throwable cause, Supplier<Context> make) {
    return new Row(name, CanceledException.class, cause, make);
  }

  private static Row exceeded(String name, @Nullable Throwable cause, Supplier<Context> make) {
    return new Row(name, DeadlineExceededException.class, cause, make);
  }

  private static CancelContext cancelable() {
    return Context.withCancel(ROOT);
  }

  private static CancelContext canceled(@Nullable Throwable... causes) {
    CancelContext ctx = cancelable();
    for (Throwable cause : causes) {
      ctx.cancel(cause);
    }
    return ctx;
  }

  private static CancelContext past(@Nullable Throwable cause) {
    return Context.withTimeout(ROOT, Duration.ZERO, cause);
  }

  private static CancelContext hour(Context parent, @Nullable Throwable cause) {
    return Context.withTimeout(parent, Contexts.HOUR, cause);
  }

  /** A child, after both were cancelled, each with a cause. */
  private static CancelContext child(boolean parentFirst, @Nullable Throwable own) {
    CancelContext parent = cancelable();
    CancelContext child = Context.withCancel(parent);
    if (parentFirst) {
      parent.cancel(ABOVE);
    }
    child.cancel(own);
    if (!parentFirst) {
      parent.cancel(ABOVE);
    }
    return child;
  }

  static Stream<Row> rows() {
    return Stream.of(
        open("background", Context::background),
        open("todo", Context::todo),
        open("cancelable", () -> cancelable()),
        open("with a deadline that is far, and its cause", () -> hour(ROOT, LATE)),
        canceled(
            "cancelled plainly",
            null,
            () -> {
              CancelContext ctx = cancelable();
              ctx.cancel();
              return ctx;
            }),
        canceled("cancelled with null", null, () -> canceled((Throwable) null)),
        canceled("cancelled with a cause", BELOW, () -> canceled(BELOW)),
        canceled("cancelled twice", BELOW, () -> canceled(BELOW, LATE)),
        canceled("cancelled without, then with a cause", null, () -> canceled(null, LATE)),
        canceled("cancelled with a cause, then without", BELOW, () -> canceled(BELOW, null)),
        canceled("cancelled by the parent first", ABOVE, () -> child(true, BELOW)),
        canceled("cancelled by itself first", BELOW, () -> child(false, BELOW)),
        canceled("cancelled by itself first, with no cause", null, () -> child(false, null)),
        canceled("born of a cancelled parent", ABOVE, () -> Context.withCancel(canceled(ABOVE))),
        canceled(
            "born of one, and cancelled",
            ABOVE,
            () -> {
              CancelContext ctx = Context.withCancel(canceled(ABOVE));
              ctx.cancel(LATE);
              return ctx;
            }),
        canceled(
            "with a value, of a cancelled parent",
            ABOVE,
            () -> Context.withValue(canceled(ABOVE), Context.Key.named("k"), "v")),
        canceled(
            "with a deadline, of a cancelled parent", ABOVE, () -> hour(canceled(ABOVE), LATE)),
        canceled(
            "with a past deadline, of a cancelled parent",
            ABOVE,
            () -> Context.withTimeout(canceled(ABOVE), Duration.ZERO, LATE)),
        open(
            "the parent of a cancelled child",
            () -> {
              CancelContext parent = cancelable();
              Context.withCancel(parent).cancel(LATE);
              return parent;
            }),
        canceled(
            "the grandchild",
            ABOVE,
            () -> {
              CancelContext root = cancelable();
              Context ctx = Context.withCancel(hour(root, LATE));
              root.cancel(ABOVE);
              return ctx;
            }),
        canceled(
            "cancelled before its deadline",
            null,
            () -> {
              CancelContext ctx = hour(ROOT, LATE);
              ctx.cancel();
              return ctx;
            }),
        canceled(
            "cancelled before its deadline, with a cause",
            BELOW,
            () -> {
              CancelContext ctx = hour(ROOT, LATE);
              ctx.cancel(BELOW);
              return ctx;
            }),
        exceeded("past at birth", null, () -> past(null)),
        exceeded("past at birth, with a cause", BELOW, () -> past(BELOW)),
        exceeded(
            "past, by a date, with a cause",
            BELOW,
            () -> Context.withDeadline(ROOT, Instant.EPOCH, BELOW)),
        exceeded(
            "past, then cancelled",
            BELOW,
            () -> {
              CancelContext ctx = past(BELOW);
              ctx.cancel(LATE);
              return ctx;
            }),
        exceeded(
            "after its deadline", BELOW, () -> ended(Context.withTimeout(ROOT, MOMENT, BELOW))),
        exceeded(
            "after the parent's deadline, before its own",
            ABOVE,
            () -> ended(hour(Context.withTimeout(ROOT, MOMENT, ABOVE), LATE))),
        exceeded(
            "after its own deadline, before the parent's",
            BELOW,
            () -> ended(Context.withTimeout(hour(ROOT, LATE), MOMENT, BELOW))),
        exceeded("born of one that is past", ABOVE, () -> Context.withCancel(past(ABOVE))),
        open("without cancel", () -> Context.withoutCancel(canceled(ABOVE))),
        open(
            "below one without cancel",
            () -> Context.withCancel(Context.withoutCancel(canceled(ABOVE)))),
        canceled(
            "below one without cancel, and cancelled",
            BELOW,
            () -> {
              CancelContext ctx = Context.withCancel(Context.withoutCancel(canceled(ABOVE)));
              ctx.cancel(BELOW);
              return ctx;
            }));
  }

  private static Context ended(Context ctx) {
    ctx.done().receive();
    return ctx;
  }

  @ParameterizedTest(name = "{displayName}: {0}")
  @MethodSource("rows")
  @DisplayName("X09 is the first that was given")
  void x09Table(Row row) {
    check(row);
  }

  private static void check(Row row) {
    Context ctx = row.make.get();
    Class<? extends Throwable> expected = row.err;
    if (expected == null) {
      Contexts.assertOpen(ctx);
      return;
    }
    Throwable err = Contexts.assertEnded(ctx);
    assertEquals(expected, err.getClass());
    assertSame(row.cause == null ? err : row.cause, ctx.cause());
    // So that a stack trace shows it, too.
    assertSame(row.cause, err.getCause());
  }

  /** The same table at once, for a twin. */
  void allRows() {
    rows().forEach(CauseConformanceTest::check);
  }

  @Test
  @DisplayName("X09 of several that cancel at once, one gives it to all below")
  void x09Race() {
    int rounds = Stress.times(2_000);
    List<Tree> trees = Stream.generate(Tree::new).limit(rounds).toList();
    Race.run(rounds, round -> trees.get(round).end(ABOVE), round -> trees.get(round).end(BELOW));
    for (Tree tree : trees) {
      assertTrue(tree.root.cause() == ABOVE || tree.root.cause() == BELOW);
      tree.check();
    }
  }

  private static final class Tree {
    final CancelContext root = cancelable();
    final List<Context> below = Contexts.tree(root, 2);

    void end(Throwable cause) {
      root.cancel(cause);
      check();
    }

    void check() {
      Throwable cause = root.cause();
      assertNotNull(cause);
      for (Context each : below) {
        assertSame(cause, each.cause());
        assertSame(root.err(), each.err());
      }
    }
  }

  @Test
  @DisplayName("X09 is there as soon as the error is")
  void x09WithTheError() {
    int rounds = Stress.times(10_000);
    List<CancelContext> contexts = Stream.generate(() -> cancelable()).limit(rounds).toList();
    Race.run(
        rounds,
        round -> contexts.get(round).cancel(ABOVE),
        round -> {
          Context ctx = contexts.get(round);
          if (ctx.cause() != null) {
            assertNotNull(ctx.err());
          }
          if (ctx.err() != null) {
            assertSame(ABOVE, ctx.cause());
          }
        });
  }
}
