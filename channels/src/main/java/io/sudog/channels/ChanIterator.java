package io.sudog.channels;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Go's {@code for v := range c}. Receives ahead by at most the one element it has announced. */
final class ChanIterator<T extends @Nullable Object> implements Iterator<T> {
  private final ReceiveChan<T> channel;
  private @Nullable Received<T> announced;

  ChanIterator(ReceiveChan<T> channel) {
    this.channel = channel;
  }

  @Override
  public boolean hasNext() {
    Received<T> next = announced;
    if (next == null) {
      next = channel.receiveOk();
      announced = next;
    }
    return next.ok();
  }

  @Override
  public T next() {
    if (hasNext() && announced instanceof Received.Value<T>(T value)) {
      announced = null;
      return value;
    }
    throw new NoSuchElementException("the channel is closed and drained");
  }
}
