package io.sudog.verify.stress;

import io.sudog.channels.Chan;
import io.sudog.context.CanceledException;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.errgroup.ErrGroup;
import io.sudog.errgroup.SingleFlight;
import io.sudog.sync.Once;
import io.sudog.sync.WaitGroup;
import io.sudog.verify.stress.Plan.Where;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Groups of tasks, shared calls, and what is done once. */
final class Groups {
  private static final int ROUNDS = 20;
  private static final int PARTIES = 4;
  private static final int LIMIT = 2;

  private final Crew crew;

  Groups(Crew crew) {
    this.crew = crew;
  }

  void start(Random random) {
    Random own = new Random(random.nextLong());
    crew.start(
        Where.GOROUTINE,
        "awaits groups",
        self -> {
          for (int i = 0; i < ROUNDS; i++) {
            groupRound(own.nextBoolean());
            self.step("a group ended");
          }
        });
    crew.start(
        random.nextBoolean() ? Where.GOROUTINE : Where.PLATFORM,
        "shares calls",
        self -> {
          for (int i = 0; i < ROUNDS; i++) {
            sharedRound();
            self.step("all had the result");
          }
        });
  }

  /** Tasks under a limit; where one fails, it ends the others, which wait for that. */
  private static void groupRound(boolean fails) throws Exception {
    ErrGroup group = ErrGroup.withContext(Context.background());
    group.setLimit(LIMIT);
    AtomicInteger inside = new AtomicInteger();
    Chan<Long> silent = Chan.make();
    for (int i = 0; i < PARTIES; i++) {
      boolean thisOne = fails && i == PARTIES - 1;
      group.go(
          () -> {
            Beside.require(inside.incrementAndGet() <= LIMIT, "a group let in one too many");
            Go.gosched();
            inside.decrementAndGet();
            if (thisOne) {
              throw new IOException("planned");
            }
          });
    }
    if (fails) {
      group.go(() -> silent.receiveUntil(group.context()));
    }
    try {
      group.await();
      Beside.require(!fails, "a group forgot what a task of it threw");
    } catch (IOException e) {
      Beside.require(fails, "a group failed without a cause");
      for (Throwable other : e.getSuppressed()) {
        Beside.require(other instanceof CanceledException, "a group failed twice: " + other);
      }
    }
  }

  private static void sharedRound() {
    SingleFlight<String, Integer> flight = new SingleFlight<>();
    Once once = new Once();
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger onces = new AtomicInteger();
    WaitGroup all = new WaitGroup();
    for (int i = 0; i < PARTIES; i++) {
      all.go(
          () -> {
            int result =
                flight.run(
                    "key",
                    () -> {
                      Go.gosched();
                      return calls.incrementAndGet();
                    });
            Beside.require(result >= 1 && result <= PARTIES, "a shared call gave " + result);
            once.run(
                () -> {
                  Go.gosched();
                  onces.incrementAndGet();
                });
            Beside.require(onces.get() == 1, "a Once went by before its body had ended");
          });
    }
    all.await();
    Beside.require(onces.get() == 1, "a Once ran its body " + onces.get() + " times");
  }
}
