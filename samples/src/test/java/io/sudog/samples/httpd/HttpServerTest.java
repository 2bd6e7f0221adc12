package io.sudog.samples.httpd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.core.Goroutine;
import io.sudog.errgroup.ErrGroup;
import io.sudog.net.Conn;
import io.sudog.net.Listener;
import io.sudog.net.Net;
import io.sudog.samples.sockets.OpenSockets;
import io.sudog.samples.sockets.SocketPrograms;
import io.sudog.samples.sockets.Sockets;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpServerTest {
  private static final int MIB = 1 << 20;
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final String GET_A = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

  @TempDir private Path root;
  private final byte[] big = new byte[10 * MIB];

  private record Setting(HttpServer server, String address, CancelContext ctx, List<Exchange> log) {
    /** A connection on which something has been sent. */
    Conn send(String text) throws IOException {
      Conn conn = Net.dial("tcp", address);
      HttpServerTest.send(conn, text);
      return conn;
    }
  }

  @FunctionalInterface
  private interface Body {
    void run(Setting setting) throws Exception;
  }

  @BeforeEach
  void fill() throws IOException {
    new Random(1).nextBytes(big);
    Files.write(root.resolve("big"), big);
    Files.writeString(root.resolve("a"), "content of a");
    Files.writeString(root.resolve("b"), "content of b");
  }

  /** Runs a body; then the server ends, and nothing it had may be left. */
  private void serving(Duration idleTimeout, Duration grace, Body body) {
    SocketPrograms.run(
        () -> {
          try (CancelContext ctx = Context.withCancel(Context.background())) {
            Listener listener = Net.listen("tcp", "127.0.0.1:0");
            List<Exchange> log = Harness.sharedList();
            HttpServer server =
                new HttpServer(new Responder(new FileTree(root)), idleTimeout, grace, log::add);
            String address = Sockets.text(listener.address());
            Goroutine serving = Go.go("server", () -> server.serve(ctx, listener));
            try {
              body.run(new Setting(server, address, ctx, log));
            } finally {
              ctx.cancel();
              serving.join();
            }
            assertEquals(0, server.connections());
            OpenSockets.awaitRefused(address);
          }
        });
  }

  private void serving(Body body) {
    serving(LONG, LONG, body);
  }

  private static void send(Conn conn, String text) throws IOException {
    conn.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
  }

  /** All until the server ends its side. */
  private static String rest(Conn conn) throws IOException {
    return new String(conn.input().readAllBytes(), ISO_8859_1);
  }

  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      assertTrue(b >= 0, () -> "cut off: " + head);
      head.append((char) b);
    }
    return head.toString();
  }

  /** The content of the next response on a connection that stays. */
  private static byte[] readContent(InputStream in) throws IOException {
    String head = readHead(in);
    String length =
        head.replaceFirst("(?s).*\r\nContent-Length: ", "").replaceFirst("(?s)\r.*", "");
    return in.readNBytes(Integer.parseInt(length));
  }

  private static String next(Conn conn) throws IOException {
    return new String(readContent(conn.input()), ISO_8859_1);
  }

  // ---- requests ---------------------------------------------------------------------------------

  @Test
  void pipelinedRequestsAreAnsweredInOrder() {
    serving(
        s -> {
          try (Conn conn =
              s.send(
                  (GET_A + GET_A.replace("/a", "/none") + GET_A.replace("/a", "/b")).repeat(50))) {
            for (int i = 0; i < 50; i++) {
              assertEquals("content of a", next(conn));
              assertEquals("404 Not Found: there is nothing at this path\n", next(conn));
              assertEquals("content of b", next(conn));
            }
            conn.closeWrite();
            assertEquals("", rest(conn));
          }
          assertEquals(150, s.log.size());
        });
  }

  @Test
  void theAnswerToHeadHasNoContent() {
    serving(
        s -> {
          try (Conn conn = s.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n" + GET_A)) {
            assertTrue(readHead(conn.input()).contains("\r\nContent-Length: 12\r\n"));
            assertEquals("content of a", next(conn));
          }
        });
  }

  @Test
  void theConnectionEndsWhereTheClientOrItsVersionSaysSo() {
    serving(
        s -> {
          for (String request :
              List.of(
                  "GET /a HTTP/1.0\r\n\r\n",
                  "GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")) {
            try (Conn conn = s.send(request + GET_A)) {
              String answer = rest(conn);
              assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
              assertTrue(answer.endsWith("\r\n\r\ncontent of a"), answer);
            }
          }
          try (Conn conn = s.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")) {
            assertEquals("content of a", next(conn));
            send(conn, GET_A);
            assertEquals("content of a", next(conn));
          }
        });
  }

  @Test
  void anErrorIsAnsweredWhollyThoughTheClientHasSentMore() {
    serving(
        s -> {
          String host = " HTTP/1.1\r\nHost: h\r\n";
          assertError(s, "400 Bad Request", "GET / HTTP/1.1\r\n\r\n");
          assertError(s, "400 Bad Request", "\u0016\u0003\u0001" + "\n".repeat(100));
          assertError(s, "414 URI Too Long", "GET /" + "x".repeat(100_000));
          assertError(
              s, "431 Request Header Fields Too Large", "GET /" + host + "X: y\r\n".repeat(20_000));
          assertError(s, "505 HTTP Version Not Supported", "GET / HTTP/3.0\r\n\r\n");
          assertError(
              s,
              "405 Method Not Allowed",
              "POST /a" + host + "Content-Length: 100000\r\n\r\n" + "x".repeat(100_000));
        });
  }

  private static void assertError(Setting s, String status, String request) throws IOException {
    try (Conn conn = s.send(request)) {
      String answer = rest(conn);
      assertTrue(answer.startsWith("HTTP/1.1 " + status + "\r\n"), answer);
      assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
      assertTrue(answer.contains("\r\n\r\n" + status + ": "), answer);
    }
  }

  // ---- time -------------------------------------------------------------------------------------

  @Test
  void aConnectionWithoutRequestIsClosedAndOneWithAPartOfItIsAnswered() {
    serving(
        Duration.ofMillis(30),
        LONG,
        s -> {
          try (Conn conn = s.send("")) {
            assertEquals("", rest(conn));
          }
          try (Conn conn = s.send(GET_A)) {
            assertEquals("content of a", next(conn));
            assertEquals("", rest(conn));
          }
          assertError(s, "408 Request Timeout", "GET / HTTP/1.1\r\nHo");
        });
  }

  @Test
  void aClientThatTakesNothingIsGivenUp() {
    serving(
        Duration.ofMillis(100),
        LONG,
        s -> {
          try (Conn _ = s.send(GET_A.replace("/a", "/big").repeat(10))) {
            Await.until(
                "the server gives up", () -> !s.log.isEmpty() && s.server.connections() == 0);
            assertTrue(s.log.getLast().bytes() < big.length, s.log::toString);
          }
        });
  }

  // ---- many -------------------------------------------------------------------------------------

  @Test
  void manyConnectionsAtATime() {
    int many = 64;
    int rounds = 20;
    serving(
        s -> {
          ErrGroup clients = ErrGroup.create();
          for (int i = 0; i < many; i++) {
            clients.go(
                () -> {
                  try (Conn conn = Net.dial("tcp", s.address)) {
                    Await.until("all are there", () -> s.server.connections() == many);
                    for (int round = 0; round < rounds; round++) {
                      send(conn, GET_A);
                      assertEquals("content of a", next(conn));
                    }
                    Await.until("all have asked", () -> s.log.size() == many * rounds);
                  }
                });
          }
          clients.await();
        });
  }

  @Test
  void aFileInRangesIsTheFileForTheJdksClient() {
    int parts = 16;
    int length = big.length / parts;
    byte[] copy = new byte[big.length];
    serving(
        s -> {
          try (ExecutorService goroutines = Go.executor();
              HttpClient client =
                  HttpClient.newBuilder()
                      .version(HttpClient.Version.HTTP_1_1)
                      .followRedirects(HttpClient.Redirect.NORMAL)
                      .executor(goroutines)
                      .build()) {
            URI uri = URI.create("http://" + s.address + "/big");
            ErrGroup group = ErrGroup.create();
            for (int i = 0; i < parts; i++) {
              int from = i * length;
              String range = "bytes=" + from + "-" + (from + length - 1);
              group.go(
                  () -> {
                    HttpResponse<byte[]> part =
                        client.send(
                            HttpRequest.newBuilder(uri).header("Range", range).build(),
                            BodyHandlers.ofByteArray());
                    assertEquals(206, part.statusCode());
                    assertEquals(length, part.body().length);
                    System.arraycopy(part.body(), 0, copy, from, length);
                  });
            }
            group.await();
            assertArrayEquals(big, copy);
            HttpResponse<Void> head =
                client.send(HttpRequest.newBuilder(uri).HEAD().build(), BodyHandlers.discarding());
            assertEquals(big.length, head.headers().firstValueAsLong("Content-Length").orElse(0));
            String modified = head.headers().firstValue("Last-Modified").orElse("");
            assertEquals(
                304,
                client
                    .send(
                        HttpRequest.newBuilder(uri).header("If-Modified-Since", modified).build(),
                        BodyHandlers.discarding())
                    .statusCode());
          }
        });
  }

  // ---- the end ----------------------------------------------------------------------------------

  @Test
  void atTheEndAnAnswerUnderWayIsFinishedAndIdleConnectionsAreClosed() throws IOException {
    // Longer than all buffers on the way, so the server is at it until the client reads.
    byte[] huge = Arrays.copyOf(big, 64 * MIB);
    Files.write(root.resolve("huge"), huge);
    serving(
        s -> {
          try (Conn idle = s.send(GET_A);
              Conn busy = s.send(GET_A.replace("/a", "/huge") + GET_A)) {
            assertEquals("content of a", next(idle));
            byte[] first = new byte[MIB];
            readHead(busy.input());
            assertEquals(MIB, busy.input().readNBytes(first, 0, MIB));
            s.ctx.cancel();
            assertEquals("", rest(idle));
            OpenSockets.awaitRefused(s.address);
            assertEquals(1, s.server.connections());
            assertArrayEquals(
                Arrays.copyOfRange(huge, MIB, huge.length), busy.input().readNBytes(63 * MIB));
            // The next request was not under way.
            assertEquals("", rest(busy));
          }
        });
  }

  @Test
  void anAnswerThatTakesTooLongAtTheEndIsCutOff() {
    serving(
        LONG,
        Duration.ZERO,
        s -> {
          try (Conn busy = s.send(GET_A.replace("/a", "/big").repeat(10))) {
            readHead(busy.input());
            s.ctx.cancel();
            // Without a look at what the server still sends.
            Await.until("the server ends", () -> s.server.connections() == 0);
          }
        });
  }
}
