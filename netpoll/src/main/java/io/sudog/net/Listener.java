package io.sudog.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections: Go's {@code net.Listener}. Thread-safe; several may accept at once.
 *
 * @see <a href="https://pkg.go.dev/net#Listener">net.Listener</a>
 */
public interface Listener extends AutoCloseable {
  /**
   * Waits for the next connection. While the process has no descriptor free for one, it waits and
   * tries again; the connection stays in the queue of the operating system.
   *
   * @return the connection
   * @throws IOException a SocketTimeoutException when the deadline has passed, a
   *     ClosedChannelException "use of closed network connection" when the listener is closed
   */
  Conn accept() throws IOException;

  /**
   * Sets when {@link #accept} gives up: Go's {@code SetDeadline}.
   *
   * @param when the time on the wall clock; in the past: at once; null for never
   * @throws IOException when the listener is closed
   */
  void setDeadline(@Nullable Instant when) throws IOException;

  /**
   * Where it listens.
   *
   * @return the address, with the port that was picked
   */
  SocketAddress address();

  /**
   * Stops listening; whoever is in {@link #accept} gets a ClosedChannelException. A Unix socket's
   * file is removed. May be called twice.
   *
   * @throws IOException when closing fails
   */
  @Override
  void close() throws IOException;
}
