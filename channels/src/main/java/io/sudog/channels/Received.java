package io.sudog.channels;

import org.jspecify.annotations.Nullable;

/**
 * What a receive yields: Go's pair {@code v, ok := <-c}, and for a receive that does not wait also
 * that nothing was there.
 *
 * @param <T> the channel's elements
 */
public sealed interface Received<T extends @Nullable Object> {
  /**
   * An element. Null is an ordinary one.
   *
   * @param <T> the channel's elements
   * @param value the element
   */
  record Value<T extends @Nullable Object>(T value) implements Received<T> {
    @Override
    public boolean ok() {
      return true;
    }
  }

  /**
   * The channel is closed and everything it held has been received.
   *
   * @param <T> the channel's elements
   */
  record Closed<T extends @Nullable Object>() implements Received<T> {
    static final Closed<?> INSTANCE = new Closed<>();

    @Override
    public boolean ok() {
      return false;
    }

    @Override
    public @Nullable T value() {
      return null;
    }
  }

  /**
   * Nothing could be received without waiting; only from {@link ReceiveChan#tryReceive}.
   *
   * @param <T> the channel's elements
   */
  record Empty<T extends @Nullable Object>() implements Received<T> {
    static final Empty<?> INSTANCE = new Empty<>();

    @Override
    public boolean ok() {
      return false;
    }

    @Override
    public @Nullable T value() {
      return null;
    }
  }

  /**
   * Whether an element was received.
   *
   * @return true for {@link Value} alone
   */
  boolean ok();

  /**
   * The element.
   *
   * @return the element, which may be null; null unless {@link #ok}
   */
  @Nullable T value();
}
