package io.sudog.context;

import io.sudog.runtime.Defaults;
import io.sudog.runtime.RuntimeTimer;
import io.sudog.runtime.Sched;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A context that ends by itself at a time. */
final class DeadlineNode extends CancelNode {
  private final Instant when;
  private final @Nullable Throwable why;
  private final Alarm alarm = new Alarm();

  private DeadlineNode(Context parent, Instant when, Sched timers, @Nullable Throwable why) {
    super(parent, "WithDeadline(" + when + ")", timers);
    this.when = when;
    this.why = why;
  }

  static CancelContext after(Context parent, long nanos, Duration d, @Nullable Throwable why) {
    Instant when = nanos == RuntimeTimer.NEVER ? Instant.MAX : fromNow(d);
    return derive(parent, when, nanos, why);
  }

  private static Instant fromNow(Duration d) {
    try {
      return Instant.now().plus(d);
    } catch (DateTimeException | ArithmeticException e) {
      // What fits the timers fits an Instant, so this is longer ago than there are dates.
      return Instant.MIN;
    }
  }

  static CancelContext at(Context parent, Instant when, @Nullable Throwable why) {
    return derive(parent, when, nanosUntil(when), why);
  }

  private static long nanosUntil(Instant when) {
    Instant now = Instant.now();
    try {
      return now.until(when, ChronoUnit.NANOS);
    } catch (ArithmeticException e) {
      return when.isBefore(now) ? 0 : RuntimeTimer.NEVER;
    }
  }

  private static CancelContext derive(
      Context parent, Instant when, long nanos, @Nullable Throwable why) {
    Instant parents = parent.deadline().orElse(Instant.MAX);
    if (parents.isBefore(when)) {
      // The parent's comes first: its timer does for both.
      return Context.withCancel(parent);
    }
    Sched timers = Defaults.current();
    DeadlineNode node = new DeadlineNode(parent, when, timers, why);
    node.attach();
    if (nanos <= 0) {
      node.exceeded();
    } else {
      node.start(timers, timers.later(nanos));
    }
    return node;
  }

  private void start(Sched timers, long due) {
    lock();
    if (err() == null && due != RuntimeTimer.NEVER) {
      timers.startTimer(alarm, due, 0);
    }
    unlock();
  }

  @Override
  void stopTimer() {
    alarm.stop();
  }

  private void exceeded() {
    DeadlineExceededException reason = new DeadlineExceededException(why);
    end(reason, why == null ? reason : why);
  }

  @Override
  public Optional<Instant> deadline() {
    return Optional.of(when);
  }

  private final class Alarm extends RuntimeTimer {
    @Override
    protected void fire(long due, int round, long now) {
      exceeded();
    }
  }
}
