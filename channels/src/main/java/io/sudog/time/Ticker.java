package io.sudog.time;

import io.sudog.channels.ReceiveChan;
import io.sudog.channels.internal.ReceiveOnlyChan;
import io.sudog.runtime.Durations;
import io.sudog.runtime.Parking;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Events at equal intervals: Go's {@code time.Ticker}, as of Go 1.23. Holds at most one tick for a
 * slow receiver, drops the others, and keeps in step: the next tick is due whole periods after the
 * last. Nobody need stop it: a ticker nobody refers to any more is garbage.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://pkg.go.dev/time#Ticker">time.Ticker</a>
 */
public final class Ticker implements AutoCloseable {
  private final TimerCore core;
  private final ReceiveChan<Instant> channel;

  private Ticker(TimerCore core) {
    this.core = core;
    this.channel = new ReceiveOnlyChan<>(core);
  }

  /**
   * Starts a ticker: {@code time.NewTicker(d)}.
   *
   * @param d the period; the first tick is due after one
   * @return the ticker
   * @throws IllegalArgumentException when the period is zero or negative
   */
  public static Ticker start(Duration d) {
    return new Ticker(TimerCore.ticker(positive(d, "Ticker.start")));
  }

  private static long positive(Duration d, String method) {
    long nanos = Durations.nanos(Objects.requireNonNull(d, "d"));
    if (nanos == 0) {
      throw new IllegalArgumentException(
          "non-positive interval for " + method + ": d must be more than zero, but is " + d);
    }
    return nanos;
  }

  /**
   * Where the ticks can be received: Go's field {@code C}. Each goes to one receiver, and says when
   * it was due.
   *
   * @return the channel, always the same; never closed
   */
  public ReceiveChan<Instant> channel() {
    return channel;
  }

  /**
   * Stops the ticks. Does not close the channel, so a receiver does not take the end for a tick.
   */
  public void stop() {
    Parking.checkpoint();
    var _ = core.stop();
  }

  /**
   * Starts anew with a period from now on, stopped or not.
   *
   * @param d the period; the next tick is due after one
   * @throws IllegalArgumentException when the period is zero or negative
   */
  public void reset(Duration d) {
    long nanos = positive(d, "Ticker.reset");
    Parking.checkpoint();
    var _ = core.reset(nanos);
  }

  /** Stops the ticks. */
  @Override
  public void close() {
    stop();
  }

  /** For logs. */
  @Override
  public String toString() {
    return "ticker, " + core;
  }
}
