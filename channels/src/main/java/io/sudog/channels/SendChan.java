package io.sudog.channels;

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
