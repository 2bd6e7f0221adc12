package io.sudog.samples.philosophers;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.Chan;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.select.Clause;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Forks are channels of one fork each. Whoever waits too long for the right one gives way. */
final class BackOff implements Strategy {
  /** A fork, to be taken off its channel and put back. */
  private record Fork(int number) {}

  private static final Duration PATIENCE = Duration.ofMillis(2);

  // Random, or all would try again, and give way again, at the same time.
  private static final int MAX_PAUSE_MICROS = 1000;

  private final List<Chan<Fork>> forks = new ArrayList<>();

  BackOff(int seats) {
    for (int number = 0; number < seats; number++) {
      Chan<Fork> place = Chan.make(1);
      place.send(new Fork(number));
      forks.add(place);
    }
  }

  @Override
  public void eat(Context ctx, int seat, Runnable meal) {
    Chan<Fork> left = forks.get(seat);
    Chan<Fork> right = forks.get((seat + 1) % forks.size());
    Select select = new Select();
    Receive<Fork> taken = select.receive(right);
    Receive<Void> done = select.receive(ctx.done());
    while (true) {
      Fork inLeft = requireNonNull(left.receiveUntil(ctx));
      Clause chosen = select.await(PATIENCE);
      if (chosen == taken) {
        Fork inRight = requireNonNull(taken.value());
        try {
          meal.run();
          return;
        } finally {
          right.send(inRight);
          left.send(inLeft);
        }
      }
      left.send(inLeft);
      if (chosen != done) {
        Go.sleep(
            Duration.ofNanos(1000L * ThreadLocalRandom.current().nextInt(MAX_PAUSE_MICROS + 1)));
      }
    }
  }
}
