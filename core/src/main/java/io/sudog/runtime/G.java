package io.sudog.runtime;

import io.sudog.core.Task;
import io.sudog.runtime.jdk.VirtualThreads;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * G: one goroutine. A descriptor, reused after its goroutine's end, around a virtual thread, which
 * is not; the G is that thread's scheduler, so every wake-up the JDK knows of arrives here, in
 * execute().
 *
 * The word `status`, and who changes it:
 *
 *   IDLE ──start──▶ RUNNABLE ──M takes it──▶ RUNNING ──prepare, by itself──▶ PARKING
 *   PARKING ──commit, on its M, by CAS──▶ WAITING ──ready──▶ RUNNABLE
 *   PARKING ──ready came first, by CAS──▶ RUNNABLE   (and the commit, failing, asks for a requeue)
 *   PARKING ──could not unmount, by CAS──▶ PINNED ──ready──▶ RUNNING
 *   RUNNING ──run() came back, the JDK parked it: its M, by CAS──▶ JDK_WAIT ──execute, by CAS──▶ RUNNABLE
 *   RUNNING ──execute from elsewhere, by CAS──▶ RUNNING_WOKEN ──run() came back──▶ RUNNABLE
 *   RUNNING ──run() came back and the thread has ended──▶ DEAD ──freed──▶ IDLE
 *
 * GO: Go's copystack and scan have no place here: HotSpot moves stacks to and from the heap at
 * every unmount and scans them itself. SYSCALL is not a value of this word but a mark beside it
 * (`inBlocking`), as in newer Gos, since a goroutine in Go.blocking may be parked by the JDK.
 *
 * What execute(r) must tell apart; GExecuteTest has a test for each row:
 *
 *   situation                                        | what it means, what is done
 *   -------------------------------------------------+---------------------------------------------
 *   r is not this G's Runnable                       | a virtual thread that user code started in
 *                                                    | this goroutine inherited us: run it, once for
 *                                                    | each call, under a G of its own
 *   on our M (current thread is the M), PARKING      | commit the park: WAITING
 *   on our M, anything else                          | Thread.yield, or a park that ready or a JDK
 *                                                    | permit overtook: requeue when run() returns
 *   JDK_WAIT                                         | the JDK wakes it: queue it
 *   RUNNING, from elsewhere                          | the JDK wakes it before our M noticed that
 *                                                    | it parked it: RUNNING_WOKEN
 *   RUNNING_WOKEN                                    | the same twice: ignore
 *   WAITING                                          | Thread.getStackTrace resubmits whatever it
 *                                                    | looked at: ignore
 *   RUNNABLE                                         | the same while it is queued: ignore
 *   PARKING, PINNED, from elsewhere                  | the same, late: it is on its stack, ignore
 *   its scheduler was closed                         | it is abandoned: ignore
 *
 * A late RUNNING_WOKEN, set while G really runs (getStackTrace restored the thread's state, we ran
 * it, then the resubmission came), is harmless: whatever G does next overwrites it or queues G once
 * too often, and the JDK's own state machine drops a run that finds nothing to continue. Such a
 * dropped run ends as RUNNING → JDK_WAIT, and the wake-up that goes with it follows.
 */
/** G: one goroutine, as the scheduler sees it. */
public final class G extends Waiter implements Executor, Runnable {
  static final int IDLE = 0;
  static final int RUNNABLE = 1;
  static final int RUNNING = 2;
  static final int RUNNING_WOKEN = 3;
  static final int PARKING = 4;
  static final int WAITING = 5;
  static final int JDK_WAIT = 6;
  static final int PINNED = 7;
  static final int DEAD = 8;

  private static final VarHandle STATUS;

