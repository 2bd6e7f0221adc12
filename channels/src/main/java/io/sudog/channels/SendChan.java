package io.sudog.channels;

import io.sudog.core.Cancellation;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a channel: Go's {@code chan<- T}. Thread-safe; any thread may call any
 * method.
 *
 * @param <T> the elements
 */
public interface SendChan<T extends @Nullable Object> {
  /**
   * Sends an element: {@code c <- v}. Waits until a receiver takes it or the buffer has room; on
   * the nil channel for ever. Not ended by interrupts.
   *
   * @param v the element; null is an ordinary one
   * @throws ChannelClosedException "send on closed channel", also when it is closed during the wait
   */
  void send(T v);

  /**
   * Sends an element if that needs no waiting: {@code select { case c <- v: default: }}.
   *
   * @param v the element
   * @return true when it was sent
   * @throws ChannelClosedException when the channel is closed, room or not
   */
  boolean trySend(T v);

  /**
   * Sends an element, waiting for its turn, unless the channel is or becomes closed. Go has no such
   * form; programs there build it from a recover or a second channel.
   *
   * @param v the element
   * @return false where {@link #send} would throw; the element was not sent then
   */
  boolean sendIfOpen(T v);

  /**
   * As {@link #send}, waiting no longer than a context goes on: {@code select { case c <- v: case
   * <-ctx.Done(): }}, but a context that has ended already counts, even if there is room.
   *
   * @param bound ends the wait; a {@code Context}, say. What is thrown is its {@link
   *     Cancellation#err} itself; the element was not sent then.
   * @param v the element
   * @throws ChannelClosedException "send on closed channel"
   * @throws UnsupportedOperationException by channels of other makers that do not have it
   */
  default void sendUntil(Cancellation bound, T v) {
    throw new UnsupportedOperationException(
        getClass().getName() + " has no waits that can be ended early");
  }

  /**
   * As {@link #send}, until the calling thread is interrupted. For threads that are no goroutines:
   * a goroutine's wait is not ended by an interrupt.
   *
   * @param v the element
   * @throws InterruptedException when the thread is interrupted; the element was not sent then
   * @throws ChannelClosedException "send on closed channel"
   * @throws UnsupportedOperationException by channels of other makers that do not have it
   */
  default void sendInterruptibly(T v) throws InterruptedException {
    throw new UnsupportedOperationException(
        getClass().getName() + " has no waits that can be ended early");
  }

  /**
   * Closes the channel: {@code close(c)}. What it holds can still be received; waiting receivers
   * are woken, waiting senders throw.
   *
   * @throws ChannelClosedException "close of closed channel", "close of nil channel"
   */
  void close();

  /**
   * How many elements are in the buffer: {@code len(c)}.
   *
   * @return the number, which may be old already; 0 when unbuffered or nil
   */
  int len();

  /**
   * The size of the buffer: {@code cap(c)}.
   *
   * @return the size; 0 when unbuffered or nil
   */
  int cap();
}
