package io.sudog.runtime;

import io.sudog.core.Task;
import io.sudog.runtime.jdk.VirtualThreads;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sched: one scheduler, whatever carries its goroutines: {@link GmpSched}, or {@link PlainSched}
 * where the JVM was started without the option GMP needs. Holds what both share: the registry of
 * Gs, programs, panics, and what is reported about them.
 */
public abstract sealed class Sched permits GmpSched, PlainSched {
  /** True when goroutines run on our own Ms; decided once for the JVM. */
  public static final boolean GMP = VirtualThreads.AVAILABLE && !Boolean.getBoolean("sudog.plain");

  /** The group of all threads of all schedulers; nobody's program's. */
  static final ThreadGroup THREADS = rootChild();

  private final String name;
  final Tunables tunables;
  final Clock clock;
  final Chance chance;
  final boolean deadlockDetection;
  private final Kind kind;

  // Takes all panics; without one they end the run that is under way, and outside a run go to the
  // thread's uncaught-exception handler.
  private final @Nullable PanicHandler panicHandler;

  /** The public handle of this scheduler; made by io.sudog.core. */
  private final AtomicReference<@Nullable Object> handle = new AtomicReference<>();

  private final AtomicReference<@Nullable Program> program = new AtomicReference<>();
  private final AllGs allGs = new AllGs();
  private final SpinLock[] joinLocks = new SpinLock[64];
  private volatile boolean stopping;

  Sched(Config config) {
    name = config.name();
    tunables = config.tunables();
    clock = config.clock();
    chance = config.chance();
    deadlockDetection = config.deadlockDetection();
    panicHandler = config.panicHandler();
    kind = config.kind();
    Arrays.setAll(joinLocks, i -> new SpinLock());
  }

  /** What to do with a panic. */
  @FunctionalInterface
  public interface PanicHandler {
    /**
     * Takes an exception that left a goroutine; runs on that goroutine, at its very end.
     *
     * @param g the goroutine
     * @param failure the exception
     */
    void panicked(G g, Throwable failure);
  }

  /**
   * What a scheduler is made with.
   *
   * @param name for its threads
   * @param processors GOMAXPROCS, at least 1
   * @param tunables the knobs
   * @param clock where time comes from
   * @param chance where choices come from
   * @param deadlockDetection whether a run is ended when nothing can run any more
   * @param panicHandler who takes panics; null for the run under way
   * @param kind what it is for
   */
  public record Config(
      String name,
      int processors,
      Tunables tunables,
      Clock clock,
      Chance chance,
      boolean deadlockDetection,
      @Nullable PanicHandler panicHandler,
      Kind kind) {}

  /** What a scheduler is for. */
  public enum Kind {
    /** The process-wide one. */
    SHARED,
    /** One program, and is closed with it. */
    PROGRAM,
    /** Whatever its maker wants. */
    BUILT
  }

  /**
   * Makes and starts a scheduler.
   *
   * @param config what with
   * @return the scheduler
   */
  public static Sched create(Config config) {
    return GMP ? GmpSched.started(config) : new PlainSched(config);
  }

