package io.sudog.select;

import io.sudog.channels.internal.Selectable;
import io.sudog.runtime.Sudog;
import io.sudog.runtime.Waiter;
import org.jspecify.annotations.Nullable;

/** One case of a select: what Go calls scase. Belongs to the goroutine that selects. */
final class SelectCase {
  /** Null while it is aimed at the nil channel, which is never ready. */
  @Nullable Selectable channel;

  boolean send;

  /** Its place among the cases, in the order they were given. */
  int index;

  /** What to send; after a receive, what was received. */
  @Nullable Object element;

  /** After it was chosen: false when the channel is closed. */
  boolean ok;

  private @Nullable Sudog sudog;

  /** A record for an attempt, whosever it is. */
  private Sudog anySudog() {
    Sudog sg = sudog;
    return sg == null ? sudogOf(Waiter.current()) : sg;
  }

  /** This case's record, for a waiter that is about to enqueue it. */
  Sudog sudogOf(Waiter waiter) {
    Sudog sg = sudog;
    if (sg == null || sg.waiter != waiter) {
      sg = new Sudog(waiter);
      sudog = sg;
    }
    return sg;
  }

  /** Tries the operation under its own channel's lock; true when it took effect. */
  boolean attempt() {
    Selectable c = channel;
    if (c == null || (send ? c.sendMustWait() : c.receiveMustWait())) {
      return false;
    }
    c.lock();
    Sudog partner = attemptLocked(c);
    c.unlock();
    if (partner == Selectable.MUST_WAIT) {
      return false;
    }
    if (partner != null) {
      partner.waiter.ready();
    }
    take();
    return true;
  }

  /** Tries the operation; the caller holds the channel's lock and, if it took effect, takes. */
  @Nullable Sudog attemptLocked(Selectable c) {
    Sudog sg = anySudog();
    if (!send) {
      return c.tryReceiveLocked(sg);
    }
    sg.element = element;
    return c.trySendLocked(sg);
  }

  /** Moves the outcome out of the record, which keeps nothing. */
  void take() {
    Sudog sg = anySudog();
    ok = sg.success;
    if (!send) {
      element = sg.element;
    }
    sg.element = null;
  }

  /** Enqueues the record, with the round's ticket; the caller holds the channel's lock. */
  void enqueueLocked(Selectable c, Waiter waiter, int ticket) {
    Sudog sg = sudogOf(waiter);
    sg.ticket = ticket;
    sg.success = false;
    if (send) {
      sg.element = element;
      c.enqueueSenderLocked(sg);
    } else {
      sg.element = null;
      c.enqueueReceiverLocked(sg);
    }
  }

  /** Whether this case's record is the one whose waker won. */
  boolean isOf(@Nullable Sudog winner) {
    return sudog == winner;
  }

  /** Leaves the channel's queue, having lost. */
  void dequeue() {
    Selectable c = channel;
    Sudog sg = sudog;
    if (c != null && sg != null) {
      var _ = send ? c.dequeueSender(sg) : c.dequeueReceiver(sg);
      sg.element = null;
    }
  }

  /** Keeps nothing alive. */
  void clear() {
    channel = null;
    element = null;
  }
}
