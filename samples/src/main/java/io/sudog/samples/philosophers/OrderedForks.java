package io.sudog.samples.philosophers;

import io.sudog.context.Context;
import io.sudog.sync.Mutex;
import java.util.List;
import java.util.stream.Stream;

/** Takes the fork with the lower number first. */
final class OrderedForks implements Strategy {
  private final List<Mutex> forks;

  OrderedForks(int seats) {
    forks = Stream.generate(Mutex::new).limit(seats).toList();
  }

  @Override
  public void eat(Context ctx, int seat, Runnable meal) {
    int next = (seat + 1) % forks.size();
    Mutex first = forks.get(Math.min(seat, next));
    Mutex second = forks.get(Math.max(seat, next));
    first.lockUntil(ctx);
    try {
      second.lockUntil(ctx);
      try {
        meal.run();
      } finally {
        second.unlock();
      }
    } finally {
      first.unlock();
    }
  }
}
