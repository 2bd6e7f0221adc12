package io.sudog.runtime;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One {@code run}: from the start of its main goroutine to what it ended with. The first outcome
 * counts.
 */
public final class Program {
  /** How a program ended. */
  public sealed interface Outcome {
    /** Main returned. */
    record Returned() implements Outcome {}

    /**
     * Main ended with an exception.
     *
     * @param failure the exception
     */
    record MainFailed(Throwable failure) implements Outcome {}

    /**
     * Another goroutine ended with an exception.
     *
     * @param panic which and with what
     */
    record Panicked(Panic panic) implements Outcome {}

    /**
     * Nothing can run any more.
     *
     * @param message Go's words
     * @param dump all goroutines
     */
    record Deadlocked(String message, String dump) implements Outcome {}

    /**
     * The scheduler itself gave up.
     *
     * @param failure why
     */
    record Fatal(Throwable failure) implements Outcome {}
  }

  private static final AtomicLong NEWEST = new AtomicLong();

  private final long number = NEWEST.incrementAndGet();
  private final Thread runner = Thread.currentThread();
  private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private final long firstThreadAfter;

  // Of a program run by a goroutine of another scheduler: that scheduler. Its goroutine, which
  // waits for us, is parked by the JDK.
  private final @Nullable Sched outer;

  // Replaced by CAS: who adds one may be about to park, and must not meet a lock of the JDK's.
  private final AtomicReference<Set<Sched>> outsiders = new AtomicReference<>(Set.of());
  private volatile boolean begun;
  private volatile boolean mainExited;

  Program(@Nullable G caller) {
    outer = caller == null ? null : caller.sched;
    // Thread ids count up, so a thread made from here on has a higher one than this.
    firstThreadAfter = new Thread(GmpSched.THREADS, null, "sudog-id", 0, false).threadId();
  }

  /** The number of the program begun last; programs are numbered as they begin. */
  static long newest() {
    return NEWEST.get();
  }

  boolean end(Outcome how) {
    if (outcome.compareAndSet(null, how)) {
      done.countDown();
      return true;
    }
    return false;
  }

  /** The main goroutine stands in a queue, or has left it: from here on a standstill is one. */
  void begun() {
    begun = true;
  }

  boolean isUnderWay() {
    return begun && outcome.get() == null;
  }

  void mainCalledGoexit() {
    mainExited = true;
  }

  boolean isMainExited() {
    return mainExited;
  }

  /** Waits for the end, whatever interrupts there are; they are kept. */
  Outcome await() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          done.await();
          Outcome how = outcome.get();
          if (how == null) {
            throw new IllegalStateException("a program ended without an outcome");
          }
          return how;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Goroutines of another scheduler have woken ours, were started by ours, or the like. */
  void noteOutsider(Sched other) {
    while (true) {
      Set<Sched> known = outsiders.get();
      if (known.contains(other)) {
        return;
      }
      Set<Sched> more = new HashSet<>(known);
      more.add(other);
      if (outsiders.compareAndSet(known, more)) {
        return;
      }
    }
  }

  /**
   * Whether somebody who is no goroutine of this program may still wake one: a thread that has used
   * a primitive since this program began, or a user's thread that was started after that and may be
   * about to; goroutines of schedulers that have had to do with this one; and what threads have
   * left to the process-wide scheduler. A thread that is itself blocked in a primitive can not, nor
   * a scheduler in which nothing goes on.
   */
  boolean outsiderMayWake() {
    // ORDER: threads are looked at one after the other. One may wake another that we have seen
    // blocked already, and block before its own turn; then the count of wake-ups, which it raised
    // before it blocked, has moved, and the look was worth nothing.
    long wakes = ForeignThread.wakes();
    return anyoneMayWake() || wakes != ForeignThread.wakes();
  }

  private boolean anyoneMayWake() {
    if (ForeignThread.anyMayWake(number, runner) || anyYoungThread()) {
      return true;
    }
    for (Sched other : outsiders.get()) {
      if (other != outer && other.mayAct(0)) {
        return true;
      }
    }
    if (outer != null && outer.mayAct(1)) {
      return true;
    }
    // The goroutine of it that waits for this program is no hope, and was excused just now.
    return (outer == null || !outer.isShared()) && Defaults.mayActSince(number);
  }

  private boolean anyYoungThread() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    for (ThreadGroup up = root; up != null; up = up.getParent()) {
      root = up;
    }
    Thread[] threads = new Thread[root.activeCount() + 16];
    int n = root.enumerate(threads, true);
    while (n == threads.length) {
      threads = new Thread[n * 2];
      n = root.enumerate(threads, true);
    }
    for (int i = 0; i < n; i++) {
      Thread thread = threads[i];
      if (thread.threadId() > firstThreadAfter
          && thread != runner
          && isUsers(thread, root)
          && !ForeignThread.isParked(thread)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The JVM's own threads are in the system group, its carriers and pollers in groups of theirs.
   */
  private static boolean isUsers(Thread thread, ThreadGroup system) {
    ThreadGroup group = thread.getThreadGroup();
    if (group == null || group == system || group == GmpSched.THREADS) {
      return false;
    }
    String name = group.getName();
    return !name.equals("InnocuousThreadGroup") && !name.equals("CarrierThreads");
  }
}
