package io.sudog.samples.pingpong;

import io.sudog.channels.Chan;
import io.sudog.core.Go;

/** The game. */
public final class PingPong {
  private record Ball() {}

  private PingPong() {}

  /**
   * Plays against a goroutine of its own, which has ended its last stroke when this returns.
   *
   * @param roundTrips how often the ball goes there and back, 0 or more
   * @return how long that took, in nanoseconds
   */
  public static long nanosFor(long roundTrips) {
    Chan<Ball> table = Chan.make();
    Chan<Ball> back = Chan.make();
    Go.go(
        "returner",
        () -> {
          for (Ball ball : table) {
            back.send(ball);
          }
        });
    Ball served = new Ball();
    long start = System.nanoTime();
    for (long i = 0; i < roundTrips; i++) {
      table.send(served);
      if (back.receive() != served) {
        throw new IllegalStateException("round trip " + i + " brought another ball back");
      }
    }
    long nanos = System.nanoTime() - start;
    table.close();
    return nanos;
  }
}
