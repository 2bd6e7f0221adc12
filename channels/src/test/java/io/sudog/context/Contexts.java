package io.sudog.context;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.sudog.channels.Received;
import io.sudog.testing.Await;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What contexts must look like, and trees of them. */
final class Contexts {
  static final Duration HOUR = Duration.ofHours(1);

  private Contexts() {}

  static CancelContext cancelable() {
    return Context.withCancel(Context.background());
  }

  static void assertOpen(Context ctx) {
    assertNull(ctx.err());
    assertNull(ctx.cause());
    assertInstanceOf(Received.Empty.class, ctx.done().tryReceive());
  }

  static Throwable assertEnded(Context ctx) {
    Throwable err = ctx.err();
    assertNotNull(err, () -> ctx + " goes on");
    assertInstanceOf(Received.Closed.class, ctx.done().tryReceive());
    assertSame(err, ctx.err());
    assertNotNull(ctx.cause());
    return err;
  }

  static void assertCanceled(Context ctx) {
    assertInstanceOf(CanceledException.class, assertEnded(ctx));
  }

  static void assertExceeded(Context ctx) {
    assertInstanceOf(DeadlineExceededException.class, assertEnded(ctx));
  }

  /**
   * Contexts of all kinds, each derived from another one of them or from the root, and all open for
   * an hour.
   *
   * @param root above all
   * @param levels how far down; each has several times what the one above it has
   */
  static List<Context> tree(Context root, int levels) {
    List<Context> all = new ArrayList<>();
    List<Context> level = List.of(root);
    Context.Key<Integer> key = Context.Key.named("level");
    for (int i = 0; i < levels; i++) {
      List<Context> next = new ArrayList<>();
      for (Context parent : level) {
        next.add(Context.withCancel(parent));
        next.add(Context.withTimeout(parent, HOUR));
        next.add(Context.withCancel(Context.withValue(parent, key, i)));
      }
      all.addAll(next);
      level = next;
    }
    return all;
  }

  static void awaitCollected(List<WeakReference<Object>> references) {
    Await.until(
        "all of " + references.size() + " are collected",
        () -> {
          System.gc();
          return references.stream().allMatch(r -> r.refersTo(null));
        });
  }
}
