package io.sudog.channels;

import io.sudog.core.Cancellation;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of a channel: Go's {@code <-chan T}. Thread-safe; any thread may call any
 * method.
 *
 * @param <T> the elements
 */
public interface ReceiveChan<T extends @Nullable Object> extends Iterable<T> {
  /**
   * Receives an element: {@code <-c}. Waits until there is one, or the channel is closed; on the
   * nil channel for ever. Not ended by interrupts.
   *
   * @return the element; null once the channel is closed and drained (and where null was sent)
   */
  @Nullable T receive();

  /**
   * Receives an element, told apart from the end: {@code v, ok := <-c}.
   *
   * @return a {@link Received.Value}, or {@link Received.Closed} once closed and drained
   */
  Received<T> receiveOk();

  /**
   * Receives an element if that needs no waiting: {@code select { case v, ok := <-c: default: }}.
   *
   * @return a {@link Received.Value}; {@link Received.Closed} once closed and drained; {@link
   *     Received.Empty} when open with nothing to receive
   */
  Received<T> tryReceive();

  /**
   * As {@link #receive}, waiting no longer than a context goes on: {@code select { case v := <-c:
   * case <-ctx.Done(): }}, but a context that has ended already counts, even if there is an element
   * to receive. No element is lost.
   *
   * @param bound ends the wait; a {@code Context}, say. What is thrown is its {@link
   *     Cancellation#err} itself.
   * @return the element; null once the channel is closed and drained (and where null was sent)
   */
  default @Nullable T receiveUntil(Cancellation bound) {
    throw new UnsupportedOperationException(
        getClass().getName() + " has no waits that can be ended early");
  }

  /**
   * As {@link #receiveOk}, waiting no longer than a context goes on; see {@link #receiveUntil}.
   *
   * @param bound ends the wait
   * @return a {@link Received.Value}, or {@link Received.Closed} once closed and drained
   */
  default Received<T> receiveOkUntil(Cancellation bound) {
    throw new UnsupportedOperationException(
        getClass().getName() + " has no waits that can be ended early");
  }

  /**
   * As {@link #receive}, until the calling thread is interrupted. For threads that are no
   * goroutines: a goroutine's wait is not ended by an interrupt.
   *
   * @return the element; null once the channel is closed and drained (and where null was sent)
   * @throws InterruptedException when the thread is interrupted; no element is lost
   */
  default @Nullable T receiveInterruptibly() throws InterruptedException {
    throw new UnsupportedOperationException(
        getClass().getName() + " has no waits that can be ended early");
  }

  /**
   * Receives until the channel is closed and drained: {@code for v := range c}. {@code hasNext}
   * waits for, and takes, the element it announces; an iterator dropped after it loses that
   * element. An iterator is for one thread; any number of iterators share the elements.
   *
   * @return a new iterator
   */
  @Override
  default Iterator<T> iterator() {
    return new ChanIterator<>(this);
  }

  /**
   * The elements until the channel is closed and drained, as a sequential, ordered stream. Whatever
   * ends the stream early may have taken one element more than it used.
   *
   * @return a new stream
   */
  default Stream<T> stream() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED), false);
  }

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
