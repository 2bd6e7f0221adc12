package io.sudog.net;

import static io.sudog.net.StreamConformanceTest.assertTimeout;
import static io.sudog.net.StreamConformanceTest.bytes;
import static io.sudog.net.StreamConformanceTest.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.net.StreamConformanceTest.Pair;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** When operations on sockets give up, and when a deadline that was set means nothing any more. */
@DisplayName("Deadlines of sockets")
class DeadlineConformanceTest {
  private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");
  private static final int STUCK = 64 << 20;
  private static final long SHORT = 5_000_000;

  private interface Deadlined {
    void setDeadline(Instant when) throws IOException;
  }

  /** The operation ends with a time-out, and not before the time. */
  private static void assertNotEarly(long nanos, Deadlined at, Executable operation)
      throws IOException {
    // By the monotonic clock: somebody may set the wall clock meanwhile.
    long start = System.nanoTime();
    at.setDeadline(Instant.now().plusNanos(nanos));
    assertTimeout(operation);
    long took = System.nanoTime() - start;
    assertTrue(took >= nanos, () -> "set to " + nanos + " ns, it came after " + took);
  }

  @Processors({1, 4, 8})
  @Kinds
  @DisplayName(
      "N04 N06 N07 from 1 ns to 100 ms all end a read, an accept and a receive, none early")
  void fire(int processors, Kind kind) {
    try (Harness h = Harness.create(processors)) {
      // All lengths at once: they share the scheduler's timers.
      for (long nanos = 1; nanos <= 100_000_000; nanos *= 10) {
        long length = nanos;
        h.start(
            kind,
            () -> {
              ByteBuffer into = ByteBuffer.allocate(1);
              try (Pair pair = Pair.open();
                  PacketConn packets = Net.listenPacket("udp", "127.0.0.1:0")) {
                assertNotEarly(length, pair.client()::setDeadline, () -> pair.client().read(into));
                assertNotEarly(length, pair.listener()::setDeadline, pair.listener()::accept);
                assertNotEarly(length, packets::setDeadline, () -> packets.receive(into));
              }
            });
      }
    }
  }

