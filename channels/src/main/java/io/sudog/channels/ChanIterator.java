package io.sudog.channels;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Go's {@code for v := range c}. Receives ahead by at most the one element it has announced. */
final class ChanIterator<T extends @Nullable Object> implements Iterator<T> {
  private final ReceiveChan<T> channel;

  // The element itself, not what receiveOk returned: that record then need not be allocated.
  private @Nullable T announced;
  private boolean isAnnounced;
  private boolean ended;

  ChanIterator(ReceiveChan<T> channel) {
    this.channel = channel;
  }

  @Override
  public boolean hasNext() {
    if (!isAnnounced && !ended) {
      Received<T> r = channel.receiveOk();
      if (r.ok()) {
        announced = r.value();
        isAnnounced = true;
      } else {
        ended = true;
      }
    }
    return isAnnounced;
  }

  @Override
  @SuppressWarnings("NullAway") // null only where T admits null
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the channel is closed and drained");
    }
    T v = announced;
    announced = null;
    isAnnounced = false;
    return v;
  }
}
