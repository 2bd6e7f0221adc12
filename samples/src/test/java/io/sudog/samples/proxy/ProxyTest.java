package io.sudog.samples.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
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
import io.sudog.testing.Stress;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProxyTest {
  private static final int MIB = 1 << 20;

  /** A proxy in front of a listener of the test's. */
  private record Setting(
      Proxy proxy, Listener target, String address, CancelContext ctx, List<String> troubles) {
    Conn dial() throws IOException {
      return Net.dial("tcp", address);
    }
  }

  @FunctionalInterface
  private interface Body {
    void run(Setting setting) throws Exception;
  }

  /** Runs a body; then the proxy ends, and nothing it had may be left. */
  private static void proxying(int limit, Body body) {
    SocketPrograms.run(
        () -> {
          try (Listener target = Net.listen("tcp", "127.0.0.1:0");
              CancelContext ctx = Context.withCancel(Context.background())) {
            Listener listener = Net.listen("tcp", "127.0.0.1:0");
            List<String> troubles = Harness.sharedList();
            Proxy proxy =
                new Proxy(
                    Sockets.text(target.address()), limit, Duration.ofMinutes(1), troubles::add);
            String address = Sockets.text(listener.address());
            Goroutine serving = Go.go("proxy", () -> proxy.serve(ctx, listener));
            try {
              body.run(new Setting(proxy, target, address, ctx, troubles));
            } finally {
              ctx.cancel();
              serving.join();
            }
            assertEquals(0, proxy.traffic().open());
            OpenSockets.awaitRefused(address);
          }
        });
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static String rest(Conn conn) throws IOException {
    return new String(conn.input().readAllBytes(), UTF_8);
  }

  // ---- bytes ----------------------------------------------------------------------------------

  private static long send(Conn conn, long length, long seed) throws IOException {
    Random random = new Random(seed);
    CRC32C sum = new CRC32C();
    byte[] piece = new byte[MIB];
    for (long left = length; left > 0; left -= piece.length) {
      random.nextBytes(piece);
      sum.update(piece);
      conn.write(ByteBuffer.wrap(piece));
    }
    conn.closeWrite();
    return sum.getValue();
  }

  private static long receive(Conn conn, long length) throws IOException {
    CRC32C sum = new CRC32C();
    ByteBuffer piece = ByteBuffer.allocateDirect(MIB);
    long got = 0;
    for (int n; (n = conn.read(piece.clear())) >= 0; got += n) {
      sum.update(piece.flip());
    }
    assertEquals(length, got);
    return sum.getValue();
  }

  @Test
  @Timeout(600)
  void everyByteGoesThroughBothWaysAtOnce() {
    long length = (long) Stress.times(64) * MIB;
    proxying(
        10,
        s -> {
          Chan<Long> sums = Chan.make(4);
          ErrGroup peers = ErrGroup.create();
          try (Conn client = s.dial();
              Conn server = s.target.accept()) {
            peers.go(() -> sums.send(send(client, length, 1)));
            peers.go(() -> sums.send(receive(server, length)));
            peers.await();
            assertEquals(sums.receive(), sums.receive());
            peers.go(() -> sums.send(send(server, length, 2)));
            peers.go(() -> sums.send(receive(client, length)));
            peers.await();
            assertEquals(sums.receive(), sums.receive());
          }
          Await.until("the tunnel is over", () -> s.proxy.traffic().open() == 0);
          assertEquals(new Traffic(0, 1, 0, length, length), s.proxy.traffic());
        });
  }

  @Test
  void bothWaysAtTheSameTime() {
    long length = 8L * MIB;
    proxying(
        10,
        s -> {
          Chan<Long> toServer = Chan.make(2);
          Chan<Long> toClient = Chan.make(2);
          ErrGroup peers = ErrGroup.create();
          try (Conn client = s.dial();
              Conn server = s.target.accept()) {
            peers.go(() -> toServer.send(send(client, length, 3)));
            peers.go(() -> toServer.send(receive(server, length)));
            peers.go(() -> toClient.send(send(server, length, 4)));
            peers.go(() -> toClient.send(receive(client, length)));
            peers.await();
            assertEquals(toServer.receive(), toServer.receive());
            assertEquals(toClient.receive(), toClient.receive());
          }
        });
  }

  // ---- ends -----------------------------------------------------------------------------------

  @Test
  void theEndOfOneWayIsPassedOnAndTheOtherGoesOn() {
    proxying(
        10,
        s -> {
          try (Conn client = s.dial();
              Conn server = s.target.accept()) {
            client.write(bytes("question"));
            client.closeWrite();
            assertEquals("question", rest(server));
            server.write(bytes("an answer, "));
            server.write(bytes("after the end of the question"));
            server.closeWrite();
            assertEquals("an answer, after the end of the question", rest(client));
          }
          try (Conn client = s.dial();
              Conn server = s.target.accept()) {
            server.write(bytes("greeting"));
            server.closeWrite();
            assertEquals("greeting", rest(client));
            client.write(bytes("reply"));
            client.closeWrite();
            assertEquals("reply", rest(server));
          }
          assertEquals(List.of(), s.troubles);
        });
  }

  @Test
  void aResetOfTheClientResetsTheServer() {
    proxying(
        10,
        s -> {
          try (Conn client = s.dial();
              Conn server = s.target.accept()) {
            client.write(bytes("x"));
            assertEquals(1, server.read(ByteBuffer.allocate(1)));
            client.option(StandardSocketOptions.SO_LINGER, 0).close();
            assertThrows(IOException.class, () -> server.read(ByteBuffer.allocate(1)));
          }
          Await.until("the failure is counted", () -> s.proxy.traffic().failed() == 1);
          Await.until("it is told of", () -> s.troubles.size() == 1);
          assertTrue(s.troubles.getFirst().startsWith("connection from "), s.troubles::toString);
        });
  }

  @Test
  void aResetOfTheServerResetsTheClientThoughThatSendsNothing() {
    proxying(
        10,
        s -> {
          try (Conn client = s.dial();
              Conn server = s.target.accept()) {
            server.option(StandardSocketOptions.SO_LINGER, 0).close();
            assertThrows(IOException.class, () -> client.read(ByteBuffer.allocate(1)));
          }
        });
  }

  @Test
  void aTargetThatRefusesClosesTheClient() {
    proxying(
        10,
        s -> {
          s.target.close();
          try (Conn client = s.dial()) {
            assertEquals("", rest(client));
          }
          Await.until("the failure is told of", () -> s.troubles.size() == 1);
          assertTrue(s.troubles.getFirst().startsWith("cannot connect to "), s.troubles::toString);
          assertEquals(1, s.proxy.traffic().failed());
        });
  }

  @Test
  void theEndOfTheContextResetsBothSides() {
    proxying(
        10,
        s -> {
          try (Conn client = s.dial();
              Conn server = s.target.accept()) {
            client.write(bytes("x"));
            assertEquals(1, server.read(ByteBuffer.allocate(1)));
            s.ctx.cancel();
            assertThrows(IOException.class, () -> client.read(ByteBuffer.allocate(1)));
            assertThrows(IOException.class, () -> server.read(ByteBuffer.allocate(1)));
          }
          assertEquals(List.of(), s.troubles);
        });
  }

  // ---- back-pressure --------------------------------------------------------------------------

  @Test
  void aReaderThatStopsStopsTheSender() {
    int length = 256 * MIB;
    proxying(
        10,
        s -> {
          try (Conn client = s.dial();
              Conn server = s.target.accept()) {
            // More than all buffers on the way can hold: who has written it all has met none.
            Goroutine sender =
                Go.go(
                    "sender",
                    () -> {
                      client.write(ByteBuffer.allocateDirect(length));
                      client.closeWrite();
                    });
            awaitStopped(s, sender);
            long stuck = s.proxy.traffic().sent();
            assertTrue(stuck < length, () -> "sent " + stuck);
            assertEquals(length, drain(server));
            sender.join();
          }
        });
  }

  /** The sender waits, and nothing has moved in the meantime that could end its wait. */
  private static void awaitStopped(Setting s, Goroutine sender) {
    long[] last = {-1};
    int[] same = {0};
    Await.until(
        "the sender stops",
        () -> {
          long now = s.proxy.traffic().sent();
          same[0] = now == last[0] && sender.waitReason().equals("IO wait") ? same[0] + 1 : 0;
          last[0] = now;
          return same[0] > 10_000;
        });
  }

  private static long drain(Conn conn) throws IOException {
    ByteBuffer piece = ByteBuffer.allocateDirect(MIB);
    long got = 0;
    for (int n; (n = conn.read(piece.clear())) >= 0; ) {
      got += n;
    }
    return got;
  }

  // ---- many -----------------------------------------------------------------------------------

  @Test
  void noMoreConnectionsAtATimeThanTheLimit() {
    proxying(
        2,
        s -> {
          Conn one = s.dial();
          Conn two = s.dial();
          Conn three = s.dial();
          Conn serverOne = s.target.accept();
          Conn serverTwo = s.target.accept();
          three.write(bytes("waits"));
          three.closeWrite();
          assertEquals(2, s.proxy.traffic().open());
          assertEquals(2, s.proxy.traffic().total());
          one.close();
          two.close();
          assertEquals("", rest(serverOne));
          assertEquals("", rest(serverTwo));
          serverOne.close();
          serverTwo.close();
          try (three;
              Conn serverThree = s.target.accept()) {
            assertEquals("waits", rest(serverThree));
            serverThree.write(bytes("served"));
            serverThree.closeWrite();
            assertEquals("served", rest(three));
          }
        });
  }

  @Test
  void manyConnectionsAtATimeAndNoDescriptorIsLeft() {
    int many = 200;
    proxying(
        many,
        s -> {
          ErrGroup servers = ErrGroup.create();
          servers.go(
              () -> {
                for (int i = 0; i < many; i++) {
                  Conn server = s.target.accept();
                  servers.go(() -> echo(server));
                }
              });
          ErrGroup clients = ErrGroup.create();
          for (int i = 0; i < many; i++) {
            String text = "client " + i;
            clients.go(
                () -> {
                  try (Conn client = s.dial()) {
                    client.write(bytes(text));
                    // All are here before one ends.
                    Await.until("all are open", () -> s.proxy.traffic().total() == many);
                    client.closeWrite();
                    assertEquals(text, rest(client));
                  }
                });
          }
          clients.await();
          servers.await();
          Await.until("all tunnels are over", () -> s.proxy.traffic().open() == 0);
          assertEquals(0, s.proxy.traffic().failed(), s.troubles::toString);
        });
  }

  private static void echo(Conn conn) throws IOException {
    try (conn) {
      conn.input().transferTo(conn.output());
      conn.closeWrite();
    }
  }

  // ---- texts ----------------------------------------------------------------------------------

  @Test
  void trafficIsToldInUnitsOfItsSize() {
    Traffic before = new Traffic(1, 1, 0, 100, 0);
    Traffic after = new Traffic(2, 3, 1, 100 + 2 * 1500, 5L << 31);
    assertEquals(
        "2 open, 3 in all, 1 failed; 1.5 KiB/s to the target, 5.0 GiB/s from it",
        new Traffic(2, 3, 1, 100 + 2 * 1536, 10L << 30).since(before, Duration.ofSeconds(2)));
    assertEquals(
        "connections: 3, failed: 1; 3.0 KiB to the target, 10.0 GiB from it", after.summary());
  }
}
