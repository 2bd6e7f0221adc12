package io.sudog.netpoll;

import io.sudog.runtime.Defaults;
import io.sudog.runtime.G;
import io.sudog.runtime.RuntimeTimer;
import io.sudog.runtime.Sched;
import io.sudog.runtime.SpinLock;
import io.sudog.runtime.WaitReason;
import io.sudog.runtime.Waiter;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketTimeoutException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/*
 * PollDesc: one channel at the poller. Each direction has a word:
 *
 *   NIL (null) ──wait, by CAS, prepared to park──▶ the Waiter
 *   the Waiter ──event, deadline, close, or itself, by CAS──▶ NIL, and whoever did it readies
 *   NIL ──event, nobody waits──▶ READY ──next wait──▶ NIL
 *
 * At most one waits per direction: callers queue on a lock before they come here.
 *
 * Interest: the selector is level-triggered. A direction stays `armed` from its first wait on, so a
 * busy channel costs no system call but its own. Where events find READY latched PATIENCE times in a
 * row, and nobody has tried to read meanwhile, nobody is interested: then the direction is dropped,
 * and armed again by the next wait. Whoever was taken out of the word and has not run yet is
 * interested, however often the channel is reported meanwhile; but a poll that blocks does not bear
 * with him for ever either, since each such report ends its blocking.
 *
 * WAKEUP 1, event and wait: the waiter: (1) publish itself, (2) read armed, closing, expired; if
 * there is a reason not to wait it takes itself back by CAS, readies itself and looks again. An
 * event after (1) takes it. An event before (1) has latched READY, so (1), a CAS from NIL, fails. No
 * event is missed in between, since the selector reports a level: while there is something to read,
 * it will say so again as long as the direction is armed.
 *
 * WAKEUP 2, dropping: the poller: (1') armed = false, (2') take the interest off, (3') read armed
 * and the word: armed again or somebody waiting, put it back. The waiter: arm if not armed (armed =
 * true, put the interest on), publish, read armed again. If it saw armed before (1') and published
 * after (3'), it reads armed after (1') and takes itself back. If it armed after (1') but its
 * interest came before (2'), then its armed = true came before (3').
 *
 * WAKEUP 3, close and deadline: (1') closing = true, or expired = true, (2') take the waiter out.
 * The waiter: (1) publish, (2) read both.
 *
 * WAKEUP 4, the end of the scheduler, for waiters that are not its own: the poller: (1') closed =
 * true, (2') take the waiters out of all registered channels / arm, which registers, (1) publish,
 * (2) read closed. Of a channel that was registered too late for (2') the waiter's (2) comes after
 * (1').
 */
/** One channel at the poller: what Go calls pollDesc. */
public final class PollDesc {
  private static final Object READY = new Object();

