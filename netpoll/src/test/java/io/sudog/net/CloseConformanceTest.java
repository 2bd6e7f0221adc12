package io.sudog.net;

import static io.sudog.net.StreamConformanceTest.addressOf;
import static io.sudog.net.StreamConformanceTest.assertClosed;
import static io.sudog.net.StreamConformanceTest.assertTimeout;
import static io.sudog.net.StreamConformanceTest.bytes;
import static io.sudog.net.StreamConformanceTest.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.net.StreamConformanceTest.Pair;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Race;
import io.sudog.testing.Stress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What close does to those who are inside, and that it leaves nothing. */
@DisplayName("N10 close")
class CloseConformanceTest {
  private static final int STUCK = 64 << 20;

  // ---- during an operation ----------------------------------------------------------------------

  /** An operation that waits, or may, on a socket of its own. */
  enum Operation {
    READ {
      @Override
      void run(Pair pair, PacketConn packets) throws IOException {
        pair.client().read(ByteBuffer.allocate(1));
      }
    },
    READ_DIRECT {
      @Override
      void run(Pair pair, PacketConn packets) throws IOException {
        pair.client().read(ByteBuffer.allocateDirect(1));
      }
    },
    READ_STREAM {
      @Override
      void run(Pair pair, PacketConn packets) throws IOException {
        var _ = pair.client().input().read();
      }
    },
    WRITE {
      @Override
      void run(Pair pair, PacketConn packets) throws IOException {
        pair.client().write(ByteBuffer.allocate(STUCK));
      }
    },
    WRITE_STREAM {
      @Override
      void run(Pair pair, PacketConn packets) throws IOException {
        pair.client().output().write(new byte[STUCK]);
      }
    },
    ACCEPT {
      @Override
      void run(Pair pair, PacketConn packets) throws IOException {
        pair.listener().accept().close();
      }
    },
    RECEIVE {
      @Override
      void run(Pair pair, PacketConn packets) throws IOException {
        packets.receive(ByteBuffer.allocate(1));
      }
    };

    abstract void run(Pair pair, PacketConn packets) throws IOException;
  }

