package io.sudog.netpoll;

import io.sudog.runtime.G;
import io.sudog.runtime.Poller;
import io.sudog.runtime.SpinLock;
import io.sudog.runtime.Waiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * Netpoller: one selector, polled by one thread at a time: an M that looks for work, an idle M until
 * the next timer, or sysmon. At most one of them blocks, see the scheduler's Polling.
 *
 * Before the first socket it has no selector either, and only sleeps.
 *
 * WAKEUP: a blocking poll: (1) blocking = true, (2) read woken, block. wake: (1') woken = true,
 * (2') read blocking, kick. All volatile: either (2) sees the wake-up or (2') the sleeper. The kick
 * is a byte in a pipe that the selector watches, or an unpark where there is no selector: both last,
 * so a kick before the blocking call ends it, too. Where nobody waits for a socket the sleep needs
 * no selector, and is exact: (1) deaf = true, (2) read the number of waiters / (1') count the
 * waiter, (2') read deaf, wake. Closing a channel: (1') count it, (2') read blocking, wake; the poll
 * reads the count after (1). Registering a channel and changing its interest set is followed by a
 * wake-up, since a selector that blocks does not notice.
 *
 * GO: Go's netpollBreak writes to an eventfd. Selector.wakeup would do the same, but under a monitor
 * that the polling thread takes as well; and who adds a timer may be a goroutine that has prepared
 * to park and must not meet a monitor of the JDK's. The pipe is written under a spin lock, so its
 * own lock is never contended.
 */
/** The network poller of one scheduler. */
final class Netpoller implements Poller {
  private static final long MILLI = 1_000_000;

  // Selector time-outs are whole milliseconds. What is left of a wait below one is slept in pieces
  // of this length, with a look at the sockets after each. Guess: two wake-ups' worth.
  private static final long NAP_NANOS = 50_000;

  private final AtomicInteger waiters = new AtomicInteger();
  private final AtomicInteger closing = new AtomicInteger();

  private volatile boolean blocking;
  private volatile boolean woken;

  // The blocking poll sleeps without looking at the selector.
  private volatile boolean deaf;

  private volatile @Nullable Thread sleeper;

  // GUARD: made under the monitor; read without it.
  private volatile @Nullable Selector selector;
  private @Nullable Pipe pipe;

  // ORDER: volatile; see PollDesc, WAKEUP 4. GUARD: written under the monitor and closersLock.
  private volatile boolean closed;

  // GUARD: kickLock.
  private final SpinLock kickLock = new SpinLock();
  private final ByteBuffer oneByte = ByteBuffer.allocateDirect(1);
  private final ByteBuffer drain = ByteBuffer.allocateDirect(64);

  // Who polls. A poll that does not block gives way to any other, which reports the same; one that
  // blocks waits for the former, which is short. In a selector both would wait for a monitor.
  private final SpinLock polling = new SpinLock();

  // Who waits until a closed channel's descriptor is free. GUARD: closersLock.
  private final SpinLock closersLock = new SpinLock();
  private final List<Waiter> closers = new ArrayList<>();

  // GUARD: polling.
  private int found;
  private @Nullable Consumer<? super Waiter> into;
  private final Consumer<SelectionKey> onReady = this::ready;

  Netpoller() {}

  // ---- polling --------------------------------------------------------------------------------

  @Override
  public void poll(long nanos, Consumer<? super Waiter> taker) {
    if (nanos != 0) {
      polling.lock();
    } else if (!polling.tryLock()) {
      return;
    }
    into = taker;
    found = 0;
    try {
      if (nanos != 0) {
        block(nanos);
      } else {
        var _ = lookNow();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the network poller failed", e);
    } finally {
      into = null;
      polling.unlock();
    }
  }

  /** Reports what is ready, and has the selector let go of closed channels: whether there were. */
  private boolean lookNow() throws IOException {
    Selector s = selector;
    if (s == null) {
      return false;
    }
    int closes = closing.get();
    if (closes == 0) {
      s.selectNow(onReady);
      return false;
    }
    // Whose channels were closed before the call; their descriptors are free after it.
    closersLock.lock();
    List<Waiter> released = List.copyOf(closers);
    closers.clear();
    closersLock.unlock();
    s.selectNow(onReady);
    released.forEach(this::hand);
    closing.addAndGet(-closes);
    return true;
  }

  private void block(long nanos) throws IOException {
    long deadline = nanos == FOREVER ? 0 : System.nanoTime() + nanos;
    sleeper = Thread.currentThread();
    blocking = true;
    while (!woken && found == 0) {
      long left = nanos == FOREVER ? FOREVER : deadline - System.nanoTime();
      if (left <= 0) {
        break;
      }
      // Once channels were let go of, there may be nothing left to wait for: the scheduler looks.
      if (closing.get() != 0 && lookNow()) {
        break;
      }
      deaf = true;
      Selector s = selector;
      if (s == null || waiters() == 0) {
        sleep(left);
        continue;
      }
      deaf = false;
      if (left >= MILLI) {
        s.select(onReady, left == FOREVER ? 0 : left / MILLI);
      } else {
        var _ = lookNow();
        if (found == 0 && !woken) {
          LockSupport.parkNanos(this, Math.min(left, NAP_NANOS));
        }
      }
    }
    deaf = false;
    blocking = false;
    woken = false;
    sleeper = null;
  }

  private void sleep(long nanos) {
    if (nanos == FOREVER) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, nanos);
    }
  }

  private void ready(SelectionKey key) {
    if (key.attachment() instanceof PollDesc desc) {
      desc.ready(key);
    } else {
      drainPipe();
    }
  }

  /** Gives a waiter that has been taken out of its descriptor to the scheduler. */
  void hand(Waiter waiter) {
    found++;
    Consumer<? super Waiter> taker = into;
    if (taker != null) {
      taker.accept(waiter);
    }
  }

  private void drainPipe() {
    Pipe p = pipe;
    if (p == null) {
      return;
    }
    try {
      do {
        drain.clear();
      } while (p.source().read(drain) == drain.capacity());
    } catch (IOException e) {
      throw new UncheckedIOException("the network poller's pipe failed", e);
    }
  }

  @Override
  public void wake() {
    if (!woken) {
      woken = true;
      if (blocking) {
        kick();
      }
    }
  }

  private void kick() {
    Thread thread = sleeper;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
    Pipe p = pipe;
    if (selector == null || p == null) {
      return;
    }
    kickLock.lock();
    try {
      oneByte.clear();
      // A full pipe has wake-ups enough.
      var _ = p.sink().write(oneByte);
    } catch (ClosedChannelException e) {
      // The scheduler has been closed: nobody polls any more.
    } catch (IOException e) {
      throw new UncheckedIOException("the network poller's pipe failed", e);
    } finally {
      kickLock.unlock();
    }
  }

  // ---- waiters --------------------------------------------------------------------------------

  @Override
  public int waiters() {
    // A closed channel keeps its descriptor until the selector has let go of it.
    return waiters.get() + (closing.get() > 0 ? 1 : 0);
  }

  void waiterAdded() {
    waiters.getAndIncrement();
    if (deaf) {
      wake();
    }
  }

  void waiterGone() {
    waiters.getAndDecrement();
  }

  // ---- channels -------------------------------------------------------------------------------

  /** Registers a channel, with no interest yet. */
  SelectionKey register(SelectableChannel channel, PollDesc desc) throws IOException {
    return channel.register(open(), 0, desc);
  }

  /** Whether the poll that is under way blocks until something is ready. */
  boolean isBlocking() {
    return blocking;
  }

  /** An interest set was changed: a blocked selector must look again. */
  void changed() {
    if (blocking) {
      wake();
    }
  }

  /** A registered channel was closed: its descriptor is free once the selector was asked again. */
  void channelClosed() {
    closing.getAndIncrement();
    changed();
  }

  /**
   * Has a waiter, prepared to park, readied once the selector has let go of a channel closed
   * before.
   *
   * @return false when it has already, since the poller was closed
   */
  boolean addCloser(Waiter waiter) {
    closersLock.lock();
    boolean added = !closed;
    if (added) {
      closers.add(waiter);
    }
    closersLock.unlock();
    if (added) {
      channelClosed();
    }
    return added;
  }

  private Selector open() throws IOException {
    Selector s = selector;
    return s != null ? s : openSlow();
  }

  private synchronized Selector openSlow() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    Selector s = selector;
    if (s == null) {
      s = Selector.open();
      Pipe p = Pipe.open();
      p.source().configureBlocking(false);
      p.sink().configureBlocking(false);
      p.source().register(s, SelectionKey.OP_READ);
      pipe = p;
      selector = s;
      if (blocking) {
        // It sleeps without the selector.
        wake();
      }
    }
    return s;
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether a waiter's own scheduler lives: goroutines of a closed one never run again. */
  private static boolean goesOn(Waiter waiter) {
    return !(waiter instanceof G g) || !g.sched.isClosed();
  }

  @Override
  public synchronized void close() {
    closersLock.lock();
    closed = true;
    List<Waiter> released = List.copyOf(closers);
    closers.clear();
    closersLock.unlock();
    Selector s = selector;
    Pipe p = pipe;
    try {
      if (s != null) {
        for (SelectionKey key : s.keys()) {
          if (key.attachment() instanceof PollDesc desc) {
            desc.abandon();
          }
        }
        s.close();
      }
      if (p != null) {
        p.sink().close();
        p.source().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("closing the network poller failed", e);
    } finally {
      released.stream().filter(Netpoller::goesOn).forEach(Waiter::ready);
    }
  }
}
