package io.sudog.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The process-wide daemon scheduler: what {@code Go.go} uses on a thread that is no goroutine, and
 * whose timers serve such threads. Made at its first use.
 */
public final class Defaults {
  private Defaults() {}

  private static volatile boolean made;

  private static final class Holder {
    static final Sched SCHED =
        Sched.create(
            new Sched.Config(
                "sudog",
                processors(),
                Tunables.DEFAULT,
                Clock.SYSTEM,
                Chance.SYSTEM,
                false,
                null,
                Sched.Kind.SHARED));
  }

  /**
   * The scheduler.
   *
   * @return the one of this process
   */
  public static Sched sched() {
    Sched sched = Holder.SCHED;
    if (!made) {
      // ORDER: before the caller can start anything on it and then block; partner: mayActSince.
      made = true;
    }
    return sched;
  }

  /**
   * Whether something goes on in the scheduler that may wake a thread of a program.
   *
   * @param since the program's number
   * @return true when there is such hope
   */
  static boolean mayActSince(long since) {
    return made && Holder.SCHED.mayActSince(since);
  }

  /**
   * The scheduler the calling thread's goroutines start on: its own, else the process-wide one.
   *
   * @return the scheduler
   */
  public static Sched current() {
    G g = Parking.currentG();
    // By the thread's record, so that a model checker's may refuse. Goroutines, the ones that start
    // goroutines in numbers, do not come here.
    return g != null ? g.sched : ForeignThread.scheduler();
  }

  /**
   * GOMAXPROCS where nobody says otherwise: {@code -Dsudog.maxprocs}, else the environment's
   * GOMAXPROCS, else the processors the JVM sees.
   *
   * @return at least 1
   */
  public static int processors() {
    Integer n = positive(System.getProperty("sudog.maxprocs"));
    if (n == null) {
      n = positive(System.getenv("GOMAXPROCS"));
    }
    return n != null ? n : Runtime.getRuntime().availableProcessors();
  }

  private static @Nullable Integer positive(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      int n = Integer.parseInt(text.strip());
      return n > 0 ? n : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
