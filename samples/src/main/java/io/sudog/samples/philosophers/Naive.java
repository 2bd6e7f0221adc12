package io.sudog.samples.philosophers;

import io.sudog.context.Context;
import io.sudog.sync.Mutex;
import io.sudog.sync.WaitGroup;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes the left fork, then the right one. That goes well until all are hungry at the same moment;
 * here the first time they are, so that nobody has to wait for the accident.
 */
final class Naive implements Strategy {
  private final List<Mutex> forks;
  private final WaitGroup hungry = new WaitGroup();

  Naive(int seats) {
    forks = Stream.generate(Mutex::new).limit(seats).toList();
    hungry.add(seats);
  }

  @Override
  public void eat(Context ctx, int seat, Runnable meal) {
    forks.get(seat).lock();
    hungry.done();
    hungry.await();
    forks.get((seat + 1) % forks.size()).lock();
    meal.run();
    forks.get((seat + 1) % forks.size()).unlock();
    forks.get(seat).unlock();
  }
}
