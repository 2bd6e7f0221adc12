package io.sudog.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.ChannelClosedException;
import io.sudog.core.Task;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Waits that a context or an interrupt may end: what the caller gets, and what stays behind. */
@DisplayName("A bounded wait")
class BoundedWaitTest {
  private static final String EACH = "{displayName}: {0}, {1}";

  static Stream<Arguments> everywhere() {
    return combinations(Kind.values());
  }

  static Stream<Arguments> onThreads() {
    return combinations(Kind.PLATFORM, Kind.VIRTUAL);
  }

  private static Stream<Arguments> combinations(Kind... kinds) {
    return Stream.of(BoundedForm.values())
        .flatMap(form -> Stream.of(kinds).map(kind -> Arguments.of(form, kind)));
  }

  /** The operation can be carried out once, and then nothing is left. */
  private static void assertIntact(Harness h, Kind kind, BoundedForm.Wait wait) {
    wait.unblock(h);
    h.run(kind, wait::plain);
    wait.release();
    wait.assertFree();
  }

  private static void assertEnds(Context ctx, Ending.Until wait) {
    Throwable thrown = assertThrows(Throwable.class, () -> wait.run(ctx));
    assertSame(ctx.err(), thrown);
  }

  // ---- by a context ---------------------------------------------------------------------------

  @ParameterizedTest(name = EACH)
  @MethodSource("everywhere")
  @DisplayName("whose context has ended throws at once and consumes nothing, whatever is free")
  void endedBefore(BoundedForm form, Kind kind) {
    try (Harness h = Harness.create()) {
      CancelContext ctx = Context.withCancel(Context.background());
      ctx.cancel();
      BoundedForm.Wait wait = form.make();
      wait.block();
      h.run(kind, () -> assertEnds(ctx, wait::until));
      wait.unblock(h);
      h.run(kind, () -> assertEnds(ctx, wait::until));
      h.run(kind, wait::plain);
      wait.release();
      wait.assertFree();
    }
  }

  @ParameterizedTest(name = EACH)
  @MethodSource("everywhere")
  @DisplayName("is ended by its context: err() itself is thrown, and the primitive is intact")
  void cancelled(BoundedForm form, Kind kind) {
    try (Harness h = Harness.create()) {
      BoundedForm.Wait wait = form.make();
      for (int i = 0; i < 3; i++) {
        wait.block();
        Exception cause = new Exception("why");
        CancelContext ctx = Context.withCancel(Context.background());
        Harness.Child child = h.start(kind, () -> assertEnds(ctx, wait::until)).awaitParked();
        ctx.cancel(cause);
        child.join();
        assertSame(cause, ctx.cause());
        assertIntact(h, kind, wait);
      }
    }
  }

  @ParameterizedTest(name = EACH)
  @MethodSource("everywhere")
  @DisplayName("is ended by its context's deadline, and by that of a parent")
  void deadline(BoundedForm form, Kind kind) {
    try (Harness h = Harness.create()) {
      BoundedForm.Wait wait = form.make();
      wait.block();
      h.run(
          kind,
          () -> {
            Context.Key<String> key = Context.Key.named("k");
            try (CancelContext parent =
                    Context.withTimeout(Context.background(), Duration.ofMillis(5));
                CancelContext ctx = Context.withCancel(Context.withValue(parent, key, "v"))) {
              assertEnds(ctx, wait::until);
              assertInstanceOf(DeadlineExceededException.class, ctx.err());
            }
          });
      assertIntact(h, kind, wait);
    }
  }

  @ParameterizedTest(name = EACH)
  @MethodSource("everywhere")
  @DisplayName("that is completed in time does what the plain form does, and forgets the context")
  void completed(BoundedForm form, Kind kind) {
    try (Harness h = Harness.create()) {
      BoundedForm.Wait wait = form.make();
      CancelContext ctx = Context.withCancel(Context.background());
      for (int i = 0; i < 3; i++) {
        wait.block();
        Harness.Child child = h.start(kind, () -> wait.until(ctx)).awaitParked();
        wait.complete(h);
        child.join();
        wait.release();
        wait.assertFree();
      }
      wait.block();
      wait.unblock(h);
      h.run(kind, () -> wait.until(ctx));
      wait.release();
      ctx.cancel();
      wait.assertFree();
    }
  }

