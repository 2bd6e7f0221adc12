package io.sudog.core;

import io.sudog.runtime.Defaults;
import io.sudog.runtime.Durations;
import io.sudog.runtime.G;
import io.sudog.runtime.Goexit;
import io.sudog.runtime.Parking;
import io.sudog.runtime.Sched;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Go's keyword {@code go} and its package {@code runtime}, as static methods.
 *
 * <p>Called by a goroutine they mean its scheduler; called by any other thread, the process-wide
 * daemon scheduler, which no panic stops and which reports no deadlock. All of it is thread-safe.
 *
 * <p>Where the JVM was started without {@code --add-opens java.base/java.lang=ALL-UNNAMED},
 * goroutines are ordinary virtual threads on the JDK's scheduler; everything but the setting of
 * GOMAXPROCS and {@link Scheduler#builder} works, and one warning is logged.
 */
public final class Go {
  private Go() {}

  /**
   * Starts a goroutine: {@code go f()}.
   *
   * @param body what it runs
   * @return its handle
   * @see <a href="https://go.dev/ref/spec#Go_statements">Go statements in the Go specification</a>
   */
  public static Goroutine go(Task body) {
    return Scheduler.start(Defaults.current(), null, body);
  }

  /**
   * Starts a goroutine with a name, which its thread, dumps and panics carry.
   *
   * @param name the name
   * @param body what it runs
   * @return its handle
   */
  public static Goroutine go(String name, Task body) {
    return Scheduler.start(Defaults.current(), Objects.requireNonNull(name, "name"), body);
  }

  /**
   * Runs a program: Go's {@code func main}. A scheduler is built for it, {@code main} runs as
   * goroutine 1, and when it returns, so does this; goroutines that are still alive then are
   * abandoned, never run again, and are garbage.
   *
   * <p>An unchecked exception or Error out of {@code main} is rethrown as it is. {@link Go#goexit}
   * in {@code main} lets the others run on.
   *
   * @param main the program
   * @throws PanicException when an exception left another goroutine, or a checked one {@code main}
   * @throws DeadlockException when all goroutines wait and nothing can wake one: no timer, no
   *     socket, no goroutine in {@link Go#blocking} or parked by the JDK, no thread that has used
   *     one of the program's primitives, and no live thread that was started after {@code run}
   *     began
   */
  public static void run(Task main) {
    Objects.requireNonNull(main, "main");
    try (Scheduler scheduler = Scheduler.forProgram()) {
      scheduler.run(main);
    }
  }

  /**
   * Lets other goroutines run first: {@code runtime.Gosched()}. On other threads a mere yield, and
   * so it is where goroutines run on the JDK's scheduler, which promises nobody his turn: a loop
   * that does nothing but yield may keep others from running there.
   */
  public static void gosched() {
    Parking.gosched();
  }

  /**
   * Ends the calling goroutine: {@code runtime.Goexit()}. Its {@code finally} blocks run; {@code
   * catch (Exception)} does not see it, and a {@code catch (Throwable)} must rethrow it.
   *
   * @param <T> whatever type the caller must return
   * @return never
   * @throws IllegalStateException when the caller is no goroutine
   */
  @SuppressWarnings("TypeParameterUnusedInFormals") // lets `return Go.goexit();` stand anywhere
  public static <T> T goexit() {
    if (Parking.currentG() == null) {
      throw new IllegalStateException("goexit ends a goroutine, and the calling thread is none");
    }
    return Goexit.raise();
  }

  /**
   * Pauses the calling goroutine, or thread: {@code time.Sleep}. Never ends early, and not on
   * interrupt.
   *
   * @param duration how long; zero or less returns at once
   */
  public static void sleep(Duration duration) {
    Sched.sleep(Durations.nanos(Objects.requireNonNull(duration, "duration")));
  }

  /**
   * Makes a call that may block its OS thread (file I/O, name look-up, native code) without keeping
   * other goroutines from running: what {@code entersyscall} and {@code exitsyscall} are to Go. JDK
   * calls that park virtual threads (locks, sockets, sleep) do not need it.
   *
   * @param <T> what the call returns
   * @param call the call
   * @return what it returned
   * @throws Exception what it threw
   */
  public static <T extends @Nullable Object> T blocking(Callable<T> call) throws Exception {
    Objects.requireNonNull(call, "call");
    G g = Parking.currentG();
    if (g == null) {
      return call.call();
    }
    g.enterBlocking();
    try {
      return call.call();
    } finally {
      g.exitBlocking();
    }
  }

  /**
   * How many goroutines can run at the same time: {@code runtime.GOMAXPROCS(0)}.
   *
   * @return the number of processors
   */
  public static int gomaxprocs() {
    return Defaults.current().processors();
  }

  /**
   * Changes how many goroutines can run at the same time: {@code runtime.GOMAXPROCS(n)}. Stops the
   * world for it.
   *
   * @param n the number of processors; below 1 nothing changes
   * @return the previous number
   * @throws IllegalStateException where goroutines run on the JDK's scheduler
   */
  public static int gomaxprocs(int n) {
    if (n >= 1) {
      Scheduler.requireGmp("Go.gomaxprocs(" + n + ")");
    }
    return Defaults.current().processors(n);
  }

  /**
   * How many goroutines there are: {@code runtime.NumGoroutine()}.
   *
   * @return those started and not ended, the caller included if it is one
   */
  public static int numGoroutine() {
    return Math.toIntExact(Defaults.current().goroutines());
  }

  /**
   * The goroutine that calls.
   *
   * @return its handle, always the same, or null when the caller is no goroutine
   */
  public static @Nullable Goroutine current() {
    G g = Parking.currentG();
    return g == null ? null : (Goroutine) g.handle;
  }

  /**
   * Ties the calling goroutine to its OS thread until as many {@link #unlockOSThread}: {@code
   * runtime.LockOSThread()}. A goroutine that ends tied takes the thread with it. A platform thread
   * is its own OS thread already.
   *
   * @throws IllegalStateException on a virtual thread that is no goroutine
   */
  public static void lockOSThread() {
    G g = Parking.currentG();
    if (g != null) {
      g.lockOSThread();
    } else if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException(
          "only a goroutine or a platform thread can have an OS thread of its own");
    }
  }

  /**
   * Undoes one {@link #lockOSThread}; without one it does nothing: {@code
   * runtime.UnlockOSThread()}.
   */
  public static void unlockOSThread() {
    G g = Parking.currentG();
    if (g != null) {
      g.unlockOSThread();
    }
  }

  /**
   * An executor each of whose tasks becomes a goroutine of the caller's scheduler, for APIs that
   * want one. Closing it waits for its own tasks and stops nothing else.
   *
   * @return a new executor
   */
  public static ExecutorService executor() {
    return new GoroutineExecutor(Defaults.current());
  }
}
