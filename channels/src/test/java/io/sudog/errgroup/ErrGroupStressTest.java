package io.sudog.errgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.context.CancelContext;
import io.sudog.context.CanceledException;
import io.sudog.context.Context;
import io.sudog.context.DeadlineExceededException;
import io.sudog.core.Go;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;

/** Groups, semaphores and suppressors under everything at once, on goroutines and threads. */
@DisplayName("Under stress")
class ErrGroupStressTest {
  private static final int PARTIES = 8;
  private static final long NANOS = Stress.scaled(Duration.ofMillis(600)).toNanos();

  private final long seed = Stress.seed();
  private final long end = System.nanoTime() + NANOS;

  private boolean goesOn() {
    return System.nanoTime() < end;
  }

  // ---- groups ---------------------------------------------------------------------------------

  /** One group of one round. */
  private static final class Round {
    final CancelContext parent = Context.withCancel(Context.background());
    final ErrGroup group = ErrGroup.withContext(parent);
    final int limit;
    final Exception whyParent = new Exception("the parent has ended");
    final AtomicInteger running = new AtomicInteger();
    final AtomicInteger started = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();
    final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

    Round(int limit) {
      this.limit = limit;
      group.setLimit(limit);
    }

    /** A task: it returns, fails, exits, waits for the context, or starts another one. */
    void task(int how) throws Exception {
      int now = running.incrementAndGet();
      try {
        assertTrue(limit < 0 || now <= limit, "more than the limit lets");
        switch (how % 8) {
          case 0 -> fails(new IOException("task " + how));
          case 1 -> Go.goexit();
          case 2 -> {
            if (group.tryGo(() -> task(how / 8))) {
              started.incrementAndGet();
            }
          }
          case 3 -> fails(new IllegalStateException("task " + how));
          case 4 -> {
            try (CancelContext soon =
                Context.withTimeout(group.context(), Duration.ofNanos(50_000))) {
              Chan.nil().receiveUntil(soon);
            } catch (CanceledException e) {
              assertTrue(group.context().err() != null);
            } catch (DeadlineExceededException e) {
              Go.gosched();
            }
          }
          default -> Go.gosched();
        }
      } finally {
        running.decrementAndGet();
        ended.incrementAndGet();
      }
    }

    private void fails(Exception failure) throws Exception {
      failures.add(failure);
      throw failure;
    }

    void check() {
      Exception first = null;
      try {
        group.await();
      } catch (Exception e) {
        first = e;
      }
      assertEquals(started.get(), ended.get());
      Set<Throwable> all = Collections.newSetFromMap(new IdentityHashMap<>());
      all.addAll(failures);
      if (first == null) {
        assertEquals(Set.of(), all);
      } else {
        Set<Throwable> reported = Collections.newSetFromMap(new IdentityHashMap<>());
        reported.add(first);
        reported.addAll(List.of(first.getSuppressed()));
        assertEquals(all, reported);
        assertEquals(all.size(), 1 + first.getSuppressed().length);
      }
      Context ctx = group.context();
      assertTrue(ctx.err() instanceof CanceledException);
      if (ctx.cause() != whyParent) {
        assertSame(first == null ? ctx.err() : first, ctx.cause());
      }
      assertEquals("errgroup, 0 running" + (first == null ? "" : ", failed"), group.toString());
      group.setLimit(0);
      assertFalse(group.tryGo(() -> {}));
    }
  }

  @Processors({1, 2, 8})
  @DisplayName("E01 E02 E03 E04 E05 groups lose no task, no error and no place, and have one cause")
  void groups(int processors) {
    Random random = new Random(seed);
    try (Harness h = Harness.shrunk(processors)) {
      do {
        Round round = new Round(random.nextInt(5) - 1 == 0 ? -1 : 1 + random.nextInt(4));
        for (int i = 0; i < 4; i++) {
          long own = random.nextLong();
          boolean cancels = i == 3 && random.nextInt(3) == 0;
          h.start(
              Kind.mixed(i),
              () -> {
                Random mine = new Random(own);
                for (int n = 0; n < 8; n++) {
                  int how = mine.nextInt(64);
                  if (mine.nextInt(3) != 0) {
                    round.started.incrementAndGet();
                    round.group.go(() -> round.task(how));
                  } else if (round.group.tryGo(() -> round.task(how))) {
                    round.started.incrementAndGet();
                  }
                  if (cancels && n == 4) {
                    round.parent.cancel(round.whyParent);
                  }
                }
              });
        }
        h.join();
        h.run(Kind.inTurn(random.nextInt(3)), round::check);
      } while (goesOn());
    }
  }