  @ParameterizedTest(name = EACH)
  @MethodSource("everywhere")
  @DisplayName("that is ended leaves the others of its queue waiting, and in order")
  void oneOfMany(BoundedForm form, Kind kind) {
    try (Harness h = Harness.create()) {
      BoundedForm.Wait wait = form.make();
      wait.block();
      List<CancelContext> contexts = new ArrayList<>();
      List<Harness.Child> children = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        CancelContext ctx = Context.withCancel(Context.background());
        contexts.add(ctx);
        children.add(h.start(kind, () -> assertEnds(ctx, wait::until)).awaitParked());
      }
      for (int i : new int[] {2, 0, 4, 1, 3}) {
        contexts.get(i).cancel();
        children.get(i).join();
        for (int k = 0; k < 5; k++) {
          assertEquals(contexts.get(k).err() != null, children.get(k).isDone());
        }
      }
      assertIntact(h, kind, wait);
    }
  }

  @ParameterizedTest(name = EACH)
  @MethodSource("everywhere")
  @DisplayName("is not ended by interrupts, whose status is kept")
  void interruptsDoNotEndIt(BoundedForm form, Kind kind) {
    try (Harness h = Harness.create()) {
      BoundedForm.Wait wait = form.make();
      wait.block();
      CancelContext ctx = Context.withCancel(Context.background());
      Harness.Child child =
          h.start(
              kind,
              () -> {
                assertEnds(ctx, wait::until);
                assertTrue(Thread.interrupted(), "the status is kept");
              });
      interruptSeveralTimes(child);
      ctx.cancel();
      child.join();
      assertIntact(h, kind, wait);
    }
  }

  private static void interruptSeveralTimes(Harness.Child child) {
    for (int i = 0; i < 5; i++) {
      Thread thread = child.awaitParked().thread();
      assertNotNull(thread);
      thread.interrupt();
    }
    child.awaitParked();
  }

  // ---- by an interrupt ------------------------------------------------------------------------

  @ParameterizedTest(name = EACH)
  @MethodSource("onThreads")
  @DisplayName("is ended by an interrupt, whose status is then taken off")
  void interrupted(BoundedForm form, Kind kind) {
    try (Harness h = Harness.create()) {
      BoundedForm.Wait wait = form.make();
      for (int i = 0; i < 3; i++) {
        wait.block();
        Harness.Child child =
            h.start(
                    kind,
                    () -> {
                      assertThrows(InterruptedException.class, wait::interruptibly);
                      assertFalse(Thread.currentThread().isInterrupted());
                    })
                .awaitParked();
        Thread thread = child.thread();
        assertNotNull(thread);
        thread.interrupt();
        child.join();
        assertIntact(h, kind, wait);
      }
    }
  }

  @ParameterizedTest(name = EACH)
  @MethodSource("onThreads")
  @DisplayName("of an interrupted thread throws at once and consumes nothing, whatever is free")
  void interruptedBefore(BoundedForm form, Kind kind) {
    try (Harness h = Harness.create()) {
      BoundedForm.Wait wait = form.make();
      Task meetsInterrupt =
          () -> {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, wait::interruptibly);
            assertFalse(Thread.currentThread().isInterrupted());
          };
      wait.block();
      h.run(kind, meetsInterrupt);
      wait.unblock(h);
      h.run(kind, meetsInterrupt);
      h.run(kind, wait::plain);
      wait.release();
      wait.assertFree();
    }
  }

  @ParameterizedTest(name = "{displayName}: {0}")
  @EnumSource(BoundedForm.class)
  @DisplayName("of a goroutine is not ended by interrupts, in its interruptible form neither")
  void goroutineInterrupted(BoundedForm form) {
    try (Harness h = Harness.create()) {
      BoundedForm.Wait wait = form.make();
      wait.block();
      Harness.Child child =
          h.go(
              () -> {
                wait.interruptibly();
                assertTrue(Thread.interrupted(), "the status is kept");
              });
      interruptSeveralTimes(child);
      wait.complete(h);
      child.join();
      wait.release();
      wait.assertFree();
    }
  }

  @ParameterizedTest(name = EACH)
  @MethodSource("onThreads")
  @DisplayName("in its interruptible form ends by completion, too")
  void interruptiblyCompleted(BoundedForm form, Kind kind) {
    try (Harness h = Harness.create()) {
      BoundedForm.Wait wait = form.make();
      wait.block();
      wait.unblock(h);
      h.run(kind, wait::interruptibly);
      wait.release();
      wait.assertFree();
    }
  }

  // ---- on channels ----------------------------------------------------------------------------

  @Kinds
  @DisplayName("on the nil channel is ended by the context, or an interrupt, alone")
  void nil(Kind kind) {
    try (Harness h = Harness.create()) {
      Chan<Integer> c = Chan.nil();
      List<Ending.Until> forms =
          List.of(c::receiveUntil, c::receiveOkUntil, bound -> c.sendUntil(bound, 1));
      for (Ending.Until form : forms) {
        CancelContext ctx = Context.withCancel(Context.background());
        Harness.Child child = h.start(kind, () -> assertEnds(ctx, form)).awaitParked();
        ctx.cancel();
        child.join();
      }
      if (kind != Kind.GOROUTINE) {
        List<Executable> others = List.of(c::receiveInterruptibly, () -> c.sendInterruptibly(1));
        for (Executable form : others) {
          Harness.Child child =
              h.start(kind, () -> assertThrows(InterruptedException.class, form)).awaitParked();
          Thread thread = child.thread();
          assertNotNull(thread);
          thread.interrupt();
          child.join();
        }
      }
    }
  }

  @Kinds
  @DisplayName("on a channel ends when that is closed")
  void closed(Kind kind) {
    try (Harness h = Harness.create();
        CancelContext ctx = Context.withCancel(Context.background())) {
      Chan<Integer> c = Chan.make();
      List<Harness.Child> children =
          List.of(
              h.start(kind, () -> assertNull(c.receiveUntil(ctx))).awaitParked(),
              h.start(kind, () -> assertFalse(c.receiveOkUntil(ctx).ok())).awaitParked());
      c.close();
      children.forEach(Harness.Child::join);
      Chan<Integer> d = Chan.make();
      Harness.Child sender =
          h.start(kind, () -> assertThrows(ChannelClosedException.class, () -> d.sendUntil(ctx, 1)))
              .awaitParked();
      d.close();
      sender.join();
      h.run(
          kind,
          () -> {
            assertThrows(ChannelClosedException.class, () -> d.sendUntil(ctx, 1));
            assertThrows(ChannelClosedException.class, () -> d.sendInterruptibly(1));
            assertFalse(d.receiveOkUntil(ctx).ok());
          });
    }
  }
}
