package io.sudog.net;

import io.sudog.channels.Chan;
import io.sudog.context.Context;
import io.sudog.core.Go;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Go's network names and addresses. */
final class Addresses {
  private Addresses() {}

  static void requireStream(String network) {
    switch (network) {
      case "tcp", "tcp4", "tcp6", "unix" -> {}
      case "udp" ->
          throw new IllegalArgumentException(
              "network udp has no connections; use Net.listenPacket");
      default -> throw unknown(network, "tcp, tcp4, tcp6 or unix");
    }
  }

  static void requirePackets(String network) {
    if (!network.equals("udp")) {
      throw unknown(network, "udp");
    }
  }

  private static IllegalArgumentException unknown(String network, String known) {
    return new IllegalArgumentException(
        "unknown network \"" + network + "\": network must be " + known);
  }

  /** The address of a listening socket; an empty host means all interfaces. */
  static InetSocketAddress local(String network, String address) throws IOException {
    HostPort parsed = HostPort.parse(address);
    if (parsed.host().isEmpty()) {
      return network.equals("tcp4")
          ? new InetSocketAddress(InetAddress.getByAddress(new byte[4]), parsed.port())
          : new InetSocketAddress(parsed.port());
    }
    return resolve(network, parsed, lookUp(parsed.host())).get(0);
  }

  /**
   * The addresses of a peer, to be tried in turn; an empty host means this machine.
   *
   * @throws RuntimeException {@code ctx.err()} when that ended the look-up
   */
  static List<InetSocketAddress> remote(Context ctx, String network, String address)
      throws IOException {
    HostPort parsed = HostPort.parse(address);
    HostPort full = parsed.host().isEmpty() ? new HostPort("localhost", parsed.port()) : parsed;
    if (ctx.done() == null) {
      return resolve(network, full, lookUp(full.host()));
    }
    // No context ends the system's resolver: a goroutine waits for that, and we for the goroutine.
    Chan<Answer> answer = Chan.make(1);
    Go.go("look-up of " + full.host(), () -> answer.send(Answer.of(full.host())));
    return resolve(network, full, Objects.requireNonNull(answer.receiveUntil(ctx)).get());
  }

  /** What the resolver said. */
  private record Answer(List<InetAddress> all, @Nullable IOException failure) {
    static Answer of(String host) {
      try {
        return new Answer(lookUp(host), null);
      } catch (IOException e) {
        return new Answer(List.of(), e);
      }
    }

    List<InetAddress> get() throws IOException {
      if (failure != null) {
        throw failure;
      }
      return all;
    }
  }

  private static List<InetSocketAddress> resolve(
      String network, HostPort parsed, List<InetAddress> all) throws IOException {
    List<InetSocketAddress> fitting =
        all.stream()
            .filter(
                a ->
                    switch (network) {
                      case "tcp4" -> a instanceof Inet4Address;
                      case "tcp6" -> a instanceof Inet6Address;
                      default -> true;
                    })
            .map(a -> new InetSocketAddress(a, parsed.port()))
            .toList();
    if (fitting.isEmpty()) {
      throw new UnknownHostException(parsed.host() + " has no address for " + network);
    }
    return fitting;
  }

  private static List<InetAddress> lookUp(String host) throws IOException {
    try {
      // Asks the system's resolver, which keeps the OS thread.
      return Go.blocking(() -> List.of(InetAddress.getAllByName(host)));
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("looking up " + host, e);
    }
  }

  static UnixDomainSocketAddress unix(String path) {
    if (path.isEmpty()) {
      throw new IllegalArgumentException("address must be the path of a socket, but is empty");
    }
    try {
      return UnixDomainSocketAddress.of(path);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("address \"" + path + "\" is no path", e);
    }
  }

  static @Nullable StandardProtocolFamily family(String network) {
    return switch (network) {
      case "tcp4" -> StandardProtocolFamily.INET;
      case "tcp6" -> StandardProtocolFamily.INET6;
      case "unix" -> StandardProtocolFamily.UNIX;
      default -> null;
    };
  }

  /** Host and port of "host:port", with the host of an IPv6 address in brackets. */
  private record HostPort(String host, int port) {
    static HostPort parse(String address) {
      int colon = address.lastIndexOf(':');
      if (colon < 0) {
        throw malformed(address, "missing port in address");
      }
      String host = address.substring(0, colon);
      if (host.startsWith("[")) {
        if (!host.endsWith("]")) {
          throw malformed(address, "missing ']' in address");
        }
        host = host.substring(1, host.length() - 1);
      } else if (host.indexOf(':') >= 0) {
        throw malformed(address, "too many colons in address; an IPv6 host stands in brackets");
      }
      String port = address.substring(colon + 1);
      try {
        int n = port.isEmpty() ? 0 : Integer.parseInt(port);
        if (n >= 0 && n <= 65_535) {
          return new HostPort(host, n);
        }
      } catch (NumberFormatException e) {
        // As good as a number out of range.
      }
      throw malformed(address, "port must be a number from 0 to 65535");
    }

    private static IllegalArgumentException malformed(String address, String why) {
      return new IllegalArgumentException(
          "address \"" + address + "\": " + why + "; address must be \"host:port\"");
    }
  }
}
