package io.sudog.net;

import static io.sudog.net.StreamConformanceTest.addressOf;
import static io.sudog.net.StreamConformanceTest.assertClosed;
import static io.sudog.net.StreamConformanceTest.bytes;
import static io.sudog.net.StreamConformanceTest.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.net.StreamConformanceTest.Pair;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Peers that misbehave, and sizes at the ends of what is allowed. */
@DisplayName("A connection")
class FaultTest {
  private static final int MIB = 1 << 20;
  private static final int STUCK = 64 * MIB;

  /** Our end, and a peer that can be reset. */
  private record WithSocket(Listener listener, Socket peer, Conn conn) implements AutoCloseable {
    static WithSocket open() throws IOException {
      Listener listener = Net.listen("tcp", "127.0.0.1:0");
      Socket peer = new Socket();
      peer.connect((InetSocketAddress) listener.address());
      return new WithSocket(listener, peer, listener.accept());
    }

    /** Has the system send a reset instead of an end. */
    void reset() throws IOException {
      peer.setSoLinger(true, 0);
      peer.close();
    }

    @Override
    public void close() throws IOException {
      conn.close();
      peer.close();
      listener.close();
    }
  }

  /** The system's error, and none of ours. */
  private static void assertReset(Executable operation) {
    IOException e = assertThrows(IOException.class, operation);
    assertFalse(e instanceof ClosedChannelException || e instanceof SocketTimeoutException);
    assertTrue(
        e.getMessage().contains("reset") || e.getMessage().contains("Broken pipe"), e::toString);
  }

  // ---- resets and ends --------------------------------------------------------------------------

  @Kinds
  @DisplayName(
      "that the peer resets fails the waiting read, or the waiting write, and later writes")
  void reset(Kind kind) throws IOException {
    try (Harness h = Harness.create()) {
      // One at a time: the system tells the first who asks, and to others it is an end.
      for (boolean reads : new boolean[] {true, false}) {
        try (WithSocket both = WithSocket.open()) {
          Conn conn = both.conn();
          ByteBuffer buffer = ByteBuffer.allocate(STUCK);
          Harness.Child waiting = h.start(kind, () -> assertReset(() -> run(reads, conn, buffer)));
          waiting.awaitParked();
          both.reset();
          waiting.join();
          h.run(
              kind,
              () -> {
                assertReset(() -> conn.write(ByteBuffer.allocate(1)));
                conn.close();
                assertClosed(() -> conn.read(ByteBuffer.allocate(1)));
              });
        }
      }
    }
  }

  private static void run(boolean reads, Conn conn, ByteBuffer buffer) throws IOException {
    var _ = reads ? conn.read(buffer) : conn.write(buffer);
  }

  @Kinds
  @DisplayName("that was reset while nobody waited says so at the next read")
  void resetBefore(Kind kind) throws IOException {
    try (Harness h = Harness.create();
        WithSocket both = WithSocket.open()) {
      both.peer().getOutputStream().write(new byte[1]);
      h.run(kind, () -> assertEquals(1, both.conn().read(ByteBuffer.allocate(1))));
      both.reset();
      h.run(
          kind,
          () -> assertThrows(SocketException.class, () -> both.conn().input().readAllBytes()));
    }
  }

  @Kinds
  @DisplayName("whose peer has shut its output reads -1 again and again, and still writes")
  void peerShutsOutput(Kind kind) throws IOException {
    try (Harness h = Harness.create();
        WithSocket both = WithSocket.open()) {
      Conn conn = both.conn();
      Harness.Child reader =
          h.start(
              kind,
              () -> {
                for (int i = 0; i < 3; i++) {
                  assertEquals(-1, conn.read(ByteBuffer.allocate(1)));
                  assertEquals(-1, conn.input().read());
                }
              });
      reader.awaitParked();
      both.peer().shutdownOutput();
      reader.join();
      Harness.Child writer =
          h.start(kind, () -> assertEquals(8 * MIB, conn.write(ByteBuffer.allocate(8 * MIB))));
      // The read direction stays at its end all the while that the write direction waits.
      assertEquals(8 * MIB, both.peer().getInputStream().readNBytes(8 * MIB).length);
      writer.join();
    }
  }

