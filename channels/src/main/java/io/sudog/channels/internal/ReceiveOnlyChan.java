package io.sudog.channels.internal;

import io.sudog.channels.ReceiveChan;
import io.sudog.channels.Received;
import io.sudog.core.Cancellation;
import io.sudog.runtime.Parking;
import io.sudog.runtime.Sudog;
import io.sudog.runtime.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of a channel that the library itself sends to or closes: a timer's, a
 * context's. Unbuffered to look at; nobody can send to it or close it by a cast.
 *
 * @param <T> the elements
 */
public final class ReceiveOnlyChan<T extends @Nullable Object> implements ReceiveChan<T> {
  private static final Received<?> EMPTY = new Received.Empty<>();

  private final Selectable core;

  /**
   * Makes a receiving end.
   *
   * @param core what it receives from: elements of type T
   */
  public ReceiveOnlyChan(Selectable core) {
    this.core = core;
  }

  /**
   * What it receives from.
   *
   * @return the core
   */
  public Selectable core() {
    return core;
  }

  @Override
  public @Nullable T receive() {
    Parking.checkpoint();
    return Receiving.value(Receiving.receive(core));
  }

  @Override
  public Received<T> receiveOk() {
    Parking.checkpoint();
    return Receiving.received(Receiving.receive(core));
  }

  @Override
  @SuppressWarnings("unchecked") // empty of whatever type
  public Received<T> tryReceive() {
    Parking.checkpoint();
    if (core.receiveMustWait()) {
      return (Received<T>) EMPTY;
    }
    Sudog sg = Waiter.current().sudog();
    core.lock();
    Sudog partner = core.tryReceiveLocked(sg);
    core.unlock();
    if (partner == Selectable.MUST_WAIT) {
      return (Received<T>) EMPTY;
    }
    if (partner != null) {
      partner.waiter.ready();
    }
    return Receiving.received(sg);
  }

  @Override
  public @Nullable T receiveUntil(Cancellation bound) {
    return Receiving.value(Receiving.receiveUntil(core, bound));
  }

  @Override
  public Received<T> receiveOkUntil(Cancellation bound) {
    return Receiving.received(Receiving.receiveUntil(core, bound));
  }

  @Override
  public @Nullable T receiveInterruptibly() throws InterruptedException {
    return Receiving.value(Receiving.receiveInterruptibly(core));
  }

  @Override
  public int len() {
    return 0;
  }

  @Override
  public int cap() {
    return 0;
  }

  /** For logs and dumps. */
  @Override
  public String toString() {
    return core.toString();
  }
}
