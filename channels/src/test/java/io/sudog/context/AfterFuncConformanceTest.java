package io.sudog.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.core.Go;
import io.sudog.core.Goroutine;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Race;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a context starts, or does, when it ends; see CONFORMANCE.md. */
@DisplayName("A function after a context as in Go")
class AfterFuncConformanceTest {
  private static final Duration SHORT = Duration.ofMillis(2);

  /** Says on which goroutine it ran, each time it did. */
  private static final class Probe {
    final Chan<Optional<Goroutine>> ran = Chan.make(8);
    final BooleanSupplier stop;

    Probe(Context ctx) {
      stop = Context.afterFunc(ctx, () -> ran.send(Optional.ofNullable(Go.current())));
    }

    Goroutine awaitRun() {
      return ran.receive().orElseThrow();
    }

    /** That it has not run, as another one that was started later has. */
    void assertNotRun() {
      CancelContext other = Contexts.cancelable();
      Probe later = new Probe(other);
      other.cancel();
      later.awaitRun();
      assertFalse(ran.tryReceive().ok());
    }
  }

  private static final List<Function<Context, Context>> BELOW =
      List.of(
          ctx -> ctx,
          Context::withCancel,
          ctx -> Context.withTimeout(ctx, Contexts.HOUR),
          ctx -> Context.withValue(ctx, Context.Key.named("k"), "v"));

