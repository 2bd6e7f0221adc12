package io.sudog.time;

import io.sudog.channels.internal.Selectable;
import io.sudog.runtime.Defaults;
import io.sudog.runtime.RuntimeTimer;
import io.sudog.runtime.Sched;
import io.sudog.runtime.Sudog;
import io.sudog.runtime.WaitQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/*
 * TimerCore: the channel of a timer or a ticker. There is no buffer: what can be received follows
 * from the time alone, `when <= now`, and is looked at when somebody receives. So stop and reset
 * leave nothing stale behind, and a timer nobody waits for costs nothing and is garbage when
 * nobody refers to it.
 *
 * Only while receivers wait does a runtime timer stand in a heap, and hands the time to the first of
 * them when it is due.
 *
 * GUARD: the lock, which is this object itself, guards all fields. `when` is also read without it,
 * see receiveMustWait.
 *
 * INVARIANT TC-1: whenever the lock is free, `alarm` is in a heap, for `when` or earlier, or is
 * about to fire, if `receivers` is not empty and `when` is not NEVER. `home` is then the scheduler
 * whose heap it is in.
 */
/** A timer's or ticker's channel. */
final class TimerCore extends Selectable {
  private static final VarHandle WHEN;

  static {
    try {
      WHEN = MethodHandles.lookup().findVarHandle(TimerCore.class, "when", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // Whose clock this timer lives by.
  private final Sched clock = Defaults.current();
  private final boolean ticks;

  // When the next value can be received; NEVER when stopped, received, or too far away.
  private long when;
  private long period;

  // Whether a value is still to come or to be received, be it ever so far away.
  private boolean pending;

  private final WaitQueue receivers = new WaitQueue();
  private @Nullable Sched home;
  private @Nullable Alarm alarm;

  private TimerCore(boolean ticks) {
    this.ticks = ticks;
  }

  /** A timer that gives one value, after {@code nanos}. */
  static TimerCore timer(long nanos) {
    TimerCore core = new TimerCore(false);
    core.reset(nanos);
    return core;
  }

  /** A ticker that gives a value every {@code nanos}. */
  static TimerCore ticker(long nanos) {
    TimerCore core = new TimerCore(true);
    core.reset(nanos);
    return core;
  }

  // ---- setting --------------------------------------------------------------------------------

  /** Starts anew; true when a value was to come, or to be received, which now will not be. */
  boolean reset(long nanos) {
    lock();
    boolean was = pending;
    pending = true;
    period = ticks ? nanos : 0;
    setWhen(clock.later(nanos));
    arm();
    unlock();
    return was;
  }

  /** Stops; true when a value was to come, or to be received, which now will not be. */
  boolean stop() {
    lock();
    boolean was = pending;
    pending = false;
    setWhen(RuntimeTimer.NEVER);
    arm();
    unlock();
    return was;
  }

  private void setWhen(long time) {
    WHEN.setOpaque(this, time);
  }

  // ---- receiving ------------------------------------------------------------------------------

  @Override
  public boolean receiveMustWait() {
    long due = (long) WHEN.getOpaque(this);
    return due == RuntimeTimer.NEVER || due > clock.nanoTime();
  }

  @Override
  public @Nullable Sudog tryReceiveLocked(Sudog sg) {
    if (when != RuntimeTimer.NEVER) {
      long now = clock.nanoTime();
      if (when <= now) {
        sg.element = take(now);
        sg.success = true;
        return null;
      }
    }
    sg.element = null;
    sg.success = false;
    return MUST_WAIT;
  }

  /** The time it was due; a ticker goes on in step, whatever was missed. */
  private Instant take(long now) {
    long due = when;
    if (ticks) {
      long next = due + period * (1 + (now - due) / period);
      setWhen(next < due ? RuntimeTimer.NEVER : next);
    } else {
      pending = false;
      setWhen(RuntimeTimer.NEVER);
    }
    return Instant.now().minusNanos(now - due);
  }

  @Override
  public void enqueueReceiverLocked(Sudog sg) {
    Sched its = sg.waiter.timers();
    if (receivers.isEmpty()) {
      home = its;
    } else if (home != null && home != its) {
      share(home, its);
    }
    receivers.enqueue(sg);
    arm();
  }

  /**
   * Receivers of two schedulers wait: the alarm must go off even when one of the schedulers is
   * closed, so it moves to the one that never is; and neither may take its receivers for stuck.
   */
  private void share(Sched one, Sched other) {
    Sched shared = Defaults.sched();
    if (one != shared) {
      shared.noteOutsider(one);
      if (alarm != null) {
        alarm.stop();
      }
    }
    if (other != shared) {
      shared.noteOutsider(other);
    }
    home = shared;
  }

  @Override
  public boolean dequeueReceiver(Sudog sg) {
    lock();
    boolean removed = receivers.remove(sg);
    arm();
    unlock();
    return removed;
  }

  @Override
  public boolean isTimed() {
    return true;
  }

  // ---- the alarm ------------------------------------------------------------------------------

  /** Restores TC-1 after a change; takes the lock of a timer heap. */
  private void arm() {
    Alarm mine = alarm;
    if (receivers.isEmpty() || when == RuntimeTimer.NEVER) {
      if (mine != null) {
        mine.stop();
      }
      return;
    }
    if (mine == null) {
      mine = new Alarm();
      alarm = mine;
    }
    if (home != null) {
      home.startTimer(mine, when, 0);
    }
  }

  /** Wakes the first receiver when the time has come. */
  private final class Alarm extends RuntimeTimer {
    @Override
    protected void fire(long due, int round, long now) {
      lock();
      // Whatever became of the timer since it was set for this alarm: the state decides.
      Sudog sg = null;
      if (when <= now) {
        sg = receivers.dequeue();
        if (sg != null) {
          sg.element = take(now);
          sg.success = true;
        }
      }
      arm();
      unlock();
      if (sg != null) {
        sg.waiter.ready();
      }
    }
  }

  @Override
  public String toString() {
    return "chan " + number() + (ticks ? " of a ticker" : " of a timer");
  }
}
