package io.sudog.time;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.channels.internal.ReceiveOnlyChan;
import io.sudog.runtime.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** Go's {@code time.After} and {@code time.Tick}. For pauses see {@code Go.sleep}. */
public final class Time {
  private Time() {}

  /**
   * A channel on which the time can be received once, after a duration: {@code time.After(d)}.
   * Nothing is left behind when nobody receives it.
   *
   * @param d how long until then; zero or less: at once, and too long to count: never
   * @return the channel
   */
  public static ReceiveChan<Instant> after(Duration d) {
    return new ReceiveOnlyChan<>(TimerCore.timer(Durations.nanos(Objects.requireNonNull(d, "d"))));
  }

  /**
   * The channel of a ticker that is never stopped: {@code time.Tick(d)}. Garbage when nobody refers
   * to it any more.
   *
   * @param d the period
   * @return the channel; the nil channel when the period is zero or negative
   */
  public static ReceiveChan<Instant> tick(Duration d) {
    long nanos = Durations.nanos(Objects.requireNonNull(d, "d"));
    return nanos == 0 ? Chan.nil() : new ReceiveOnlyChan<>(TimerCore.ticker(nanos));
  }
}
