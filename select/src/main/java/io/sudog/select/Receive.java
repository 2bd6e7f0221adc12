package io.sudog.select;

import io.sudog.channels.ReceiveChan;
import io.sudog.channels.internal.ChanAccess;
import org.jspecify.annotations.Nullable;

/**
 * A clause that receives: {@code case v, ok := <-c}.
 *
 * @param <T> the channel's elements
 */
public final class Receive<T extends @Nullable Object> extends Clause {
  Receive(SelectOp op, SelectCase mine) {
    super(op, mine);
  }

  /**
   * What was received when this clause was last chosen.
   *
   * @return the element; null once the channel is closed and drained (and where null was sent)
   */
  @SuppressWarnings("unchecked") // what was sent to a channel of T is a T
  public @Nullable T value() {
    return (T) mine.element;
  }

  /**
   * Whether an element was received when this clause was last chosen.
   *
   * @return false when the channel was closed and drained
   */
  public boolean ok() {
    return mine.ok;
  }

  /**
   * Aims this clause at another channel.
   *
   * @param channel the channel; null, or the nil channel, switches the clause off
   * @return this
   * @throws IllegalArgumentException for a channel that is none of Sudog's own
   */
  public Receive<T> channel(@Nullable ReceiveChan<T> channel) {
    op.aim(mine, ChanAccess.coreOf(channel));
    return this;
  }

  /** For logs. */
  @Override
  public String toString() {
    return "receive from " + (mine.channel == null ? "chan nil" : mine.channel);
  }
}
