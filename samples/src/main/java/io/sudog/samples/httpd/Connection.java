package io.sudog.samples.httpd;

import static io.sudog.samples.httpd.Status.REQUEST_TIMEOUT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sudog.context.Context;
import io.sudog.net.Conn;
import io.sudog.samples.sockets.BufferPool;
import io.sudog.samples.sockets.Sockets;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection: reads a request, answers it, and reads the next. */
final class Connection {
  // Guesses: as long as a client needs to read an answer on the way to it, and what it may have
  // sent meanwhile.
  private static final Duration LINGER = Duration.ofSeconds(1);
  private static final int MAX_DISCARDED = 1 << 20;

  private final Conn conn;
  private final Context ctx;
  private final Responder responder;
  private final BufferPool buffers;
  private final Duration idleTimeout;
  private final Consumer<Exchange> log;
  private final String client;
  private final RequestReader reader;

  /**
   * Makes a connection.
   *
   * @param conn what it reads and writes; whoever calls {@link #run} closes it
   * @param ctx has it end after the request it is at
   * @param responder answers requests
   * @param buffers for what it writes
   * @param idleTimeout how long it waits for a request, and for the client to take a piece of an
   *     answer
   * @param log is told of every answer
   */
  Connection(
      Conn conn,
      Context ctx,
      Responder responder,
      BufferPool buffers,
      Duration idleTimeout,
      Consumer<Exchange> log) {
    this.conn = conn;
    this.ctx = ctx;
    this.responder = responder;
    this.buffers = buffers;
    this.idleTimeout = idleTimeout;
    this.log = log;
    client = Sockets.host(conn.remoteAddress());
    reader = new RequestReader(conn::read);
  }

  /**
   * Serves until either side ends.
   *
   * @throws IOException when the client is gone, or too slow; or a file failed half-way, and the
   *     client sees too little
   */
  void run() throws Exception {
    while (serveOne()) {}
  }

  /** Ends the wait for a request. To be called once the context has ended, by another goroutine. */
  void closeWhenIdle() {
    try {
      // Mirrors serveOne, which sets a deadline and then looks at the context: one of us is last.
      conn.setReadDeadline(Instant.EPOCH);
    } catch (IOException e) {
      // Closed already.
    }
  }

  /** Ends it at once. To be called by another goroutine. */
  void abort() {
    try {
      conn.close();
    } catch (IOException e) {
      // Whoever serves it meets that, too.
    }
  }

  /** False when the connection is to be closed. */
  private boolean serveOne() throws Exception {
    Request request;
    conn.setReadDeadline(Instant.now().plus(idleTimeout));
    if (ctx.err() != null) {
      return false;
    }
    try {
      request = reader.next();
    } catch (HttpException e) {
      return answer(null, e.response(), false);
    } catch (SocketTimeoutException e) {
      return reader.hasBegun()
          && answer(null, Response.error(REQUEST_TIMEOUT, "the request took too long"), false);
    }
    if (request == null) {
      return false;
    }
    Response response = responder.respond(request);
    return answer(request, response, request.keepsAlive() && ctx.err() == null);
  }

  private boolean answer(@Nullable Request request, Response response, boolean keepAlive)
      throws Exception {
    boolean withContent = request == null || !request.isHead();
    try (response) {
      write(request, response, withContent ? response.content().length() : 0, keepAlive);
    }
    if (!keepAlive) {
      linger();
    }
    return keepAlive;
  }

  private void write(@Nullable Request request, Response response, long length, boolean keepAlive)
      throws Exception {
    ByteBuffer buffer = buffers.take();
    long written = 0;
    try {
      long copied = 0;
      // A small file goes with its head.
      buffer.put(response.head(keepAlive, Instant.now()).getBytes(ISO_8859_1));
      do {
        while (copied < length && buffer.hasRemaining()) {
          int before = buffer.position();
          response.content().copy(buffer, copied);
          copied += buffer.position() - before;
        }
        conn.setWriteDeadline(Instant.now().plus(idleTimeout));
        conn.write(buffer.flip());
        buffer.clear();
        written = copied;
      } while (copied < length);
    } finally {
      buffers.giveBack(buffer);
      log.accept(new Exchange(client, request, response.status(), written));
    }
  }

  /**
   * Ends the sending side, and waits for the client to do the same. Closing at once would send a
   * reset if anything unread was there or came, and a reset makes the client's system throw away
   * what it has not read yet: the answer.
   */
  private void linger() throws IOException {
    conn.closeWrite();
    conn.setReadDeadline(Instant.now().plus(LINGER));
    ByteBuffer buffer = buffers.take();
    try {
      int n;
      for (int left = MAX_DISCARDED; left > 0 && (n = conn.read(buffer.clear())) >= 0; left -= n) {}
    } finally {
      buffers.giveBack(buffer);
    }
  }
}
