package io.sudog.samples.sockets;

import io.sudog.context.CancelContext;
import io.sudog.context.CanceledException;
import io.sudog.context.Context;
import io.sudog.context.DeadlineExceededException;
import io.sudog.errgroup.Semaphore;
import io.sudog.net.Conn;
import io.sudog.net.Listener;
import io.sudog.sync.WaitGroup;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/** Serves each connection in a goroutine of its own. */
public final class Server {
  /** What a connection's goroutine does; the connection is closed after it. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Serves a connection.
     *
     * @param ctx ends with the server; the handler has then to end, too
     * @param conn the connection
     * @throws IOException is taken for the end of this connection: its peer may go away any time
     * @throws Exception ends the program, as in any goroutine
     */
    void serve(Context ctx, Conn conn) throws Exception;
  }

  private final Context parent;
  private final CancelContext ctx;
  private final Semaphore places;
  private final WaitGroup goroutines = new WaitGroup();

  /**
   * Makes a server.
   *
   * @param parent ends it
   */
  public Server(Context parent) {
    this(parent, Long.MAX_VALUE);
  }

  /**
   * Makes a server that serves only so many connections at a time. Those beyond wait in the
   * system's queue, as with {@code netutil.LimitListener}.
   *
   * @param parent ends it
   * @param limit how many, at most
   */
  public Server(Context parent, long limit) {
    this.parent = parent;
    ctx = Context.withCancel(parent);
    places = new Semaphore(limit);
  }

  /**
   * What the handlers get.
   *
   * @return a context that ends with the server
   */
  public Context context() {
    return ctx;
  }

  /**
   * Serves until the context ends; once. When this returns or throws, the listener and all
   * connections are closed and all goroutines of the server have ended.
   *
   * @param listener where connections come from
   * @param handler serves a connection; called by many goroutines at the same time
   * @throws IOException when connections can no longer be accepted
   */
  public void serve(Listener listener, Handler handler) throws IOException {
    goroutines.go(() -> closeAtEnd(listener));
    try {
      accept(listener, handler);
    } finally {
      goroutines.await();
    }
  }

  /** An accept waits for no context, only for a connection or the listener's end. */
  private void closeAtEnd(Listener listener) throws IOException {
    ctx.done().receive();
    listener.close();
  }

  private void accept(Listener listener, Handler handler) throws IOException {
    // An end by an exception, too, is the handlers'.
    try (listener;
        ctx) {
      while (true) {
        places.acquire(ctx, 1);
        Conn conn = listener.accept();
        goroutines.go(() -> handle(conn, handler));
      }
    } catch (CanceledException | DeadlineExceededException e) {
      // The end, while all places were taken.
    } catch (ClosedChannelException e) {
      if (parent.err() == null) {
        throw e;
      }
    }
  }

  private void handle(Conn conn, Handler handler) throws Exception {
    try (conn) {
      handler.serve(ctx, conn);
    } catch (IOException e) {
      // The peer went away. Whoever wants to know says so before.
    } finally {
      places.release(1);
    }
  }
}
