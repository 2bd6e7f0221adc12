package io.sudog.channels.internal;

import io.sudog.channels.Chan;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From a channel, as programs see it, to what select works on. */
public abstract class ChanAccess {
  // Set once, by Chan's initialiser, hence before there is any Chan.
  private static @Nullable ChanAccess ofChan;

  /** Makes an access. */
  protected ChanAccess() {}

  /**
   * Gives the one access to {@link Chan}.
   *
   * @param access Chan's own
   */
  public static void register(ChanAccess access) {
    ofChan = access;
  }

  /**
   * A channel's core.
   *
   * @param channel the channel
   * @return the core; null for the nil channel
   */
  protected abstract @Nullable Selectable core(Chan<?> channel);

  /**
   * What select works on.
   *
   * @param channel a channel of any kind; null is the nil channel
   * @return its core; null for the nil channel
   * @throws IllegalArgumentException for a class that is no channel of Sudog's
   */
  public static @Nullable Selectable coreOf(@Nullable Object channel) {
    if (channel instanceof Chan<?> chan) {
      return Objects.requireNonNull(ofChan).core(chan);
    }
    if (channel instanceof ReceiveOnlyChan<?> chan) {
      return chan.core();
    }
    if (channel == null) {
      return null;
    }
    throw new IllegalArgumentException(
        "a select can wait for Sudog's own channels only, and "
            + channel.getClass().getName()
            + " is none; give it the channel that class delegates to");
  }
}
