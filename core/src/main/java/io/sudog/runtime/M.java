package io.sudog.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * M ("machine"): an OS thread that carries goroutines. A daemon platform thread; while it has a P
 * it looks for runnable Gs and runs them, without one it is parked, or stuck in a goroutine that
 * blocks it.
 */
final class M extends Thread {
  /** {@link #outcome}: run() came back without telling us: ended, parked by the JDK, or dropped. */
  static final int NONE = 0;

  /** {@link #outcome}: the park was committed; the G is not ours any more. */
  static final int PARKED = 1;

  /** {@link #outcome}: the G wants to be queued again. */
  static final int REQUEUE = 2;

  private static final VarHandle PERMIT;
  private static final VarHandle CURRENT;

  static {
    try {
      PERMIT = MethodHandles.lookup().findVarHandle(M.class, "permit", int.class);
      CURRENT = MethodHandles.lookup().findVarHandle(M.class, "current", G.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final GmpSched sched;
  final int number;

  // What it found in the poller.
  final PollBatch polled;

  // GUARD: written by this M alone, or by the goroutine that runs on it.
  @Nullable G current;
  int outcome;
  @Nullable P p;
  boolean spinning;
  boolean inheritSlice;
  boolean exiting;

  // Set by sysmon, cleared by the goroutine that obeys and by this M when it begins a new slice.
  volatile boolean preempt;

  // The goroutine tied to this M. GUARD: written by that goroutine while it runs here.
  volatile @Nullable G lockedG;

  // GUARD: written by whoever starts or wakes this M, before it does; published by that.
  @Nullable P nextP;
  boolean nextSpinning;

  // WAKEUP: permit 1, then unpark / park takes the permit by CAS, parks if there is none, repeats.
  @SuppressWarnings("unused") // through PERMIT
  private volatile int permit;

  M(GmpSched sched, int number) {
    super(GmpSched.THREADS, null, sched.name() + "-M" + number, 0, false);
    this.sched = sched;
    this.number = number;
    this.polled = new PollBatch(sched);
    setDaemon(true);
  }

  @Override
  public void run() {
    try {
      p = nextP;
      nextP = null;
      spinning = nextSpinning;
      sched.schedule(this);
    } catch (Throwable e) {
      sched.fatal(e);
    } finally {
      sched.machines.exited(this);
    }
  }

  /** Peeks from another thread at what runs here. */
  @Nullable G currentOpaque() {
    return (G) CURRENT.getOpaque(this);
  }

  void parkM() {
    while (!PERMIT.compareAndSet(this, 1, 0)) {
      LockSupport.park(this);
      // Whoever interrupts a carrier is mistaken; a set status would make park return at once.
      Thread.interrupted();
    }
  }

  void unparkM() {
    permit = 1;
    LockSupport.unpark(this);
  }
}
