package io.sudog.samples.proxy;

import io.sudog.context.Context;
import io.sudog.errgroup.ErrGroup;
import io.sudog.net.Conn;
import io.sudog.samples.sockets.BufferPool;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Two connections, of which each gets what the other sends. Closes neither unless one breaks. */
final class Tunnel {
  private final Conn client;
  private final Conn server;
  private final BufferPool buffers;
  private final AtomicLong sent;
  private final AtomicLong received;

  /**
   * Makes a tunnel.
   *
   * @param client who was accepted
   * @param server who was dialled
   * @param buffers for the bytes under way
   * @param sent counts the bytes that went from the client to the server
   * @param received counts the bytes that went back
   */
  Tunnel(Conn client, Conn server, BufferPool buffers, AtomicLong sent, AtomicLong received) {
    this.client = client;
    this.server = server;
    this.buffers = buffers;
    this.sent = sent;
    this.received = received;
  }

  /**
   * Copies both ways until both streams have ended.
   *
   * @param ctx its end resets both connections
   * @throws IOException when one of them broke
   */
  void run(Context ctx) throws Exception {
    BooleanSupplier stop = Context.afterFunc(ctx, this::reset);
    ErrGroup ways = ErrGroup.create();
    ways.go(() -> copy(client, server, sent));
    ways.go(() -> copy(server, client, received));
    try {
      ways.await();
    } finally {
      var _ = stop.getAsBoolean();
    }
  }

  private void copy(Conn from, Conn to, AtomicLong count) throws IOException {
    ByteBuffer buffer = buffers.take();
    boolean whole = false;
    try {
      while (from.read(buffer.clear()) >= 0) {
        count.addAndGet(to.write(buffer.flip()));
      }
      to.closeWrite();
      whole = true;
    } finally {
      buffers.giveBack(buffer);
      if (!whole) {
        // Ends the other way, too. A plain close would tell the peers that they got everything.
        reset();
      }
    }
  }

  private void reset() {
    reset(client);
    reset(server);
  }

  private static void reset(Conn conn) {
    try (conn) {
      conn.option(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      // Closed already: by the other way, or by the end of the tunnel.
    }
  }
}
