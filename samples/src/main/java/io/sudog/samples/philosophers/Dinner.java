package io.sudog.samples.philosophers;

import io.sudog.context.CancelContext;
import io.sudog.context.CanceledException;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.sync.WaitGroup;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/** One evening at the table: so many meals, whoever gets them. */
final class Dinner {
  private static final int ON_THE_TABLE = 0;
  private static final int IN_HAND = 1;

  private final Strategy strategy;
  private final int meals;
  private final Runnable pause;

  private final AtomicInteger served = new AtomicInteger();
  private final AtomicIntegerArray forks;
  // GUARD: each element belongs to the goroutine of that seat; read when all have ended.
  private final int[] eaten;

  private Dinner(Strategy strategy, int seats, int meals, Runnable pause) {
    this.strategy = strategy;
    this.meals = meals;
    this.pause = pause;
    this.forks = new AtomicIntegerArray(seats);
    this.eaten = new int[seats];
  }

  /**
   * Has dinner. Call it in a goroutine; all others it started have done their work when this
   * returns.
   *
   * @param strategy how to get forks
   * @param seats how many philosophers, 2 or more
   * @param meals how many meals there are in all
   * @param pause what each does to think, and to eat
   * @return how many meals each has had
   * @throws io.sudog.core.PanicException out of the program, when two hold the same fork
   */
  static int[] serve(Strategy strategy, int seats, int meals, Runnable pause) {
    Dinner dinner = new Dinner(strategy, seats, meals, pause);
    try (CancelContext ctx = Context.withCancel(Context.background())) {
      if (meals == 0) {
        ctx.cancel();
      }
      WaitGroup philosophers = new WaitGroup();
      philosophers.add(seats);
      for (int i = 0; i < seats; i++) {
        int seat = i;
        // Named, for the report of a deadlock.
        Go.go(
            "philosopher " + (seat + 1),
            () -> {
              dinner.philosopher(ctx, seat);
              philosophers.done();
            });
      }
      philosophers.await();
    }
    return dinner.eaten;
  }

  private void philosopher(CancelContext ctx, int seat) {
    try {
      while (ctx.err() == null) {
        pause.run();
        strategy.eat(ctx, seat, () -> meal(ctx, seat));
      }
    } catch (CanceledException e) {
      // He was waiting for a fork when the last meal was served.
    }
  }

  private void meal(CancelContext ctx, int seat) {
    int number = served.incrementAndGet();
    if (number > meals) {
      return;
    }
    take(seat);
    take((seat + 1) % forks.length());
    pause.run();
    eaten[seat]++;
    putBack(seat);
    putBack((seat + 1) % forks.length());
    if (number == meals) {
      ctx.cancel();
    }
  }

  private void take(int fork) {
    if (!forks.compareAndSet(fork, ON_THE_TABLE, IN_HAND)) {
      throw new IllegalStateException("two philosophers hold fork " + (fork + 1));
    }
  }

  private void putBack(int fork) {
    forks.set(fork, ON_THE_TABLE);
  }

  /**
   * Jain's index of fairness.
   *
   * @param eaten meals of each
   * @return 1 when all had the same, 1/n when one of n had all; 1 when nobody had any
   */
  static double fairness(int[] eaten) {
    double sum = Arrays.stream(eaten).asLongStream().sum();
    double squares = IntStream.of(eaten).mapToDouble(n -> (double) n * n).sum();
    return squares == 0 ? 1 : sum * sum / (eaten.length * squares);
  }
}