  @Kinds
  @DisplayName("whose own output is shut still reads; a write fails, the peer reads the end")
  void ownOutputShut(Kind kind) throws IOException {
    try (Harness h = Harness.create();
        WithSocket both = WithSocket.open()) {
      Conn conn = both.conn();
      Harness.Child reader = h.start(kind, () -> assertEquals("late", read(conn, 4)));
      reader.awaitParked();
      h.run(kind, conn::closeWrite);
      assertEquals(-1, both.peer().getInputStream().read());
      h.run(kind, () -> assertThrows(IOException.class, () -> conn.write(bytes("x"))));
      both.peer().getOutputStream().write("late".getBytes(UTF_8));
      reader.join();
      h.run(kind, () -> conn.setReadDeadline(null));
    }
  }

  @Kinds
  @DisplayName("whose peer reads slowly has its writer wait each time, and loses nothing")
  void slowReader(Kind kind) throws IOException {
    int size = 24 * MIB;
    try (Harness h = Harness.create();
        Pair pair = Pair.open()) {
      byte[] data = new byte[size];
      new Random(4).nextBytes(data);
      Harness.Child writer =
          h.start(kind, () -> assertEquals(size, pair.client().write(ByteBuffer.wrap(data))));
      ByteBuffer got = ByteBuffer.allocate(size);
      // The system takes some MiB of its own; in these steps the writer comes to wait again.
      for (int step = 0; step < 3; step++) {
        writer.awaitParked();
        got.limit(got.position() + 2 * MIB);
        while (got.hasRemaining()) {
          assertTrue(pair.server().read(got) > 0);
        }
      }
      got.limit(size);
      while (got.hasRemaining()) {
        assertTrue(pair.server().read(got) > 0);
      }
      writer.join();
      assertEquals(ByteBuffer.wrap(data), got.flip());
    }
  }

  // ---- sizes ------------------------------------------------------------------------------------

