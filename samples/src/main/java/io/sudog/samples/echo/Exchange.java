package io.sudog.samples.echo;

import io.sudog.net.Conn;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;

/** A message and its echo, again and again. For one goroutine. */
final class Exchange {
  private final Conn conn;
  private final ByteBuffer message;
  private final ByteBuffer echo;
  private long number;

  /**
   * Makes the first message.
   *
   * @param conn to the server
   * @param size of a message, in bytes
   */
  Exchange(Conn conn, int size) {
    this.conn = conn;
    message = ByteBuffer.allocateDirect(size);
    echo = ByteBuffer.allocateDirect(size);
    byte[] noise = new byte[size];
    new Random(size).nextBytes(noise);
    message.put(0, noise);
  }

  /**
   * Sends a message and waits for its echo.
   *
   * @throws IOException also when the echo is another
   */
  void run() throws IOException {
    // So that an echo of an earlier message is seen, where there is room for that.
    if (message.capacity() >= Long.BYTES) {
      message.putLong(0, ++number);
    }
    conn.write(message.clear());
    echo.clear();
    while (echo.hasRemaining()) {
      if (conn.read(echo) < 0) {
        throw new EOFException("the server closed the connection");
      }
    }
    if (echo.flip().mismatch(message.flip()) >= 0) {
      throw new IOException("the echo is not what was sent: this is no echo server");
    }
  }
}
