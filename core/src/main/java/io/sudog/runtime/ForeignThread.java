package io.sudog.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The waiter of a thread that is no goroutine: a platform thread, or a virtual thread of somebody
 * else's. It blocks in LockSupport; interrupts do not end the wait, and their status is kept.
 *
 * <p>One record a thread, made at its first use of a Sudog primitive. The deadlock check asks these
 * records which threads may still wake a goroutine.
 *
 * <p>A model checker puts a subclass in a thread's place ({@link #replace}, {@link #makeBy}), which
 * waits in the checker's way. Programs pay nothing for that. A record is found as ever, by one look
 * at the thread's own variables; the maker, a volatile field, is read once a thread, when its
 * record is made; and as long as no subclass is loaded, the compiler takes each method here for
 * final.
 */
public class ForeignThread extends Waiter {
  private static final ThreadLocal<ForeignThread> CURRENT =
      ThreadLocal.withInitial(ForeignThread::register);

  private static final int RUNNING = 0;
  static final int PARKING = 1;
  static final int PARKING_TIMED = 2;
  private static final int READY = 3;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(ForeignThread.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // GUARD: synchronises on REGISTRY; foreign threads and Ms only, so a monitor is fine here.
  private static final List<WeakReference<ForeignThread>> REGISTRY = new ArrayList<>();

  // How many foreign threads have been woken in a primitive; see Program.outsiderMayWake.
  private static final AtomicLong WAKES = new AtomicLong();

  private final Thread thread = Thread.currentThread();
  volatile int state;

  // The newest program that had begun when this thread last used a primitive or was woken in one.
  private volatile long usedIn;

  private static volatile @Nullable Supplier<ForeignThread> maker;

  /** Makes a record for the calling thread, which the deadlock check knows nothing of. */
  protected ForeignThread() {}

  private static ForeignThread register() {
    Supplier<ForeignThread> other = maker;
    if (other != null) {
      return other.get();
    }
    ForeignThread record = new ForeignThread();
    synchronized (REGISTRY) {
      if ((REGISTRY.size() & 63) == 63) {
        REGISTRY.removeIf(reference -> reference.get() == null);
      }
      REGISTRY.add(new WeakReference<>(record));
    }
    return record;
  }

  /**
   * The calling thread's record; it is noted as one that uses primitives now.
   *
   * @return the record
   */
  public static ForeignThread current() {
    ForeignThread record = CURRENT.get();
    long newest = Program.newest();
    if (record.usedIn != newest) {
      record.usedIn = newest;
    }
    return record;
  }

  /**
   * The scheduler that goroutines of the calling thread start on. To ask is no use of a primitive:
   * who has only started goroutines does not keep the deadlock check waiting.
   */
  static Sched scheduler() {
    return CURRENT.get().timers();
  }

  /**
   * Puts another record in the calling thread's place.
   *
   * @param record the record operations of this thread find from now on
   * @return the one they found before
   */
  public static ForeignThread replace(ForeignThread record) {
    ForeignThread before = CURRENT.get();
    CURRENT.set(record);
    return before;
  }

  /**
   * Who makes the records of threads that use a primitive for the first time.
   *
   * @param other makes the calling thread's; null for the ordinary ones
   */
  public static void makeBy(@Nullable Supplier<ForeignThread> other) {
    maker = other;
  }

  /** How many foreign threads have been woken so far. */
  static long wakes() {
    return WAKES.get();
  }

  /**
   * Whether a live thread that used a primitive since program {@code since} began may wake a
   * goroutine: it is neither blocked in a primitive itself nor the one that waits for the program.
   *
   * @param since the program's number
   * @param runner the thread that waits for it
   * @return true when there is such a thread
   */
  static boolean anyMayWake(long since, Thread runner) {
    synchronized (REGISTRY) {
      for (WeakReference<ForeignThread> reference : REGISTRY) {
        ForeignThread record = reference.get();
        if (record != null
            && record.usedIn >= since
            && record.thread != runner
            && !record.isParked()
            && record.thread.isAlive()) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Whether {@code thread} is blocked in a primitive, so that only somebody else can get it going.
   *
   * @param thread any thread
   * @return true when it is
   */
  static boolean isParked(Thread thread) {
    synchronized (REGISTRY) {
      for (WeakReference<ForeignThread> reference : REGISTRY) {
        ForeignThread record = reference.get();
        if (record != null && record.thread == thread) {
          return record.isParked();
        }
      }
    }
    return false;
  }

  /** Whether it waits with no timer to end the wait. */
  private boolean isParked() {
    return state == PARKING;
  }

  @Override
  public void prepare(WaitReason reason, @Nullable Object on) {
    state = PARKING;
  }

  @Override
  public void prepareTimed(WaitReason reason, @Nullable Object on) {
    // Its timer, which may be any scheduler's, will get it going: the deadlock check must not take
    // it for stuck.
    state = PARKING_TIMED;
  }

  @Override
  public void park() {
    boolean interrupted = false;
    while (state != READY) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        interrupted = true;
      }
    }
    state = RUNNING;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * As {@link #park}, but an interrupt ends the wait, if it wins the round; the status is taken off
   * then, and kept otherwise.
   *
   * @param round the ticket all records of this wait carry
   */
  protected void parkInterruptibly(int round) {
    boolean interrupted = false;
    while (state != READY) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        if (winTicket(round)) {
          // Nobody will ready us: the round is ours.
          state = RUNNING;
          return;
        }
        interrupted = true;
      }
    }
    state = RUNNING;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void ready() {
    // WAKEUP: state READY, then unpark / park's loop reads state after every return. The deadlock
    // check must see this thread as able to wake others from here on: usedIn first.
    usedIn = Program.newest();
    // ORDER: before READY, and before whoever calls us can park; partner: Program.outsiderMayWake.
    WAKES.getAndIncrement();
    if (!STATE.compareAndSet(this, PARKING, READY)
        && !STATE.compareAndSet(this, PARKING_TIMED, READY)) {
      throw new IllegalStateException("thread " + thread + " is woken though it does not wait");
    }
    LockSupport.unpark(thread);
  }
}