  private static ThreadGroup rootChild() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return new ThreadGroup(group, "sudog");
  }

  /**
   * The scheduler's name.
   *
   * @return the name its threads carry
   */
  public final String name() {
    return name;
  }

  /**
   * The public handle, made at its first use.
   *
   * @param make makes one
   * @return the one handle of this scheduler
   */
  public final Object handle(Supplier<?> make) {
    Object made = handle.get();
    if (made == null) {
      handle.compareAndSet(null, make.get());
      made = handle.get();
    }
    return Objects.requireNonNull(made);
  }

  // ---- starting goroutines --------------------------------------------------------------------

  /**
   * Takes a free G for a new goroutine, not yet started, so that the caller can give it a handle.
   *
   * @param goroutineName its name, or null
   * @param body what it runs
   * @return the G
   */
  public final G prepare(@Nullable String goroutineName, Task body) {
    return prepare(goroutineName, body, false);
  }

  private G prepare(@Nullable String goroutineName, Task body, boolean main) {
    G g = takeFree();
    G creator = Parking.currentG();
    g.assign(main ? nextMainId() : nextId(), goroutineName, body, creator, main);
    return g;
  }

  /**
   * Starts a goroutine.
   *
   * @param g what {@link #prepare} gave
   */
  public abstract void start(G g);

  abstract G takeFree();

  abstract long nextId();

  abstract long nextMainId();

  final G newG() {
    G g = new G(this);
    allGs.add(g);
    return g;
  }

  /** The lock that guards who joins the goroutine of this id: one of a few, shared by all. */
  final SpinLock joinLock(long goroutine) {
    return joinLocks[(int) goroutine & (joinLocks.length - 1)];
  }

  final AllGs allGs() {
    return allGs;
  }

  // ---- programs -------------------------------------------------------------------------------

  /**
   * Runs a program: {@code main} as a goroutine, until it has ended or nothing can run any more.
   *
   * @param main the body
   * @param withHandle gives the main goroutine its handle
   * @return how it ended
   */
  public final Program.Outcome run(Task main, Consumer<? super G> withHandle) {
    G caller = Parking.currentG();
    if (caller != null && caller.sched == this) {
      throw new IllegalStateException(
          "run was called by a goroutine of the same scheduler, which would wait for itself; start"
              + " a goroutine with go instead");
    }
    if (stopping) {
      throw new IllegalStateException("the scheduler " + name + " is closed");
    }
    Program mine = new Program(caller);
    if (!program.compareAndSet(null, mine)) {
      throw new IllegalStateException(
          "the scheduler " + name + " is in a run already; build another one for another program");
    }
    try {
      G g = prepare("main", main, true);
      withHandle.accept(g);
      start(g);
      mine.begun();
      // It may have come to a standstill already, unseen.
      detectDeadlock();
      return mine.await();
    } finally {
      if (kind == Kind.PROGRAM) {
        // Before the program is forgotten: what its goroutines still throw is nobody's affair.
        close();
      }
      program.set(null);
    }
  }

  /** Called where a waiter of ours is woken, or a goroutine of ours started, by whoever does it. */
  final void noteCaller() {
    G g = Parking.currentG();
    if (g != null && g.sched != this) {
      noteOutsider(g.sched);
    }
  }

  /**
   * Our goroutines and another scheduler's have to do with each other: what that one does, or its
   * timers, may wake ours, and the other way round.
   *
   * @param other the other scheduler
   */
  public final void noteOutsider(Sched other) {
    Program ours = program.get();
    if (ours != null) {
      ours.noteOutsider(other);
    }
    Program theirs = other.program.get();
    if (theirs != null) {
      theirs.noteOutsider(this);
    }
  }

  /**
   * Whether some goroutine of this scheduler may go on by itself: one runs or is queued, or a
   * timer, a socket or the JDK will wake one.
   *
   * @param excused how many of those that the JDK has parked do not count
   */
  abstract boolean mayAct(int excused);

  /**
   * As {@link #mayAct} with nothing excused, but timers that were started before a program began do
   * not count: in a scheduler that all share, somebody's forgotten timer says nothing about it.
   *
   * @param since the program's number
   * @return true when something goes on that may wake it
   */
  abstract boolean mayActSince(long since);

  final @Nullable Program program() {
    return program.get();
  }

  /** A goroutine's body has ended; called by it, on its own stack, as its last act. */
  final void bodyEnded(G g, @Nullable Throwable failure, boolean exited) {
    Program running = program.get();
    if (g.isMain() && running != null) {
      if (exited) {
        running.mainCalledGoexit();
      } else {
        running.end(
            failure == null
                ? new Program.Outcome.Returned()
                : new Program.Outcome.MainFailed(failure));
      }
      return;
    }
    if (failure == null || stopping) {
      return;
    }
    PanicHandler handler = panicHandler;
    if (handler == null && running != null) {
      Panic panic;
      try {
        panic = panicOf(g, failure);
      } catch (Throwable e) {
        // Out of memory, say: the program ends all the same.
        failure.addSuppressed(e);
        running.end(new Program.Outcome.Fatal(failure));
        return;
      }
      running.end(new Program.Outcome.Panicked(panic));
      return;
    }
    try {
      if (handler == null) {
        toUncaughtExceptionHandler(failure);
      } else {
        handler.panicked(g, failure);
      }
    } catch (Throwable inHandler) {
      inHandler.addSuppressed(failure);
      toUncaughtExceptionHandler(inHandler);
    }
  }

  /**
   * Whether an exception that leaves a goroutine now would end a program.
   *
   * @return false when somebody takes it and everything goes on
   */
  public final boolean panicEndsProgram() {
    return panicHandler == null && program.get() != null;
  }

  static void toUncaughtExceptionHandler(Throwable failure) {
    Thread thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
  }

  private Panic panicOf(G g, Throwable failure) {
    Site site = g.site();
    String goroutineName = g.name();
    return new Panic(
        g.id(),
        goroutineName == null ? "" : goroutineName,
        g.creatorId(),
        site == null ? "unknown" : site.method(),
        site == null ? "unknown" : site.place(),
        failure,
        Dump.of(this, Dump.REPORT_LIMIT));
  }

  /** The scheduler cannot go on. */
  final void fatal(Throwable failure) {
    Program running = program.get();
    if (running == null || !running.end(new Program.Outcome.Fatal(failure))) {
      toUncaughtExceptionHandler(failure);
    }
  }

  /** Ends the program if nothing can run any more. Called with no lock held. */
  abstract void detectDeadlock();

  /** Nothing can run any more; called with no lock held. */
  final void deadlocked(Program stuck) {
    if (!stuck.isUnderWay()) {
      return;
    }
    String message =
        stuck.isMainExited()
            ? "no goroutines (main called runtime.Goexit) - deadlock!"
            : "all goroutines are asleep - deadlock!";
    stuck.end(new Program.Outcome.Deadlocked(message, Dump.of(this, Dump.REPORT_LIMIT)));
  }

  // ---- time -----------------------------------------------------------------------------------

  /**
   * The clock's time {@code nanos} from now, or never.
   *
   * @param nanos how long
   * @return the time
   */
  public final long later(long nanos) {
    long now = clock.nanoTime();
    long when = now + nanos;
    return when < now && nanos > 0 ? RuntimeTimer.NEVER : when;
  }

  /**
   * Now, on this scheduler's clock.
   *
   * @return nanoseconds
   */
  public final long nanoTime() {
    return clock.nanoTime();
  }

  /**
   * Starts, or moves, a timer.
   *
   * @param timer the timer
   * @param when when it is due
   * @param round what its firing is told
   */
  public abstract void startTimer(RuntimeTimer timer, long when, int round);

  /**
   * The network poller of this scheduler.
   *
   * @return the poller that the netpoll module provides, or one that only sleeps
   */
  public abstract Poller poller();

  /** Sees to it that somebody polls: called when there is a waiter, and perhaps nobody to look. */
  public abstract void pollSoon();

  /** About now: what sysmon read last, for wait times in dumps. */
  abstract long coarseNanos();

  /**
   * Parks the calling goroutine, or any thread, for a time.
   *
   * @param nanos how long; nothing happens unless positive
   */
  public static void sleep(long nanos) {
    if (nanos <= 0) {
      return;
    }
    Parking.checkpoint();
    Waiter waiter = Waiter.current();
    TimedWait timer = waiter.timedWait();
    Sched sched = waiter.timers();
    int ticket = waiter.openTicket();
    long when = sched.later(nanos);
    waiter.prepareTimed(WaitReason.SLEEP, null);
    sched.startTimer(timer, when, ticket);
    waiter.park();
  }

  // ---- what a G needs of its scheduler --------------------------------------------------------

  /** Queues a G that a waker has made RUNNABLE. Any thread. */
  abstract void queueReady(G g);

  /** Queues a G that the JDK has woken. Any thread; must not block. */
  abstract void queueJdkWoken(G g);

  /** Runs a virtual thread that inherited a G as its scheduler, once. */
  abstract void adopt(Runnable run);

  abstract void handOffCurrentP(G g);

  abstract void unpinned();

  abstract void reacquireP(G g);

  abstract void blockingEntered(G g);

  abstract void blockingExited(G g);

  abstract void lockM(G g);

  abstract void unlockM(G g);

  // ---- processors, stats, end -----------------------------------------------------------------

  /**
   * GOMAXPROCS.
   *
   * @return how many Ps there are
   */
  public abstract int processors();

  /**
   * Changes GOMAXPROCS, stopping the world for it.
   *
   * @param n how many Ps there are to be; below 1 nothing changes
   * @return how many there were
   */
  public abstract int processors(int n);

  /**
   * How many goroutines have been started and have not ended.
   *
   * @return the number
   */
  public abstract long goroutines();

  /**
   * What the scheduler is doing.
   *
   * @return a snapshot
   */
  public abstract Stats stats();

  /**
   * All goroutines, in Go's format.
   *
   * @return the text
   */
  public final String dump() {
    return Dump.of(this, Integer.MAX_VALUE);
  }

  /** Abandons all goroutines and ends the scheduler's threads. */
  public final void close() {
    if (!stopping) {
      stopping = true;
      Program running = program.get();
      if (running != null) {
        running.end(
            new Program.Outcome.Fatal(
                new IllegalStateException("the scheduler " + name + " was closed during its run")));
      }
      stop();
    }
  }

  /**
   * Whether this is the process-wide scheduler.
   *
   * @return true when everybody shares it
   */
  public final boolean isShared() {
    return kind == Kind.SHARED;
  }

  /**
   * Whether the scheduler was closed, by {@link #close} or with its program.
   *
   * @return true when no goroutine can be started any more
   */
  public final boolean isClosed() {
    return stopping;
  }

  abstract void stop();
}
