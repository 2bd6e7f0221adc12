package io.sudog.channels;

import io.sudog.channels.internal.ChanAccess;
import io.sudog.channels.internal.Receiving;
import io.sudog.channels.internal.Selectable;
import io.sudog.core.Cancellation;
import io.sudog.runtime.Bound;
import io.sudog.runtime.Parking;
import io.sudog.runtime.Sudog;
import io.sudog.runtime.WaitReason;
import io.sudog.runtime.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * A channel: Go's {@code chan T}. A FIFO queue of a fixed size, or none, whose senders wait for
 * room and whose receivers wait for elements. Thread-safe: goroutines, platform threads and other
 * virtual threads may use it alike; what happens before a send happens before its receive
 * completes, and the k-th receive happens before the k+cap-th send completes.
 *
 * <p>A channel need not be closed; an unreachable one is garbage.
 *
 * @param <T> the elements; null is an ordinary one
 * @see <a href="https://go.dev/ref/spec#Channel_types">Channel types in the Go specification</a>
 * @see <a href="https://go.dev/ref/mem#chan">Channel communication in the Go memory model</a>
 */
public final class Chan<T extends @Nullable Object> implements SendChan<T>, ReceiveChan<T> {
  static {
    ChanAccess.register(
        new ChanAccess() {
          @Override
          protected @Nullable Selectable core(Chan<?> channel) {
            return channel.core;
          }
        });
  }

  private static final Chan<?> NIL = new Chan<>(null);

  /** Null for the nil channel. */
  private final @Nullable ChanCore core;

  private Chan(@Nullable ChanCore core) {
    this.core = core;
  }

  /**
   * Makes an unbuffered channel: {@code make(chan T)}. A send waits for its receiver.
   *
   * @param <T> the elements
   * @return a new channel
   */
  public static <T extends @Nullable Object> Chan<T> make() {
    return new Chan<>(new ChanCore(0));
  }

  /**
   * Makes a channel with a buffer: {@code make(chan T, cap)}.
   *
   * @param <T> the elements
   * @param cap how many elements it holds; 0 for none
   * @return a new channel
   * @throws IllegalArgumentException "makechan: size out of range" when negative
   */
  public static <T extends @Nullable Object> Chan<T> make(int cap) {
    if (cap < 0) {
      throw new IllegalArgumentException(
          "makechan: size out of range: cap must be 0 or more, but is " + cap);
    }
    return new Chan<>(new ChanCore(cap));
  }

  /**
   * The nil channel: {@code var c chan T}. Sends and receives on it wait for ever, which switches a
   * case of a select off.
   *
   * @param <T> the elements
   * @return the nil channel, always the same
   */
  @SuppressWarnings("unchecked") // no element ever passes through it
  public static <T extends @Nullable Object> Chan<T> nil() {
    return (Chan<T>) NIL;
  }

  // ---- sending --------------------------------------------------------------------------------

  @Override
  public void send(T v) {
    if (!sendIfOpen(v)) {
      throw closed();
    }
  }

  @Override
  public boolean sendIfOpen(T v) {
    Parking.checkpoint();
    ChanCore c = core;
    if (c == null) {
      return waitForEver(WaitReason.CHAN_SEND_NIL);
    }
    int outcome = c.offer(v);
    return outcome == ChanCore.DONE || (outcome != ChanCore.CLOSED && sendSlow(c, v));
  }

  private static boolean sendSlow(ChanCore c, @Nullable Object v) {
    Waiter waiter = Waiter.current();
    Sudog sg = waiter.sudog();
    sg.element = v;
    int outcome = c.sendOrEnqueue(sg);
    if (outcome == ChanCore.QUEUED) {
      waiter.park();
      sg.element = null;
      return sg.success;
    }
    sg.element = null;
    return outcome == ChanCore.DONE;
  }

  @Override
  public void sendUntil(Cancellation bound, T v) {
    Bound.check(bound);
    Parking.checkpoint();
    if (core == null || core.offer(v) != ChanCore.DONE) {
      try (Bound wait = Bound.by(bound)) {
        sendSlow(wait, v);
      }
    }
  }

