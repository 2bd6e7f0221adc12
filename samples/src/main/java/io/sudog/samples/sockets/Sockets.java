package io.sudog.samples.sockets;

import com.sun.management.UnixOperatingSystemMXBean;
import io.sudog.net.Listener;
import io.sudog.net.Net;
import io.sudog.samples.cli.SampleException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;

/** Addresses as people write them, and errors as people can answer them. */
public final class Sockets {
  // For class files, the listener, the poller, the resolver.
  private static final int SPARE = 32;

  private static final int MAX_PORT = 65_535;

  private Sockets() {}

  /**
   * Listens for TCP connections at an address from the command line.
   *
   * @param option where the address stood
   * @param address "host:port"
   * @return the listener
   */
  public static Listener listen(String option, String address) {
    try {
      return Net.listen("tcp", address);
    } catch (IllegalArgumentException e) {
      throw SampleException.usage(
          "%s: %s, such as 127.0.0.1:8080".formatted(option, e.getMessage()));
    } catch (IOException e) {
      throw SampleException.failure(
          "%s %s: cannot listen there: %s; give an address of this machine and a free port, or port"
                  .formatted(option, address, reason(e))
              + " 0 for any",
          e);
    }
  }

  /**
   * Checks an address from the command line that is to be dialled, without looking its host up.
   *
   * @param option where the address stood
   * @param address "host:port"
   */
  public static void requireDialable(String option, String address) {
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? "" : address.substring(0, colon);
    boolean hostFits =
        host.startsWith("[") ? host.endsWith("]") && host.length() > 2 : host.indexOf(':') < 0;
    if (colon < 0 || !hostFits || !isPort(address.substring(colon + 1))) {
      throw SampleException.usage(
          "%s is '%s': give host:port with a port from 1 to %d, such as 127.0.0.1:8080"
              .formatted(option, address, MAX_PORT));
    }
  }

  private static boolean isPort(String text) {
    try {
      int port = Integer.parseInt(text);
      return port >= 1 && port <= MAX_PORT;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /**
   * Why a socket operation failed.
   *
   * @param failure what was thrown
   * @return for people
   */
  public static String reason(IOException failure) {
    return failure instanceof UnknownHostException
        ? "unknown host " + failure.getMessage()
        : String.valueOf(failure.getMessage());
  }

  /**
   * Checks that there are descriptors for what an option asks for, before anything is opened: a JVM
   * without any can load no class either, and what it then says is anything but clear.
   *
   * @param option what to give less of
   * @param value what was given
   * @param each how many descriptors one of these takes
   */
  public static void requireDescriptors(String option, int value, int each) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      long free = unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount() - SPARE;
      if (free < (long) value * each) {
        throw SampleException.failure(
            ("%s %d takes too many descriptors: of %d this process may have, there are enough for"
                    + " %d; give less, or allow more files (ulimit -n)")
                .formatted(
                    option, value, unix.getMaxFileDescriptorCount(), Math.max(0, free / each)),
            null);
      }
    }
  }

  /**
   * Whether the process, or the system, has no descriptor left: EMFILE or ENFILE, which the JDK
   * passes on as a message only.
   *
   * @param failure what was thrown
   * @return true if so
   */
  public static boolean isOutOfDescriptors(IOException failure) {
    String message = failure.getMessage();
    return message != null && message.startsWith("Too many open files");
  }

  /**
   * An address that can be dialled.
   *
   * @param address of a socket
   * @return "host:port" for an IP address
   */
  public static String text(SocketAddress address) {
    return address instanceof InetSocketAddress ip
        ? join(ip.getAddress(), ip.getPort())
        : address.toString();
  }

  /**
   * The host of a TCP socket's address, for logs.
   *
   * @param address of a TCP socket
   * @return its number, never a name
   */
  public static String host(SocketAddress address) {
    return ((InetSocketAddress) address).getAddress().getHostAddress();
  }

  /**
   * An address that can be dialled: Go's {@code net.JoinHostPort}.
   *
   * @param host looked up already
   * @param port the port
   * @return "host:port", with an IPv6 host in brackets
   */
  public static String join(InetAddress host, int port) {
    String numbers = host.getHostAddress();
    return (host instanceof Inet6Address ? "[" + numbers + "]" : numbers) + ":" + port;
  }
}
