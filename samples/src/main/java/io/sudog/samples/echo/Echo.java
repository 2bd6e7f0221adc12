package io.sudog.samples.echo;

import io.sudog.context.Context;
import io.sudog.net.Conn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/** The server's side of a connection. */
final class Echo {
  private static final int BUFFER_BYTES = 1 << 14;

  private Echo() {}

  /**
   * Writes back what comes, until the peer ends its side.
   *
   * @param ctx closes the connection
   * @param conn the connection
   * @throws IOException when that fails
   */
  static void serve(Context ctx, Conn conn) throws IOException {
    BooleanSupplier stop = Context.afterFunc(ctx, conn::close);
    try {
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
      while (conn.read(buffer.clear()) >= 0) {
        conn.write(buffer.flip());
      }
    } finally {
      var _ = stop.getAsBoolean();
    }
  }
}
