package io.sudog.samples.httpd;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.context.Context;
import io.sudog.net.Conn;
import io.sudog.net.Listener;
import io.sudog.samples.sockets.BufferPool;
import io.sudog.samples.sockets.Server;
import io.sudog.select.Select;
import io.sudog.sync.WaitGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A server that knows its connections, and so can end them in order. */
final class HttpServer {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int BUFFERS_KEPT = 256;

  private final Responder responder;
  private final Duration idleTimeout;
  private final Duration grace;
  private final Consumer<Exchange> log;
  private final BufferPool buffers = new BufferPool(BUFFERS_KEPT, BUFFER_BYTES);
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

  /**
   * Makes a server.
   *
   * @param responder answers the requests
   * @param idleTimeout how long a connection waits for its client
   * @param grace how long answers may take that are under way at the end
   * @param log is told of every answer, by many goroutines
   */
  HttpServer(Responder responder, Duration idleTimeout, Duration grace, Consumer<Exchange> log) {
    this.responder = responder;
    this.idleTimeout = idleTimeout;
    this.grace = grace;
    this.log = log;
  }

  /**
   * Serves until a context ends. When this returns or throws, the listener is closed and all
   * connections are.
   *
   * @param parent ends it
   * @param listener where connections come from
   * @throws IOException when accepting fails
   */
  void serve(Context parent, Listener listener) throws IOException {
    Server server = new Server(parent);
    Chan<Void> over = Chan.make();
    WaitGroup closer = new WaitGroup();
    closer.go(() -> shutDown(server.context(), over));
    try {
      server.serve(listener, this::handle);
    } finally {
      over.close();
      closer.await();
    }
  }

  private void handle(Context ctx, Conn conn) throws Exception {
    Connection connection = new Connection(conn, ctx, responder, buffers, idleTimeout, log);
    connections.add(connection);
    try {
      connection.run();
    } finally {
      connections.remove(connection);
    }
  }

  /**
   * Ends the connections that are idle at once, the others when their time is over. Those that
   * start meanwhile end by themselves: they are in the set before they look at the context.
   */
  private void shutDown(Context ctx, ReceiveChan<Void> over) {
    ctx.done().receive();
    connections.forEach(Connection::closeWhenIdle);
    Select.select(
        Select.onReceive(over, _ -> {}),
        Select.onTimeout(grace, () -> connections.forEach(Connection::abort)));
  }

  /** How many connections there are. */
  int connections() {
    return connections.size();
  }
}
