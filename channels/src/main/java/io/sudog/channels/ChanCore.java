package io.sudog.channels;

import io.sudog.runtime.SpinLock;
import io.sudog.runtime.Sudog;
import io.sudog.runtime.WaitQueue;
import io.sudog.runtime.WaitReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/*
 * ChanCore: what Go calls hchan. A lock, a ring, and two queues of sudogs.
 *
 *   sendQueue ─▶ sg ─▶ sg            [ . . v v v v . . ]           receiveQueue ─▶ sg ─▶ sg
 *   waiting senders, with            receiveIndex  sendIndex       waiting receivers
 *   their elements                   oldest        next free
 *
 * GUARD: the lock, which is this object itself, guards all fields. `closed` and `count` are also
 * read without it, see poll and offer.
 *
 * INVARIANT CH-1: at most one of the queues is non-empty, but for one waiter that selects both ways
 * on the same unbuffered channel. INVARIANT CH-2: senders wait only while count == capacity;
 * receivers wait only while count == 0 and the channel is open. INVARIANT CH-3: 0 <= count <=
 * capacity; slots outside the count are null, so that the channel keeps nothing alive that was
 * received. CH-1 to CH-3 hold whenever the lock is free.
 *
 * Operations that cannot wait (offer, poll) and those that may (sendOrEnqueue, receiveOrEnqueue)
 * share their steps; the second enqueue a sudog where the first give up. Whom a step wakes it
 * dequeues under the lock and readies after unlocking, so that a woken party never runs into the
 * lock of its waker.
 */
/** The channel itself, for whatever kind of waiter. */
final class ChanCore extends SpinLock {
  /** The operation took effect. */
  static final int DONE = 0;

  /** The channel is closed. */
  static final int CLOSED = 1;

  /** The operation would have to wait. */
  static final int FULL = 2;

  /** The operation waits: its sudog stands in a queue, and its waiter must park. */
  static final int QUEUED = 3;

  /** {@link #poll}: open, and nothing to receive. */
  static final Object EMPTY_MARK = new Object();

  /** {@link #poll}: closed and drained. */
  static final Object CLOSED_MARK = new Object();