  @Override
  @SuppressWarnings("RedundantThrows") // thrown by Bound.ended
  public void sendInterruptibly(T v) throws InterruptedException {
    Bound.checkInterrupt();
    Parking.checkpoint();
    if (core == null || core.offer(v) != ChanCore.DONE) {
      try (Bound wait = Bound.byInterrupt()) {
        sendSlow(wait, v);
      }
    }
  }

  private void sendSlow(Bound bound, @Nullable Object v) {
    ChanCore c = core;
    if (c == null) {
      throw bound.awaitEnd(WaitReason.CHAN_SEND_NIL);
    }
    Sudog sg = bound.waiter().sudog();
    sg.element = v;
    bound.open(sg);
    boolean ended = false;
    if (c.sendOrEnqueue(sg) == ChanCore.QUEUED) {
      ended = !bound.park(sg);
      if (ended) {
        c.dequeueSender(sg);
      }
    }
    sg.element = null;
    if (ended) {
      throw bound.ended();
    }
    if (!sg.success) {
      throw closed();
    }
  }

  @Override
  public boolean trySend(T v) {
    Parking.checkpoint();
    ChanCore c = core;
    if (c == null) {
      return false;
    }
    int outcome = c.offer(v);
    if (outcome == ChanCore.CLOSED) {
      throw closed();
    }
    return outcome == ChanCore.DONE;
  }

  @Override
  public void close() {
    ChanCore c = core;
    if (c == null) {
      throw new ChannelClosedException("close of nil channel");
    }
    Parking.checkpoint();
    if (!c.close()) {
      throw new ChannelClosedException("close of closed channel");
    }
  }

  private static ChannelClosedException closed() {
    return new ChannelClosedException("send on closed channel");
  }

  // ---- receiving ------------------------------------------------------------------------------

  @Override
  @SuppressWarnings("unchecked") // what was sent is a T
  public @Nullable T receive() {
    Parking.checkpoint();
    ChanCore c = core;
    if (c == null) {
      waitForEver(WaitReason.CHAN_RECEIVE_NIL);
      return null;
    }
    Object v = c.poll();
    if (v == ChanCore.CLOSED_MARK) {
      return null;
    }
    if (v != ChanCore.EMPTY_MARK) {
      return (T) v;
    }
    return Receiving.value(Receiving.receive(c));
  }

  @Override
  @SuppressWarnings("unchecked") // what was sent is a T
  public Received<T> receiveOk() {
    Parking.checkpoint();
    ChanCore c = core;
    if (c == null) {
      waitForEver(WaitReason.CHAN_RECEIVE_NIL);
      return (Received<T>) Received.Closed.INSTANCE;
    }
    Object v = c.poll();
    if (v == ChanCore.EMPTY_MARK) {
      return Receiving.received(Receiving.receive(c));
    }
    return v == ChanCore.CLOSED_MARK ? (Received<T>) Received.Closed.INSTANCE : element(v);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // what was sent is a T; null only where T admits it
  private static <T extends @Nullable Object> Received<T> element(@Nullable Object v) {
    return new Received.Value<>((T) v);
  }

  @Override
  @SuppressWarnings("unchecked") // what was sent is a T
  public Received<T> tryReceive() {
    Parking.checkpoint();
    ChanCore c = core;
    Object v = c == null ? ChanCore.EMPTY_MARK : c.poll();
    if (v == ChanCore.EMPTY_MARK) {
      return (Received<T>) Received.Empty.INSTANCE;
    }
    return v == ChanCore.CLOSED_MARK ? (Received<T>) Received.Closed.INSTANCE : element(v);
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

  // ---- both -----------------------------------------------------------------------------------

  /** Parks with nobody to wake it. */
  private static boolean waitForEver(WaitReason reason) {
    Waiter waiter = Waiter.current();
    while (true) {
      waiter.prepare(reason, null);
      waiter.park();
    }
  }

  @Override
  public int len() {
    ChanCore c = core;
    return c == null ? 0 : c.len();
  }

  @Override
  public int cap() {
    ChanCore c = core;
    return c == null ? 0 : c.capacity();
  }

  /** For logs and dumps: the channel's number, and how full it is. */
  @Override
  public String toString() {
    ChanCore c = core;
    return c == null ? "chan nil" : c.toString();
  }
}
