package io.sudog.samples.philosophers;

import io.sudog.context.Context;
import io.sudog.errgroup.Semaphore;
import io.sudog.sync.Mutex;
import java.util.List;
import java.util.stream.Stream;

/** Asks a waiter for a place at the table, who leaves one empty. Left fork first. */
final class Waiter implements Strategy {
  private final Semaphore places;
  private final List<Mutex> forks;

  Waiter(int seats) {
    places = new Semaphore(seats - 1L);
    forks = Stream.generate(Mutex::new).limit(seats).toList();
  }

  @Override
  public void eat(Context ctx, int seat, Runnable meal) {
    Mutex left = forks.get(seat);
    Mutex right = forks.get((seat + 1) % forks.size());
    places.acquire(ctx, 1);
    try {
      left.lockUntil(ctx);
      try {
        right.lockUntil(ctx);
        try {
          meal.run();
        } finally {
          right.unlock();
        }
      } finally {
        left.unlock();
      }
    } finally {
      places.release(1);
    }
  }
}
