package io.sudog.samples.portscan;

import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.net.Conn;
import io.sudog.net.Net;
import io.sudog.samples.sockets.Sockets;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.time.Duration;

/** Looks whether a port is open by connecting to it. */
final class Dial implements Prober {
  private final InetAddress host;
  private final Duration timeout;

  /**
   * Makes a prober.
   *
   * @param host looked up already: once, and not for each port
   * @param timeout after which a port counts as silent
   */
  Dial(InetAddress host, Duration timeout) {
    this.host = host;
    this.timeout = timeout;
  }

  @Override
  public State probe(Context parent, int port) throws IOException {
    try (CancelContext ctx = Context.withTimeout(parent, timeout);
        Conn _ = Net.dial(ctx, "tcp", Sockets.join(host, port))) {
      return State.OPEN;
    } catch (IOException e) {
      if (parent.err() != null || Sockets.isOutOfDescriptors(e)) {
        throw e;
      }
      // "Connection timed out", the system's own time-out, comes as a ConnectException, too.
      return e instanceof ConnectException && String.valueOf(e.getMessage()).contains("refused")
          ? State.CLOSED
          : State.SILENT;
    }
  }
}
