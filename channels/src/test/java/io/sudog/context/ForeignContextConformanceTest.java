package io.sudog.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contexts below one of another maker's; see CONFORMANCE.md. */
@DisplayName("A foreign context as in Go")
class ForeignContextConformanceTest {
  private static final Context.Key<String> KEY = Context.Key.named("key");

  /** Ways to put a foreign context between a context and its child. */
  private static final List<UnaryOperator<Context>> WRAPPERS =
      List.of(
          ForeignContext.Wrapper::new,
          ctx -> new ForeignContext.Wrapper(new ForeignContext.Wrapper(ctx)),
          ctx -> Context.withValue(new ForeignContext.Wrapper(ctx), KEY, "v"),
          ctx -> new ForeignContext.Wrapper(Context.withValue(ctx, KEY, "v")));

  private static long watchers(Harness h) {
    return h.scheduler().dump().lines().filter(line -> line.contains("context watcher")).count();
  }

  private static void awaitWatchers(Harness h, int n) {
    Await.until(n + " watchers", () -> watchers(h) == n);
  }

  // ---- what it costs --------------------------------------------------------------------------

  @Test
  @DisplayName("X14 that has a done of its own costs a goroutine a child, until one of them ends")
  void x14OwnDone() {
    try (Harness h = Harness.create()) {
      h.run(
          Kind.GOROUTINE,
          () -> {
            ForeignContext foreign = new ForeignContext(Context.background());
            List<CancelContext> children = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
              children.add(Context.withCancel(foreign));
              // Below that nothing more is needed.
              Contexts.tree(children.getLast(), 2);
            }
            assertEquals(5, watchers(h));
            children.get(1).cancel();
            children.get(3).close();
            awaitWatchers(h, 3);
            Contexts.assertOpen(foreign);
            foreign.end(new CanceledException(null), null);
            awaitWatchers(h, 0);
            children.forEach(Contexts::assertCanceled);
            assertTrue(Context.withCancel(foreign).err() != null);
            assertEquals(0, watchers(h));
          });
    }
  }

  @Test
  @DisplayName(
      "X14 that passes done through costs none, and its children end before cancel returns")
  void x14Wrapper() {
    try (Harness h = Harness.create()) {
      h.run(
          Kind.GOROUTINE,
          () -> {
            for (UnaryOperator<Context> wrapper : WRAPPERS) {
              CancelContext root = Contexts.cancelable();
              Context wrapped = wrapper.apply(root);
              CancelContext child = Context.withCancel(wrapped);
              CancelContext other = Context.withTimeout(wrapped, Contexts.HOUR);
              AtomicInteger actions = new AtomicInteger();
              BooleanSupplier _ = wrapped.onCancel(actions::incrementAndGet);
              assertTrue(wrapped.onCancel(actions::incrementAndGet).getAsBoolean());
              assertEquals(0, watchers(h));
              other.cancel();
              Contexts.assertOpen(root);
              root.cancel(new IllegalStateException("why"));
              assertEquals(1, actions.get());
              Contexts.assertCanceled(child);
              assertSame(root.err(), child.err());
              assertSame(root.cause(), child.cause());
              Context late = Context.withCancel(wrapped);
              assertSame(root.err(), late.err());
              assertEquals(0, watchers(h));
            }
          });
    }
  }

  @Test
  @DisplayName("X14 that never ends costs none")
  void x14NeverEnds() {
    try (Harness h = Harness.create()) {
      h.run(
          Kind.GOROUTINE,
          () -> {
            for (Context root :
                List.of(Context.background(), Context.withoutCancel(Contexts.cancelable()))) {
              for (UnaryOperator<Context> wrapper : WRAPPERS) {
                CancelContext child = Context.withCancel(wrapper.apply(root));
                assertEquals(0, watchers(h));
                assertTrue(wrapper.apply(root).onCancel(() -> {}).getAsBoolean());
                Contexts.assertOpen(child);
                child.cancel();
                Contexts.assertCanceled(child);
              }
            }
          });
    }
  }

  @Test
  @DisplayName("X14 that calls back costs none, and forgets a child that ended first")
  void x14WithActions() {
    try (Harness h = Harness.create()) {
      h.run(
          Kind.GOROUTINE,
          () -> {
            var foreign = new ForeignContext.WithActions(Context.background());
            CancelContext first = Context.withCancel(foreign);
            CancelContext second = Context.withTimeout(foreign, Contexts.HOUR);
            CancelContext third = Context.withCancel(Context.withValue(foreign, KEY, "v"));
            assertEquals(0, watchers(h));
            assertEquals(3, foreign.actions.size());
            second.cancel();
            assertEquals(2, foreign.actions.size());
            Throwable err = new IllegalStateException("foreign error");
            Throwable cause = new IllegalStateException("foreign cause");
            foreign.end(err, cause);
            for (Context each : List.of(first, third)) {
              assertSame(err, each.err());
              assertSame(cause, each.cause());
            }
            Contexts.assertCanceled(second);
            assertSame(err, Context.withCancel(foreign).err());
            assertEquals(0, foreign.actions.size());
          });
    }
  }

  // ---- what its children see ------------------------------------------------------------------

  @Test
  @DisplayName("X15 ends its children with its own error and cause")
  void x15Propagation() {
    Throwable err = new IllegalStateException("foreign error");
    Throwable cause = new IllegalStateException("foreign cause");
    for (ForeignContext foreign :
        List.of(
            new ForeignContext(Context.background()),
            new ForeignContext.WithChannel(Context.background()),
            new ForeignContext.WithActions(Context.background()))) {
      CancelContext child = Context.withCancel(foreign);
      CancelContext timeout = Context.withTimeout(foreign, Contexts.HOUR);
      Context below = Contexts.tree(child, 2).getLast();
      Context value = Context.withValue(foreign, KEY, "v");
      for (Context each : List.of(child, timeout, below, value)) {
        assertNull(each.err());
        assertNull(each.cause());
      }
      foreign.end(err, cause);
      for (Context each : List.of(child, timeout, below, value)) {
        each.done().receive();
        assertSame(err, each.err());
        assertSame(cause, each.cause());
      }
      assertSame(err, Context.withCancel(foreign).err(), "born ended");
    }
  }

  @Test
  @DisplayName("X15 that gives no cause, or no error, has its children say what can be said")
  void x15NoCause() {
    Throwable err = new IllegalStateException("foreign error");
    ForeignContext noCause = new ForeignContext(Context.background());
    Context child = Context.withCancel(noCause);
    noCause.end(err, null);
    child.done().receive();
    assertSame(err, child.err());
    assertSame(err, child.cause());
    ForeignContext noError = new ForeignContext(Context.background());
    Context other = Context.withCancel(noError);
    noError.end(null, null);
    other.done().receive();
    assertInstanceOf(CanceledException.class, other.err());
    assertSame(other.err(), other.cause());
  }

  @Test
  @DisplayName("X15 is not ended by its child, and lends it values, deadline and name")
  void x15ChildFirst() {
    CancelContext root = Context.withTimeout(Context.background(), Contexts.HOUR);
    ForeignContext foreign = new ForeignContext(Context.withValue(root, KEY, "v"));
    CancelContext child = Context.withCancel(foreign);
    assertEquals("v", child.value(KEY));
    assertEquals(root.deadline(), child.deadline());
    assertEquals(
        root.deadline(), Context.withTimeout(child, Contexts.HOUR.multipliedBy(2)).deadline());
    assertEquals("foreign.WithCancel", child.toString());
    child.cancel(new IllegalStateException("own"));
    Contexts.assertOpen(foreign);
    foreign.end(new IllegalStateException("late"), null);
    Contexts.assertCanceled(child);
    assertEquals("own", child.cause() == null ? "" : child.cause().getMessage());
  }

  @Test
  @DisplayName("X15 that sits on ours is reached by our deadline and by our cause")
  void x15OnOurs() {
    for (UnaryOperator<Context> wrapper : WRAPPERS) {
      Throwable late = new IllegalStateException("late");
      CancelContext root = Context.withTimeout(Context.background(), Duration.ofMillis(2), late);
      CancelContext child = Context.withCancel(wrapper.apply(root));
      child.done().receive();
      Contexts.assertExceeded(child);
      assertSame(late, child.cause());
    }
  }

  // ---- functions after it ---------------------------------------------------------------------

  @Test
  @DisplayName("X11 a function runs after a foreign context; X12 stop prevents it")
  void x11AfterForeign() {
    for (ForeignContext foreign :
        List.of(
            new ForeignContext(Context.background()),
            new ForeignContext.WithChannel(Context.background()),
            new ForeignContext.WithActions(Context.background()))) {
      Chan<String> ran = Chan.make(2);
      BooleanSupplier stopped = Context.afterFunc(foreign, () -> ran.send("stopped"));
      BooleanSupplier other = Context.afterFunc(foreign, () -> ran.send("other"));
      assertTrue(stopped.getAsBoolean());
      assertFalse(stopped.getAsBoolean());
      foreign.end(new CanceledException(null), null);
      assertEquals("other", ran.receive());
      assertFalse(other.getAsBoolean());
      assertFalse(stopped.getAsBoolean());
      BooleanSupplier late = Context.afterFunc(foreign, () -> ran.send("late"));
      assertEquals("late", ran.receive());
      assertFalse(late.getAsBoolean());
    }
  }
}
