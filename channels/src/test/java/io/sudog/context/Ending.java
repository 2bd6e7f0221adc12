package io.sudog.context;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.fail;

import io.sudog.core.Cancellation;
import io.sudog.core.Task;
import io.sudog.testing.Await;
import io.sudog.testing.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Ends waits early, at random moments: contexts are cancelled, threads interrupted. */
final class Ending implements AutoCloseable {
  private static final int MOST_SPINS = 300;
  private static final int MOST_TIMEOUT_NANOS = 200_000;

  private final AtomicReferenceArray<@Nullable Runnable> slots;
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<Thread> enders;

  /**
   * Starts to end the waits of so many.
   *
   * @param parties how many
   */
  Ending(int parties) {
    slots = new AtomicReferenceArray<>(parties);
    enders =
        List.of(
            Thread.ofPlatform().daemon().name("ender-1").start(this::endAtRandom),
            Thread.ofPlatform().daemon().name("ender-2").start(this::endAtRandom));
  }

  private void endAtRandom() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    while (!over.get()) {
      Runnable end = slots.getAndSet(random.nextInt(slots.length()), null);
      if (end == null) {
        Thread.yield();
        continue;
      }
      for (int i = random.nextInt(MOST_SPINS); i > 0; i--) {
        Thread.onSpinWait();
      }
      end.run();
    }
  }

  /** An operation of a thread that an interrupt ends. */
  interface Interruptible {
    void run() throws InterruptedException;
  }

  /** An operation that a cancellation ends. */
  interface Until {
    void run(Cancellation bound);
  }

  /**
   * Carries out an operation in one of its forms.
   *
   * @return true when it took effect, false when it was ended early
   */
  boolean attempt(int me, Kind kind, Random random, Task plain, Until until, Interruptible other)
      throws Exception {
    switch (random.nextInt(8)) {
      case 0 -> {
        plain.run();
        return true;
      }
      case 1 -> {
        CancelContext ended = Context.withCancel(Context.background());
        ended.cancel();
        return bounded(ended, until);
      }
      case 2 -> {
        Duration d = Duration.ofNanos(random.nextInt(MOST_TIMEOUT_NANOS));
        try (CancelContext ctx = Context.withTimeout(Context.background(), d)) {
          return bounded(ctx, until);
        }
      }
      case 3 -> {
        return kind == Kind.GOROUTINE ? cancelled(me, until) : interrupted(me, other);
      }
      default -> {
        return cancelled(me, until);
      }
    }
  }

  private boolean cancelled(int me, Until until) {
    CancelContext ctx = Context.withCancel(Context.background());
    slots.set(me, ctx::cancel);
    boolean done = bounded(ctx, until);
    slots.set(me, null);
    return done;
  }

  private boolean interrupted(int me, Interruptible op) {
    Thread thread = Thread.currentThread();
    slots.set(me, thread::interrupt);
    boolean done = true;
    try {
      op.run();
    } catch (InterruptedException e) {
      done = false;
    }
    slots.set(me, null);
    return done;
  }

  /** True when it took effect; else it must have thrown the reason itself. */
  static boolean bounded(Context ctx, Until until) {
    boolean ended = ctx.err() != null;
    try {
      until.run(ctx);
    } catch (CanceledException | DeadlineExceededException e) {
      assertSame(ctx.err(), e);
      return false;
    }
    if (ended) {
      fail("took effect though the context had ended");
    }
    return true;
  }

  @Override
  public void close() {
    over.set(true);
    enders.forEach(
        ender -> Await.until(ender + " ends", () -> ender.getState() == Thread.State.TERMINATED));
  }
}