  // ---- a semaphore ----------------------------------------------------------------------------

  @Processors({1, 2, 8})
  @DisplayName(
      "W01 W03 W06 who holds a semaphore finds as many things as it holds, and none is lost")
  void semaphore(int processors) {
    int size = 5;
    Semaphore semaphore = new Semaphore(size);
    Queue<Integer> things = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < size; i++) {
      things.add(i);
    }
    try (Harness h = Harness.shrunk(processors)) {
      for (int i = 0; i < PARTIES; i++) {
        int me = i;
        h.start(
            Kind.mixed(i),
            () -> {
              Random random = new Random(seed + me);
              while (goesOn()) {
                // One above the size at times: it can only end with its context.
                int n = 1 + random.nextInt(size + 1);
                if (acquired(semaphore, n, random)) {
                  assertTrue(n <= size);
                  ArrayDeque<Integer> mine = new ArrayDeque<>();
                  for (int k = 0; k < n; k++) {
                    Integer thing = things.poll();
                    assertTrue(thing != null, "more is held than there is");
                    mine.add(thing);
                  }
                  if (random.nextBoolean()) {
                    Go.gosched();
                  }
                  things.addAll(mine);
                  semaphore.release(n);
                }
              }
            });
      }
      h.join();
    }
    assertEquals("semaphore, 0 of 5 held", semaphore.toString());
    assertTrue(semaphore.tryAcquire(size));
    assertEquals(size, things.stream().distinct().count());
  }

  private static boolean acquired(Semaphore semaphore, int n, Random random) {
    if (random.nextInt(4) == 0) {
      return semaphore.tryAcquire(n);
    }
    Duration d = Duration.ofNanos(random.nextInt(300_000));
    try (CancelContext ctx = Context.withTimeout(Context.background(), d)) {
      semaphore.acquire(ctx, n);
      return true;
    } catch (DeadlineExceededException e) {
      return false;
    }
  }

  // ---- a suppressor ---------------------------------------------------------------------------

  /** What a call returned or threw: for which key, and when its first caller had it. */
  private static final class Outcome extends Exception {
    private static final long serialVersionUID = 1L;

    final int key;
    final transient AtomicLong over = new AtomicLong();

    Outcome(int key) {
      super("for " + key, null, false, false);
      this.key = key;
    }
  }

  @Processors({1, 2, 8})
  @DisplayName(
      "F01 F02 F03 all callers of a suppressor get what belongs to their key and their time")
  void singleFlight(int processors) {
    SingleFlight<Integer, Outcome> flight = new SingleFlight<>();
    AtomicLong clock = new AtomicLong();
    try (Harness h = Harness.shrunk(processors)) {
      for (int i = 0; i < PARTIES; i++) {
        int me = i;
        h.start(
            Kind.mixed(i),
            () -> {
              Random random = new Random(seed + me);
              while (goesOn()) {
                int key = random.nextInt(2);
                boolean fails = random.nextInt(3) == 0;
                long start = clock.incrementAndGet();
                Outcome got = call(flight, key, fails, random);
                if (got != null) {
                  assertEquals(key, got.key);
                  long over = got.over.get();
                  assertTrue(over == 0 || over > start, "of a call that was over");
                  got.over.compareAndSet(0, clock.incrementAndGet());
                }
              }
            });
      }
      h.join();
    }
    assertEquals("singleflight, 0 calls under way", flight.toString());
  }

  /** Null when it was no call. */
  private static Outcome call(
      SingleFlight<Integer, Outcome> flight, int key, boolean fails, Random random)
      throws Exception {
    switch (random.nextInt(8)) {
      case 0 -> {
        flight.forget(key);
        return null;
      }
      case 1, 2 -> {
        SingleFlight.Result<Outcome> result =
            flight.runChan(key, () -> outcome(key, fails)).receive();
        Outcome value = result.value();
        if (value != null) {
          assertNull(result.error());
          return value;
        }
        return (Outcome) result.error();
      }
      default -> {
        try {
          return flight.run(key, () -> outcome(key, fails));
        } catch (Outcome e) {
          return e;
        }
      }
    }
  }

  private static Outcome outcome(int key, boolean fails) throws Outcome {
    Go.gosched();
    Outcome outcome = new Outcome(key);
    if (fails) {
      throw outcome;
    }
    return outcome;
  }
}
