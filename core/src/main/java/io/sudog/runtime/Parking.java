package io.sudog.runtime;

import io.sudog.runtime.jdk.VirtualThreads;
import org.jspecify.annotations.Nullable;

/**
 * What operations need of the calling thread: who it is, and whether it should yield. Parking and
 * readying themselves are {@link Waiter#park} and {@link Waiter#ready}.
 */
public final class Parking {
  // Only where the scheduler is the JDK's: there the thread does not lead to its G.
  private static final ThreadLocal<@Nullable G> PLAIN = new ThreadLocal<>();

  private Parking() {}

  /**
   * The goroutine that calls.
   *
   * @return its G, or null when the calling thread is no goroutine
   */
  public static @Nullable G currentG() {
    Thread thread = Thread.currentThread();
    if (!thread.isVirtual()) {
      return null;
    }
    if (!Sched.GMP) {
      return PLAIN.get();
    }
    // A virtual thread that a goroutine started has that goroutine's G as its scheduler and is none
    // itself.
    return VirtualThreads.schedulerOf(thread) instanceof G g && g.thread() == thread ? g : null;
  }

  /**
   * To be called at the start of each channel, select, sync and timer operation: lets a goroutine
   * whose time slice is over yield, so that a loop of operations that never block does not keep its
   * P; and notes a thread that is no goroutine as one that uses primitives.
   */
  public static void checkpoint() {
    G g = currentG();
    if (g == null) {
      ForeignThread.current();
      return;
    }
    M m = g.m;
    if (m != null && m.preempt) {
      m.preempt = false;
      gosched();
    }
  }

  /** Lets others run: the calling goroutine goes to the tail of the global queue. */
  public static void gosched() {
    Thread.yield();
    G g = currentG();
    if (g != null && Sched.GMP) {
      // Pinned, the goroutine was not switched; it needs a P all the same.
      g.sched.reacquireP(g);
    }
  }

  /**
   * Whether waiting busily for a lock may pay: another M runs, perhaps the holder, and nobody waits
   * for this P.
   *
   * @return true when it may
   */
  public static boolean canSpin() {
    M m = currentM();
    if (m == null) {
      return false;
    }
    P p = m.p;
    return p != null && m.sched.processors() - m.sched.processors.idle() > 1 && p.queue.isEmpty();
  }

  /**
   * The M that runs the calling code: the calling M itself, or the calling goroutine's.
   *
   * @return the M, or null for a foreign thread
   */
  static @Nullable M currentM() {
    Thread thread = Thread.currentThread();
    if (thread instanceof M m) {
      return m;
    }
    if (!Sched.GMP || !thread.isVirtual()) {
      return null;
    }
    return VirtualThreads.schedulerOf(thread) instanceof G g && g.thread() == thread ? g.m : null;
  }

  static void enterPlain(G g) {
    if (!Sched.GMP) {
      PLAIN.set(g);
    }
  }

  static void exitPlain(G g) {
    if (!Sched.GMP) {
      PLAIN.remove();
      ((PlainSched) g.sched).ended(g);
    }
  }
}
