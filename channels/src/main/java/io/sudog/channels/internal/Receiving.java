package io.sudog.channels.internal;

import io.sudog.channels.Received;
import io.sudog.core.Cancellation;
import io.sudog.runtime.Bound;
import io.sudog.runtime.Parking;
import io.sudog.runtime.Sudog;
import io.sudog.runtime.WaitReason;
import io.sudog.runtime.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * The blocking half of receiving, the same for every kind of channel: enqueue, park, and what a
 * wait that is ended early leaves behind. Returned records belong to the calling thread until its
 * next operation; the caller clears their element.
 */
public final class Receiving {
  private static final Received<?> CLOSED = new Received.Closed<>();

  private Receiving() {}

  /**
   * Receives, waiting for as long as it takes.
   *
   * @param c the channel
   * @return the record, with {@code element} and {@code success} set
   */
  public static Sudog receive(Selectable c) {
    Waiter waiter = Waiter.current();
    Sudog sg = waiter.sudog();
    if (c.receiveOrEnqueue(sg) == Selectable.QUEUED) {
      waiter.park();
    }
    return sg;
  }

  /**
   * Receives, waiting no longer than a cancellation goes on.
   *
   * @param c the channel; null for the nil channel
   * @param cancellation what ends the wait
   * @return as {@link #receive}
   */
  public static Sudog receiveUntil(@Nullable Selectable c, Cancellation cancellation) {
    Bound.check(cancellation);
    Parking.checkpoint();
    try (Bound bound = Bound.by(cancellation)) {
      return receive(c, bound);
    }
  }

  /**
   * Receives, waiting until the calling thread is interrupted.
   *
   * @param c the channel; null for the nil channel
   * @return as {@link #receive}
   * @throws InterruptedException when it is
   */
  @SuppressWarnings("RedundantThrows") // thrown by Bound.ended
  public static Sudog receiveInterruptibly(@Nullable Selectable c) throws InterruptedException {
    Bound.checkInterrupt();
    Parking.checkpoint();
    try (Bound bound = Bound.byInterrupt()) {
      return receive(c, bound);
    }
  }

  private static Sudog receive(@Nullable Selectable c, Bound bound) {
    if (c == null) {
      throw bound.awaitEnd(WaitReason.CHAN_RECEIVE_NIL);
    }
    Sudog sg = bound.waiter().sudog();
    bound.open(sg);
    if (c.receiveOrEnqueue(sg) == Selectable.QUEUED) {
      if (!bound.park(sg)) {
        c.dequeueReceiver(sg);
        throw bound.ended();
      }
    }
    return sg;
  }

  /**
   * What a record received.
   *
   * @param <T> the elements
   * @param sg the record; its element is cleared
   * @return the element, or the end of the channel
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // what was sent is a T; null only where T admits it
  public static <T extends @Nullable Object> Received<T> received(Sudog sg) {
    if (!sg.success) {
      return (Received<T>) CLOSED;
    }
    T v = (T) sg.element;
    sg.element = null;
    return new Received.Value<>(v);
  }

  /**
   * What a record received.
   *
   * @param <T> the elements
   * @param sg the record; its element is cleared
   * @return the element; null at the end of the channel
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // what was sent is a T
  public static <T extends @Nullable Object> @Nullable T value(Sudog sg) {
    Object v = sg.element;
    sg.element = null;
    return (T) v;
  }
}
