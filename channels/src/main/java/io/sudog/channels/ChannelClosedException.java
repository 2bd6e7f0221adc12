package io.sudog.channels;

/**
 * A channel was used in a way that its being closed, or nil, forbids. Its message is Go's: {@code
 * send on closed channel}, {@code close of closed channel}, {@code close of nil channel}.
 */
public final class ChannelClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param message Go's words
   */
  public ChannelClosedException(String message) {
    super(message);
  }
}