  static {
    try {
      STATUS = MethodHandles.lookup().findVarHandle(G.class, "status", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The scheduler this G belongs to, for ever. */
  public final Sched sched;

  /** True for a stand-in that carries one run of a virtual thread which is no goroutine. */
  final boolean oneShot;

  // ORDER: see the table above for each transition's mode.
  private volatile int status;

  // Set before the thread starts, cleared when the G is freed. Read by anyone through the handle,
  // who must check `id` again afterwards.
  private volatile long id;
  private @Nullable String name;
  private @Nullable Task body;
  private @Nullable Site site;
  private long creatorId;
  private @Nullable Thread thread;

  /** The public handle of the goroutine this G is now; made by io.sudog.core. */
  public @Nullable Object handle;

  // What continues the thread; the JDK gives it to execute() in Thread.start.
  private @Nullable Runnable continuation;
  private @Nullable Thread starter;

  // The M that runs this G, written by that M before each run. GUARD: meaningful to the goroutine
  // itself, and to others a hint. Read anew after every park: the M changes there.
  @Nullable M m;

  // The next G of the list this one stands in. GUARD: that list's.
  @Nullable G link;

  // Written by the goroutine before it parks; racy reads by dumps.
  private @Nullable WaitReason waitReason;
  private @Nullable Object waitsOn;
  private long waitSince;

  // Written by the goroutine itself.
  private int blockingDepth;
  private int lockDepth;
  @Nullable M lockedM;
  private boolean ended;
  private boolean main;

  // GUARD: sched.joinLock(id). Made by the first who joins: most goroutines are joined by nobody.
  private @Nullable WaitQueue joiners;

  G(Sched sched) {
    this(sched, null);
  }

  G(Sched sched, @Nullable Runnable oneRun) {
    this.sched = sched;
    this.oneShot = oneRun != null;
    this.continuation = oneRun;
  }

  // ---- identity -------------------------------------------------------------------------------

  /**
   * The goroutine's number, unique in its scheduler and never used again; 0 while the G is nobody.
   *
   * @return the id
   */
  public long id() {
    return id;
  }

  /**
   * The name it was started with, or null.
   *
   * @return the name
   */
  public @Nullable String name() {
    return name;
  }

  /**
   * The virtual thread, or null before the start and after the end.
   *
   * @return the thread
   */
  public @Nullable Thread thread() {
    return thread;
  }

  @Nullable Site site() {
    return site;
  }

  long creatorId() {
    return creatorId;
  }

  boolean isMain() {
    return main;
  }

  // ---- life -----------------------------------------------------------------------------------

  /** Makes this free G a new goroutine; {@link Sched#start} starts it. */
  void assign(
      long newId, @Nullable String newName, Task newBody, @Nullable G creator, boolean first) {
    name = newName;
    body = newBody;
    site = Site.of(newBody);
    creatorId = creator == null ? 0 : creator.id;
    main = first;
    ended = false;
    id = newId;
  }

  /** Starts the virtual thread; its first submission only tells us its Runnable. */
  void startThread() {
    Thread t = VirtualThreads.newThread(this, name, this);
    thread = t;
    starter = Thread.currentThread();
    try {
      t.start();
    } finally {
      starter = null;
    }
  }

  /** Starts an ordinary virtual thread, where the scheduler is the JDK's. */
  void startPlainThread() {
    Thread.Builder.OfVirtual builder = Thread.ofVirtual();
    Thread t = (name == null ? builder : builder.name(name)).unstarted(this);
    thread = t;
    setStatus(RUNNING);
    t.start();
  }

  /** The virtual thread's body. */
  @Override
  public void run() {
    Parking.enterPlain(this);
    Throwable failure = null;
    boolean exited = false;
    try {
      Task task = body;
      if (task == null) {
        throw new IllegalStateException("a G's body runs once, by its own thread");
      }
      task.run();
    } catch (Throwable e) {
      exited = e instanceof Goexit;
      failure = exited ? null : e;
    }
    blockingDepth = 0;
    sched.bodyEnded(this, failure, exited);
    ended = true;
    Parking.exitPlain(this);
  }

  /** Wakes those who wait for this goroutine's end. After it the id is free of meaning. */
  void finish() {
    SpinLock joinLock = sched.joinLock(id);
    joinLock.lock();
    id = 0;
    WaitQueue queue = joiners;
    joiners = null;
    Sudog chain = queue == null ? null : queue.takeAll(null);
    joinLock.unlock();
    while (chain != null) {
      Sudog sg = chain;
      chain = sg.unchain();
      sg.success = true;
      sg.waiter.ready();
    }
  }

  /** Empties the descriptor for its next goroutine. */
  void clear() {
    name = null;
    body = null;
    site = null;
    thread = null;
    handle = null;
    continuation = null;
    m = null;
    waitReason = null;
    waitsOn = null;
    lockDepth = 0;
    lockedM = null;
    setStatus(IDLE);
  }

  /** Whether the body has returned; the thread's last steps may still be under way. */
  boolean isEnding() {
    return ended;
  }

  boolean hasEnded() {
    Thread t = thread;
    return ended && t != null && !t.isAlive();
  }

  /**
   * Waits until the goroutine with this id has ended.
   *
   * @param goroutine its id, as this G had it
   * @param nanos how long at most; {@link RuntimeTimer#NEVER} for as long as it takes
   * @return true when it has ended, false at the time-out
   */
  public boolean join(long goroutine, long nanos) {
    if (id != goroutine) {
      return true;
    }
    if (nanos <= 0) {
      return false;
    }
    Waiter waiter = Waiter.current();
    boolean timed = nanos != RuntimeTimer.NEVER;
    Sudog sg = waiter.sudog();
    TimedWait timer = waiter.timedWait();
    Sched timers = waiter.timers();
    if (waiter instanceof G g && g.sched != sched) {
      g.sched.noteOutsider(sched);
    }
    SpinLock joinLock = sched.joinLock(goroutine);
    joinLock.lock();
    if (id != goroutine) {
      joinLock.unlock();
      return true;
    }
    int ticket = timed ? waiter.openTicket() : Sudog.UNCONTESTED;
    sg.ticket = ticket;
    sg.success = false;
    if (timed) {
      waiter.prepareTimed(WaitReason.JOIN, handle);
    } else {
      waiter.prepare(WaitReason.JOIN, handle);
    }
    WaitQueue queue = joiners;
    if (queue == null) {
      queue = new WaitQueue();
      joiners = queue;
    }
    queue.enqueue(sg);
    joinLock.unlock();
    if (timed) {
      timers.startTimer(timer, timers.later(nanos), ticket);
    }
    waiter.park();
    if (timed) {
      timer.stop();
      joinLock.lock();
      queue.remove(sg);
      joinLock.unlock();
      sg.ticket = Sudog.UNCONTESTED;
    }
    return sg.success;
  }

  // ---- the word -------------------------------------------------------------------------------

  int status() {
    return status;
  }

  void setStatus(int value) {
    STATUS.setRelease(this, value);
  }

  boolean casStatus(int from, int to) {
    return STATUS.compareAndSet(this, from, to);
  }

  @Nullable Runnable continuation() {
    return continuation;
  }

  @Override
  public Sched timers() {
    return sched;
  }

  @Override
  public Chance chance() {
    return sched.chance;
  }

  // ---- parking: on the goroutine's own stack ---------------------------------------------------

  @Override
  public void prepare(WaitReason reason, @Nullable Object on) {
    waitReason = reason;
    waitsOn = on;
    waitSince = sched.coarseNanos();
    // ORDER: release; the unlock that makes the sudog visible comes after it, and that lock's next
    // holder, the waker, reads PARKING or what came of it. A RUNNING_WOKEN that this overwrites was
    // late: this goroutine runs, so no JDK wake-up is owed to it.
    STATUS.setRelease(this, PARKING);
  }

  @Override
  public void park() {
    if (!Sched.GMP) {
      parkPlain();
      return;
    }
    try {
      // Unmounts; the JDK then calls execute() on our M, which commits the park.
      Thread.yield();
    } catch (OutOfMemoryError e) {
      // The stack could not be moved to the heap. The goroutine still is on its M: see below.
    }
    int s = status;
    if (s != RUNNING && s != RUNNING_WOKEN) {
      parkPinned();
    }
    waitsOn = null;
  }

  /**
   * A native frame, a class initialiser, or want of memory kept the goroutine on its M: it waits
   * there, and the P goes to another M.
   */
  private void parkPinned() {
    if (casStatus(PARKING, PINNED)) {
      sched.handOffCurrentP(this);
      boolean interrupted = false;
      while (status == PINNED) {
        LockSupport.park(this);
        if (Thread.interrupted()) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      sched.reacquireP(this);
    } else {
      // ready came first.
      setStatus(RUNNING);
    }
  }

  private PlainSched plain() {
    return (PlainSched) sched;
  }

  /** Parking where the scheduler is the JDK's. */
  private void parkPlain() {
    plain().parking();
    boolean interrupted = false;
    while (status != RUNNABLE) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        interrupted = true;
      }
    }
    setStatus(RUNNING);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    waitsOn = null;
  }

  @Override
  public void ready() {
    if (!Sched.GMP) {
      plain().unparking();
      if (!casStatus(PARKING, RUNNABLE)) {
        throw new IllegalStateException("goroutine " + id + " is woken though it does not wait");
      }
      LockSupport.unpark(thread);
      return;
    }
    if (readyUnqueued()) {
      sched.queueReady(this);
    }
  }

  /**
   * As {@link #ready}, for who queues several at once.
   *
   * @return whether the caller has to queue it, and is the only one who may
   */
  boolean readyUnqueued() {
    // WAKEUP: commit: PARKING → WAITING by CAS, then let go / ready: PARKING → RUNNABLE by CAS, or
    // find WAITING and queue. The CASes exclude one another; whoever loses sees the other's value.
    int s = status;
    if (s == PARKING) {
      if (casStatus(PARKING, RUNNABLE)) {
        return false;
      }
      s = status;
    }
    if (s == WAITING) {
      // No CAS: nobody but the one waker moves a WAITING G, and its M has let go of it.
      setStatus(RUNNABLE);
      return true;
    }
    if (s != PINNED) {
      throw new IllegalStateException("goroutine " + id + " is woken in status " + s);
    }
    // Before it runs: between the two the deadlock check must not take it for stuck.
    sched.unpinned();
    setStatus(RUNNING);
    LockSupport.unpark(thread);
    return false;
  }

  // ---- what the JDK tells us -------------------------------------------------------------------

  @Override
  public void execute(Runnable r) {
    Thread current = Thread.currentThread();
    if (current instanceof M onM && onM.current == this && r == continuation) {
      onM.outcome = status == PARKING && casStatus(PARKING, WAITING) ? M.PARKED : M.REQUEUE;
      return;
    }
    if (r == continuation) {
      executeElsewhere();
    } else if (starter == current) {
      continuation = r;
    } else {
      sched.adopt(r);
    }
  }

  private void executeElsewhere() {
    while (true) {
      int s = status;
      if (s == JDK_WAIT) {
        if (casStatus(JDK_WAIT, RUNNABLE)) {
          sched.queueJdkWoken(this);
          return;
        }
      } else if (s == RUNNING) {
        if (casStatus(RUNNING, RUNNING_WOKEN)) {
          return;
        }
      } else {
        return;
      }
    }
  }

  // ---- Go.blocking, lockOSThread: on the goroutine's own stack ---------------------------------

  /** Marks the beginning of a call that may block the OS thread. */
  public void enterBlocking() {
    blockingDepth++;
    sched.blockingEntered(this);
  }

  /** Marks its end; gets a P again if sysmon took this one's. */
  public void exitBlocking() {
    blockingDepth--;
    sched.blockingExited(this);
  }

  boolean isBlocking() {
    return blockingDepth > 0;
  }

  /** Ties the goroutine and its current M together; nests. */
  public void lockOSThread() {
    if (lockDepth++ == 0) {
      sched.lockM(this);
    }
  }

  /** Undoes one {@link #lockOSThread}; without one it does nothing, as in Go. */
  public void unlockOSThread() {
    if (lockDepth > 0 && --lockDepth == 0) {
      sched.unlockM(this);
    }
  }

  boolean isLockedToThread() {
    return lockDepth > 0;
  }

  // ---- diagnostics ----------------------------------------------------------------------------

  /**
   * Go's state of this goroutine.
   *
   * @return the state as of some moment during the call
   */
  public GState state() {
    return switch (status) {
      case IDLE -> GState.IDLE;
      case RUNNABLE -> GState.RUNNABLE;
      case RUNNING, RUNNING_WOKEN -> isBlocking() ? GState.SYSCALL : GState.RUNNING;
      case PARKING -> Sched.GMP ? GState.RUNNING : GState.WAITING;
      case JDK_WAIT -> isBlocking() ? GState.SYSCALL : GState.WAITING;
      case WAITING, PINNED -> GState.WAITING;
      default -> GState.DEAD;
    };
  }

  /**
   * Why it waits, in Go's words; null unless it waits.
   *
   * @return the reason
   */
  public @Nullable String waitReason() {
    int s = status;
    if (s == JDK_WAIT) {
      return "JDK wait";
    }
    WaitReason reason = waitReason;
    boolean waits = s == WAITING || s == PINNED || (s == PARKING && !Sched.GMP);
    return waits && reason != null ? reason.toString() : null;
  }

  @Nullable Object waitsOn() {
    return waitsOn;
  }

  long waitSince() {
    return waitSince;
  }

  @Override
  public String toString() {
    return "G" + id + "[" + state() + "]";
  }
}
