package io.sudog.channels.internal;

import io.sudog.runtime.SpinLock;
import io.sudog.runtime.Sudog;
import io.sudog.runtime.WaitReason;
import io.sudog.runtime.Waiter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What every kind of channel is to an operation that may wait, and to select: a lock, with an order
 * among all locks; an attempt to receive or to send under it; and two queues to stand in.
 *
 * <p>The steps whose names end in {@code Locked} need this object's lock. None of them readies
 * anybody: an attempt that completed a partner's operation returns the partner's record, to be
 * readied by the caller after it has unlocked.
 *
 * <p>A kind of channel to which nobody sends keeps the sending half as it is here.
 */
public abstract class Selectable extends SpinLock {
  /** The operation took effect. */
  public static final int DONE = 0;

  /** The channel is closed. */
  public static final int CLOSED = 1;

  /** The operation waits: its sudog stands in a queue, and its waiter must park. */
  public static final int QUEUED = 3;

  /** What an attempt returns that would have to wait. */
  public static final Sudog MUST_WAIT = new Sudog(new Nobody());

  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final VarHandle NUMBER;

  static {
    try {
      NUMBER = MethodHandles.lookup().findVarHandle(Selectable.class, "number", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // Drawn when somebody asks: most channels are never asked, and a shared counter costs.
  @SuppressWarnings("unused") // through NUMBER
  private volatile long number;

  /** Makes a channel. */
  protected Selectable() {}

  /**
   * This channel's place in the order in which a select takes its locks; also its number in dumps.
   *
   * @return a number no other channel has
   */
  public final long number() {
    long known = number;
    if (known == 0) {
      beforeNumber();
      NUMBER.compareAndSet(this, 0L, NUMBERS.incrementAndGet());
      known = number;
    }
    return known;
  }

  /**
   * Whether this channel's number was drawn.
   *
   * @return true when it was
   */
  protected final boolean hasNumber() {
    return number != 0;
  }

  /**
   * Called before this channel's number is drawn. Where this lock is taken under that of another
   * channel by other than number, here is the place to have the other one numbered, so that the two
   * orders are one.
   */
  protected void beforeNumber() {}

  // ---- receiving ------------------------------------------------------------------------------

  /**
   * Without the lock: whether a receive would have to wait.
   *
   * @return true when that was so at one instant of the call; false means: take the lock and try
   */
  public abstract boolean receiveMustWait();

  /**
   * Tries to receive into {@code sg.element}; {@code sg.success} is false where the channel is
   * closed and drained.
   *
   * @param sg the receiver's record, in no queue
   * @return {@link #MUST_WAIT}, or the sender whose operation this completed, or null for none
   */
  public abstract @Nullable Sudog tryReceiveLocked(Sudog sg);

  /**
   * Enqueues a receiver that has prepared to park.
   *
   * @param sg its record
   */
  public abstract void enqueueReceiverLocked(Sudog sg);

  /**
   * Takes a receiver's record out of the queue if it still stands there; takes the lock.
   *
   * @param sg the record
   * @return false when a partner, or a close, was first
   */
  public abstract boolean dequeueReceiver(Sudog sg);

  /**
   * Whether a receiver that waits here may be woken by nobody but a timer.
   *
   * @return true for the channel of a timer
   */
  public boolean isTimed() {
    return false;
  }

  // ---- sending --------------------------------------------------------------------------------

  /**
   * Without the lock: whether a send would have to wait.
   *
   * @return as {@link #receiveMustWait}
   */
  public boolean sendMustWait() {
    throw receiveOnly();
  }

  /**
   * Tries to send {@code sg.element}; {@code sg.success} is false where the channel is closed.
   *
   * @param sg the sender's record, in no queue
   * @return {@link #MUST_WAIT}, or the receiver whose operation this completed, or null for none
   */
  public @Nullable Sudog trySendLocked(Sudog sg) {
    throw receiveOnly();
  }

  /**
   * Enqueues a sender that has prepared to park.
   *
   * @param sg its record
   */
  public void enqueueSenderLocked(Sudog sg) {
    throw receiveOnly();
  }

  /**
   * Takes a sender's record out of the queue if it still stands there; takes the lock.
   *
   * @param sg the record
   * @return as {@link #dequeueReceiver}
   */
  public boolean dequeueSender(Sudog sg) {
    throw receiveOnly();
  }

  private IllegalStateException receiveOnly() {
    return new IllegalStateException("nobody sends to " + this);
  }

  // ---- operations on this channel alone -------------------------------------------------------

  /**
   * Receives into the sudog, or enqueues it.
   *
   * @param sg the receiver's record
   * @return DONE, CLOSED or QUEUED
   */
  public final int receiveOrEnqueue(Sudog sg) {
    lock();
    Sudog partner = tryReceiveLocked(sg);
    if (partner == MUST_WAIT) {
      sg.waiter.prepareFor(sg, isTimed(), WaitReason.CHAN_RECEIVE, this);
      enqueueReceiverLocked(sg);
      unlock();
      return QUEUED;
    }
    unlock();
    return outcome(sg, partner);
  }

  /**
   * Sends the sudog's element, or enqueues the sudog.
   *
   * @param sg the sender's record
   * @return DONE, CLOSED or QUEUED
   */
  public final int sendOrEnqueue(Sudog sg) {
    lock();
    Sudog partner = trySendLocked(sg);
    if (partner == MUST_WAIT) {
      sg.waiter.prepareFor(sg, false, WaitReason.CHAN_SEND, this);
      enqueueSenderLocked(sg);
      unlock();
      return QUEUED;
    }
    unlock();
    return outcome(sg, partner);
  }

  private static int outcome(Sudog sg, @Nullable Sudog partner) {
    if (partner != null) {
      partner.waiter.ready();
    }
    return sg.success ? DONE : CLOSED;
  }

  /** The waiter of {@link #MUST_WAIT}. */
  private static final class Nobody extends Waiter {
    @Override
    public void prepare(WaitReason reason, @Nullable Object on) {
      throw new IllegalStateException("nobody cannot wait");
    }

    @Override
    public void park() {
      throw new IllegalStateException("nobody cannot park");
    }

    @Override
    public void ready() {
      throw new IllegalStateException("nobody waits");
    }
  }
}