  // How many reports in a row that nobody waits for are put up with. Disarming costs two epoll_ctl
  // and perhaps a wake-up, a report in vain a fraction of a microsecond.
  private static final int PATIENCE = 8;

  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(Direction.class, "word", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Sched sched = Defaults.current();
  private final Netpoller poller;
  private final SelectableChannel channel;
  volatile @Nullable SelectionKey key;
  private volatile boolean closing;

  /** Reading, accepting. */
  public final Direction read;

  /** Writing, connecting. */
  public final Direction write;

  /**
   * Makes a descriptor at the current scheduler's poller.
   *
   * @param channel the channel, non-blocking
   * @param readOp what reading means: OP_READ or OP_ACCEPT
   */
  public PollDesc(SelectableChannel channel, int readOp) {
    this.poller = (Netpoller) sched.poller();
    this.channel = channel;
    this.read = new Direction(readOp);
    this.write = new Direction(SelectionKey.OP_WRITE);
  }

  // ---- waiting --------------------------------------------------------------------------------

  /** One way of a channel. */
  public final class Direction {
    private int op;

    // ORDER: volatile; see WAKEUP 1 to 4.
    @SuppressWarnings("unused") // through WORD
    private volatile @Nullable Object word;

    private volatile boolean armed;

    // GUARD: the polling thread's. How often in a row the selector has reported what nobody waits
    // for.
    private int ignored;

    // An operation was tried since the last such report. A race with the poller's reset moves the
    // drop by one report, which is harmless.
    private boolean tried;

    // ORDER: opaque would do: written by the poller before it hands the waiter over, and by the
    // waiter after that; a poller that reads it late bears with one report more or less.
    private volatile boolean handed;

    private volatile boolean expired;

    // GUARD: this lock; the deadline's timer is started and stopped under it, and `round` tells its
    // firing from one of an earlier deadline.
    private final SpinLock lock = new SpinLock();
    private @Nullable Deadline deadline;
    private int round;

    private Direction(int op) {
      this.op = op;
    }

    /**
     * Throws where there is no point in trying.
     *
     * @throws IOException when the channel is closed, or the deadline has passed
     */
    public void check() throws IOException {
      tried = true;
      if (isClosed()) {
        throw closedException();
      }
      if (expired) {
        throw new SocketTimeoutException("i/o timeout");
      }
    }

    /**
     * Waits until the channel may be ready for this direction; the caller then tries again.
     *
     * @throws IOException when the channel is or becomes closed, or the deadline has passed
     */
    public void await() throws IOException {
      check();
      if (word == READY && WORD.compareAndSet(this, READY, null)) {
        return;
      }
      arm();
      Waiter waiter = Waiter.current();
      // Before the waiter has prepared: these may meet locks of the JDK's.
      poller.waiterAdded();
      try {
        if (!isOurs(waiter)) {
          // No M of the poller's own lets go of this waiter and then looks for work.
          sched.noteOutsider(waiter.timers());
          sched.pollSoon();
        }
        waiter.prepareTimed(WaitReason.IO_WAIT, PollDesc.this);
        if (!WORD.compareAndSet(this, null, waiter)) {
          // READY: nobody else publishes himself here.
          word = null;
          waiter.ready();
        } else if ((!armed || isClosed() || expired) && WORD.compareAndSet(this, waiter, null)) {
          waiter.ready();
        }
        waiter.park();
        handed = false;
      } finally {
        poller.waiterGone();
      }
      check();
    }

    /** Takes the waiter out, to be readied by the caller; null when there is none. */
    private @Nullable Waiter takeWaiter() {
      Object w = word;
      return w instanceof Waiter waiter && WORD.compareAndSet(this, waiter, null) ? waiter : null;
    }

    /** The selector reports this direction. On the polling thread. */
    private void event(SelectionKey k) {
      if (handed && !poller.isBlocking()) {
        return; // he will try, and is told again if he waits again
      }
      while (true) {
        Object w = word;
        if (w == READY) {
          if (tried && op != SelectionKey.OP_WRITE) {
            // He finds something whenever he reads. Who writes, on the other hand, hardly ever
            // waits.
            tried = false;
            ignored = 0;
          } else if (ignored++ == PATIENCE) {
            ignored = 0;
            drop(k);
          }
          return;
        }
        ignored = 0;
        if (w == null) {
          if (WORD.compareAndSet(this, null, READY)) {
            return;
          }
        } else if (WORD.compareAndSet(this, w, null)) {
          handed = true;
          poller.hand((Waiter) w);
          return;
        }
      }
    }

    /** Takes the interest off. On the polling thread. See WAKEUP 2. */
    void drop(SelectionKey k) {
      armed = false;
      k.interestOpsAnd(~op);
      if (armed || word instanceof Waiter) {
        armed = true;
        k.interestOpsOr(op);
      }
    }

    private void arm() throws IOException {
      if (armed) {
        return;
      }
      try {
        SelectionKey k = key;
        if (k == null) {
          k = register();
        }
        armed = true;
        k.interestOpsOr(op);
        poller.changed();
      } catch (CancelledKeyException | ClosedChannelException | ClosedSelectorException e) {
        throw closedException();
      }
    }

    /**
     * Sets when waits in this direction end.
     *
     * @param when the time on the wall clock; null for never
     */
    public void setDeadline(@Nullable Instant when) {
      Waiter late = null;
      lock.lock();
      int current = ++round;
      Deadline timer = deadline;
      if (timer != null) {
        timer.stop();
      }
      long nanos = when == null ? RuntimeTimer.NEVER : nanosUntil(when);
      expired = nanos <= 0;
      if (expired) {
        late = takeWaiter();
      } else if (nanos != RuntimeTimer.NEVER) {
        if (timer == null) {
          timer = new Deadline(this);
          deadline = timer;
        }
        sched.startTimer(timer, sched.later(nanos), current);
      }
      lock.unlock();
      if (late != null) {
        late.ready();
      }
    }

    private void expire(int ofRound) {
      Waiter late = null;
      lock.lock();
      if (ofRound == round) {
        expired = true;
        late = takeWaiter();
      }
      lock.unlock();
      if (late != null) {
        late.ready();
      }
    }

    /** As {@link #unblock}, but the scheduler's own goroutines, which never run again, stay. */
    private void unblockOthers() {
      if (word instanceof Waiter waiter
          && !isOurs(waiter)
          && WORD.compareAndSet(this, waiter, null)) {
        waiter.ready();
      }
    }

    /** Ends a wait early, for a reason that the caller has made visible before. */
    private void unblock() {
      Waiter waiter = takeWaiter();
      if (waiter != null) {
        waiter.ready();
      }
    }
  }

  /** The timer of a direction's deadline. */
  private static final class Deadline extends RuntimeTimer {
    private final Direction direction;

    Deadline(Direction direction) {
      this.direction = direction;
    }

    @Override
    protected void fire(long due, int round, long now) {
      direction.expire(round);
    }
  }

  private static long nanosUntil(Instant when) {
    Instant now = Instant.now();
    try {
      return now.until(when, ChronoUnit.NANOS);
    } catch (ArithmeticException e) {
      return when.isBefore(now) ? 0 : RuntimeTimer.NEVER;
    }
  }

  private synchronized SelectionKey register() throws IOException {
    if (closing) {
      throw closedException();
    }
    SelectionKey k = key;
    if (k == null) {
      k = poller.register(channel, this);
      key = k;
    }
    return k;
  }

  /** The selector reports this channel. On the polling thread. */
  void ready(SelectionKey k) {
    try {
      int ops = k.readyOps();
      if ((ops & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT)) != 0) {
        read.event(k);
      }
      if ((ops & (SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT)) != 0) {
        write.event(k);
      }
    } catch (CancelledKeyException e) {
      // Closed meanwhile; close wakes whoever waits.
    }
  }

