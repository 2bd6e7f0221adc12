package io.sudog.net;

import io.sudog.context.Context;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.Objects;

/**
 * Go's package {@code net}: sockets whose waits park the goroutine, and block any other thread.
 *
 * <p>Networks are {@code tcp}, {@code tcp4}, {@code tcp6}, {@code udp} and {@code unix}. An address
 * is {@code host:port}, an IPv6 host in brackets, or a socket's path. Port 0 picks a free one.
 */
public final class Net {
  private Net() {}

  /**
   * Listens for connections: {@code net.Listen(network, address)}.
   *
   * @param network tcp, tcp4, tcp6 or unix
   * @param address where; an empty host means all interfaces
   * @return the listener
   * @throws IOException when that fails, a BindException when the address is in use
   * @throws IllegalArgumentException for an unknown network or a malformed address
   */
  public static Listener listen(String network, String address) throws IOException {
    Addresses.requireStream(Objects.requireNonNull(network, "network"));
    Objects.requireNonNull(address, "address");
    if (network.equals("unix")) {
      SocketAddress path = Addresses.unix(address);
      return StreamListener.bind(ServerSocketChannel.open(StandardProtocolFamily.UNIX), path);
    }
    SocketAddress local = Addresses.local(network, address);
    return StreamListener.bind(
        network.equals("tcp4")
            ? ServerSocketChannel.open(StandardProtocolFamily.INET)
            : ServerSocketChannel.open(),
        local);
  }

  /**
   * Connects: {@code net.Dial(network, address)}. The addresses of a name are tried in turn.
   *
   * @param network tcp, tcp4, tcp6 or unix
   * @param address where to; an empty host means this machine
   * @return the connection
   * @throws IOException when that fails, a ConnectException when it is refused
   * @throws IllegalArgumentException for an unknown network or a malformed address
   */
  public static Conn dial(String network, String address) throws IOException {
    return dial(Context.background(), network, address);
  }

  /**
   * Connects, for no longer than a context goes on: {@code Dialer.DialContext}.
   *
   * @param ctx ends the attempt; the connection, once made, is not bound to it
   * @param network tcp, tcp4, tcp6 or unix
   * @param address where to; an empty host means this machine
   * @return the connection
   * @throws IOException when that fails; with {@code ctx.err()} as its cause when the context ended
   *     it
   * @throws IllegalArgumentException for an unknown network or a malformed address
   */
  public static Conn dial(Context ctx, String network, String address) throws IOException {
    Objects.requireNonNull(ctx, "ctx");
    Addresses.requireStream(Objects.requireNonNull(network, "network"));
    Objects.requireNonNull(address, "address");
    return new Dialer(ctx).dial(network, address);
  }

  /**
   * Opens a socket for packets: {@code net.ListenPacket(network, address)}.
   *
   * @param network udp
   * @param address where to receive; an empty host means all interfaces
   * @return the socket
   * @throws IOException when that fails
   * @throws IllegalArgumentException for an unknown network or a malformed address
   */
  public static PacketConn listenPacket(String network, String address) throws IOException {
    Addresses.requirePackets(Objects.requireNonNull(network, "network"));
    return DatagramConn.bind(Addresses.local(network, Objects.requireNonNull(address, "address")));
  }
}
