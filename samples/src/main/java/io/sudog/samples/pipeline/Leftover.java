package io.sudog.samples.pipeline;

import io.sudog.core.Go;
import java.time.Duration;

/** Counts goroutines that a piece of code has left behind. */
final class Leftover {
  private final int before = Go.numGoroutine();

  /**
   * Waits until all goroutines that were started since this was made have ended, or the time is
   * over: one that has been told to end is not gone at once.
   *
   * @param patience for how long at most
   * @return how many are still there
   */
  int count(Duration patience) {
    long start = System.nanoTime();
    int left;
    while ((left = Go.numGoroutine() - before) > 0
        && System.nanoTime() - start < patience.toNanos()) {
      Go.sleep(Duration.ofMillis(1));
    }
    return left;
  }
}
