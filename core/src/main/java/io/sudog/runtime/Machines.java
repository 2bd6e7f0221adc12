package io.sudog.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Ms: made on demand, parked when there is no P for them, used again. GUARD: {@link
 * Processors}, the Sched lock.
 */
final class Machines {
  private static final VarHandle SPINNING;

  static {
    try {
      SPINNING = MethodHandles.lookup().findVarHandle(Machines.class, "spinning", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final GmpSched sched;
  private final Processors lock;

  // GUARD: lock.
  private final List<M> idle = new ArrayList<>();
  private final List<M> all = new ArrayList<>();
  private int count;
  private int numbers;
  private int lockedWaiting;
  private int pinned;

  // ORDER: volatile; see WAKEUP in GmpSched.
  @SuppressWarnings("unused") // through SPINNING
  private volatile int spinning;

  Machines(GmpSched sched) {
    this.sched = sched;
    this.lock = sched.processors;
  }

  int spinning() {
    return spinning;
  }

  /** Counts the first spinner; false when somebody spins already. */
  boolean becomeFirstSpinner() {
    return spinning == 0 && SPINNING.compareAndSet(this, 0, 1);
  }

  void startSpinning(M m) {
    m.spinning = true;
    SPINNING.getAndAdd(this, 1);
  }

  void stopSpinning(M m) {
    m.spinning = false;
    SPINNING.getAndAdd(this, -1);
  }

  /**
   * A spinner that was counted will not be. While it was, submitters relied on it.
   *
   * <p>WAKEUP: here: (1) drop spinning, (2) look at the queues and at idlePs. A submitter that saw
   * us counted published its G before; whoever released a P since then looked at the queues itself.
   */
  private void cancelSpinner() {
    SPINNING.getAndAdd(this, -1);
    if (sched.anyWork()) {
      sched.wakeP();
    }
  }

  /**
   * Gets an M going with a P: {@code given}, which is in the caller's hand, or an idle one. With
   * {@code spin} the caller has counted the new spinner already.
   */
  void start(@Nullable P given, boolean spin) {
    lock.lock();
    P p = given != null ? given : lock.popIdleLocked();
    if (p == null || sched.isClosed()) {
      lock.unlock();
      if (spin) {
        cancelSpinner();
      }
      return;
    }
    M m = idle.isEmpty() ? null : idle.remove(idle.size() - 1);
    if (m == null && count >= sched.tunables.maxMs()) {
      lock.layAsideLocked(p);
      lock.unlock();
      sched.fatal(threadExhaustion());
      if (spin) {
        SPINNING.getAndAdd(this, -1);
      }
      return;
    }
    p.setStatus(PState.RUNNING);
    int number = 0;
    if (m == null) {
      count++;
      number = numbers++;
    }
    lock.unlock();
    sched.sysmon.noteBusy();
    if (m == null) {
      startNew(number, p, spin);
    } else {
      m.nextP = p;
      m.nextSpinning = spin;
      m.unparkM();
    }
  }

  private void startNew(int number, P p, boolean spin) {
    M m = new M(sched, number);
    m.nextP = p;
    m.nextSpinning = spin;
    lock.lock();
    all.add(m);
    lock.unlock();
    try {
      m.start();
    } catch (OutOfMemoryError e) {
      lock.lock();
      all.remove(m);
      count--;
      lock.layAsideLocked(p);
      lock.unlock();
      sched.fatal(e);
      if (spin) {
        SPINNING.getAndAdd(this, -1);
      }
    }
  }

  private IllegalStateException threadExhaustion() {
    return new IllegalStateException(
        "thread exhaustion: scheduler "
            + sched.name()
            + " exceeds its limit of "
            + sched.tunables.maxMs()
            + " threads; so many goroutines block their OS threads (in native code, files or class"
            + " initialisers) at once. Bound their number, for example by a buffered channel");
  }

  /**
   * Parks an M that has no P until somebody gives it one.
   *
   * @return false when the scheduler ends
   */
  boolean stop(M m) {
    lock.lock();
    if (sched.isClosed()) {
      lock.unlock();
      return false;
    }
    idle.add(m);
    lock.unlock();
    return parkUntilGiven(m);
  }

  /**
   * Parks an M tied to a goroutine until that is runnable and brings a P; false as {@link #stop}.
   */
  boolean stopLocked(M m) {
    P p = lock.takeFrom(m);
    if (p != null) {
      sched.handOffP(p);
    }
    lock.lock();
    if (sched.isClosed()) {
      lock.unlock();
      return false;
    }
    lockedWaiting++;
    lock.unlock();
    return parkUntilGiven(m);
  }

  private boolean parkUntilGiven(M m) {
    sched.detectDeadlock();
    m.parkM();
    P p = m.nextP;
    if (sched.isClosed() || p == null) {
      return false;
    }
    m.nextP = null;
    m.spinning = m.nextSpinning;
    Processors.attach(m, p);
    sched.refreshCoarse();
    return true;
  }

  /** Gives the M's P to the M that a goroutine is tied to, and parks; false as {@link #stop}. */
  boolean giveToLocked(M m, M target) {
    P p = m.p;
    m.p = null;
    lock.lock();
    // May be early: the target is on its way to wait, and then finds what it waits for.
    lockedWaiting--;
    lock.unlock();
    target.nextP = p;
    target.nextSpinning = false;
    target.unparkM();
    return stop(m);
  }

  /** The M's thread ends; its P goes to another. */
  void leave(M m) {
    P p = lock.takeFrom(m);
    if (p != null) {
      sched.handOffP(p);
    }
  }

  void exited(M m) {
    lock.lock();
    count--;
    all.remove(m);
    lock.unlock();
    if (!sched.isClosed()) {
      sched.detectDeadlock();
    }
  }

  void pinned(int delta) {
    lock.lock();
    pinned += delta;
    lock.unlock();
  }

  /** How many run or look for work; the caller holds the lock. One in the poller counts, too. */
  int busyLocked() {
    return count - idle.size() - lockedWaiting - pinned;
  }

  int count() {
    lock.lock();
    int n = count;
    lock.unlock();
    return n;
  }

  int idle() {
    lock.lock();
    int n = idle.size();
    lock.unlock();
    return n;
  }

  List<M> snapshot() {
    lock.lock();
    List<M> copy = new ArrayList<>(all);
    lock.unlock();
    return copy;
  }
}
