package io.sudog.bench.echo;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.HdrHistogram.Histogram;

/** One end of a connection: a message and its echo at a time. */
final class Client implements AutoCloseable {
  private final SocketChannel channel;
  private final ByteBuffer message;
  private final ByteBuffer echo;
  private long number;
  private long sentNanos;

  /**
   * Connects, and exchanges a message, after which the server has accepted the connection.
   *
   * @param server where to
   * @param size of a message, in bytes
   * @throws IOException when that fails
   */
  Client(SocketAddress server, int size) throws IOException {
    channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    // A reset instead of an end: no port of this machine is kept from the next round.
    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    message = ByteBuffer.allocateDirect(size);
    echo = ByteBuffer.allocateDirect(size);
    send();
    while (!receive()) {
      // It blocks until something is there.
    }
  }

  /**
   * From now on it does not block.
   *
   * @param selector whose keys have this client attached
   * @throws IOException when that fails
   */
  void register(Selector selector) throws IOException {
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Sends the next message. */
  void send() throws IOException {
    message.clear().putLong(0, ++number);
    echo.clear();
    sentNanos = System.nanoTime();
    do {
      channel.write(message);
    } while (message.hasRemaining()); // there is room: the last message has come back
  }

  /** Reads what is there; true when the echo is complete. */
  private boolean receive() throws IOException {
    if (channel.read(echo) < 0) {
      throw new EOFException("the server closed a connection");
    }
    if (echo.hasRemaining()) {
      return false;
    }
    if (echo.getLong(0) != number) {
      throw new IOException("message " + number + " came back as " + echo.getLong(0));
    }
    return true;
  }

  /**
   * Answers a readiness: records the time since the message was sent, and sends the next.
   *
   * @param latencies in nanoseconds
   * @throws IOException when that fails
   */
  void ready(Histogram latencies) throws IOException {
    if (receive()) {
      latencies.recordValue(System.nanoTime() - sentNanos);
      send();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
