package io.sudog.net;

import io.sudog.context.Context;
import io.sudog.context.DeadlineExceededException;
import io.sudog.netpoll.PollDesc;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Connects to the first of some addresses that answers. */
final class Dialer {
  private static final int SELF_CONNECT_RETRIES = 2;

  private final Context ctx;

  Dialer(Context ctx) {
    this.ctx = ctx;
  }

  Conn dial(String network, String address) throws IOException {
    if (network.equals("unix")) {
      return dial(network, List.of(Addresses.unix(address)));
    }
    List<? extends SocketAddress> addresses;
    try {
      addresses = Addresses.remote(ctx, network, address);
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      requireGoingOn(address);
      throw e;
    }
    return dial(network, addresses);
  }

  private Conn dial(String network, List<? extends SocketAddress> addresses) throws IOException {
    IOException first = null;
    for (SocketAddress address : addresses) {
      requireGoingOn(address);
      try {
        return connectToAnother(network, address);
      } catch (IOException e) {
        requireGoingOn(address);
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    throw Objects.requireNonNull(first, "no address");
  }

  /**
   * Connects, but not to itself: where nobody listens at a port of this machine and the system
   * picks the same for our end, TCP takes that for a simultaneous open. Go tries again, too, and as
   * often.
   */
  private Conn connectToAnother(String network, SocketAddress address) throws IOException {
    Conn conn = connect(network, address);
    for (int i = 0; i < SELF_CONNECT_RETRIES && isToItself(conn); i++) {
      conn.close();
      conn = connect(network, address);
    }
    return conn;
  }

  private static boolean isToItself(Conn conn) {
    return conn.localAddress().equals(conn.remoteAddress());
  }

  private Conn connect(String network, SocketAddress address) throws IOException {
    SocketChannel channel =
        switch (network) {
          case "tcp4", "tcp6", "unix" ->
              SocketChannel.open(Objects.requireNonNull(Addresses.family(network)));
          default -> SocketChannel.open();
        };
    PollDesc desc = null;
    boolean connected = false;
    try {
      channel.configureBlocking(false);
      desc = new PollDesc(channel, SelectionKey.OP_READ);
      desc.beginConnect();
      if (!channel.connect(address)) {
        awaitConnected(channel, desc);
      }
      desc.connected();
      Conn conn = StreamConn.dialled(channel, desc);
      connected = true;
      return conn;
    } finally {
      if (!connected) {
        close(channel, desc);
      }
    }
  }

  private void awaitConnected(SocketChannel channel, PollDesc desc) throws IOException {
    // A deadline that has passed is what ends a wait from outside; why, requireGoingOn says.
    BooleanSupplier stop = ctx.onCancel(() -> desc.write.setDeadline(Instant.MIN));
    try {
      while (!channel.finishConnect()) {
        desc.write.await();
      }
    } finally {
      var _ = stop.getAsBoolean();
    }
    desc.write.setDeadline(null);
  }

  private static void close(SocketChannel channel, @Nullable PollDesc desc) throws IOException {
    if (desc != null) {
      var _ = desc.close();
    } else {
      channel.close();
    }
  }

  private void requireGoingOn(Object address) throws IOException {
    Throwable ended = ctx.err();
    if (ended != null) {
      IOException failure =
          ended instanceof DeadlineExceededException
              ? new SocketTimeoutException("dial " + address + ": i/o timeout")
              : new IOException("dial " + address + ": operation was canceled");
      failure.initCause(ended);
      throw failure;
    }
  }
}
