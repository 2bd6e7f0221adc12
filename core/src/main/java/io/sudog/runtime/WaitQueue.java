package io.sudog.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A FIFO queue of {@link Sudog} records: those who wait on one side of one channel, lock or group.
 *
 * <p>GUARD: everything here belongs to the lock of the channel or lock that owns the queue; only
 * {@link #isEmpty} may be asked without it, and is a hint then.
 *
 * <p>INVARIANT WQ-1: {@code first == null} exactly when {@code last == null}, and a record's {@code
 * queue} is this queue exactly while it is linked here.
 */
public final class WaitQueue {
  private @Nullable Sudog first;
  private @Nullable Sudog last;

  /** Makes an empty queue. */
  public WaitQueue() {}

  /**
   * Appends a record.
   *
   * @param sg a record that stands in no queue
   */
  public void enqueue(Sudog sg) {
    sg.queue = this;
    sg.next = null;
    Sudog tail = last;
    sg.prev = tail;
    if (tail == null) {
      first = sg;
    } else {
      tail.next = sg;
    }
    last = sg;
  }

  /**
   * Puts a record at the front: for a lock whose woken waiter lost the race and must not lose its
   * turn too.
   *
   * @param sg a record that stands in no queue
   */
  public void enqueueFirst(Sudog sg) {
    sg.queue = this;
    sg.prev = null;
    Sudog head = first;
    sg.next = head;
    if (head == null) {
      last = sg;
    } else {
      head.prev = sg;
    }
    first = sg;
  }

  /**
   * Takes the longest-waiting party that can still be woken. A record whose waiter stands in other
   * queues too counts only if its round is won here; one that lost is dropped: its waiter has been
   * woken elsewhere and leaves all queues by itself.
   *
   * @return its record, unlinked, or null when nobody waits
   */
  public @Nullable Sudog dequeue() {
    Sudog sg;
    while ((sg = first) != null) {
      unlink(sg);
      if (sg.ticket == Sudog.UNCONTESTED || sg.waiter.winFor(sg)) {
        return sg;
      }
    }
    return null;
  }

  /**
   * Takes a record out wherever it stands.
   *
   * @param sg the record
   * @return false when it is not in this queue (any more)
   */
  public boolean remove(Sudog sg) {
    if (sg.queue != this) {
      return false;
    }
    unlink(sg);
    return true;
  }

  /**
   * Takes everybody who can be woken, in order, chained by {@link Sudog#next}, in front of {@code
   * rest}.
   *
   * @param rest what the chain continues with, or null
   * @return the first of the chain, or {@code rest} when nobody waits
   */
  public @Nullable Sudog takeAll(@Nullable Sudog rest) {
    Sudog head = null;
    Sudog tail = null;
    Sudog sg;
    while ((sg = dequeue()) != null) {
      if (tail == null) {
        head = sg;
      } else {
        tail.next = sg;
      }
      tail = sg;
    }
    if (tail == null) {
      return rest;
    }
    tail.next = rest;
    return head;
  }

  /**
   * Takes from the front those who can be woken, as long as the {@linkplain Sudog#amount amounts}
   * they want add up to no more than there is; the first that wants more stays, and all behind it.
   *
   * @param free how much there is
   * @return the first of the chain, as in {@link #takeAll}, or null
   */
  public @Nullable Sudog takeUpTo(long free) {
    long left = free;
    Sudog head = null;
    Sudog tail = null;
    Sudog sg;
    while ((sg = first) != null && sg.amount <= left) {
      unlink(sg);
      if (sg.ticket == Sudog.UNCONTESTED || sg.waiter.winFor(sg)) {
        left -= sg.amount;
        if (tail == null) {
          head = sg;
        } else {
          tail.next = sg;
        }
        tail = sg;
      }
    }
    return head;
  }

  private void unlink(Sudog sg) {
    Sudog p = sg.prev;
    Sudog n = sg.next;
    if (p == null) {
      first = n;
    } else {
      p.next = n;
    }
    if (n == null) {
      last = p;
    } else {
      n.prev = p;
    }
    sg.next = null;
    sg.prev = null;
    sg.queue = null;
  }

  /**
   * Whether nobody waits; under the lock exact, without it a hint.
   *
   * @return true when empty
   */
  public boolean isEmpty() {
    return first == null;
  }

  /**
   * The longest-waiting record, left in place.
   *
   * @return the record, or null
   */
  public @Nullable Sudog peek() {
    return first;
  }

  /**
   * How many wait, counted by walking: for dumps and tests.
   *
   * @return the number of records
   */
  public int size() {
    int n = 0;
    for (Sudog sg = first; sg != null; sg = sg.next) {
      n++;
    }
    return n;
  }

  /** Checks INVARIANT WQ-1; the caller holds the lock. */
  public void checkInvariants() {
    Sudog before = null;
    for (Sudog sg = first; sg != null; sg = sg.next) {
      if (sg.prev != before || sg.queue != this) {
        throw new AssertionError("WQ-1: broken link to the record of " + sg.waiter);
      }
      before = sg;
    }
    if (before != last) {
      throw new AssertionError("WQ-1: last is not the last record");
    }
  }
}
