package io.sudog.netpoll;

import io.sudog.runtime.Defaults;
import io.sudog.testing.Twin;
import io.sudog.verify.lincheck.Canary;
import io.sudog.verify.lincheck.ModelChecking;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.time.Instant;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * One direction of a descriptor: a reader, a selector that reports a level, and somebody who closes
 * or sets a deadline. All run on a twin with a poller of its own that readies at once, without GMP:
 * the poller of a scheduler is shared with its Ms, which the model checker does not drive.
 */
@DisplayName("Poll descriptor, model-checked")
class PollDescLincheckTest {
  private static final Class<?> HERE = PollDescLincheckTest.class;

  /** A channel that is nothing but closed. */
  private static final class NoChannel extends SelectableChannel {
    @Override
    public SelectorProvider provider() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int validOps() {
      return SelectionKey.OP_READ;
    }

    @Override
    public boolean isRegistered() {
      return true;
    }

    @Override
    public SelectionKey keyFor(Selector selector) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SelectionKey register(Selector selector, int ops, Object attachment) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SelectableChannel configureBlocking(boolean block) {
      return this;
    }

    @Override
    public boolean isBlocking() {
      return false;
    }

    @Override
    public Object blockingLock() {
      return this;
    }

    @Override
    protected void implCloseChannel() {}
  }

  /** A key that is ready to read whenever anybody is interested in that. */
  private static final class Key extends SelectionKey {
    private final SelectableChannel channel;
    private volatile int interest;

    Key(SelectableChannel channel) {
      this.channel = channel;
    }

    @Override
    public SelectableChannel channel() {
      return channel;
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
    public int interestOps() {
      return interest;
    }

    @Override
    public SelectionKey interestOps(int ops) {
      interest = ops;
      return this;
    }

    // One direction is used: its waiter puts the interest on, its poller takes it off.
    @Override
    public int interestOpsOr(int ops) {
      int old = interest;
      interest = ops;
      return old;
    }

    @Override
    public int interestOpsAnd(int ops) {
      int old = interest;
      interest = 0;
      return old;
    }

    @Override
    public int readyOps() {
      return SelectionKey.OP_READ;
    }
  }

  /** A descriptor, and what there is to read. */
  public static final class Reading {
    private final NoChannel channel = new NoChannel();
    private final Key key = new Key(channel);
    private final PollDesc desc = new PollDesc(channel, SelectionKey.OP_READ);
    private volatile boolean data;
    private volatile boolean over;

    public Reading() {
      desc.key = key;
    }

    @Operation
    public String read() throws IOException {
      try {
        while (!data) {
          desc.read.await();
        }
        return "data";
      } catch (ClosedChannelException e) {
        return "closed";
      } catch (SocketTimeoutException e) {
        return "timeout";
      } finally {
        over = true;
      }
    }

    @Operation
    public void arrive() {
      data = true;
    }

    @Operation
    public void close() throws IOException {
      var _ = desc.close();
    }

    @Operation
    public void expire() {
      desc.read.setDeadline(Instant.EPOCH);
    }

    /** The polling thread: reports for as long as there is something to read. */
    @Operation
    public void poll() {
      while (!over) {
        if (data && key.interest != 0) {
          desc.ready(key);
        }
      }
    }

    // A selector with a report that is old already, and one that drops.
    @Operation
    public void report() {
      desc.ready(key);
    }

    @Operation
    public void drop() {
      desc.read.drop(key);
    }
  }

  /** The reader gets what comes; each scenario lets one thing come. */
  public static final class DataSpec {
    public String read() {
      return "data";
    }

    public void arrive() {}

    public void poll() {}

    public void report() {}

    public void drop() {}
  }

  /** The same where the channel is closed. */
  public static final class CloseSpec {
    public String read() {
      return "closed";
    }

    public void close() {}

    public void report() {}

    public void drop() {}
  }

  /** The same where the deadline passes. */
  public static final class ExpireSpec {
    public String read() {
      return "timeout";
    }

    public void expire() {}

    public void report() {}

    public void drop() {}
  }

  private static final String PLAIN = "-Dsudog.plain=true";

  private static Twin twin() {
    return Twin.of("netpoll", PollDesc.class)
        .replace("this.poller = (Netpoller) sched.poller();", "this.poller = new Netpoller();")
        // On the model checker's own thread, whose record would lead it into all there is.
        .replace("sched = Defaults.current();", "sched = Defaults.sched();")
        .and(Netpoller.class)
        .replace("Consumer<? super Waiter> into;", "Consumer<? super Waiter> into = Waiter::ready;")
        .and(PollDesc.class);
  }

  /** The scheduler's thread is started before the model checker looks. */
  private static void begin() {
    var _ = Defaults.sched();
  }

  static void data() {
    begin();
    ModelChecking.checkScenario(
        Reading.class, DataSpec.class, "read", "arrive", "report drop poll");
  }

  static void close() {
    begin();
    ModelChecking.checkScenario(Reading.class, CloseSpec.class, "read", "close", "report drop");
  }

  static void expire() {
    begin();
    ModelChecking.checkScenario(Reading.class, ExpireSpec.class, "read", "expire", "report drop");
  }

  static void all() {
    data();
    close();
    expire();
  }

  @Test
  @DisplayName("data arrives while the interest is dropped; a close; a deadline that passes")
  void eachEndsTheWait() {
    Canary.assertPasses(twin(), HERE, "all", PLAIN);
  }

  @Test
  @DisplayName("canary: who drops the interest does not look for a waiter")
  void canaryDrop() {
    Canary.assertCaught(
        twin().replace("if (armed || word instanceof Waiter)", "if (armed)"), HERE, "data", PLAIN);
  }

  @Test
  @DisplayName("canary: who waits does not look whether it was closed meanwhile")
  void canaryClose() {
    Canary.assertCaught(
        twin().replace("(!armed || isClosed() || expired)", "(!armed || expired)"),
        HERE,
        "close",
        PLAIN);
  }

  @Test
  @DisplayName("canary: who waits does not look whether the deadline has passed meanwhile")
  void canaryExpire() {
    Canary.assertCaught(
        twin().replace("(!armed || isClosed() || expired)", "(!armed || isClosed())"),
        HERE,
        "expire",
        PLAIN);
  }
}
