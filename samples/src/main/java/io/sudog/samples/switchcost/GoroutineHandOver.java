package io.sudog.samples.switchcost;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.Chan;
import io.sudog.core.Go;
import io.sudog.samples.pingpong.PingPong;

/** Two goroutines of a program of their own, and two unbuffered channels. */
record GoroutineHandOver() implements HandOver {
  @Override
  public String name() {
    return "goroutines";
  }

  @Override
  public String means() {
    return "unbuffered channels";
  }

  @Override
  public long nanosFor(int roundTrips) {
    Chan<Long> result = Chan.make(1);
    Go.run(() -> result.send(PingPong.nanosFor(roundTrips)));
    return requireNonNull(result.receive());
  }
}
