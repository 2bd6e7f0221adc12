package io.sudog.netpoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.runtime.Poller;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Seam;
import io.sudog.testing.Twin;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The hand-shakes between who waits, who polls and who wakes. Each is shown to hold in the real
 * code with the other side acting in the very window it is about, and not to hold one step away.
 */
@DisplayName("Netpoll's hand-shakes, and their broken twins")
class NetpollBrokenTwinTest {
  private static final String SEAM = "io.sudog.testing.Seam.pass(); ";
  private static final String PUBLISH = "if (!WORD.compareAndSet(this, null, waiter)) {";

  /** One end of a pipe at the poller of the current scheduler. */
  private static final class Source implements AutoCloseable {
    private final Pipe pipe = Pipe.open();
    private final PollDesc desc;

    Source() throws IOException {
      pipe.source().configureBlocking(false);
      desc = new PollDesc(pipe.source(), SelectionKey.OP_READ);
    }

    void write() {
      try {
        assertEquals(1, pipe.sink().write(ByteBuffer.allocate(1)));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    void read() throws IOException {
      ByteBuffer one = ByteBuffer.allocate(1);
      while (pipe.source().read(one) == 0) {
        desc.read.await();
      }
    }

    /** Has it armed, so that the next wait finds it so. */
    void warmUp(Harness h, Kind kind) {
      Harness.Child reader = h.start(kind, this::read).awaitParked();
      write();
      reader.join();
    }

    @Override
    public void close() throws IOException {
      desc.close();
      pipe.sink().close();
    }
  }

  // ---- a descriptor ---------------------------------------------------------------------------

  @Test
  @DisplayName("N04 a direction disarmed just before a wait is armed again")
  void disarmedBeforeTheWait() {
    Twin.of("netpoll", PollDesc.class)
        .replace(PUBLISH, SEAM + PUBLISH)
        .assertPasses(NetpollBrokenTwinTest.class, "dropBeforeTheWait");
    Twin.of("netpoll", PollDesc.class)
        .replace(PUBLISH, SEAM + PUBLISH)
        .replace("(!armed || isClosed() || expired)", "(isClosed() || expired)")
        .assertCaughtBy(NetpollBrokenTwinTest.class, "dropBeforeTheWait");
  }

  static void dropBeforeTheWait() throws IOException {
    try (Source source = new Source();
        Harness h = Harness.create()) {
      source.warmUp(h, Kind.PLATFORM);
      Seam.atNextPass(() -> source.desc.read.drop(source.desc.key));
      Harness.Child reader = h.start(Kind.PLATFORM, source::read).awaitParked();
      source.write();
      reader.join();
    }
  }

  @Test
  @DisplayName("N01 a direction disarmed while somebody waits is armed again")
  void disarmedInTheWait() {
    Twin.of("netpoll", PollDesc.class)
        .replace("if (armed || word instanceof Waiter) {", "if (armed) {")
        .assertCaughtBy(NetpollBrokenTwinTest.class, "dropInTheWait");
  }

  @Test
  @DisplayName("N01 what is ready while somebody waits wakes him")
  void dropInTheWait() throws IOException {
    try (Source source = new Source();
        Harness h = Harness.create()) {
      Harness.Child reader = h.start(Kind.PLATFORM, source::read).awaitParked();
      SelectionKey key = source.desc.key;
      source.desc.read.drop(key);
      // The polling thread, whose step this is, goes on to look at the interest set.
      key.selector().wakeup();
      source.write();
      reader.join();
    }
  }

  @Test
  @DisplayName("a direction whose reads never wait is disarmed by mistake")
  void disarmedThoughItIsRead() {
    Twin.of("netpoll", PollDesc.class)
        .replace("if (tried && op != SelectionKey.OP_WRITE) {", "if (false) {")
        .assertCaughtBy(NetpollBrokenTwinTest.class, "readsThatNeverWait");
  }

  @Test
  @DisplayName("a direction stays armed while it is read, and no longer")
  void readsThatNeverWait() throws IOException {
    try (Source source = new Source();
        Harness h = Harness.create()) {
      SelectionKey key;
      do {
        // On a slow machine it is disarmed again before the reader has read.
        source.warmUp(h, Kind.PLATFORM);
        key = source.desc.key;
      } while (key.interestOps() == 0);
      for (int i = 0; i < 100; i++) {
        source.write();
      }
      // Nobody waits, so nobody polls but this test.
      for (int i = 0; i < 50; i++) {
        source.desc.read.check();
        source.read();
        for (int report = 0; report < 5; report++) {
          source.desc.ready(key);
        }
        assertEquals(SelectionKey.OP_READ, key.interestOps());
      }
      for (int report = 0; report < 50; report++) {
        source.desc.ready(key);
      }
      assertEquals(0, key.interestOps());
    }
  }

  @Test
  @DisplayName("N10 a close just before the wait ends it")
  void closedBeforeTheWait() {
    Twin.of("netpoll", PollDesc.class)
        .replace(PUBLISH, SEAM + PUBLISH)
        .assertPasses(NetpollBrokenTwinTest.class, "closeBeforeTheWait");
    Twin.of("netpoll", PollDesc.class)
        .replace(PUBLISH, SEAM + PUBLISH)
        .replace("(!armed || isClosed() || expired)", "(!armed || expired)")
        .assertCaughtBy(NetpollBrokenTwinTest.class, "closeBeforeTheWait");
  }

  static void closeBeforeTheWait() throws IOException {
    Source source = new Source();
    try (Harness h = Harness.create()) {
      source.warmUp(h, Kind.PLATFORM);
      Seam.atNextPass(() -> quietly(source::close));
      h.start(Kind.PLATFORM, () -> assertThrows(ClosedChannelException.class, source::read));
    }
  }

  @Test
  @DisplayName("N10 a close in the wait ends it")
  void closedInTheWait() {
    Twin.of("netpoll", PollDesc.class)
        .replace("read.unblock();", "")
        .assertCaughtBy(NetpollBrokenTwinTest.class, "closeInTheWait");
    Twin.of("netpoll", PollDesc.class)
        .replaceAfter("private synchronized SelectionKey register()", "if (closing)", "if (false)")
        .replaceAfter("public boolean close()", "closing = true;", "")
        .assertCaughtBy(NetpollBrokenTwinTest.class, "closeInTheWait");
  }

  @Test
  @DisplayName("N10 who waits learns of a close, with Go's words")
  void closeInTheWait() throws IOException {
    Source source = new Source();
    try (Harness h = Harness.create()) {
      h.start(
              Kind.PLATFORM,
              () -> {
                Throwable cause =
                    assertThrows(ClosedChannelException.class, source.desc.read::await).getCause();
                assertEquals("use of closed network connection", cause.getMessage());
              })
          .awaitParked();
      source.close();
    }
  }

  @Test
  @DisplayName("N04 a deadline that passes just before the wait ends it")
  void expiredBeforeTheWait() {
    Twin.of("netpoll", PollDesc.class)
        .replace(PUBLISH, SEAM + PUBLISH)
        .assertPasses(NetpollBrokenTwinTest.class, "expireBeforeTheWait");
    Twin.of("netpoll", PollDesc.class)
        .replace(PUBLISH, SEAM + PUBLISH)
        .replace("(!armed || isClosed() || expired)", "(!armed || isClosed())")
        .assertCaughtBy(NetpollBrokenTwinTest.class, "expireBeforeTheWait");
  }

  static void expireBeforeTheWait() throws IOException {
    try (Source source = new Source();
        Harness h = Harness.create()) {
      source.warmUp(h, Kind.PLATFORM);
      Seam.atNextPass(() -> source.desc.read.setDeadline(Instant.MIN));
      h.start(Kind.PLATFORM, () -> assertThrows(SocketTimeoutException.class, source::read)).join();
    }
  }

  @Test
  @DisplayName("N08 a deadline that was moved while it fired does not count")
  void staleDeadline() {
    String head = "private void expire(int ofRound) { Waiter late = null; ";
    Twin.of("netpoll", PollDesc.class)
        .replaceAfter(head, "lock.unlock();", "lock.unlock(); " + SEAM)
        .replace(head, head + SEAM)
        .assertPasses(NetpollBrokenTwinTest.class, "moveWhileItFires");
    Twin.of("netpoll", PollDesc.class)
        .replaceAfter(head, "lock.unlock();", "lock.unlock(); " + SEAM)
        .replace(head, head + SEAM)
        .replace("if (ofRound == round) {", "if (ofRound <= round) {")
        .assertCaughtBy(NetpollBrokenTwinTest.class, "moveWhileItFires");
  }

  static void moveWhileItFires() throws Exception {
    try (Source source = new Source()) {
      CountDownLatch fired = new CountDownLatch(1);
      Seam.atNextPass(
          () -> {
            source.desc.read.setDeadline(null);
            Seam.atNextPass(fired::countDown);
          });
      source.desc.read.setDeadline(Instant.now().plusMillis(2));
      fired.await();
      source.desc.read.check();
    }
  }

  // ---- the poller -----------------------------------------------------------------------------

  @Test
  @DisplayName("N13 a wake-up just before the poll blocks ends it")
  void wokenBeforeItBlocks() {
    for (String method : List.of("wakeBeforeSleep", "wakeBeforeSelect")) {
      Twin.of("netpoll", Netpoller.class)
          .replace("blocking = true;", SEAM + "blocking = true;")
          .assertPasses(NetpollBrokenTwinTest.class, method);
      Twin.of("netpoll", Netpoller.class)
          .replace("blocking = true;", SEAM + "blocking = true; woken = false;")
          .assertCaughtBy(NetpollBrokenTwinTest.class, method);
    }
  }

  @Test
  @DisplayName("N13 a wake-up between the last look and the blocking call ends it")
  void wokenAfterTheLastLook() {
    String sleep = "sleep(left); continue;";
    String select = "s.select(onReady, left == FOREVER ? 0 : left / MILLI);";
    Twin.of("netpoll", Netpoller.class)
        .replace(sleep, SEAM + sleep)
        .assertPasses(NetpollBrokenTwinTest.class, "wakeBeforeSleep");
    Twin.of("netpoll", Netpoller.class)
        .replace(sleep, SEAM + sleep)
        .replace("LockSupport.unpark(thread);", "")
        .assertCaughtBy(NetpollBrokenTwinTest.class, "wakeBeforeSleep");
    Twin.of("netpoll", Netpoller.class)
        .replace(select, SEAM + select)
        .assertPasses(NetpollBrokenTwinTest.class, "wakeBeforeSelect");
    Twin.of("netpoll", Netpoller.class)
        .replace(select, SEAM + select)
        .replace("p.sink().write(oneByte)", "p.sink().write(oneByte.limit(0))")
        .assertCaughtBy(NetpollBrokenTwinTest.class, "wakeBeforeSelect");
  }

  static void wakeBeforeSleep() {
    Netpoller poller = new Netpoller();
    pollFor(poller, poller::wake);
    poller.close();
  }

  static void wakeBeforeSelect() throws IOException {
    try (Pipe.SourceChannel channel = Pipe.open().source()) {
      Netpoller poller = poller(channel);
      poller.waiterAdded();
      pollFor(poller, poller::wake);
      poller.close();
    }
  }

  private static Netpoller poller(Pipe.SourceChannel channel) throws IOException {
    channel.configureBlocking(false);
    Netpoller poller = new Netpoller();
    var _ = poller.register(channel, new PollDesc(channel, SelectionKey.OP_READ));
    return poller;
  }

  /** A blocking poll, with something that happens at the seam and must end it. */
  private static void pollFor(Netpoller poller, Runnable meanwhile) {
    try (Harness h = Harness.create()) {
      for (int i = 0; i < 3; i++) {
        Seam.atNextPass(meanwhile);
        h.start(Kind.PLATFORM, () -> poller.poll(Poller.FOREVER, waiter -> {})).join();
      }
    }
  }

  @Test
  @DisplayName("N11 who begins to wait for a socket wakes a poll that sleeps without the selector")
  void heardByTheDeaf() {
    String sleep = "sleep(left); continue;";
    Twin.of("netpoll", Netpoller.class)
        .replace(sleep, SEAM + sleep)
        .assertPasses(NetpollBrokenTwinTest.class, "waitBeforeSleep");
    Twin.of("netpoll", Netpoller.class)
        .replace(sleep, SEAM + sleep)
        .replace("if (deaf) { wake(); }", "")
        .assertCaughtBy(NetpollBrokenTwinTest.class, "waitBeforeSleep");
    Twin.of("netpoll", Netpoller.class)
        .replace("deaf = true;", "")
        .replace(sleep, SEAM + "deaf = true; " + sleep)
        .assertCaughtBy(NetpollBrokenTwinTest.class, "waitBeforeSleep");
  }

  static void waitBeforeSleep() throws IOException {
    try (Pipe.SourceChannel channel = Pipe.open().source()) {
      Netpoller poller = poller(channel);
      pollFor(
          poller,
          () -> {
            poller.waiterAdded();
            poller.waiterGone();
          });
      poller.close();
    }
  }

  @Test
  @DisplayName("a blocked poll learns of a channel that is armed meanwhile")
  void armedMeanwhile() {
    Twin.of("netpoll", Netpoller.class)
        .replace("void changed() { if (blocking) { wake(); } }", "void changed() {}")
        .assertCaughtBy(NetpollBrokenTwinTest.class, "armMeanwhile");
  }

  @Test
  @DisplayName("N11 who waits is woken, though the poller blocks for others already")
  void armMeanwhile() throws IOException {
    List<Source> sources = new ArrayList<>();
    try (Harness h = Harness.create()) {
      // The first keeps the poller blocked; among so many, it is so when one of them arms.
      List<Harness.Child> readers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Source source = new Source();
        sources.add(source);
        readers.add(h.start(Kind.PLATFORM, source::read).awaitParked());
      }
      for (int i = 19; i >= 0; i--) {
        sources.get(i).write();
        readers.get(i).join();
      }
    }
    for (Source source : sources) {
      source.close();
    }
    assertTrue(sources.stream().allMatch(source -> source.desc.isClosed()));
  }

  private static void quietly(IoAction action) {
    try {
      action.run();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private interface IoAction {
    void run() throws IOException;
  }
}
