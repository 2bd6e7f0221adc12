package io.sudog.select;

import io.sudog.channels.SendChan;
import io.sudog.channels.internal.ChanAccess;
import org.jspecify.annotations.Nullable;

/**
 * A clause that sends: {@code case c <- v}.
 *
 * @param <T> the channel's elements
 */
public final class Send<T extends @Nullable Object> extends Clause {
  Send(SelectOp op, SelectCase mine) {
    super(op, mine);
  }

  /**
   * Sets what is sent when this clause is chosen, from the next wait on until it is set again; null
   * until it is set.
   *
   * @param v the element
   * @return this
   */
  public Send<T> value(T v) {
    op.requireIdle();
    mine.element = v;
    return this;
  }

  /**
   * Aims this clause at another channel.
   *
   * @param channel the channel; null, or the nil channel, switches the clause off
   * @return this
   * @throws IllegalArgumentException for a channel that is none of Sudog's own
   */
  public Send<T> channel(@Nullable SendChan<T> channel) {
    op.aim(mine, ChanAccess.coreOf(channel));
    return this;
  }

  /** For logs. */
  @Override
  public String toString() {
    return "send to " + (mine.channel == null ? "chan nil" : mine.channel);
  }
}
