package io.sudog.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import io.sudog.core.Go;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The JDK's blocking APIs in goroutines on one P. Each time somebody holds back an answer until a
 * ticking goroutine has got on: an API that kept the P would never get it.
 */
@DisplayName("On one P, while goroutines wait in the JDK, another gets on:")
class InteropTest {
  private static final int STEPS = 100;
  private static final int CALLS = 5;

  /** A goroutine that counts its turns. */
  private static final class Ticker implements AutoCloseable {
    private final AtomicLong steps = new AtomicLong();
    private final AtomicBoolean stop = new AtomicBoolean();

    Ticker(Harness h) {
      h.go(
          () -> {
            while (!stop.get()) {
              steps.incrementAndGet();
              Go.gosched();
            }
          });
    }

    void awaitSteps() {
      long begin = steps.get();
      Await.until("the ticker has got on", () -> steps.get() >= begin + STEPS);
    }

    @Override
    public void close() {
      stop.set(true);
    }
  }

  @Test
  @DisplayName("Socket and ServerSocket")
  void sockets() throws IOException {
    try (Harness h = Harness.create(1);
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Ticker ticker = new Ticker(h)) {
      h.go(
          () -> {
            for (int i = 0; i < CALLS; i++) {
              try (Socket socket = server.accept()) {
                int asked = socket.getInputStream().read();
                ticker.awaitSteps();
                socket.getOutputStream().write(asked);
              }
            }
          });
      Harness.Child client =
          h.go(
              () -> {
                for (int i = 0; i < CALLS; i++) {
                  // The server waits in accept.
                  ticker.awaitSteps();
                  try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                    socket.getOutputStream().write(i);
                    assertEquals(i, socket.getInputStream().read());
                  }
                }
              });
      client.join();
    }
  }

  @Test
  @DisplayName("HttpClient against HttpServer with handlers on Go.executor()")
  void http() {
    try (Harness h = Harness.create(1);
        Ticker ticker = new Ticker(h)) {
      AtomicInteger onGoroutines = new AtomicInteger();
      h.go(
              () -> {
                HttpServer server =
                    HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                try (ExecutorService executor = Go.executor();
                    HttpClient client = HttpClient.newHttpClient()) {
                  server.setExecutor(executor);
                  server.createContext(
                      "/",
                      exchange -> {
                        try (exchange) {
                          if (Go.current() != null) {
                            onGoroutines.incrementAndGet();
                          }
                          ticker.awaitSteps();
                          byte[] body = exchange.getRequestBody().readAllBytes();
                          exchange.sendResponseHeaders(200, body.length);
                          exchange.getResponseBody().write(body);
                        }
                      });
                  server.start();
                  try {
                    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
                    for (int i = 0; i < CALLS; i++) {
                      String text = "request " + i;
                      HttpRequest request =
                          HttpRequest.newBuilder(uri)
                              .POST(HttpRequest.BodyPublishers.ofString(text))
                              .build();
                      assertEquals(
                          text,
                          client
                              .send(request, BodyHandlers.ofString(StandardCharsets.UTF_8))
                              .body());
                    }
                  } finally {
                    server.stop(0);
                  }
                }
              })
          .join();
      assertEquals(CALLS, onGoroutines.get());
    }
  }

  @Test
  @DisplayName("JDBC, in memory")
  void jdbcInMemory() {
    jdbc("jdbc:h2:mem:interop;LOCK_TIMEOUT=30000");
  }

  @Test
  @DisplayName("JDBC, on file")
  void jdbcOnFile(@TempDir Path folder) {
    jdbc("jdbc:h2:file:" + folder.resolve("interop") + ";LOCK_TIMEOUT=30000");
  }

  private static void jdbc(String url) {
    try (Harness h = Harness.create(1);
        Ticker ticker = new Ticker(h)) {
      h.go(
              () -> {
                try (Connection holder = DriverManager.getConnection(url)) {
                  execute(holder, "CREATE TABLE counter (n INT)");
                  execute(holder, "INSERT INTO counter VALUES (0)");
                  holder.setAutoCommit(false);
                  execute(holder, "UPDATE counter SET n = n + 1");
                  // Waits in the database for the row, until the holder commits.
                  Harness.Child blocked =
                      h.go(
                          () -> {
                            try (Connection other = DriverManager.getConnection(url)) {
                              execute(other, "UPDATE counter SET n = n * 10");
                            }
                          });
                  try (Connection watcher = DriverManager.getConnection(url)) {
                    String waiting =
                        "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS"
                            + " WHERE BLOCKER_ID IS NOT NULL";
                    while (number(watcher, waiting) == 0) {
                      Go.gosched();
                    }
                    ticker.awaitSteps();
                    assertEquals(1, number(watcher, waiting));
                    holder.commit();
                    blocked.join();
                    assertEquals(10, number(watcher, "SELECT n FROM counter"));
                  }
                }
              })
          .join();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
