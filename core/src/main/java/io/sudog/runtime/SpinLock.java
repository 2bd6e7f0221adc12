package io.sudog.runtime;

import io.sudog.runtime.jdk.VirtualThreads;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A mutual-exclusion lock that never parks: it spins, then gives the OS thread away.
 *
 * <p>The holder may be a goroutine or an M, so waiting for it must neither unmount the waiter nor
 * touch a JDK lock. That is safe because a holder never unmounts either: runtime code under a
 * runtime lock calls nothing that parks. Critical sections are some tens of nanoseconds; giving the
 * OS thread away covers the case that the holder's OS thread was preempted inside one.
 *
 * <p>Lock rank, outermost first: channel and semaphore locks (by id), a G's join lock, timer heap,
 * {@link Sched} lock.
 */
public class SpinLock {
  private static final VarHandle LOCKED;

  static {
    try {
      LOCKED = MethodHandles.lookup().findVarHandle(SpinLock.class, "locked", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // through LOCKED
  private int locked;

  /** Makes an unlocked lock. */
  public SpinLock() {}

  /** Takes the lock, waiting busily while somebody else has it. */
  public final void lock() {
    // ORDER: acquire; partner is the release in unlock: what the last holder wrote is seen.
    if (!LOCKED.compareAndSet(this, 0, 1)) {
      lockSlow();
    }
  }

  /**
   * Takes the lock if it is free.
   *
   * @return true when taken
   */
  public final boolean tryLock() {
    return (int) LOCKED.getOpaque(this) == 0 && LOCKED.compareAndSet(this, 0, 1);
  }

  private void lockSlow() {
    int spins = 0;
    while (true) {
      if (tryLock()) {
        return;
      }
      if (++spins < Tunables.LOCK_SPINS) {
        Thread.onSpinWait();
      } else {
        VirtualThreads.yieldCarrier();
      }
    }
  }

  /** Gives the lock back; only its holder may call this. */
  public final void unlock() {
    LOCKED.setRelease(this, 0);
  }

  /**
   * Whether anybody holds the lock, for assertions.
   *
   * @return true when held
   */
  public final boolean isLocked() {
    return (int) LOCKED.getOpaque(this) != 0;
  }
}
