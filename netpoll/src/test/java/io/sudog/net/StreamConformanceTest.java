package io.sudog.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.context.CancelContext;
import io.sudog.context.CanceledException;
import io.sudog.context.Context;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stream connections do, for goroutines and all other threads. */
@DisplayName("Stream connections as in Go")
class StreamConformanceTest {
  private static final int MIB = 1 << 20;

  static String addressOf(Listener listener) {
    return "127.0.0.1:" + ((InetSocketAddress) listener.address()).getPort();
  }

  /** Two connected ends. */
  record Pair(Listener listener, Conn client, Conn server) implements AutoCloseable {
    static Pair open() throws IOException {
      Listener listener = Net.listen("tcp", "127.0.0.1:0");
      Conn client = Net.dial("tcp", addressOf(listener));
      return new Pair(listener, client, listener.accept());
    }

    @Override
    public void close() throws IOException {
      client.close();
      server.close();
      listener.close();
    }
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static String read(Conn conn, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && conn.read(buffer) >= 0) {}
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
  }

  @Kinds
  @DisplayName("bytes go both ways, and the end of one is seen by the other")
  void bothWays(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            try (Pair pair = Pair.open()) {
              assertEquals(4, pair.client.write(bytes("ping")));
              assertEquals("ping", read(pair.server, 4));
              pair.server.output().write("pong".getBytes(StandardCharsets.UTF_8));
              assertArrayEquals(
                  "pong".getBytes(StandardCharsets.UTF_8), pair.client.input().readNBytes(4));
              pair.client.closeWrite();
              assertEquals(-1, pair.server.read(ByteBuffer.allocate(1)));
              pair.server.write(bytes("still"));
              assertEquals("still", read(pair.client, 5));
              assertNotNull(pair.client.localAddress());
              assertEquals(pair.client.localAddress(), pair.server.remoteAddress());
            }
          });
    }
  }

  @Kinds
  @DisplayName("a write writes all, however slow the reader")
  void writesAll(Kind kind) {
    byte[] data = new byte[8 * MIB];
    new Random(1).nextBytes(data);
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            try (Pair pair = Pair.open()) {
              Harness.Child writer =
                  h.start(
                      kind,
                      () -> {
                        assertEquals(data.length, pair.client.write(ByteBuffer.wrap(data)));
                        pair.client.closeWrite();
                      });
              assertArrayEquals(data, pair.server.input().readAllBytes());
              writer.join();
            }
          });
    }
  }

  @Kinds
  @DisplayName("N10 close wakes who reads, writes and accepts, with Go's words")
  void n10CloseWakes(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            Pair pair = Pair.open();
            Harness.Child reader =
                h.start(kind, () -> assertClosed(() -> pair.client.read(ByteBuffer.allocate(1))));
            Harness.Child second =
                h.start(kind, () -> assertClosed(() -> pair.client.read(ByteBuffer.allocate(1))));
            Harness.Child writer =
                h.start(
                    kind,
                    () -> assertClosed(() -> pair.client.write(ByteBuffer.allocate(64 * MIB))));
            Harness.Child acceptor = h.start(kind, () -> assertClosed(pair.listener::accept));
            reader.awaitParked();
            second.awaitParked();
            writer.awaitParked();
            acceptor.awaitParked();
            pair.close();
            reader.join();
            second.join();
            writer.join();
            acceptor.join();
            pair.close();
            assertClosed(() -> pair.client.read(ByteBuffer.allocate(1)));
            assertClosed(() -> pair.client.setDeadline(Instant.now()));
          });
    }
  }

  static void assertClosed(org.junit.jupiter.api.function.Executable operation) {
    ClosedChannelException e = assertThrows(ClosedChannelException.class, operation);
    assertEquals("use of closed network connection", e.getCause().getMessage());
  }

  @Kinds
  @DisplayName("N04 N05 a deadline ends a read, a write and an accept; cleared, they wait again")
  void n04Deadlines(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            try (Pair pair = Pair.open()) {
              pair.client.setReadDeadline(Instant.now().minusSeconds(1));
              assertTimeout(() -> pair.client.read(ByteBuffer.allocate(1)));
              Instant soon = Instant.now().plusMillis(20);
              pair.client.setDeadline(soon);
              assertTimeout(() -> pair.client.read(ByteBuffer.allocate(1)));
              assertFalse(Instant.now().isBefore(soon));
              assertTimeout(() -> pair.client.write(ByteBuffer.allocate(64 * MIB)));
              pair.listener.setDeadline(Instant.now().plusMillis(5));
              assertTimeout(pair.listener::accept);
              pair.client.setDeadline(null);
              pair.server.write(bytes("x"));
              assertEquals("x", read(pair.client, 1));
            }
          });
    }
  }

  static void assertTimeout(org.junit.jupiter.api.function.Executable operation) {
    assertEquals("i/o timeout", assertThrows(SocketTimeoutException.class, operation).getMessage());
  }

  @Kinds
  @DisplayName("N04 N08 a deadline set while a read waits ends it; one moved away does not")
  void n08DeadlineMoves(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            try (Pair pair = Pair.open()) {
              Harness.Child reader =
                  h.start(
                      kind, () -> assertTimeout(() -> pair.client.read(ByteBuffer.allocate(1))));
              reader.awaitParked();
              pair.client.setReadDeadline(Instant.now().minusSeconds(1));
              reader.join();
              pair.client.setReadDeadline(null);
              Harness.Child patient = h.start(kind, () -> assertEquals("y", read(pair.client, 1)));
              patient.awaitParked();
              Instant end = Instant.now().plusMillis(500);
              pair.client.setReadDeadline(end);
              pair.client.setReadDeadline(null);
              pair.server.setReadDeadline(end.plusMillis(10));
              assertTimeout(() -> pair.server.read(ByteBuffer.allocate(1)));
              pair.server.write(bytes("y"));
              patient.join();
            }
          });
    }
  }

  @Test
  @DisplayName("N07 deadlines from a nanosecond to a tenth of a second all fire, and none early")
  void n07ManyDeadlines() {
    try (Harness h = Harness.create()) {
      h.run(
          Kind.GOROUTINE,
          () -> {
            for (long nanos = 1; nanos <= 100_000_000; nanos *= 10) {
              try (Pair pair = Pair.open()) {
                Instant end = Instant.now().plusNanos(nanos);
                pair.client.setReadDeadline(end);
                assertTimeout(() -> pair.client.read(ByteBuffer.allocate(1)));
                assertFalse(Instant.now().isBefore(end));
              }
            }
          });
    }
  }

  @Kinds
  @DisplayName("N02 concurrent readers of one connection queue up")
  void n02ReadersQueue(Kind kind) {
    int readers = 20;
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            try (Pair pair = Pair.open()) {
              Harness.Child[] children = new Harness.Child[readers];
              for (int i = 0; i < readers; i++) {
                children[i] =
                    h.start(kind, () -> assertEquals(1, pair.client.read(ByteBuffer.allocate(1))));
              }
              for (Harness.Child child : children) {
                child.awaitParked();
              }
              pair.server.write(ByteBuffer.allocate(readers));
              for (Harness.Child child : children) {
                child.join();
              }
            }
          });
    }
  }

  @Kinds
  @DisplayName("a refused dial is a ConnectException; an address in use a BindException")
  void refused(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            Listener listener = Net.listen("tcp4", "127.0.0.1:0");
            String address = addressOf(listener);
            assertThrows(BindException.class, () -> Net.listen("tcp4", address));
            listener.close();
            assertThrows(ConnectException.class, () -> Net.dial("tcp", address));
          });
    }
  }

  @Kinds
  @DisplayName("N10 a closed listener accepts nothing any more, and its address is free")
  void closedIsClosed(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            for (int i = 0; i < 50; i++) {
              Listener listener = Net.listen("tcp4", "127.0.0.1:0");
              String address = addressOf(listener);
              Harness.Child acceptor =
                  h.start(Kind.GOROUTINE, () -> assertClosed(listener::accept)).awaitParked();
              listener.close();
              Net.listen("tcp4", address).close();
              assertThrows(ConnectException.class, () -> Net.dial("tcp4", address));
              acceptor.join();
            }
          });
    }
  }

  @Kinds
  @DisplayName("a dial whose context has ended has its err as cause")
  void dialUntil(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            try (Listener listener = Net.listen("tcp", "127.0.0.1:0");
                CancelContext ctx = Context.withCancel(Context.background())) {
              Net.dial(ctx, "tcp", addressOf(listener)).close();
              ctx.cancel();
              IOException e =
                  assertThrows(IOException.class, () -> Net.dial(ctx, "tcp", addressOf(listener)));
              assertSame(ctx.err(), e.getCause());
              assertTrue(e.getCause() instanceof CanceledException);
            }
          });
    }
  }

  @Kinds
  @DisplayName("Unix sockets: bytes go both ways; closing the listener removes the file")
  void unix(Kind kind, @TempDir Path folder) {
    Path path = folder.resolve(kind + ".sock");
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            try (Listener listener = Net.listen("unix", path.toString());
                Conn client = Net.dial("unix", path.toString());
                Conn server = listener.accept()) {
              client.write(bytes("over a file"));
              assertEquals("over a file", read(server, 11));
              client.closeWrite();
              assertEquals(-1, server.read(ByteBuffer.allocate(1)));
              assertTrue(Files.exists(path));
            }
            assertFalse(Files.exists(path));
          });
    }
  }

  @Kinds
  @DisplayName("UDP: packets arrive whole, with their sender; a deadline and close end a receive")
  void udp(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            PacketConn one = Net.listenPacket("udp", "127.0.0.1:0");
            PacketConn other = Net.listenPacket("udp", "127.0.0.1:0");
            Harness.Child receiver =
                h.start(
                    kind,
                    () -> {
                      ByteBuffer packet = ByteBuffer.allocate(100);
                      assertEquals(one.localAddress(), other.receive(packet));
                      assertEquals(
                          "packet",
                          new String(
                              Arrays.copyOf(packet.array(), packet.position()),
                              StandardCharsets.UTF_8));
                    });
            receiver.awaitParked();
            assertEquals(6, one.send(bytes("packet"), other.localAddress()));
            receiver.join();
            other.setReadDeadline(Instant.now().plus(Duration.ofMillis(5)));
            assertTimeout(() -> other.receive(ByteBuffer.allocate(1)));
            other.setDeadline(null);
            Harness.Child late =
                h.start(kind, () -> assertClosed(() -> other.receive(ByteBuffer.allocate(1))));
            late.awaitParked();
            other.close();
            late.join();
            one.close();
            one.close();
          });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "127.0.0.1:x", "127.0.0.1:65536", "::1:80", "[::1:80", ":-1"})
  @DisplayName("a malformed address is refused, by name")
  void malformed(String address) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Net.listen("tcp", address));
    assertTrue(e.getMessage().contains(address), e::getMessage);
    assertThrows(IllegalArgumentException.class, () -> Net.dial("tcp", address));
  }

  @Test
  @DisplayName("an unknown network is refused, by name")
  void unknownNetwork() {
    for (String network : new String[] {"", "TCP", "ip", "udp"}) {
      assertThrows(IllegalArgumentException.class, () -> Net.listen(network, "127.0.0.1:0"));
      assertThrows(IllegalArgumentException.class, () -> Net.dial(network, "127.0.0.1:1"));
    }
    assertThrows(IllegalArgumentException.class, () -> Net.listenPacket("tcp", "127.0.0.1:0"));
  }

  // Linux goes through the even ports of its range for the near end, one after the other: so many
  // dials to one of them, together, meet it once.
  private static final int DIALLERS = 50;
  private static final int DIALS = 300;

  @Test
  @DisplayName("a dial to a port where nobody listens does not connect to itself")
  void noSelfConnect() throws IOException {
    String nobody = evenPortOfNobody();
    try (Harness h = Harness.create().deadline(Duration.ofSeconds(55))) {
      for (int i = 0; i < DIALLERS; i++) {
        h.go(
            () -> {
              for (int n = 0; n < DIALS; n++) {
                assertThrows(ConnectException.class, () -> Net.dial("tcp", nobody).close());
              }
            });
      }
    }
  }

  private static String evenPortOfNobody() throws IOException {
    while (true) {
      // The system gives listeners the odd ones.
      int even;
      try (Listener listener = Net.listen("tcp", "127.0.0.1:0")) {
        even = ((InetSocketAddress) listener.address()).getPort() & ~1;
      }
      try (Listener listener = Net.listen("tcp", "127.0.0.1:" + even)) {
        return addressOf(listener);
      } catch (BindException e) {
        // Somebody is there: the next.
      }
    }
  }
}
