package io.sudog.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Roots, cancelling, and what a context says of itself; see CONFORMANCE.md. */
@DisplayName("A context as in Go")
class ContextConformanceTest {
  private static final Context.Key<String> KEY = Context.Key.named("key");

  // ---- roots ----------------------------------------------------------------------------------

  @Test
  @DisplayName("X01 a root never ends, and has no deadline and no value")
  void x01Roots() {
    assertNotSame(Context.background(), Context.todo());
    for (Context root : List.of(Context.background(), Context.todo())) {
      assertSame(Chan.<Void>nil(), root.done());
      Contexts.assertOpen(root);
      assertEquals(Optional.empty(), root.deadline());
      assertNull(root.value(KEY));
    }
  }

  @Kinds
  @DisplayName("X01 who waits for the end of a root waits for ever")
  void x01WaitsForEver(Kind kind) {
    try (Harness h = Harness.create()) {
      h.start(kind, () -> Context.background().done().receive()).awaitParked().abandon();
    }
  }

  @Test
  @DisplayName("X17 roots, and what a context says of its state, cost no memory")
  void x17AllocatesNothing() {
    CancelContext open = Contexts.cancelable();
    CancelContext ended = Contexts.cancelable();
    ended.cancel();
    Context below = Context.withValue(open, KEY, "v");
    Runnable all =
        () -> {
          for (int i = 0; i < 1_000; i++) {
            assertSame(Chan.<Void>nil(), Context.background().done());
            assertSame(Context.todo(), Context.todo());
            assertNull(open.err());
            assertSame(open.done(), below.done());
            assertSame("v", below.value(KEY));
            assertSame(ended.err(), ended.cause());
            ended.cancel();
          }
        };
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    // What the JVM does at a first time does not count.
    for (int i = 0; i < 5; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      all.run();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertTrue(least < 1_000, least + " bytes in 1000 rounds");
  }

  // ---- cancelling -----------------------------------------------------------------------------

  @Kinds
  @DisplayName("X02 cancel has reached all descendants when it returns, with one error for all")
  void x02CancelReachesAll(Kind kind) {
    CancelContext root = Contexts.cancelable();
    List<Context> all = Contexts.tree(root, 4);
    all.forEach(Contexts::assertOpen);
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            root.cancel();
            for (Context each : all) {
              Contexts.assertCanceled(each);
              assertSame(root.err(), each.err());
            }
          });
    }
    Throwable err = assertInstanceOf(CanceledException.class, root.err());
    assertEquals("context canceled", err.getMessage());
  }

  @Kinds
  @DisplayName("X02 who waits on done is woken, and so is who waits on a descendant's")
  void x02WaitersWake(Kind kind) {
    for (Kind waiters : Kind.values()) {
      CancelContext root = Contexts.cancelable();
      try (Harness h = Harness.create()) {
        for (Context each : Contexts.tree(root, 2)) {
          ReceiveChan<Void> done = each.done();
          assertSame(done, each.done());
          h.start(
                  waiters,
                  () -> {
                    assertFalse(done.receiveOk().ok());
                    assertSame(root.err(), each.err());
                  })
              .awaitParked();
        }
        h.run(kind, root::cancel);
      }
    }
  }

  @Test
  @DisplayName("X02 done is one channel that nobody else can close, with no elements")
  void x02Done() {
    CancelContext ctx = Contexts.cancelable();
    ReceiveChan<Void> done = ctx.done();
    assertFalse(done instanceof Chan<?>);
    ctx.cancel();
    assertSame(done, ctx.done());
    assertNull(done.receive());
    assertFalse(done.receiveOk().ok());
    assertEquals(0, done.stream().count());
    CancelContext asked = Contexts.cancelable();
    asked.cancel();
    assertFalse(asked.done().receiveOk().ok());
  }

  @Test
  @DisplayName("X03 a cancelled child leaves parent and siblings alone")
  void x03ChildLeavesParent() {
    CancelContext root = Contexts.cancelable();
    List<CancelContext> children =
        List.of(
            Context.withCancel(root),
            Context.withTimeout(root, Contexts.HOUR),
            Context.withCancel(Context.withValue(root, KEY, "v")),
            Context.withCancel(root));
    List<CancelContext> ended = new ArrayList<>();
    for (int i : new int[] {1, 3, 0, 2}) {
      Context below = Context.withCancel(children.get(i));
      children.get(i).cancel();
      ended.add(children.get(i));
      Contexts.assertCanceled(below);
      Contexts.assertOpen(root);
      for (CancelContext each : children) {
        assertEquals(ended.contains(each), each.err() != null);
      }
    }
    root.cancel();
    for (CancelContext each : ended) {
      assertNotSame(root.err(), each.err(), "it had ended already");
    }
  }

  @Kinds
  @DisplayName("X04 only the first cancel counts")
  void x04Idempotent(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            CancelContext ctx = Contexts.cancelable();
            ctx.cancel();
            Throwable err = ctx.err();
            ctx.cancel();
            ctx.cancel(new IllegalStateException("late"));
            ctx.close();
            assertNotNull(err);
            assertSame(err, ctx.err());
            assertSame(err, ctx.cause());
          });
    }
  }

  @Test
  @DisplayName("X02 closing is cancelling, however the block is left")
  void x02Close() {
    List<Context> used = new ArrayList<>();
    try (CancelContext a = Contexts.cancelable();
        CancelContext b = Context.withTimeout(a, Contexts.HOUR)) {
      used.addAll(List.of(a, b));
      used.forEach(Contexts::assertOpen);
    }
    assertThrows(
        IllegalStateException.class,
        () -> {
          try (CancelContext c = Contexts.cancelable()) {
            used.add(c);
            throw new IllegalStateException("within");
          }
        });
    used.forEach(Contexts::assertCanceled);
    assertNotSame(used.get(0).err(), used.get(1).err(), "the inner one is closed first");
  }

  @Test
  @DisplayName("X05 a child of an ended parent is born ended")
  void x05BornEnded() {
    CancelContext root = Contexts.cancelable();
    root.cancel(new IllegalStateException("why"));
    for (Context each : Contexts.tree(root, 3)) {
      Contexts.assertCanceled(each);
      assertSame(root.err(), each.err());
      assertSame(root.cause(), each.cause());
    }
  }

  @Test
  @DisplayName("X10 without cancel: values stay, all else goes")
  void x10WithoutCancel() {
    CancelContext root = Context.withTimeout(Context.background(), Contexts.HOUR);
    Context free = Context.withoutCancel(Context.withValue(root, KEY, "v"));
    CancelContext below = Context.withCancel(free);
    root.cancel(new IllegalStateException("why"));
    for (Context each : List.of(free, below, Context.withoutCancel(root))) {
      Contexts.assertOpen(each);
      assertEquals(Optional.empty(), each.deadline());
    }
    assertSame(Chan.<Void>nil(), free.done());
    assertEquals("v", free.value(KEY));
    assertEquals("v", below.value(KEY));
    below.cancel();
    Contexts.assertCanceled(below);
    Contexts.assertOpen(free);
  }

  @Test
  @DisplayName("X08 the null parent is refused, and so are nulls elsewhere")
  @SuppressWarnings("NullAway") // what is tested
  void x08Nulls() {
    Context root = Context.background();
    Instant now = Instant.now();
    assertThrows(NullPointerException.class, () -> Context.withCancel(null));
    assertThrows(NullPointerException.class, () -> Context.withTimeout(null, Contexts.HOUR));
    assertThrows(NullPointerException.class, () -> Context.withTimeout(root, null));
    assertThrows(NullPointerException.class, () -> Context.withDeadline(null, now));
    assertThrows(NullPointerException.class, () -> Context.withDeadline(root, null));
    assertThrows(NullPointerException.class, () -> Context.withValue(null, KEY, "v"));
    assertThrows(NullPointerException.class, () -> Context.withoutCancel(null));
    assertThrows(NullPointerException.class, () -> Context.afterFunc(null, () -> {}));
    assertThrows(NullPointerException.class, () -> Context.afterFunc(root, null));
  }

  // ---- words ----------------------------------------------------------------------------------

  @Test
  @DisplayName("X16 a context prints its chain")
  void x16Words() {
    Context root = Context.background();
    Instant when = Instant.now().plus(Contexts.HOUR);
    CancelContext cancel = Context.withCancel(root);
    CancelContext deadline = Context.withDeadline(cancel, when);
    Context value = Context.withValue(deadline, KEY, "v");
    assertEquals("context.Background", root.toString());
    assertEquals("context.TODO", Context.todo().toString());
    assertEquals("context.Background.WithCancel", cancel.toString());
    String chain = "context.Background.WithCancel.WithDeadline(" + when + ")";
    assertEquals(chain, deadline.toString());
    assertEquals(chain + ".WithValue(key, v)", value.toString());
    assertEquals(
        chain + ".WithValue(key, v).WithoutCancel", Context.withoutCancel(value).toString());
    assertEquals(
        "context.TODO.WithValue(key, null)",
        Context.withValue(Context.todo(), KEY, null).toString());
    assertTrue(
        Context.withTimeout(root, Contexts.HOUR)
            .toString()
            .startsWith("context.Background.WithDeadline("));
    cancel.cancel();
    assertEquals("context.Background.WithCancel", cancel.toString());
  }
}
