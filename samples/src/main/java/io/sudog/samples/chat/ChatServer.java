package io.sudog.samples.chat;

import io.sudog.context.Context;
import io.sudog.net.Listener;
import io.sudog.samples.sockets.Server;
import io.sudog.sync.WaitGroup;
import java.io.IOException;
import java.time.Duration;

/** A hall, and a session for each connection. */
final class ChatServer {
  private ChatServer() {}

  /**
   * Serves until the context ends. When this returns or throws, all have been told, the listener
   * and all connections are closed, and all goroutines have ended.
   *
   * @param ctx ends it
   * @param listener where clients come from
   * @param queue how many lines wait for a client before it counts as slow
   * @param grace how long a client has, at its end, to read what is left and hang up
   * @throws IOException when connections can no longer be accepted
   */
  static void serve(Context ctx, Listener listener, int queue, Duration grace) throws IOException {
    Server server = new Server(ctx);
    Hall hall = new Hall();
    WaitGroup hallEnded = new WaitGroup();
    hallEnded.go(() -> hall.run(server.context()));
    try {
      // A session ends with the hall.
      server.serve(listener, (_, conn) -> new Session(conn, hall, queue, grace).run());
    } finally {
      hallEnded.await();
    }
  }
}
