package io.sudog.verify.stress;

import io.sudog.core.Go;
import io.sudog.net.Conn;
import io.sudog.net.Listener;
import io.sudog.net.Net;
import io.sudog.net.PacketConn;
import io.sudog.sync.WaitGroup;
import io.sudog.verify.stress.Plan.Where;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;

/** Echo servers and their clients on loopback: TCP or Unix sockets, and packets. */
final class Loopback {
  private static final int CLIENTS = 4;
  private static final int ROUNDS = 10;

  private final Crew crew;

  Loopback(Crew crew) {
    this.crew = crew;
  }

  void start(Random random) {
    long seed = random.nextLong();
    boolean unix = random.nextBoolean();
    crew.start(
        Where.GOROUTINE,
        "echo server and clients",
        self -> {
          if (unix) {
            Path folder = Files.createTempDirectory("sudog");
            Path path = folder.resolve("echo");
            try {
              serveClients("unix", path.toString(), seed);
            } finally {
              Files.deleteIfExists(path);
              Files.delete(folder);
            }
          } else {
            serveClients("tcp", "127.0.0.1:0", seed);
          }
          self.step("the clients are done");
        });
    crew.start(
        Where.GOROUTINE,
        "packets",
        self -> {
          try (PacketConn one = Net.listenPacket("udp", "127.0.0.1:0");
              PacketConn other = Net.listenPacket("udp", "127.0.0.1:0")) {
            exchangePackets(one, other, self);
          }
        });
  }

  private static void serveClients(String network, String address, long seed) throws IOException {
    Listener listener = Net.listen(network, address);
    String at =
        listener.address() instanceof InetSocketAddress inet
            ? "127.0.0.1:" + inet.getPort()
            : address;
    WaitGroup clients = new WaitGroup();
    WaitGroup server = new WaitGroup();
    server.go(() -> serve(listener, server));
    for (int i = 0; i < CLIENTS; i++) {
      Random own = new Random(seed + i);
      clients.go(() -> exchange(network, at, own));
    }
    clients.await();
    // Under the accept that waits.
    listener.close();
    server.await();
  }

  /** One packet at a time, so that the machine has no reason to drop one. */
  private static void exchangePackets(PacketConn one, PacketConn other, Trace.Actor self) {
    WaitGroup back = new WaitGroup();
    back.go(
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            ByteBuffer packet = ByteBuffer.allocate(Long.BYTES);
            SocketAddress from = other.receive(packet);
            other.send(packet.flip(), from);
          }
        });
    back.go(
        () -> {
          for (long i = 0; i < ROUNDS; i++) {
            one.send(ByteBuffer.allocate(Long.BYTES).putLong(0, i), other.localAddress());
            ByteBuffer packet = ByteBuffer.allocate(Long.BYTES);
            one.receive(packet);
            Beside.require(packet.getLong(0) == i, "another packet came back");
            self.step("a packet came back");
          }
        });
    back.await();
  }

  private static void serve(Listener listener, WaitGroup group) throws IOException {
    while (true) {
      Conn conn;
      try {
        conn = listener.accept();
      } catch (ClosedChannelException e) {
        return;
      }
      group.go(() -> echo(conn));
    }
  }

  private static void echo(Conn conn) throws IOException {
    try (conn) {
      ByteBuffer buffer = ByteBuffer.allocate(64);
      while (conn.read(buffer) >= 0) {
        buffer.flip();
        conn.write(buffer);
        buffer.clear();
      }
    }
  }

  private static void exchange(String network, String address, Random random) throws IOException {
    try (Conn conn = Net.dial(network, address)) {
      for (int i = 0; i < ROUNDS; i++) {
        long v = random.nextLong();
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES).putLong(0, v);
        conn.write(out);
        ByteBuffer in = ByteBuffer.allocate(Long.BYTES);
        while (in.hasRemaining()) {
          Beside.require(conn.read(in) >= 0, "the connection ended");
        }
        Beside.require(in.getLong(0) == v, "the echo differs");
      }
      if (random.nextBoolean()) {
        awaitDeadline(conn);
      } else {
        closeUnderReader(conn);
      }
    }
  }

  private static void awaitDeadline(Conn conn) throws IOException {
    conn.setReadDeadline(Instant.now().plusNanos(500_000));
    try {
      conn.read(ByteBuffer.allocate(1));
      Beside.require(false, "read what nobody wrote");
    } catch (SocketTimeoutException e) {
      conn.setReadDeadline(null);
    }
  }

  private static void closeUnderReader(Conn conn) throws IOException {
    WaitGroup reader = new WaitGroup();
    reader.go(
        () -> {
          try {
            conn.read(ByteBuffer.allocate(1));
            Beside.require(false, "read from a closed connection");
          } catch (ClosedChannelException e) {
            Go.gosched();
          }
        });
    Go.gosched();
    conn.close();
    reader.await();
  }
}
