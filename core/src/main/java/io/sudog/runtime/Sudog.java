package io.sudog.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Sudog ("pseudo-G"): one blocked party on one wait queue.
 *
 * <p>A goroutine may stand in many queues at once (select) and many goroutines in one queue, so the
 * relation has a record of its own. Plain operations use the one record kept in their {@link
 * Waiter}; blocking therefore allocates nothing.
 *
 * <p>GUARD: all fields belong to the lock of the queue the record stands in, and to the waiter
 * while it stands in none. ORDER: a waker writes {@code element} and {@code success} under that
 * lock before it readies the waiter, and {@link Waiter#ready} publishes them to it.
 */
public final class Sudog {
  /** {@link #ticket} of a record whose waiter stands in this one queue only: no race to win. */
  public static final int UNCONTESTED = -1;

  /** Who waits. */
  public final Waiter waiter;

  /** What is sent, or where the received element is put. Null is an ordinary element. */
  public @Nullable Object element;

  /** True when a partner completed the operation, false when a close woke it. */
  public boolean success;

  /** Which case of its select this is. */
  public int caseIndex;

  /** The waiter's round that a waker must win first, or {@link #UNCONTESTED}. */
  public int ticket = UNCONTESTED;

  /** How much a waiter wants, for a weighted semaphore. */
  public long amount;

  /** Whether the waiter has prepared to park; a record can stand in a queue before that. */
  boolean prepared;

  /** Links of the queue. */
  @Nullable Sudog next;

  @Nullable Sudog prev;

  /** The queue the record stands in; null when in none. */
  @Nullable WaitQueue queue;

  /**
   * Makes a record for a waiter.
   *
   * @param waiter who waits
   */
  public Sudog(Waiter waiter) {
    this.waiter = waiter;
  }

  /**
   * The next record on a chain of collected waiters (see {@link WaitQueue#takeAll}); null at its
   * end.
   *
   * @return the next
   */
  public @Nullable Sudog next() {
    return next;
  }

  /**
   * Takes the record off a chain of collected waiters.
   *
   * @return the next record of the chain
   */
  public @Nullable Sudog unchain() {
    Sudog following = next;
    next = null;
    return following;
  }

  /**
   * Whether the record stands in a queue; the caller holds that queue's lock.
   *
   * @return true when queued
   */
  public boolean isQueued() {
    return queue != null;
  }
}
