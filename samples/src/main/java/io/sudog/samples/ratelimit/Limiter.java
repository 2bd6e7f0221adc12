package io.sudog.samples.ratelimit;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import java.time.Instant;

/** Says when the next request may go. Many goroutines may share one. */
final class Limiter {
  private final ReceiveChan<Instant> tokens;

  private Limiter(ReceiveChan<Instant> tokens) {
    this.tokens = tokens;
  }

  /**
   * One request a tick.
   *
   * @param ticks a ticker's channel
   */
  static Limiter steady(ReceiveChan<Instant> ticks) {
    return new Limiter(ticks);
  }

  /**
   * One request a tick on average, and unused ticks can be made up for.
   *
   * @param ctx ends the goroutine that fills the bucket
   * @param ticks a ticker's channel
   * @param burst how many requests can go at once after a pause, and at the beginning
   */
  static Limiter bursty(Context ctx, ReceiveChan<Instant> ticks, int burst) {
    Chan<Instant> bucket = Chan.make(burst);
    Instant now = Instant.now();
    while (bucket.trySend(now)) {}
    Go.go(
        "filler",
        () -> {
          Select select = new Select();
          Receive<Void> done = select.receive(ctx.done());
          Receive<Instant> tick = select.receive(ticks);
          while (select.await() != done) {
            // When the bucket is full the token is lost: that bounds the burst.
            boolean _ = bucket.trySend(requireNonNull(tick.value()));
          }
        });
    return new Limiter(bucket);
  }

  /**
   * Waits for a token.
   *
   * @param ctx ends the wait; what is thrown then is its {@link Context#err}
   */
  void await(Context ctx) {
    Instant _ = tokens.receiveUntil(ctx);
  }
}