  @Kinds
  @DisplayName("ends each kind of waiting operation, also of those who queue behind another")
  void endsAll(Kind kind) throws IOException {
    int before = Descriptors.countWarm();
    for (Kind closer : Kind.values()) {
      for (Operation operation : Operation.values()) {
        try (Harness h = Harness.create()) {
          Pair pair = Pair.open();
          PacketConn packets = Net.listenPacket("udp", "127.0.0.1:0");
          List<Harness.Child> inside = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            inside.add(
                h.start(
                    kind,
                    operation + "-" + i,
                    () -> assertClosed(() -> operation.run(pair, packets))));
          }
          inside.forEach(Harness.Child::awaitParked);
          h.run(
              closer,
              () -> {
                pair.close();
                packets.close();
              });
          inside.forEach(Harness.Child::join);
          h.run(kind, () -> assertClosed(() -> operation.run(pair, packets)));
        }
      }
    }
    Descriptors.awaitAtMost(before);
  }

  @Kinds
  @DisplayName("ends sends, which never wait for long, at the next one")
  void endsSends(Kind kind) throws IOException {
    try (Harness h = Harness.create()) {
      PacketConn packets = Net.listenPacket("udp", "127.0.0.1:0");
      Harness.Child sender =
          h.start(
              kind,
              () ->
                  assertClosed(
                      () -> {
                        while (true) {
                          packets.send(ByteBuffer.allocate(1_000), packets.localAddress());
                        }
                      }));
      h.run(kind, () -> packets.receive(ByteBuffer.allocate(1_000)));
      packets.close();
      sender.join();
    }
  }

  @Kinds
  @DisplayName("of its context ends a dial that waits, and leaves no descriptor")
  void endsDial(Kind kind) throws IOException {
    int before = Descriptors.countWarm();
    // Nobody accepts, and where the queue is full no dial is answered.
    try (Harness h = Harness.create();
        ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        CancelContext ctx = Context.withCancel(Context.background())) {
      String address = "127.0.0.1:" + full.getLocalPort();
      List<Harness.Child> dials = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        dials.add(
            h.start(
                kind,
                () -> {
                  Conn conn;
                  try {
                    conn = Net.dial(ctx, "tcp", address);
                  } catch (IOException e) {
                    assertSame(ctx.err(), e.getCause());
                    return;
                  }
                  assertClosed(
                      () -> {
                        try (conn) {
                          ctx.onCancel(() -> closeQuietly(conn));
                          conn.read(ByteBuffer.allocate(1));
                        }
                      });
                }));
      }
      dials.forEach(Harness.Child::awaitParked);
      ctx.cancel();
      dials.forEach(Harness.Child::join);
    }
    Descriptors.awaitAtMost(before);
  }

  private static void closeQuietly(Conn conn) {
    try {
      conn.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Kinds
  @DisplayName("of a stream closes its connection; whatever is called later says so")
  void everythingSaysClosed(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            Pair pair = Pair.open();
            pair.client().input().close();
            pair.server().output().close();
            pair.listener().close();
            PacketConn packets = Net.listenPacket("udp", "127.0.0.1:0");
            packets.close();
            for (Conn conn : List.of(pair.client(), pair.server())) {
              assertClosed(() -> conn.read(ByteBuffer.allocate(0)));
              assertClosed(() -> conn.write(ByteBuffer.allocate(0)));
              assertClosed(() -> conn.input().readAllBytes());
              assertClosed(() -> conn.output().write(1));
              assertClosed(conn::closeWrite);
              assertClosed(() -> conn.setReadDeadline(null));
              assertClosed(() -> conn.setWriteDeadline(Instant.now()));
              conn.close();
            }
            assertClosed(pair.listener()::accept);
            assertClosed(() -> pair.listener().setDeadline(null));
            assertClosed(() -> packets.receive(ByteBuffer.allocate(1)));
            assertClosed(() -> packets.send(bytes("x"), pair.client().localAddress()));
            assertClosed(() -> packets.setDeadline(null));
          });
    }
  }

  // ---- races ------------------------------------------------------------------------------------

  /** What happens at the moment of the close. */
  enum Rival {
    BYTES {
      @Override
      void act(Pair pair) throws IOException {
        pair.server().write(bytes("x"));
      }
    },
    END {
      @Override
      void act(Pair pair) throws IOException {
        pair.server().close();
      }
    },
    DEADLINE {
      @Override
      void act(Pair pair) throws IOException {
        try {
          pair.client().setDeadline(Instant.EPOCH);
        } catch (ClosedChannelException e) {
          assertClosed(
              () -> {
                throw e;
              });
        }
      }
    },
    TIMER {
      @Override
      void act(Pair pair) throws IOException {
        try {
          pair.client().setDeadline(Instant.now().plusNanos(10_000));
        } catch (ClosedChannelException e) {
          assertClosed(
              () -> {
                throw e;
              });
        }
      }
    },
    CLOSE {
      @Override
      void act(Pair pair) throws IOException {
        pair.client().close();
      }
    },
    ANOTHER_READER {
      @Override
      void act(Pair pair) {
        readToTheEnd(pair.client());
      }
    };

    abstract void act(Pair pair) throws IOException;
  }

  /** Reads until something ends it, which is one of the things that may. */
  private static void readToTheEnd(Conn conn) {
    try {
      while (conn.read(ByteBuffer.allocate(1)) >= 0) {}
    } catch (SocketTimeoutException e) {
      assertEquals("i/o timeout", e.getMessage());
    } catch (IOException e) {
      assertClosed(
          () -> {
            throw e;
          });
    }
  }

  @ParameterizedTest(name = "{displayName} {0}")
  @EnumSource
  @DisplayName("that races with something else wakes all, once, and leaves no descriptor:")
  void races(Rival rival) throws IOException {
    int rounds = Stress.times(240);
    // In batches, for the descriptors' sake.
    int batch = 60;
    int before = Descriptors.countWarm();
    try (Harness h = Harness.create()) {
      for (int done = 0; done < rounds; done += batch) {
        List<Pair> pairs = new ArrayList<>();
        List<Harness.Child> readers = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
          Pair pair = Pair.open();
          pairs.add(pair);
          Kind kind = Kind.inTurn(i);
          readers.add(h.start(kind, () -> readToTheEnd(pair.client())));
          if (i % 2 == 0) {
            // The others' waits race, too.
            readers.getLast().awaitParked();
          }
        }
        Race.run(
            batch,
            round -> rival.act(pairs.get(round)),
            round -> pairs.get(round).client().close());
        readers.forEach(Harness.Child::join);
        for (Pair pair : pairs) {
          assertClosed(() -> pair.client().read(ByteBuffer.allocate(1)));
          pair.close();
        }
      }
    }
    Descriptors.awaitAtMost(before);
  }

  @Test
  @DisplayName("of a listener that races with dials: each dial is accepted, or is ended")
  void listenerRacesWithDials() throws IOException {
    int rounds = Stress.times(200);
    int before = Descriptors.countWarm();
    List<Listener> listeners = new ArrayList<>();
    try (Harness h = Harness.create()) {
      for (int i = 0; i < rounds; i++) {
        Listener listener = Net.listen("tcp", "127.0.0.1:0");
        listeners.add(listener);
        h.start(
            Kind.inTurn(i),
            () ->
                assertClosed(
                    () -> {
                      while (true) {
                        listener.accept().close();
                      }
                    }));
      }
      Race.run(
          rounds,
          round -> listeners.get(round).close(),
          round -> {
            try (Conn conn = Net.dial("tcp", addressOf(listeners.get(round)))) {
              // Linux now and then forgets a connection that a listener's close overtakes, and does
              // not tell the client; Go's net sees that, too.
              conn.setReadDeadline(Instant.now().plusSeconds(1));
              assertEquals(-1, conn.read(ByteBuffer.allocate(1)));
            } catch (SocketTimeoutException e) {
              assertEquals("i/o timeout", e.getMessage());
            } catch (IOException e) {
              // Refused, or reset since it stood in the queue: the system's words.
              assertTrue(e.getMessage().contains("Connection re"), e::toString);
            }
          });
    }
    Descriptors.awaitAtMost(before);
  }

  // ---- descriptors used again -------------------------------------------------------------------

  @Kinds
  @DisplayName("lets the number be used again, and the next to have it gets events of its own only")
  void numbersUsedAgain(Kind kind) throws IOException {
    int rounds = Stress.times(150);
    Set<String> numbers = new HashSet<>();
    int[] sockets = new int[1];
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            for (int round = 0; round < rounds; round++) {
              Pair old = Pair.open();
              Harness.Child reader = h.start(kind, () -> assertEquals("o", read(old.client(), 1)));
              reader.awaitParked();
              old.server().write(bytes("old"));
              reader.join();
              // Both are armed, with bytes not read and a timer set: all of it is the old one's.
              old.client().setDeadline(Instant.now().plusNanos(300_000));
              old.close();
              try (Pair young = Pair.open()) {
                numbers.addAll(Descriptors.sockets());
                sockets[0] += 5;
                Harness.Child patient =
                    h.start(kind, () -> assertEquals("young", read(young.client(), 5)));
                patient.awaitParked();
                young.server().setReadDeadline(Instant.now().plusNanos(400_000));
                assertTimeout(() -> young.server().read(ByteBuffer.allocate(1)));
                assertTrue(patient.isParked(), patient::toString);
                young.server().write(bytes("young"));
                patient.join();
              }
              assertThrows(IOException.class, () -> old.client().write(bytes("x")));
            }
          });
    }
    assertTrue(
        numbers.size() < sockets[0] / 2, () -> numbers.size() + " numbers for " + sockets[0]);
  }
}
