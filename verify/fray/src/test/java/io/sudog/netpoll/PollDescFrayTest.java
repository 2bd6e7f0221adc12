package io.sudog.netpoll;

import static io.sudog.verify.fray.Interleavings.assertDeadlocks;
import static io.sudog.verify.fray.Interleavings.explore;
import static io.sudog.verify.fray.Interleavings.together;
import static io.sudog.verify.fray.Interleavings.twin;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sudog.runtime.Waiter;
import io.sudog.testing.Twin;
import java.lang.reflect.Field;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * One descriptor, one thread that waits and one that plays the selector, the closer or the
 * deadline. The key is a made-up one: what it was told is all a selector would know.
 */
@DisplayName("The descriptor of the network poller")
class PollDescFrayTest {
  /** A key that is always ready for reading. */
  private static final class Key extends SelectionKey {
    private int interest;
    private boolean over;

    @Override
    public SelectableChannel channel() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Selector selector() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isValid() {
      return true;
    }

    @Override
    public void cancel() {}

    @Override
    public synchronized int interestOps() {
      return interest;
    }

    @Override
    public synchronized SelectionKey interestOps(int ops) {
      interest = ops;
      notifyAll();
      return this;
    }

    @Override
    public int readyOps() {
      return OP_READ;
    }

    /** Returns when a selector would report; false when nobody listens any more. */
    synchronized boolean select() throws InterruptedException {
      while (!over && (interest & OP_READ) == 0) {
        wait();
      }
      return !over;
    }

    /** Nobody listens any more. */
    synchronized void end() {
      over = true;
      notifyAll();
    }
  }

  /** A channel that can only be closed. */
  private static final class Nothing extends AbstractSelectableChannel {
    Nothing() {
      super(SelectorProvider.provider());
    }

    @Override
    public int validOps() {
      return SelectionKey.OP_READ | SelectionKey.OP_WRITE;
    }

    @Override
    protected void implCloseSelectableChannel() {}

    @Override
    protected void implConfigureBlocking(boolean block) {}
  }

  /** A descriptor at a poller of its own, which readies at once whom it is handed. */
  private static PollDesc descriptor(Key key) throws ReflectiveOperationException {
    Netpoller poller = new Netpoller();
    Consumer<Waiter> ready = Waiter::ready;
    set(Netpoller.class, "into", poller, ready);
    PollDesc desc = new PollDesc(new Nothing(), SelectionKey.OP_READ);
    set(PollDesc.class, "poller", desc, poller);
    desc.key = key;
    return desc;
  }

  private static void set(Class<?> type, String field, Object object, Object value)
      throws ReflectiveOperationException {
    Field found = type.getDeclaredField(field);
    found.setAccessible(true);
    found.set(object, value);
  }

  @Test
  @DisplayName("a wait ends by an event, also when the interest is dropped as it begins")
  void eventAndDrop() {
    explore(
        () -> {
          Key key = new Key();
          PollDesc desc = descriptor(key);
          together(
              () -> {
                desc.read.await();
                desc.read.await();
                key.end();
              },
              () -> {
                // As long as there is something to read: the selector reports a level.
                for (int i = 0; key.select(); i++) {
                  desc.ready(key);
                  if (i < 2) {
                    desc.read.drop(key);
                  }
                }
              });
        });
  }

  @Test
  @DisplayName("a wait ends by a close")
  void close() {
    explore(
        () -> {
          PollDesc desc = descriptor(new Key());
          together(() -> assertThrows(ClosedChannelException.class, desc.read::await), desc::close);
        });
  }

  @Test
  @DisplayName("a wait ends by a deadline that is set to the past")
  void deadline() {
    explore(
        () -> {
          PollDesc desc = descriptor(new Key());
          together(
              () -> assertThrows(SocketTimeoutException.class, desc.read::await),
              () -> desc.read.setDeadline(Instant.EPOCH));
        });
  }

  private static Twin blindFor(String condition) {
    return twin("netpoll", PollDesc.class).replace("(!armed || isClosed() || expired)", condition);
  }

  @Test
  @DisplayName("canary: who waits does not look whether the interest is still on")
  void blindForDrop() {
    assertDeadlocks(blindFor("(isClosed() || expired)"), PollDescFrayTest.class, "eventAndDrop");
  }

  @Test
  @DisplayName("canary: who drops the interest does not look whether somebody waits")
  void dropsWithoutLook() {
    Twin twin =
        twin("netpoll", PollDesc.class)
            .replace("if (armed || word instanceof Waiter) {", "if (armed) {");
    assertDeadlocks(twin, PollDescFrayTest.class, "eventAndDrop");
  }

  @Test
  @DisplayName("canary: who waits does not look whether the channel is closed")
  void blindForClose() {
    assertDeadlocks(blindFor("(!armed || expired)"), PollDescFrayTest.class, "close");
  }

  @Test
  @DisplayName("canary: who waits does not look whether the deadline has passed")
  void blindForDeadline() {
    assertDeadlocks(blindFor("(!armed || isClosed())"), PollDescFrayTest.class, "deadline");
  }

  @Test
  @DisplayName("canary: an event takes the waiter and readies nobody")
  void eventReadiesNobody() {
    Twin twin =
        twin("netpoll", PollDesc.class).replace("poller.hand((Waiter) w);", "poller.changed();");
    assertDeadlocks(twin, PollDescFrayTest.class, "eventAndDrop");
  }
}
