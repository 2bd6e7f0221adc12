package io.sudog.samples.proxy;

import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.net.Conn;
import io.sudog.net.Listener;
import io.sudog.net.Net;
import io.sudog.samples.sockets.BufferPool;
import io.sudog.samples.sockets.Server;
import io.sudog.samples.sockets.Sockets;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gives each connection a tunnel to the target. */
final class Proxy {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int BUFFERS_KEPT = 256;

  private final String target;
  private final int limit;
  private final Duration dialTimeout;
  private final Consumer<String> troubles;

  private final BufferPool buffers = new BufferPool(BUFFERS_KEPT, BUFFER_BYTES);
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong total = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();

  /**
   * Makes a proxy.
   *
   * @param target where connections lead, host:port
   * @param limit how many there are at a time, at most
   * @param dialTimeout how long the target may take to accept one
   * @param troubles is told why a connection failed, by many goroutines
   */
  Proxy(String target, int limit, Duration dialTimeout, Consumer<String> troubles) {
    this.target = target;
    this.limit = limit;
    this.dialTimeout = dialTimeout;
    this.troubles = troubles;
  }

  /**
   * Serves until a context ends. When this returns or throws, the listener is closed and all
   * connections are.
   *
   * @param parent ends it
   * @param listener where connections come from
   * @throws IOException when accepting fails
   */
  void serve(Context parent, Listener listener) throws IOException {
    new Server(parent, limit).serve(listener, this::tunnel);
  }

  private void tunnel(Context ctx, Conn client) throws Exception {
    total.incrementAndGet();
    open.incrementAndGet();
    try {
      forward(ctx, client);
    } finally {
      open.decrementAndGet();
    }
  }

  /** One connection; its failure is its own. */
  private void forward(Context ctx, Conn client) throws Exception {
    try (Conn server = dial(ctx)) {
      if (server != null) {
        new Tunnel(client, server, buffers, sent, received).run(ctx);
      }
    } catch (IOException e) {
      failed(
          ctx,
          "connection from " + Sockets.text(client.remoteAddress()) + " broke: " + e.getMessage());
    }
  }

  private @Nullable Conn dial(Context ctx) {
    try (CancelContext dialling = Context.withTimeout(ctx, dialTimeout)) {
      return Net.dial(dialling, "tcp", target);
    } catch (IOException e) {
      failed(ctx, "cannot connect to " + target + ": " + Sockets.reason(e));
      return null;
    }
  }

  private void failed(Context ctx, String trouble) {
    // At the end of all, connections break because of that.
    if (ctx.err() == null) {
      failed.incrementAndGet();
      troubles.accept(trouble);
    }
  }

  /** How much there has been, a snapshot. */
  Traffic traffic() {
    return new Traffic(open.get(), total.get(), failed.get(), sent.get(), received.get());
  }
}
