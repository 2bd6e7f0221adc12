package io.sudog.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stream connection: Go's {@code net.Conn}. Waiting parks a goroutine, and blocks any other
 * thread. Thread-safe: concurrent reads queue up, and so do writes; a write is not interleaved with
 * another.
 *
 * <p>An operation whose deadline has passed throws {@link java.net.SocketTimeoutException}; one on
 * a closed connection {@link java.nio.channels.ClosedChannelException} with the cause "use of
 * closed network connection".
 *
 * @see <a href="https://pkg.go.dev/net#Conn">net.Conn</a>
 */
public interface Conn extends AutoCloseable {
  /**
   * Reads some bytes, waiting for the first.
   *
   * @param into where to put them, heap or direct
   * @return how many; -1 at the end of the stream; 0 only when there is no room
   * @throws IOException when reading fails
   */
  int read(ByteBuffer into) throws IOException;

  /**
   * Writes all bytes.
   *
   * @param from where to take them, heap or direct; its position says how far it came when this
   *     throws
   * @return how many: all that remained
   * @throws IOException when writing fails
   */
  int write(ByteBuffer from) throws IOException;

  /**
   * The receiving side as a stream; closing it closes the connection.
   *
   * @return a view, always the same
   */
  InputStream input();

  /**
   * The sending side as a stream, not buffered; closing it closes the connection.
   *
   * @return a view, always the same
   */
  OutputStream output();

  /**
   * Ends the sending side: the peer reads the end of the stream, and can still send. Go's {@code
   * CloseWrite}.
   *
   * @throws IOException when that fails
   */
  void closeWrite() throws IOException;

  /**
   * Sets when reads and writes give up, also those under way: Go's {@code SetDeadline}.
   *
   * @param when the time on the wall clock; in the past: at once; null for never
   * @throws IOException when the connection is closed
   */
  void setDeadline(@Nullable Instant when) throws IOException;

  /**
   * Sets when reads give up: Go's {@code SetReadDeadline}.
   *
   * @param when as in {@link #setDeadline}
   * @throws IOException when the connection is closed
   */
  void setReadDeadline(@Nullable Instant when) throws IOException;

  /**
   * Sets when writes give up: Go's {@code SetWriteDeadline}.
   *
   * @param when as in {@link #setDeadline}
   * @throws IOException when the connection is closed
   */
  void setWriteDeadline(@Nullable Instant when) throws IOException;

  /**
   * Sets an option of the socket. TCP_NODELAY is on unless it is switched off.
   *
   * @param <T> the option's values
   * @param option one of {@link java.net.StandardSocketOptions}: TCP_NODELAY, SO_KEEPALIVE,
   *     SO_RCVBUF, SO_SNDBUF, SO_REUSEADDR, SO_LINGER
   * @param value the value
   * @return this
   * @throws IOException when the connection is closed
   * @throws UnsupportedOperationException when this kind of socket has no such option
   */
  <T> Conn option(SocketOption<T> option, T value) throws IOException;

  /**
   * This end.
   *
   * @return the address
   */
  SocketAddress localAddress();

  /**
   * The other end.
   *
   * @return the address
   */
  SocketAddress remoteAddress();

  /**
   * Closes the connection; operations under way end with a ClosedChannelException. May be called
   * twice.
   *
   * @throws IOException when closing fails
   */
  @Override
  void close() throws IOException;
}