  // ---- connecting, closing ----------------------------------------------------------------------

  /** The write direction means connecting from here on. Before the first wait. */
  public void beginConnect() {
    write.op = SelectionKey.OP_CONNECT;
  }

  /** Connected: the write direction means writing from here on. Nobody waits. */
  public void connected() {
    SelectionKey k = key;
    if (write.armed && k != null) {
      write.armed = false;
      try {
        k.interestOpsAnd(~SelectionKey.OP_CONNECT);
      } catch (CancelledKeyException e) {
        // Closed meanwhile: the next operation says so.
      }
    }
    write.word = null;
    write.op = SelectionKey.OP_WRITE;
  }

  /**
   * Has all waits end, now and later, and then closes the channel. Its descriptor is free when the
   * selector has let go of it; see {@link #awaitReleased}.
   *
   * @return false when it was closed already
   * @throws IOException when closing fails
   */
  public boolean close() throws IOException {
    boolean registered;
    synchronized (this) {
      if (closing) {
        return false;
      }
      closing = true;
      registered = key != null;
    }
    read.setDeadline(null);
    write.setDeadline(null);
    read.unblock();
    write.unblock();
    channel.close();
    if (registered) {
      poller.channelClosed();
      sched.pollSoon();
    }
    return true;
  }

  /**
   * Waits until the descriptor of the closed channel is free. Until then a listener's address is
   * taken, and the kernel goes on accepting in its name.
   */
  public void awaitReleased() {
    if (key == null) {
      return;
    }
    Waiter waiter = Waiter.current();
    if (!isOurs(waiter)) {
      sched.noteOutsider(waiter.timers());
    }
    waiter.prepareTimed(WaitReason.IO_WAIT, this);
    if (poller.addCloser(waiter)) {
      sched.pollSoon();
    } else {
      waiter.ready();
    }
    waiter.park();
  }

  private boolean isOurs(Waiter waiter) {
    return waiter instanceof G g && g.sched == sched;
  }

  /**
   * The poller is closed, and nobody will report anything: has the waits of threads and of other
   * schedulers' goroutines end, and closes the channel.
   */
  void abandon() throws IOException {
    read.unblockOthers();
    write.unblockOthers();
    channel.close();
  }

  /**
   * Whether {@link #close} was called, or the scheduler was closed.
   *
   * @return true from the first step on
   */
  public boolean isClosed() {
    return closing || poller.isClosed();
  }

  /**
   * What an operation on a closed channel throws.
   *
   * @return the exception, with Go's words as its cause's message
   */
  public static ClosedChannelException closedException() {
    ClosedChannelException closed = new ClosedChannelException();
    closed.initCause(new IOException("use of closed network connection"));
    return closed;
  }

  /** For dumps. */
  @Override
  public String toString() {
    return channel.toString();
  }
}
