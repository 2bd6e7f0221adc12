package io.sudog.sync;

import io.sudog.runtime.Parking;
import io.sudog.runtime.Semaphore;
import io.sudog.runtime.WaitReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A mutual-exclusion lock: Go's {@code sync.Mutex}. Not reentrant and not owned: any goroutine may
 * unlock it.
 *
 * <p>In normal mode a woken waiter competes with newcomers, who have the advantage of running
 * already: best for throughput. A waiter that has waited for more than a millisecond switches the
 * mutex to starvation mode: it is then handed from one to the next in order, and newcomers queue.
 * It ends with the last waiter, or the first that waited less.
 *
 * @see <a href="https://go.dev/ref/mem#locks">Locks in the Go memory model</a>
 */
public final class Mutex implements Locker {
  // The state word: LOCKED, WOKEN (somebody has been woken, or spins, and need not be woken again),
  // STARVING, and above them how many wait.
  private static final int LOCKED = 1;
  private static final int WOKEN = 2;
  private static final int STARVING = 4;
  private static final int ONE_WAITER = 8;
  private static final int WAITERS_SHIFT = 3;

  // Go's values: 1 ms; 4 rounds of 30 pauses.
  private static final long STARVATION_NANOS = 1_000_000;
  private static final int SPIN_ROUNDS = 4;
  private static final int SPIN_PAUSES = 30;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Mutex.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // ORDER: changed by CAS or getAndAdd, volatile: an unlock's change happens before the lock's that
  // follows it.
  private volatile int state;
  private final Semaphore semaphore = new Semaphore();

  /** Makes an unlocked mutex. */
  public Mutex() {}

  @Override
  public void lock() {
    Parking.checkpoint();
    if (!STATE.compareAndSet(this, 0, LOCKED)) {
      lockSlow(WaitReason.MUTEX_LOCK, this);
    }
  }

  /**
   * Takes the lock if that needs no waiting.
   *
   * @return true when taken; false also while it is promised to one who has waited long
   */
  public boolean tryLock() {
    Parking.checkpoint();
    int s = state;
    return (s & (LOCKED | STARVING)) == 0 && STATE.compareAndSet(this, s, s | LOCKED);
  }

  void lock(WaitReason reason, Object on) {
    if (!STATE.compareAndSet(this, 0, LOCKED)) {
      lockSlow(reason, on);
    }
  }

  private void lockSlow(WaitReason reason, Object on) {
    long since = 0;
    boolean starving = false;
    boolean woken = false;
    int rounds = 0;
    while (true) {
      int s = state;
      if ((s & (LOCKED | STARVING)) == LOCKED && rounds < SPIN_ROUNDS && Parking.canSpin()) {
        if (!woken
            && (s & WOKEN) == 0
            && s >>> WAITERS_SHIFT != 0
            && STATE.compareAndSet(this, s, s | WOKEN)) {
          woken = true;
        }
        for (int i = 0; i < SPIN_PAUSES; i++) {
          Thread.onSpinWait();
        }
        rounds++;
        continue;
      }
      int next = s;
      if ((s & STARVING) == 0) {
        next |= LOCKED;
      }
      if ((s & (LOCKED | STARVING)) != 0) {
        next += ONE_WAITER;
      }
      if (starving && (s & LOCKED) != 0) {
        next |= STARVING;
      }
      if (woken) {
        next &= ~WOKEN;
      }
      if (!STATE.compareAndSet(this, s, next)) {
        continue;
      }
      if ((s & (LOCKED | STARVING)) == 0) {
        return;
      }
      boolean again = since != 0;
      if (!again) {
        since = System.nanoTime();
      }
      semaphore.acquire(again, reason, on);
      starving |= System.nanoTime() - since > STARVATION_NANOS;
      s = state;
      if ((s & STARVING) != 0) {
        // The lock was handed to us, unlocked in the word and with us still counted as waiting.
        int change = LOCKED - ONE_WAITER;
        if (!starving || s >>> WAITERS_SHIFT == 1) {
          change -= STARVING;
        }
        STATE.getAndAdd(this, change);
        return;
      }
      woken = true;
      rounds = 0;
    }
  }

  /**
   * Gives the lock back, whoever took it.
   *
   * @throws IllegalMonitorStateException "sync: unlock of unlocked mutex"; in Go that is fatal
   */
  @Override
  public void unlock() {
    if (!STATE.compareAndSet(this, LOCKED, 0)) {
      unlockSlow();
    }
  }

  private void unlockSlow() {
    while (true) {
      int s = state;
      if ((s & LOCKED) == 0) {
        throw new IllegalMonitorStateException("sync: unlock of unlocked mutex");
      }
      if ((s & STARVING) != 0) {
        // LOCKED is taken off, STARVING keeps newcomers out until the next owner sets it again.
        if (STATE.compareAndSet(this, s, s - LOCKED)) {
          semaphore.release(true);
          return;
        }
      } else if (s >>> WAITERS_SHIFT == 0 || (s & WOKEN) != 0) {
        // WAKEUP: nobody waits, or somebody is awake already and will look at the word, which says
        // unlocked from this CAS on.
        if (STATE.compareAndSet(this, s, s - LOCKED)) {
          return;
        }
      } else if (STATE.compareAndSet(this, s, (s - LOCKED - ONE_WAITER) | WOKEN)) {
        semaphore.release(false);
        return;
      }
    }
  }

  /** For dumps. */
  @Override
  public String toString() {
    int s = state;
    return "mutex"
        + ((s & LOCKED) != 0 ? " locked" : "")
        + ((s & STARVING) != 0 ? " starving" : "");
  }
}
