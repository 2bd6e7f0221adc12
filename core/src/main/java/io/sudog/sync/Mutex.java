package io.sudog.sync;

import io.sudog.core.Cancellation;
import io.sudog.runtime.Bound;
import io.sudog.runtime.Parking;
import io.sudog.runtime.Semaphore;
import io.sudog.runtime.WaitReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

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
      lockSlow(WaitReason.MUTEX_LOCK, this, null);
    }
  }

  /**
   * Takes the lock, waiting for it no longer than a context goes on.
   *
   * @param bound ends the wait; a {@code Context}, say. Where it has ended already the lock is not
   *     taken, even if it is free. What is thrown is its {@link Cancellation#err} itself.
   */
  public void lockUntil(Cancellation bound) {
    Bound.check(bound);
    Parking.checkpoint();
    if (STATE.compareAndSet(this, 0, LOCKED)) {
      return;
    }
    try (Bound wait = Bound.by(bound)) {
      if (!lockSlow(WaitReason.MUTEX_LOCK, this, wait)) {
        throw wait.ended();
      }
    }
  }

  /**
   * Takes the lock, waiting for it until the calling thread is interrupted. For threads that are no
   * goroutines: a goroutine's wait is not ended by an interrupt.
   *
   * @throws InterruptedException when the thread is interrupted; the lock is not taken then
   */
  public void lockInterruptibly() throws InterruptedException {
    Bound.checkInterrupt();
    Parking.checkpoint();
    if (STATE.compareAndSet(this, 0, LOCKED)) {
      return;
    }
    try (Bound wait = Bound.byInterrupt()) {
      if (!lockSlow(WaitReason.MUTEX_LOCK, this, wait)) {
        throw wait.ended();
      }
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

  boolean lock(WaitReason reason, Object on, @Nullable Bound bound) {
    return STATE.compareAndSet(this, 0, LOCKED) || lockSlow(reason, on, bound);
  }

  private boolean lockSlow(WaitReason reason, Object on, @Nullable Bound bound) {
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
        return true;
      }
      boolean again = since != 0;
      if (!again) {
        since = System.nanoTime();
      }
      if (!semaphore.acquire(again, reason, on, bound)) {
        return giveUp();
      }
      starving |= System.nanoTime() - since > STARVATION_NANOS;
      s = state;
      if ((s & STARVING) != 0) {
        // The lock was handed to us, unlocked in the word and with us still counted as waiting.
        int change = LOCKED - ONE_WAITER;
        if (!starving || s >>> WAITERS_SHIFT == 1) {
          change -= STARVING;
        }
        STATE.getAndAdd(this, change);
        return true;
      }
      woken = true;
      rounds = 0;
    }
  }

  /*
   * A wait was ended early: the waiter has left the semaphore's queue, and is still counted.
   *
   * INVARIANT MX-1: those who have counted themselves and have neither got a permit nor left are as
   * many as the word counts plus the permits on their way (released, or about to be by somebody who
   * has changed the word already). So whoever leaves takes either one off the count, or a permit.
   *
   * WAKEUP: normal mode, the count is above 0: leaving by the count takes no permit from anybody.
   * The count is 0: a permit is on its way and nobody else will take it, with WOKEN set for its
   * sake, so that no other unlock wakes anybody: we must take it and either the lock, or WOKEN off.
   * Starving, locked: the owner will hand over to somebody of those who are left, or find none.
   * Starving, unlocked: the lock itself is on its way to one of those counted; if we are the only
   * one, it is ours.
   *
   * A permit on its way is not waited for in the queue: a newcomer may count itself and take it,
   * and then there is none until some unlock, which our end has no right to wait for. But the
   * newcomer is in the count by then, and MX-1 lets us leave by that. So we look at both in turn; it
   * takes as long as a release between its CAS and its permit.
   */
  /** Leaves without the lock; or, where it was handed over meanwhile, with it: returns true. */
  private boolean giveUp() {
    while (true) {
      int s = state;
      int waiting = s >>> WAITERS_SHIFT;
      if (waiting != 0 && !(waiting == 1 && (s & (LOCKED | STARVING)) == STARVING)) {
        int next = s - ONE_WAITER;
        if (waiting == 1) {
          next &= ~STARVING;
        }
        if (STATE.compareAndSet(this, s, next)) {
          return false;
        }
        continue;
      }
      if (semaphore.tryAcquire()) {
        break;
      }
      Parking.gosched();
    }
    if ((state & STARVING) != 0) {
      STATE.getAndAdd(this, LOCKED - ONE_WAITER - STARVING);
      return true;
    }
    while (true) {
      int s = state;
      boolean free = (s & (LOCKED | STARVING)) == 0;
      if (STATE.compareAndSet(this, s, (free ? s | LOCKED : s) & ~WOKEN)) {
        return free;
      }
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
