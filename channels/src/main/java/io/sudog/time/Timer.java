package io.sudog.time;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.channels.internal.ReceiveOnlyChan;
import io.sudog.core.Task;
import io.sudog.runtime.Durations;
import io.sudog.runtime.Parking;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A single event at a time: Go's {@code time.Timer}, as of Go 1.23. Its channel is unbuffered to
 * look at, no value of an earlier setting can be received once {@link #stop} or {@link #reset} has
 * returned, and a timer nobody refers to any more is garbage, stopped or not.
 *
 * <p>Thread-safe. Times are measured on a monotonic clock; what is received says when the timer was
 * due on the wall clock.
 *
 * @see <a href="https://pkg.go.dev/time#Timer">time.Timer</a>
 */
public final class Timer {
  private final @Nullable TimerCore core;
  private final @Nullable AfterFunc func;
  private final ReceiveChan<Instant> channel;

  private Timer(@Nullable TimerCore core, @Nullable AfterFunc func, ReceiveChan<Instant> channel) {
    this.core = core;
    this.func = func;
    this.channel = channel;
  }

  /**
   * Starts a timer on whose channel the time can be received once it is due: {@code
   * time.NewTimer(d)}.
   *
   * @param d how long until then; zero or less: at once, and too long to count: never
   * @return the timer
   */
  public static Timer start(Duration d) {
    TimerCore core = TimerCore.timer(nanos(d));
    return new Timer(core, null, new ReceiveOnlyChan<>(core));
  }

  /**
   * Starts a timer that runs a task in a goroutine of its own once it is due: {@code
   * time.AfterFunc(d, f)}. The goroutine belongs to the scheduler of the caller.
   *
   * @param d how long until then; zero or less: at once, and too long to count: never
   * @param task what to run
   * @return the timer; its channel is the nil channel
   */
  public static Timer afterFunc(Duration d, Task task) {
    AfterFunc func = new AfterFunc(Objects.requireNonNull(task, "task"));
    long nanos = nanos(d);
    Parking.checkpoint();
    var _ = func.reset(nanos);
    return new Timer(null, func, Chan.nil());
  }

  private static long nanos(Duration d) {
    return Durations.nanos(Objects.requireNonNull(d, "d"));
  }

  /**
   * Where the time can be received: Go's field {@code C}. One value for each setting, to one
   * receiver.
   *
   * @return the channel, always the same; never closed
   */
  public ReceiveChan<Instant> channel() {
    return channel;
  }

  /**
   * Stops the timer. Does not close the channel. The task of an {@link #afterFunc} that has begun
   * goes on.
   *
   * @return true when this call kept the timer from firing: its value can not be received any more,
   *     its task will not run; false when it had been received, or started, or stopped already
   */
  public boolean stop() {
    Parking.checkpoint();
    if (core != null) {
      return core.stop();
    }
    return func != null && func.cancel();
  }

  /**
   * Sets the timer anew, running or not.
   *
   * @param d how long from now
   * @return as {@link #stop}, for the earlier setting
   */
  public boolean reset(Duration d) {
    long nanos = nanos(d);
    Parking.checkpoint();
    if (core != null) {
      return core.reset(nanos);
    }
    return func != null && func.reset(nanos);
  }

  /** For logs. */
  @Override
  public String toString() {
    return core != null ? "timer, " + core : "timer of a function";
  }
}
