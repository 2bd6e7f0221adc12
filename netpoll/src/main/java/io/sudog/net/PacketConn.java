package io.sudog.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A socket for packets: Go's {@code net.PacketConn}. Thread-safe; concurrent receives queue up, and
 * so do sends.
 *
 * @see <a href="https://pkg.go.dev/net#PacketConn">net.PacketConn</a>
 */
public interface PacketConn extends AutoCloseable {
  /**
   * Waits for a packet.
   *
   * @param into where to put it; what does not fit is lost
   * @return the sender
   * @throws IOException when receiving fails, as in {@link Conn}
   */
  SocketAddress receive(ByteBuffer into) throws IOException;

  /**
   * Sends a packet.
   *
   * @param packet its bytes
   * @param to the receiver
   * @return how many bytes were sent: all
   * @throws IOException when sending fails, as in {@link Conn}
   */
  int send(ByteBuffer packet, SocketAddress to) throws IOException;

  /**
   * This end.
   *
   * @return the address
   */
  SocketAddress localAddress();

  /**
   * Sets when receives and sends give up, also those under way.
   *
   * @param when the time on the wall clock; in the past: at once; null for never
   * @throws IOException when the socket is closed
   */
  void setDeadline(@Nullable Instant when) throws IOException;

  /**
   * Sets when receives give up.
   *
   * @param when as in {@link #setDeadline}
   * @throws IOException when the socket is closed
   */
  void setReadDeadline(@Nullable Instant when) throws IOException;

  /**
   * Sets when sends give up.
   *
   * @param when as in {@link #setDeadline}
   * @throws IOException when the socket is closed
   */
  void setWriteDeadline(@Nullable Instant when) throws IOException;

  /**
   * Closes the socket; operations under way end with a ClosedChannelException. May be called twice.
   *
   * @throws IOException when closing fails
   */
  @Override
  void close() throws IOException;
}
