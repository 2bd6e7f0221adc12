package io.sudog.samples.ratelimit;

import io.sudog.channels.ReceiveChan;
import io.sudog.context.Context;
import java.util.function.IntConsumer;

/** Serves requests, no faster than a limiter lets it. */
final class Server {
  private final Limiter limiter;

  Server(Limiter limiter) {
    this.limiter = limiter;
  }

  /**
   * Serves all requests of a channel.
   *
   * @param ctx ends it early; what is thrown then is its {@link Context#err}
   * @param requests closed after the last
   * @param served gets each request when its turn has come
   */
  void serve(Context ctx, ReceiveChan<Integer> requests, IntConsumer served) {
    for (int request : requests) {
      limiter.await(ctx);
      served.accept(request);
    }
  }
}