  @Kinds
  @DisplayName("N04 N05 one that ends a stuck write leaves the position where the bytes got to")
  void writeGoesOn(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            try (Pair pair = Pair.open()) {
              ByteBuffer data = ByteBuffer.allocate(STUCK);
              new Random(2).nextBytes(data.array());
              Harness.Child writer =
                  h.start(kind, () -> assertTimeout(() -> pair.client().write(data))).awaitParked();
              long start = System.nanoTime();
              pair.client().setWriteDeadline(Instant.now().plusNanos(SHORT));
              writer.join();
              long took = System.nanoTime() - start;
              assertTrue(took >= SHORT, () -> "set to " + SHORT + " ns, it came after " + took);
              assertTrue(data.position() > 0 && data.hasRemaining(), data::toString);
              Harness.Child reader =
                  h.start(
                      kind,
                      () ->
                          assertEquals(
                              ByteBuffer.wrap(data.array()), ByteBuffer.wrap(readAll(pair))));
              pair.client().setWriteDeadline(null);
              int rest = data.remaining();
              assertEquals(rest, pair.client().write(data.duplicate()));
              pair.client().closeWrite();
              reader.join();
            }
          });
    }
  }

  private static byte[] readAll(Pair pair) throws IOException {
    return pair.server().input().readAllBytes();
  }

  @Kinds
  @DisplayName("N04 N05 a passed one fails reads though bytes are there; cleared, they are read")
  void passedThenCleared(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            try (Pair pair = Pair.open();
                PacketConn packets = Net.listenPacket("udp", "127.0.0.1:0")) {
              ByteBuffer into = ByteBuffer.allocate(10);
              pair.server().write(bytes("there"));
              packets.send(bytes("packet"), packets.localAddress());
              for (Instant past : List.of(Instant.now(), Instant.EPOCH, Instant.MIN)) {
                pair.client().setDeadline(past);
                packets.setDeadline(past);
                assertTimeout(() -> pair.client().read(into));
                assertTimeout(() -> pair.client().write(bytes("x")));
                assertTimeout(() -> packets.receive(into));
                assertTimeout(() -> packets.send(bytes("x"), packets.localAddress()));
                assertEquals(0, into.position());
              }
              pair.client().setDeadline(Instant.MAX);
              assertEquals("there", read(pair.client(), 5));
              packets.setDeadline(null);
              assertEquals(packets.localAddress(), packets.receive(into));
              assertEquals(6, into.position());
            }
          });
    }
  }

  @Kinds
  @DisplayName("N04 one set while somebody waits ends his read, write, accept and receive")
  void setWhileWaiting(Kind kind) throws IOException {
    try (Harness h = Harness.create();
        Pair pair = Pair.open();
        PacketConn packets = Net.listenPacket("udp", "127.0.0.1:0")) {
      ByteBuffer into = ByteBuffer.allocate(1);
      for (Instant when : new Instant[] {Instant.EPOCH, null}) {
        List<Harness.Child> waiting =
            List.of(
                h.start(kind, () -> assertTimeout(() -> pair.client().read(into))),
                h.start(
                    kind,
                    () -> assertTimeout(() -> pair.client().write(ByteBuffer.allocate(STUCK)))),
                h.start(kind, () -> assertTimeout(pair.listener()::accept)),
                h.start(kind, () -> assertTimeout(() -> packets.receive(into))));
        waiting.forEach(Harness.Child::awaitParked);
        Instant end = when == null ? Instant.now().plusMillis(3) : when;
        pair.client().setDeadline(end);
        pair.listener().setDeadline(end);
        packets.setDeadline(end);
        waiting.forEach(Harness.Child::join);
        pair.client().setDeadline(null);
        pair.listener().setDeadline(null);
        packets.setDeadline(null);
      }
    }
  }

  @Kinds
  @DisplayName("N08 one that is moved away in time ends nothing: who waits waits on")
  void movedAway(Kind kind) throws IOException {
    int rounds = Stress.times(1_000);
    long seed = Stress.seed();
    try (Harness h = Harness.create();
        Pair pair = Pair.open()) {
      // Answers each byte with whether it had to wait through a time-out for it.
      Harness.Child reader =
          h.start(
              kind,
              () -> {
                ByteBuffer into = ByteBuffer.allocate(1);
                for (int round = 0; round < rounds; round++) {
                  byte timeouts = 0;
                  for (boolean got = false; !got; ) {
                    try {
                      got = pair.client().read(into.clear()) == 1;
                    } catch (SocketTimeoutException e) {
                      timeouts = 1;
                    }
                  }
                  pair.client().write(ByteBuffer.wrap(new byte[] {timeouts}));
                }
              });
      h.run(
          Kind.PLATFORM,
          () -> {
            Random random = new Random(seed);
            ByteBuffer answer = ByteBuffer.allocate(1);
            int inTime = 0;
            for (int round = 0; round < rounds; round++) {
              long nanos = 20_000L + random.nextInt(200_000);
              long end = System.nanoTime() + nanos;
              pair.client().setReadDeadline(Instant.now().plusNanos(nanos));
              for (int spin = random.nextInt(2_000); spin > 0; spin--) {
                Thread.onSpinWait();
              }
              pair.client().setReadDeadline(round % 2 == 0 ? null : FAR);
              boolean moved = System.nanoTime() < end;
              pair.server().write(bytes("x"));
              assertEquals(1, pair.server().read(answer.clear()));
              if (moved) {
                inTime++;
                assertEquals(0, answer.get(0), "round " + round + ", seed " + seed);
              }
            }
            assertTrue(inTime > 0, "no deadline was moved in time");
          });
      reader.join();
    }
  }

  @Processors({1, 2, 8})
  @DisplayName("N08 changed by many while others read and write, they lose and mix up no byte")
  void changedDuringTransfer(int processors) throws IOException {
    byte[] data = new byte[Stress.times(1 << 20)];
    new Random(3).nextBytes(data);
    long seed = Stress.seed();
    AtomicBoolean over = new AtomicBoolean();
    try (Harness h = Harness.create(processors);
        Pair pair = Pair.open()) {
      List<Harness.Child> changers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int me = i;
        changers.add(
            h.start(
                Kind.mixed(i),
                () -> {
                  Random random = new Random(seed + me);
                  while (!over.get()) {
                    Instant when =
                        switch (random.nextInt(4)) {
                          case 0 -> null;
                          case 1 -> FAR;
                          case 2 -> Instant.now().minusNanos(1);
                          default -> Instant.now().plusNanos(random.nextInt(1_000_000));
                        };
                    pair.client().setDeadline(when);
                    pair.server().setReadDeadline(when);
                    // A deadline must last for a while for anything to get through.
                    Thread.sleep(0, random.nextInt(300_000));
                  }
                }));
      }
      Harness.Child writer =
          h.go(
              () -> {
                ByteBuffer from = ByteBuffer.wrap(data);
                while (from.hasRemaining()) {
                  try {
                    pair.client().write(from);
                  } catch (SocketTimeoutException e) {
                    assertEquals("i/o timeout", e.getMessage());
                  }
                }
              });
      Harness.Child reader =
          h.go(
              () -> {
                ByteBuffer into = ByteBuffer.allocate(data.length);
                while (into.hasRemaining()) {
                  try {
                    assertTrue(
                        pair.server()
                                .read(into.limit(Math.min(data.length, into.position() + 5_000)))
                            > 0);
                  } catch (SocketTimeoutException e) {
                    assertEquals("i/o timeout", e.getMessage());
                  }
                  into.limit(data.length);
                }
                assertEquals(ByteBuffer.wrap(data), into.flip());
              });
      writer.join();
      reader.join();
      over.set(true);
      changers.forEach(Harness.Child::join);
      // What was changed last counts, whatever fires still.
      pair.client().setDeadline(null);
      pair.server().setDeadline(null);
      Harness.Child patient = h.go(() -> assertEquals("end", read(pair.client(), 3)));
      patient.awaitParked();
      pair.server().write(bytes("end"));
      patient.join();
    }
  }

  @Kinds
  @DisplayName("N08 set by many at once, the last one counts")
  void setByMany(Kind kind) throws IOException {
    try (Harness h = Harness.create(8);
        Pair pair = Pair.open();
        PacketConn packets = Net.listenPacket("udp", "127.0.0.1:0")) {
      for (int i = 0; i < 8; i++) {
        int me = i;
        h.start(
            kind,
            () -> {
              for (int n = 0; n < 300; n++) {
                Instant when = Instant.now().plusNanos((n + me) % 3 == 0 ? 3_600_000_000_000L : n);
                pair.client().setDeadline(when);
                pair.listener().setDeadline(when);
                packets.setDeadline(when);
              }
            });
      }
      h.join();
      pair.client().setDeadline(null);
      packets.setDeadline(null);
      ByteBuffer into = ByteBuffer.allocate(1);
      Harness.Child reader = h.start(kind, () -> assertEquals(1, pair.client().read(into)));
      Harness.Child receiver = h.start(kind, () -> packets.receive(ByteBuffer.allocate(1)));
      reader.awaitParked();
      receiver.awaitParked();
      pair.server().write(bytes("x"));
      packets.send(bytes("x"), packets.localAddress());
      reader.join();
      receiver.join();
      pair.listener().setDeadline(Instant.now());
      assertTimeout(pair.listener()::accept);
    }
  }

  @Test
  @DisplayName("N05 N09 the same one for both directions ends both, and each direction by itself")
  void bothDirections() throws IOException {
    try (Harness h = Harness.create();
        Pair pair = Pair.open()) {
      ByteBuffer into = ByteBuffer.allocate(1);
      h.run(
          Kind.GOROUTINE,
          () -> {
            pair.client().setReadDeadline(Instant.EPOCH);
            assertEquals(1, pair.client().write(bytes("x")));
            pair.client().setReadDeadline(null);
            pair.client().setWriteDeadline(Instant.EPOCH);
            pair.server().write(bytes("y"));
            assertEquals("y", read(pair.client(), 1));
          });
      pair.client().setDeadline(null);
      Harness.Child reader = h.go(() -> assertTimeout(() -> pair.client().read(into)));
      Harness.Child writer =
          h.go(() -> assertTimeout(() -> pair.client().write(ByteBuffer.allocate(STUCK))));
      reader.awaitParked();
      writer.awaitParked();
      pair.client().setDeadline(Instant.now().plusMillis(2));
      reader.join();
      writer.join();
    }
  }
}
