package io.sudog.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contexts that end by themselves; see CONFORMANCE.md. */
@DisplayName("A context's deadline as in Go")
class DeadlineConformanceTest {
  private static final Duration SHORT = Duration.ofMillis(5);

  // A wall clock that is being adjusted runs a little faster or slower than the timers' clock.
  private static final Duration TOLERANCE = Duration.ofMillis(1);

  private static Instant inAnHour() {
    return Instant.now().plus(Contexts.HOUR);
  }

  @Kinds
  @DisplayName("X06 ends it, not too early, with an error that says so")
  void x06Ends(Kind kind) {
    Context.Key<String> key = Context.Key.named("key");
    List<Function<Context, Context>> makers =
        List.of(
            parent -> Context.withTimeout(parent, SHORT),
            parent -> Context.withDeadline(parent, Instant.now().plus(SHORT)),
            parent -> Context.withValue(Context.withTimeout(parent, SHORT), key, "v"),
            parent -> Context.withCancel(Context.withTimeout(parent, SHORT)),
            parent -> Context.withTimeout(Context.withTimeout(parent, Contexts.HOUR), SHORT),
            parent -> Context.withTimeout(Context.withTimeout(parent, SHORT), Contexts.HOUR));
    try (Harness h = Harness.create()) {
      for (Function<Context, Context> maker : makers) {
        h.start(
            kind,
            () -> {
              long start = System.nanoTime();
              Context ctx = maker.apply(Context.background());
              assertTrue(ctx.deadline().isPresent());
              ctx.done().receive();
              long took = System.nanoTime() - start;
              assertTrue(took >= SHORT.minus(TOLERANCE).toNanos(), took + " ns");
              Contexts.assertExceeded(ctx);
            });
      }
    }
  }

  @Test
  @DisplayName("X06 the error is a time-out, in Go's words")
  void x06Error() {
    Context ctx = Context.withTimeout(Context.background(), Duration.ZERO);
    DeadlineExceededException err =
        assertInstanceOf(DeadlineExceededException.class, Contexts.assertEnded(ctx));
    assertTrue(err.timeout());
    assertEquals("context deadline exceeded", err.getMessage());
    assertSame(err, ctx.cause());
  }

  @Test
  @DisplayName("X06 the earliest in the chain counts")
  void x06EarliestWins() {
    Instant early = inAnHour();
    Instant late = early.plus(Contexts.HOUR);
    CancelContext parent = Context.withDeadline(Context.background(), early);
    assertEquals(Optional.of(early), parent.deadline());
    assertEquals(Optional.of(early), Context.withDeadline(parent, late).deadline());
    assertEquals(Optional.of(early), Context.withDeadline(parent, early).deadline());
    assertEquals(
        Optional.of(early),
        Context.withTimeout(Context.withCancel(parent), Contexts.HOUR.multipliedBy(3)).deadline());
    CancelContext lax = Context.withDeadline(Context.background(), late);
    assertEquals(Optional.of(early), Context.withDeadline(lax, early).deadline());
    assertEquals(Optional.of(late), lax.deadline());
    assertEquals(Optional.empty(), Contexts.cancelable().deadline());
  }

  @Test
  @DisplayName("X06 one that is past at birth has ended it")
  void x06Past() {
    Context root = Context.background();
    for (Duration d :
        List.of(
            Duration.ZERO,
            Duration.ofNanos(-1),
            Duration.ofHours(-1),
            Duration.ofSeconds(Long.MIN_VALUE))) {
      CancelContext ctx = Context.withTimeout(root, d);
      Contexts.assertExceeded(ctx);
      assertTrue(ctx.deadline().isPresent());
      Throwable err = ctx.err();
      ctx.cancel();
      assertSame(err, ctx.err());
    }
    for (Instant when :
        List.of(Instant.now(), Instant.now().minusSeconds(1), Instant.EPOCH, Instant.MIN)) {
      CancelContext ctx = Context.withDeadline(root, when);
      Contexts.assertExceeded(ctx);
      assertEquals(Optional.of(when), ctx.deadline());
      Contexts.assertExceeded(Context.withCancel(ctx));
      Contexts.assertExceeded(Context.withTimeout(ctx, Contexts.HOUR));
    }
  }

  @Test
  @DisplayName("X06 one that is too far away to come does not")
  void x06Never() {
    Context root = Context.background();
    for (CancelContext ctx :
        List.of(
            Context.withTimeout(root, Duration.ofSeconds(Long.MAX_VALUE)),
            Context.withTimeout(root, Duration.ofDays(365L * 400)),
            Context.withTimeout(root, Duration.ofNanos(Long.MAX_VALUE)),
            Context.withDeadline(root, Instant.MAX))) {
      Contexts.assertOpen(ctx);
      assertTrue(ctx.deadline().isPresent());
      CancelContext below = Context.withTimeout(ctx, Contexts.HOUR);
      Contexts.assertOpen(below);
      assertTrue(below.deadline().orElseThrow().isBefore(Instant.now().plus(Contexts.HOUR)));
      ctx.cancel();
      Contexts.assertCanceled(below);
    }
  }

  @Kinds
  @DisplayName("X06 a context that is cancelled first is cancelled, and stays so")
  void x06CanceledFirst(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            Context root = Context.background();
            CancelContext ctx = Context.withTimeout(root, Contexts.HOUR);
            CancelContext below = Context.withTimeout(ctx, Contexts.HOUR.minusMinutes(1));
            ctx.cancel();
            Contexts.assertCanceled(ctx);
            Contexts.assertCanceled(below);
            // Which of the two comes first is open here, but not that it stays.
            CancelContext soon = Context.withTimeout(root, SHORT);
            soon.cancel();
            Throwable err = Contexts.assertEnded(soon);
            Context.withTimeout(root, SHORT.multipliedBy(2)).done().receive();
            assertSame(err, soon.err());
          });
    }
  }

  @Kinds
  @DisplayName("X06 its passing ends all below, and nobody above")
  void x06Layers(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            CancelContext above = Context.withTimeout(Context.background(), Contexts.HOUR);
            CancelContext ctx = Context.withTimeout(above, SHORT);
            CancelContext sibling = Context.withTimeout(above, Contexts.HOUR);
            List<Context> below = Contexts.tree(ctx, 3);
            ctx.done().receive();
            // They are marked before anybody is woken.
            for (Context each : below) {
              Contexts.assertExceeded(each);
              assertSame(ctx.err(), each.err());
            }
            Contexts.assertOpen(above);
            Contexts.assertOpen(sibling);
            above.cancel();
            Contexts.assertCanceled(sibling);
            assertNotSame(above.err(), ctx.err());
          });
    }
  }
}