  @Kinds
  @DisplayName("transfers nothing through empty buffers, and does not wait for it")
  void emptyBuffers(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            try (Pair pair = Pair.open();
                PacketConn packets = Net.listenPacket("udp", "127.0.0.1:0")) {
              for (ByteBuffer none :
                  List.of(ByteBuffer.allocate(0), ByteBuffer.allocateDirect(0))) {
                assertEquals(0, pair.client().read(none));
                assertEquals(0, pair.client().write(none));
                assertEquals(0, packets.send(none, packets.localAddress()));
                ByteBuffer into = ByteBuffer.allocate(1);
                assertEquals(packets.localAddress(), packets.receive(into));
                assertEquals(0, into.position());
              }
              assertEquals(0, pair.client().input().read(new byte[0]));
              pair.client().output().write(new byte[0]);
              pair.client().output().write(new byte[] {1, 2, 3}, 1, 1);
              assertEquals(2, pair.server().input().read());
            }
          });
    }
  }

  @Test
  @DisplayName("takes 64 MiB at once, from the heap and from outside, and they arrive whole")
  void hugeWrites() {
    try (Harness h = Harness.create()) {
      byte[] data = new byte[STUCK];
      new Random(5).nextBytes(data);
      ByteBuffer direct = ByteBuffer.allocateDirect(STUCK).put(data).flip();
      h.run(
          Kind.GOROUTINE,
          () -> {
            try (Pair pair = Pair.open()) {
              for (ByteBuffer whole : List.of(ByteBuffer.wrap(data), direct)) {
                Harness.Child writer = h.go(() -> assertEquals(STUCK, pair.client().write(whole)));
                ByteBuffer got =
                    whole.isDirect()
                        ? ByteBuffer.allocateDirect(STUCK)
                        : ByteBuffer.wrap(pair.server().input().readNBytes(STUCK));
                while (whole.isDirect() && got.hasRemaining()) {
                  assertTrue(pair.server().read(got) > 0);
                }
                writer.join();
                assertEquals(0, whole.remaining());
                assertEquals(-1, got.rewind().limit(STUCK).mismatch(ByteBuffer.wrap(data)));
              }
            }
          });
    }
  }

  @Test
  @DisplayName("keeps concurrent writes apart, of buffers and of streams, whatever their size")
  void writersAreNotInterleaved() throws IOException {
    int writers = 9;
    int rounds = 30;
    int record = 150_000;
    try (Harness h = Harness.create();
        Pair pair = Pair.open()) {
      for (int i = 0; i < writers; i++) {
        int me = i;
        h.start(
            Kind.inTurn(i),
            () -> {
              byte[] data = new byte[record];
              Arrays.fill(data, (byte) me);
              ByteBuffer direct = ByteBuffer.allocateDirect(record).put(data);
              for (int n = 0; n < rounds; n++) {
                switch (n % 3) {
                  case 0 -> pair.client().write(ByteBuffer.wrap(data));
                  case 1 -> pair.client().write(direct.flip());
                  default -> pair.client().output().write(data);
                }
              }
            });
      }
      int[] seen = new int[writers];
      h.run(
          Kind.GOROUTINE,
          () -> {
            for (int n = 0; n < writers * rounds; n++) {
              byte[] data = pair.server().input().readNBytes(record);
              byte who = data[0];
              for (byte b : data) {
                assertEquals(who, b);
              }
              seen[who]++;
            }
          });
      h.join();
      for (int count : seen) {
        assertEquals(rounds, count);
      }
    }
  }

  // ---- as streams -------------------------------------------------------------------------------

  @Kinds
  @DisplayName("is read through the JDK's streams: lines, transferTo, readNBytes, data")
  void streams(Kind kind) {
    List<String> lines = List.of("first", "", "\u00fcber \u4e2d", "x".repeat(100_000));
    byte[] data = new byte[3 * MIB];
    new Random(6).nextBytes(data);
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            try (Pair pair = Pair.open()) {
              Harness.Child writer =
                  h.start(
                      kind,
                      () -> {
                        pair.client().output().write(String.join("\n", lines).getBytes(UTF_8));
                        pair.client().output().write('\n');
                        pair.client().closeWrite();
                      });
              BufferedReader reader =
                  new BufferedReader(new InputStreamReader(pair.server().input(), UTF_8));
              List<String> got = new ArrayList<>();
              for (String line; (line = reader.readLine()) != null; ) {
                got.add(line);
              }
              assertEquals(lines, got);
              writer.join();
            }
            try (Pair pair = Pair.open()) {
              // Echo by the JDK's own loop.
              Harness.Child echo =
                  h.start(
                      kind,
                      () -> {
                        long n = pair.server().input().transferTo(pair.server().output());
                        assertEquals(data.length, n);
                        pair.server().closeWrite();
                      });
              Harness.Child writer =
                  h.start(
                      kind,
                      () -> {
                        pair.client().output().write(data);
                        pair.client().closeWrite();
                      });
              ByteArrayOutputStream out = new ByteArrayOutputStream();
              out.write(pair.client().input().readNBytes(1_000_000));
              DataInputStream in = new DataInputStream(pair.client().input());
              byte[] part = new byte[1_000_000];
              in.readFully(part);
              out.write(part);
              in.transferTo(out);
              assertEquals(ByteBuffer.wrap(data), ByteBuffer.wrap(out.toByteArray()));
              assertThrows(EOFException.class, in::readInt);
              echo.join();
              writer.join();
            }
          });
    }
  }

  @Test
  @DisplayName("is queued for a listener that nobody accepts from, and what it sent is kept")
  void queuedBeforeAccept() throws IOException {
    try (Harness h = Harness.create();
        Listener listener = Net.listen("tcp", "127.0.0.1:0")) {
      List<Conn> clients = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Conn conn = Net.dial("tcp", addressOf(listener));
        conn.write(ByteBuffer.wrap(new byte[] {(byte) i}));
        clients.add(conn);
      }
      boolean[] seen = new boolean[100];
      h.run(
          Kind.GOROUTINE,
          () -> {
            for (int i = 0; i < 100; i++) {
              try (Conn conn = listener.accept()) {
                seen[conn.input().read()] = true;
              }
            }
          });
      for (int i = 0; i < 100; i++) {
        assertTrue(seen[i], "connection " + i);
        clients.get(i).close();
      }
    }
  }
}
