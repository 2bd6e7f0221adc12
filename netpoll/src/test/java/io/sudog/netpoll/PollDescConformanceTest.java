package io.sudog.netpoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a direction keeps of the events that come before, while, and after somebody waits. */
@DisplayName("A direction of a descriptor")
class PollDescConformanceTest {
  private static final int FEW = 5;

  /** A connection whose near end is at the poller. */
  private static final class Connection implements AutoCloseable {
    private final SocketChannel near;
    private final SocketChannel far;
    final PollDesc desc;

    Connection() throws IOException {
      try (ServerSocketChannel server = ServerSocketChannel.open()) {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        near = SocketChannel.open(server.getLocalAddress());
        far = server.accept();
      }
      near.configureBlocking(false);
      desc = new PollDesc(near, SelectionKey.OP_READ);
    }

    void send() throws IOException {
      assertEquals(1, far.write(ByteBuffer.allocate(1)));
    }

    void drain() throws IOException {
      assertEquals(1, near.read(ByteBuffer.allocate(1)));
      assertEquals(0, near.read(ByteBuffer.allocate(1)));
    }

    /**
     * Somebody who waits. The first few waits may end at once: the selector reports a level, and
     * may do so again before what it reports has been read.
     */
    Harness.Child waiter(Harness h) {
      Harness.Child last = null;
      for (int i = 0; i <= FEW; i++) {
        Harness.Child child = h.start(Kind.PLATFORM, desc.read::await);
        last = child;
        Await.until("it waits or has ended", () -> child.isParked() || child.isDone());
        if (!child.isDone()) {
          return child;
        }
      }
      throw new AssertionError("does not wait: " + last);
    }

    /** An event that is seen by a waiter, so that the selector has reported one. */
    void firstEvent(Harness h) throws IOException {
      Harness.Child waiter = waiter(h);
      send();
      waiter.join();
      drain();
    }

    @Override
    public void close() throws IOException {
      desc.close();
      far.close();
    }
  }

  @Test
  @DisplayName("N01 an event ends the wait under way, and is used up by it")
  void whileSomebodyWaits() throws IOException {
    try (Connection c = new Connection();
        Harness h = Harness.create()) {
      c.firstEvent(h);
      Harness.Child next = c.waiter(h);
      c.send();
      next.join();
    }
  }

  @Test
  @DisplayName("N01 an event, or several, before the wait is kept for it, once")
  void beforeTheWait() throws IOException {
    for (int events : new int[] {1, 5 * FEW}) {
      try (Connection c = new Connection();
          Harness h = Harness.create()) {
        c.firstEvent(h);
        SelectionKey key = c.desc.key;
        for (int i = 0; i < events; i++) {
          // As the polling thread does, with what it was told last.
          c.desc.ready(key);
        }
        // Nothing has come since.
        h.start(Kind.PLATFORM, c.desc.read::await).join();
        Harness.Child next = c.waiter(h);
        c.send();
        next.join();
      }
    }
  }

  @Test
  @DisplayName("N01 each direction has its own events and its own waiter")
  void apart() throws IOException {
    try (Connection c = new Connection();
        Harness h = Harness.create()) {
      Harness.Child reader = c.waiter(h);
      // There is room, so this one ends; the reader waits on.
      h.start(Kind.PLATFORM, c.desc.write::await).join();
      assertFalse(reader.isDone());
      c.send();
      reader.join();
    }
  }
}
