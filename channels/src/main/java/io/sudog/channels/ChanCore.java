package io.sudog.channels;

import io.sudog.channels.internal.Selectable;
import io.sudog.runtime.Sudog;
import io.sudog.runtime.WaitQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
 * Operations that cannot wait (offer, poll) are the fast halves of send and receive; where they
 * give up, those that may wait (sendOrEnqueue, receiveOrEnqueue, a select) try again under the lock
 * and enqueue a sudog. Whom a step wakes it dequeues under the lock and readies after unlocking, so
 * that a woken party never runs into the lock of its waker.
 */
/** The channel itself, for whatever kind of waiter. */
final class ChanCore extends Selectable {
  /** {@link #offer}: the operation would have to wait. */
  static final int FULL = 2;

  /** {@link #poll}: open, and nothing to receive. */
  static final Object EMPTY_MARK = new Object();

  /** {@link #poll}: closed and drained. */
  static final Object CLOSED_MARK = new Object();

  private static final Object[] NO_RING = {};
  private static final VarHandle COUNT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      COUNT = lookup.findVarHandle(ChanCore.class, "count", int.class);
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
      // Directly: the ring is empty.
      receiver.element = v;
      receiver.success = true;
      unlock();
      receiver.waiter.ready();
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

  @Override
  public boolean sendMustWait() {
    return isSurelyFull() && !closed;
  }

  /** Without the lock: whether nothing can be sent without waiting, unless closed. */
  private boolean isSurelyFull() {
    int capacity = ring.length;
    boolean full = capacity == 0 ? receiveQueue.isEmpty() : (int) COUNT.getOpaque(this) == capacity;
    // ORDER: LoadLoad: the read above before the read of closed.
    VarHandle.acquireFence();
    return full;
  }

  @Override
  public @Nullable Sudog trySendLocked(Sudog sg) {
    if (closed) {
      sg.success = false;
      return null;
    }
    Sudog receiver = receiveQueue.dequeue();
    if (receiver != null) {
      receiver.element = sg.element;
      receiver.success = true;
      sg.success = true;
      return receiver;
    }
    if (count < ring.length) {
      append(sg.element);
      sg.success = true;
      return null;
    }
    sg.success = false;
    return MUST_WAIT;
  }

  @Override
  public void enqueueSenderLocked(Sudog sg) {
    sendQueue.enqueue(sg);
  }

  @Override
  public boolean dequeueSender(Sudog sg) {
    return dequeue(sendQueue, sg);
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
      Sudog sender = waitingSender();
      Object v = sender == null ? takeHead() : exchangeHead(sender);
      unlock();
      if (sender != null) {
        sender.waiter.ready();
      }
      return v;
    }
    Sudog sender = sendQueue.dequeue();
    if (sender != null) {
      // Directly: there is no ring.
      Object v = sender.element;
      sender.success = true;
      unlock();
      sender.waiter.ready();
      return v;
    }
    boolean end = closed;
    unlock();
    return end ? CLOSED_MARK : EMPTY_MARK;
  }

  @Override
  public boolean receiveMustWait() {
    return isSurelyEmpty() && !closed;
  }

  private boolean isSurelyEmpty() {
    boolean empty = ring.length == 0 ? sendQueue.isEmpty() : (int) COUNT.getOpaque(this) == 0;
    // ORDER: LoadLoad: the read above before the read of closed.
    VarHandle.acquireFence();
    return empty;
  }

  @Override
  public @Nullable Sudog tryReceiveLocked(Sudog sg) {
    if (count > 0) {
      Sudog sender = waitingSender();
      sg.element = sender == null ? takeHead() : exchangeHead(sender);
      sg.success = true;
      return sender;
    }
    Sudog sender = sendQueue.dequeue();
    if (sender != null) {
      sg.element = sender.element;
      sg.success = true;
      sender.success = true;
      return sender;
    }
    sg.element = null;
    sg.success = false;
    return closed ? null : MUST_WAIT;
  }

  @Override
  public void enqueueReceiverLocked(Sudog sg) {
    receiveQueue.enqueue(sg);
  }

  @Override
  public boolean dequeueReceiver(Sudog sg) {
    return dequeue(receiveQueue, sg);
  }

  private @Nullable Object takeHead() {
    int i = receiveIndex;
    Object v = ring[i];
    ring[i] = null;
    receiveIndex = i + 1 == ring.length ? 0 : i + 1;
    COUNT.setOpaque(this, count - 1);
    return v;
  }

  /** The first sender who waits for room, to be readied by the caller. */
  private @Nullable Sudog waitingSender() {
    return sendQueue.isEmpty() ? null : sendQueue.dequeue();
  }

  /**
   * Takes the head and puts a waiting sender's element to the tail, which in a full ring is the
   * same slot.
   */
  private @Nullable Object exchangeHead(Sudog sender) {
    // ORDER: the count stays as it is, since others read it without the lock: were it lowered and
    // raised again, a ring of one slot would look empty in between, though at no instant it is.
    int i = receiveIndex;
    Object v = ring[i];
    ring[i] = sender.element;
    int next = i + 1 == ring.length ? 0 : i + 1;
    receiveIndex = next;
    sendIndex = next;
    sender.success = true;
    return v;
  }

  // ---- closing, leaving --------------------------------------------------------------------

  /** Closes; false when closed already. */
  boolean close() {
    lock();
    if (closed) {
      unlock();
      return false;
    }
    closed = true;
    // GO: receivers are taken first: a select that waits to receive from this channel, and to send
    // into it, too, receives its end and does not throw.
    Sudog chain = sendQueue.takeAll(receiveQueue.takeAll(null));
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

  private boolean dequeue(WaitQueue queue, Sudog sg) {
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
    return "chan "
        + number()
        + " (len "
        + len()
        + ", cap "
        + capacity()
        + (closed ? ", closed)" : ")");
  }
}
