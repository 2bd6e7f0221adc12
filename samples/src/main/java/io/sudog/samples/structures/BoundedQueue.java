package io.sudog.samples.structures;

import io.sudog.channels.Chan;
import io.sudog.channels.Received;
import org.jspecify.annotations.Nullable;

/**
 * A queue with room for so many elements, first in, first out. A buffered channel is one already;
 * what is added is what its users may see of it.
 *
 * @param <T> the elements, never null
 */
public final class BoundedQueue<T> {
  private final Chan<T> elements;

  /**
   * Makes an empty queue.
   *
   * @param capacity its room, 1 or more
   */
  public BoundedQueue(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity is " + capacity + ": give 1 or more");
    }
    elements = Chan.make(capacity);
  }

  /**
   * Appends an element, and waits for room if there is none.
   *
   * @param element the element
   */
  public void put(T element) {
    elements.send(element);
  }

  /**
   * Appends an element if there is room for it now.
   *
   * @param element the element
   * @return whether it was appended
   */
  public boolean offer(T element) {
    return elements.trySend(element);
  }

  /**
   * Takes the oldest element, and waits for one if there is none.
   *
   * @return the element
   */
  public T take() {
    if (elements.receiveOk() instanceof Received.Value<T>(T element)) {
      return element;
    }
    throw new IllegalStateException("nobody closes the channel");
  }

  /**
   * Takes the oldest element if there is one.
   *
   * @return the element, or null
   */
  public @Nullable T poll() {
    return elements.tryReceive().value();
  }
}