  @Kinds
  @DisplayName("X11 runs in a goroutine of its own when the context is cancelled, once")
  void x11AfterCancel(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            for (Function<Context, Context> below : BELOW) {
              CancelContext root = Contexts.cancelable();
              Context ctx = below.apply(root);
              Probe one = new Probe(ctx);
              Probe other = new Probe(ctx);
              one.assertNotRun();
              root.cancel();
              Goroutine g = one.awaitRun();
              assertNotEquals(Go.current(), g);
              assertNotEquals(g, other.awaitRun());
              root.cancel();
              one.assertNotRun();
            }
          });
    }
  }

  @Kinds
  @DisplayName("X11 runs when the deadline passes")
  void x11AfterTimeout(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            for (Function<Context, Context> below : BELOW) {
              Context ctx = below.apply(Context.withTimeout(Context.background(), SHORT));
              new Probe(ctx).awaitRun();
              Contexts.assertExceeded(ctx);
            }
          });
    }
  }

  @Kinds
  @DisplayName("X11 runs at once, in a goroutine all the same, where the context has ended")
  void x11Immediately(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            for (Function<Context, Context> below : BELOW) {
              CancelContext root = Contexts.cancelable();
              Context ctx = below.apply(root);
              root.cancel();
              Probe probe = new Probe(ctx);
              assertNotEquals(Go.current(), probe.awaitRun());
              assertFalse(probe.stop.getAsBoolean());
            }
          });
    }
  }

  @Kinds
  @DisplayName("X11 is not waited for by cancel, nor by another one")
  void x11Asynchronously(Kind kind) {
    try (Harness h = Harness.create()) {
      CancelContext ctx = Contexts.cancelable();
      Chan<String> begun = Chan.make();
      Chan<String> gate = Chan.make();
      Chan<String> over = Chan.make(1);
      h.run(
          kind,
          () -> {
            BooleanSupplier stop =
                Context.afterFunc(
                    ctx,
                    () -> {
                      begun.send("begun");
                      gate.receive();
                      over.send("over");
                    });
            Probe other = new Probe(ctx);
            ctx.cancel();
            other.awaitRun();
            assertFalse(stop.getAsBoolean(), "started, though it has not got far");
            begun.receive();
            assertFalse(stop.getAsBoolean(), "runs");
            assertFalse(over.tryReceive().ok());
            gate.close();
            assertEquals("over", over.receive());
            assertFalse(stop.getAsBoolean(), "has run");
          });
    }
  }

  @Kinds
  @DisplayName("X12 stop tells the first time that it has prevented it")
  void x12Stop(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            for (Function<Context, Context> below : BELOW) {
              CancelContext root = Contexts.cancelable();
              Context ctx = below.apply(root);
              Probe stopped = new Probe(ctx);
              Probe other = new Probe(ctx);
              assertTrue(stopped.stop.getAsBoolean());
              assertFalse(stopped.stop.getAsBoolean());
              root.cancel();
              other.awaitRun();
              assertFalse(other.stop.getAsBoolean());
              stopped.assertNotRun();
              assertFalse(stopped.stop.getAsBoolean());
            }
          });
    }
  }

  @Test
  @DisplayName("X12 stop says so on a context that never ends, too, the first time")
  void x12StopOnRoot() {
    for (Context ctx :
        List.of(Context.background(), Context.withoutCancel(Contexts.cancelable()))) {
      Probe probe = new Probe(ctx);
      assertTrue(probe.stop.getAsBoolean());
      assertFalse(probe.stop.getAsBoolean());
      probe.assertNotRun();
    }
  }

  @Test
  @DisplayName("X12 of several, each can be stopped, in any order")
  void x12StopAmongMany() {
    CancelContext ctx = Contexts.cancelable();
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      probes.add(new Probe(ctx));
    }
    for (int i : new int[] {5, 2, 0}) {
      assertTrue(probes.get(i).stop.getAsBoolean());
    }
    ctx.cancel();
    for (int i : new int[] {1, 3, 4}) {
      probes.get(i).awaitRun();
    }
    for (int i : new int[] {5, 2, 0}) {
      probes.get(i).assertNotRun();
    }
  }

  @Test
  @DisplayName("X12 stop and cancel at once: it runs, or stop says that it does not")
  void x12Race() {
    int rounds = Stress.times(5_000);
    AtomicInteger ran = new AtomicInteger();
    AtomicInteger stopped = new AtomicInteger();
    List<CancelContext> contexts = Stream.generate(Contexts::cancelable).limit(rounds).toList();
    List<BooleanSupplier> stops =
        contexts.stream().map(ctx -> Context.afterFunc(ctx, ran::incrementAndGet)).toList();
    Race.run(
        rounds,
        round -> contexts.get(round).cancel(),
        round -> {
          if (stops.get(round).getAsBoolean()) {
            stopped.incrementAndGet();
          }
        });
    Await.until("all have run that were not stopped", () -> ran.get() + stopped.get() >= rounds);
    assertEquals(rounds, ran.get() + stopped.get());
  }

  // ---- actions --------------------------------------------------------------------------------

  @Test
  @DisplayName("X11 an action is done by whoever ends the context, before that returns")
  void action() {
    CancelContext ctx = Contexts.cancelable();
    List<Thread> done = new ArrayList<>();
    BooleanSupplier stop = ctx.onCancel(() -> done.add(Thread.currentThread()));
    assertTrue(ctx.onCancel(() -> done.add(Thread.currentThread())).getAsBoolean());
    ctx.cancel();
    assertEquals(List.of(Thread.currentThread()), done);
    assertFalse(stop.getAsBoolean());
    assertFalse(ctx.onCancel(() -> done.add(Thread.currentThread())).getAsBoolean());
    assertEquals(2, done.size());
  }

  @Test
  @DisplayName("X11 an action may use the context that ends, and all of its tree")
  void actionUsesTheContext() {
    CancelContext root = Contexts.cancelable();
    CancelContext ctx = Context.withCancel(root);
    List<Context> born = new ArrayList<>();
    BooleanSupplier other = root.onCancel(() -> {});
    BooleanSupplier _ =
        ctx.onCancel(
            () -> {
              root.cancel();
              ctx.cancel();
              born.add(Context.withTimeout(ctx, Contexts.HOUR));
              assertFalse(other.getAsBoolean());
              BooleanSupplier _ = root.onCancel(() -> born.add(Context.withCancel(root)));
            });
    root.cancel();
    assertEquals(2, born.size());
    born.forEach(Contexts::assertCanceled);
  }

  @Test
  @DisplayName("X11 an action that throws keeps neither the others nor the end from coming")
  void actionThrows() {
    List<Throwable> seen = Harness.sharedList();
    CancelContext root = Contexts.cancelable();
    CancelContext child = Context.withCancel(root);
    Context late = Contexts.tree(root, 1).getFirst();
    Probe probe = new Probe(root);
    BooleanSupplier _ =
        child.onCancel(
            () -> {
              throw new IllegalStateException("of an action");
            });
    Probe other = new Probe(child);
    try (Harness h = Harness.create()) {
      h.run(
          Kind.PLATFORM,
          () -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> seen.add(e));
            root.cancel();
          });
    }
    probe.awaitRun();
    other.awaitRun();
    Contexts.assertCanceled(child);
    Contexts.assertCanceled(late);
    assertEquals(1, seen.size());
    assertInstanceOf(IllegalStateException.class, seen.getFirst());
    assertNotNull(root.err());
  }
}