  private static final Object[] NO_RING = {};
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final VarHandle COUNT;
  private static final VarHandle ID;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      COUNT = lookup.findVarHandle(ChanCore.class, "count", int.class);
      ID = lookup.findVarHandle(ChanCore.class, "id", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final @Nullable Object[] ring;
  private int count;
  private int sendIndex;
  private int receiveIndex;
  private final WaitQueue receiveQueue = new WaitQueue();
  private final WaitQueue sendQueue = new WaitQueue();

  // ORDER: volatile, set under the lock. A reader that sees it set sees all that was sent before.
  private volatile boolean closed;

  // Drawn when somebody asks: most channels are never asked, and a shared counter costs.
  @SuppressWarnings("unused") // through ID
  private volatile long id;

  ChanCore(int capacity) {
    ring = capacity == 0 ? NO_RING : new Object[capacity];
  }

  // ---- sending --------------------------------------------------------------------------------

  /** Sends without waiting: DONE, CLOSED or FULL. */
  int offer(@Nullable Object v) {
    // ORDER: full is read before closed. Full and then still open: at the moment it was full it was
    // open, too, so "would have to wait" was true at one instant. Were closed read first, a close
    // could take the waiting receivers away between the two, and a send that was ready before (a
    // receiver) and after (closed: it throws) would be reported as not ready.
    if (isSurelyFull() && !closed) {
      return FULL;
    }
    lock();
    if (closed) {
      unlock();
      return CLOSED;
    }
    Sudog receiver = receiveQueue.dequeue();
    if (receiver != null) {
      hand(receiver, v);
      return DONE;
    }
    if (count < ring.length) {
      append(v);
      unlock();
      return DONE;
    }
    unlock();
    return FULL;
  }

  /** Without the lock: whether nothing can be sent without waiting, unless closed. */
  private boolean isSurelyFull() {
    int capacity = ring.length;
    boolean full = capacity == 0 ? receiveQueue.isEmpty() : (int) COUNT.getOpaque(this) == capacity;
    // ORDER: LoadLoad: the read above before the read of closed.
    VarHandle.acquireFence();
    return full;
  }

  /** Sends the sudog's element, or enqueues the sudog: DONE, CLOSED or QUEUED. */
  int sendOrEnqueue(Sudog sg) {
    lock();
    if (closed) {
      unlock();
      sg.success = false;
      return CLOSED;
    }
    Sudog receiver = receiveQueue.dequeue();
    if (receiver != null) {
      hand(receiver, sg.element);
      sg.success = true;
      return DONE;
    }
    if (count < ring.length) {
      append(sg.element);
      unlock();
      sg.success = true;
      return DONE;
    }
    sg.success = false;
    sg.waiter.prepare(WaitReason.CHAN_SEND, this);
    sendQueue.enqueue(sg);
    unlock();
    return QUEUED;
  }

  /** Hands v to a dequeued receiver, directly: the ring is empty. Unlocks. */
  private void hand(Sudog receiver, @Nullable Object v) {
    receiver.element = v;
    receiver.success = true;
    unlock();
    receiver.waiter.ready();
  }

  private void append(@Nullable Object v) {
    int i = sendIndex;
    ring[i] = v;
    sendIndex = i + 1 == ring.length ? 0 : i + 1;
    COUNT.setOpaque(this, count + 1);
  }

  // ---- receiving ------------------------------------------------------------------------------

  /** Receives without waiting: the element, EMPTY_MARK or CLOSED_MARK. */
  @Nullable Object poll() {
    // ORDER: empty is read before closed. Empty and then still open: at the moment it was empty it
    // was open, too, so "would have to wait" was true at one instant. Were closed read first, a
    // send and a close could slip in between the two.
    if (isSurelyEmpty() && !closed) {
      return EMPTY_MARK;
    }
    lock();
    if (count > 0) {
      return takeAndUnlock();
    }
    Sudog sender = sendQueue.dequeue();
    if (sender != null) {
      return takeFrom(sender);
    }
    boolean end = closed;
    unlock();
    return end ? CLOSED_MARK : EMPTY_MARK;
  }

  private boolean isSurelyEmpty() {
    boolean empty = ring.length == 0 ? sendQueue.isEmpty() : (int) COUNT.getOpaque(this) == 0;
    // ORDER: LoadLoad: the read above before the read of closed.
    VarHandle.acquireFence();
    return empty;
  }

  /** Receives into the sudog, or enqueues it: DONE, CLOSED or QUEUED. */
  int receiveOrEnqueue(Sudog sg) {
    lock();
    if (count > 0) {
      sg.element = takeAndUnlock();
      sg.success = true;
      return DONE;
    }
    Sudog sender = sendQueue.dequeue();
    if (sender != null) {
      sg.element = takeFrom(sender);
      sg.success = true;
      return DONE;
    }
    sg.element = null;
    sg.success = false;
    if (closed) {
      unlock();
      return CLOSED;
    }
    sg.waiter.prepare(WaitReason.CHAN_RECEIVE, this);
    receiveQueue.enqueue(sg);
    unlock();
    return QUEUED;
  }

  /** Takes the head; the first waiting sender's element takes its place at the tail. Unlocks. */
  private @Nullable Object takeAndUnlock() {
    int i = receiveIndex;
    Object v = ring[i];
    ring[i] = null;
    receiveIndex = i + 1 == ring.length ? 0 : i + 1;
    COUNT.setOpaque(this, count - 1);
    Sudog sender = sendQueue.isEmpty() ? null : sendQueue.dequeue();
    if (sender == null) {
      unlock();
      return v;
    }
    append(sender.element);
    sender.success = true;
    unlock();
    sender.waiter.ready();
    return v;
  }

  /** Takes the element of a dequeued sender, directly: there is no ring. Unlocks. */
  private @Nullable Object takeFrom(Sudog sender) {
    Object v = sender.element;
    sender.success = true;
    unlock();
    sender.waiter.ready();
    return v;
  }

  // ---- closing, cancelling --------------------------------------------------------------------

  /** Closes; false when closed already. */
  boolean close() {
    lock();
    if (closed) {
      unlock();
      return false;
    }
    closed = true;
    Sudog chain = receiveQueue.takeAll(sendQueue.takeAll(null));
    for (Sudog sg = chain; sg != null; sg = sg.next()) {
      sg.success = false;
    }
    unlock();
    while (chain != null) {
      Sudog sg = chain;
      chain = sg.unchain();
      sg.waiter.ready();
    }
    return true;
  }

  /** Takes back a sudog that waits to send; false when a partner or a close was first. */
  boolean cancelSend(Sudog sg) {
    return cancel(sendQueue, sg);
  }

  /** Takes back a sudog that waits to receive; false when a partner or a close was first. */
  boolean cancelReceive(Sudog sg) {
    return cancel(receiveQueue, sg);
  }

  private boolean cancel(WaitQueue queue, Sudog sg) {
    lock();
    boolean removed = queue.remove(sg);
    unlock();
    return removed;
  }

  // ---- looking --------------------------------------------------------------------------------

  int len() {
    return (int) COUNT.getOpaque(this);
  }

  int capacity() {
    return ring.length;
  }

  /** A number of this channel's own, for dumps. */
  long id() {
    long known = id;
    if (known == 0) {
      ID.compareAndSet(this, 0L, NUMBERS.incrementAndGet());
      known = id;
    }
    return known;
  }

  /** Checks CH-1 to CH-3. */
  void checkInvariants() {
    lock();
    try {
      if (!sendQueue.isEmpty() && count != ring.length) {
        throw new AssertionError("CH-2: senders wait though " + count + " of " + ring.length);
      }
      if (!receiveQueue.isEmpty() && (count != 0 || closed)) {
        throw new AssertionError(
            "CH-2: receivers wait though count " + count + ", closed " + closed);
      }
      if (count < 0 || count > ring.length) {
        throw new AssertionError("CH-3: count " + count + " of " + ring.length);
      }
      for (int i = count, at = sendIndex; i < ring.length; i++) {
        if (ring[at] != null) {
          throw new AssertionError("CH-3: slot " + at + " is free but not null");
        }
        at = at + 1 == ring.length ? 0 : at + 1;
      }
      sendQueue.checkInvariants();
      receiveQueue.checkInvariants();
    } finally {
      unlock();
    }
  }

  @Override
  public String toString() {
    return "chan " + id() + " (len " + len() + ", cap " + capacity() + (closed ? ", closed)" : ")");
  }
}
