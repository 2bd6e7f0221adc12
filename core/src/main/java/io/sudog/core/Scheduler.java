package io.sudog.core;

import io.sudog.runtime.Chance;
import io.sudog.runtime.Clock;
import io.sudog.runtime.Defaults;
import io.sudog.runtime.Durations;
import io.sudog.runtime.G;
import io.sudog.runtime.Panic;
import io.sudog.runtime.Program;
import io.sudog.runtime.Sched;
import io.sudog.runtime.Tunables;
import io.sudog.runtime.jdk.VirtualThreads;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One GMP scheduler: goroutines, OS threads that carry them, and processors that say how many may
 * run at once. {@link Go#run} builds one for each program and Go.go uses a process-wide one; build
 * one by hand to set its processors, to look inside, or to keep two worlds apart.
 *
 * <p>A scheduler built by hand keeps running until {@link #close}, and no panic stops it: outside
 * {@link #run} the thread's uncaught-exception handler gets it. Thread-safe.
 */
public final class Scheduler implements AutoCloseable {
  private static final AtomicBoolean WARNED = new AtomicBoolean();
  private static final AtomicInteger PROGRAMS = new AtomicInteger();
  private static final AtomicInteger BUILT = new AtomicInteger();

  private final Sched sched;

  private Scheduler(Sched sched) {
    this.sched = sched;
  }

  private static Scheduler of(Sched sched) {
    return (Scheduler) sched.handle(() -> new Scheduler(sched));
  }

  /** The scheduler of one {@link Go#run}. */
  static Scheduler forProgram() {
    warnOnceWithoutGmp();
    return of(
        Sched.create(
            new Sched.Config(
                "sudog-run" + PROGRAMS.incrementAndGet(),
                Defaults.processors(),
                Tunables.DEFAULT,
                Clock.SYSTEM,
                Chance.SYSTEM,
                true,
                null,
                Sched.Kind.PROGRAM)));
  }

  static Goroutine start(Sched sched, @Nullable String name, Task body) {
    Objects.requireNonNull(body, "body");
    warnOnceWithoutGmp();
    G g = sched.prepare(name, body);
    Goroutine handle = new Goroutine(g);
    g.handle = handle;
    sched.start(g);
    return handle;
  }

  static void requireGmp(String what) {
    if (!Sched.GMP) {
      throw new IllegalStateException(what + " needs the GMP scheduler: " + howToSwitchOn());
    }
  }

  private static String howToSwitchOn() {
    return VirtualThreads.AVAILABLE
        ? "remove -Dsudog.plain=true from the JVM's options"
        : "start the JVM with " + VirtualThreads.neededOption();
  }

  private static void warnOnceWithoutGmp() {
    if (!Sched.GMP && WARNED.compareAndSet(false, true)) {
      System.getLogger("io.sudog")
          .log(
              System.Logger.Level.WARNING,
              "Goroutines run as ordinary virtual threads on the JDK's scheduler. For Sudog's own"
                  + " GMP scheduler "
                  + howToSwitchOn());
    }
  }

  /**
   * Begins the making of a scheduler.
   *
   * @return a builder with the defaults of {@link Go#run}
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The calling goroutine's scheduler, else the process-wide daemon one.
   *
   * @return the scheduler, always the same object for one scheduler
   */
  public static Scheduler current() {
    return of(Defaults.current());
  }

  /**
   * Starts a goroutine here.
   *
   * @param body what it runs
   * @return its handle
   * @throws IllegalStateException when this scheduler is closed
   */
  public Goroutine go(Task body) {
    return start(sched, null, body);
  }

  /**
   * Starts a goroutine with a name here.
   *
   * @param name the name
   * @param body what it runs
   * @return its handle
   * @throws IllegalStateException when this scheduler is closed
   */
  public Goroutine go(String name, Task body) {
    return start(sched, Objects.requireNonNull(name, "name"), body);
  }

  /**
   * Runs a program on this scheduler and returns when {@code main} does, as {@link Go#run};
   * goroutines that are alive then live on. May be called again and again.
   *
   * @param main the program
   * @throws PanicException see {@link Go#run}
   * @throws DeadlockException see {@link Go#run}
   * @throws IllegalStateException during another run of this scheduler, from one of its own
   *     goroutines, or when it is closed
   */
  public void run(Task main) {
    Objects.requireNonNull(main, "main");
    switch (sched.run(main, g -> g.handle = new Goroutine(g))) {
      case Program.Outcome.Returned() -> {}
      case Program.Outcome.MainFailed(Throwable failure) -> rethrow(failure);
      case Program.Outcome.Fatal(Throwable failure) -> rethrow(failure);
      case Program.Outcome.Panicked(Panic panic) ->
          throw new PanicException(message(panic), panic.cause(), panic.dump());
      case Program.Outcome.Deadlocked(String message, String dump) ->
          throw new DeadlockException(message, dump);
    }
  }

  private static void rethrow(Throwable failure) {
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    throw new PanicException("panic in main: " + textOf(failure), failure);
  }

  /** What an exception says; of one that fails at that, what it is. */
  private static String textOf(Throwable failure) {
    try {
      return failure.toString();
    } catch (RuntimeException | Error e) {
      // GO: G33: a panic while a panic is printed is told, and the first one is reported.
      return failure.getClass().getName()
          + " (whose text failed with "
          + e.getClass().getName()
          + ")";
    }
  }

  private static String message(Panic panic) {
    StringBuilder text = new StringBuilder("panic in goroutine ").append(panic.id());
    if (!panic.name().isEmpty()) {
      text.append(" \"").append(panic.name()).append('"');
    }
    text.append(": ").append(textOf(panic.cause()));
    text.append("\ncreated by ").append(panic.method());
    if (panic.creator() != 0) {
      text.append(" in goroutine ").append(panic.creator());
    }
    return text.append("\n\t").append(panic.place()).toString();
  }

  /**
   * What the scheduler is doing.
   *
   * @return a snapshot
   */
  public SchedulerStats stats() {
    return SchedulerStats.of(sched.stats());
  }

  /**
   * All goroutines in Go's format: {@code goroutine 7 [chan receive]:}, the stack, and where it was
   * started. The calling goroutine comes first.
   *
   * @return the text
   */
  public String dump() {
    return sched.dump();
  }

  /**
   * Ends the scheduler: goroutines that are alive, their sleeps and timers never run again, and its
   * threads end; one that is in the middle of a goroutine ends at that goroutine's next scheduling
   * point. Closing twice does nothing.
   *
   * @throws IllegalStateException for the process-wide scheduler, which everybody shares
   */
  @Override
  public void close() {
    if (sched.isShared()) {
      throw new IllegalStateException(
          "the process-wide scheduler cannot be closed; build one with Scheduler.builder()");
    }
    sched.close();
  }

  /** The name. */
  @Override
  public String toString() {
    return "Scheduler[" + sched.name() + "]";
  }

  /** Makes schedulers. Not thread-safe. */
  public static final class Builder {
    private int processors = Defaults.processors();
    private @Nullable String name;
    private Tunables tunables = Tunables.DEFAULT;
    private boolean deadlockDetection = true;
    private @Nullable BiConsumer<Goroutine, Throwable> onPanic;

    private Builder() {}

    /**
     * How many goroutines can run at the same time; the default is {@code -Dsudog.maxprocs}, else
     * the environment's GOMAXPROCS, else {@link Runtime#availableProcessors}.
     *
     * @param n at least 1
     * @return this
     */
    public Builder processors(int n) {
      if (n < 1) {
        throw new IllegalArgumentException("processors must be at least 1, but is " + n);
      }
      processors = n;
      return this;
    }

    /**
     * The name that its threads carry.
     *
     * @param text the name
     * @return this
     */
    public Builder name(String text) {
      name = Objects.requireNonNull(text, "name");
      return this;
    }

    /**
     * After how long a goroutine that does not wait gives way to others; the default is Go's, 10
     * ms.
     *
     * @param slice more than zero
     * @return this
     */
    public Builder timeSlice(Duration slice) {
      long nanos = Durations.nanos(Objects.requireNonNull(slice, "timeSlice"));
      if (nanos <= 0) {
        throw new IllegalArgumentException("timeSlice must be more than zero, but is " + slice);
      }
      tunables = tunables.withTimeSlice(nanos);
      return this;
    }

    /**
     * Whether a {@link Scheduler#run} in which nothing can run any more ends with a
     * DeadlockException; the default is true.
     *
     * @param on whether
     * @return this
     */
    public Builder deadlockDetection(boolean on) {
      deadlockDetection = on;
      return this;
    }

    /**
     * Who is told of exceptions that leave goroutines, instead of ending the run. Called on the
     * goroutine, at its end.
     *
     * @param handler takes the goroutine and the exception
     * @return this
     */
    public Builder onPanic(BiConsumer<Goroutine, Throwable> handler) {
      onPanic = Objects.requireNonNull(handler, "onPanic");
      return this;
    }

    /** Tests shrink the scheduler's queues with this. */
    Builder tunables(Tunables shrunk) {
      tunables = shrunk;
      return this;
    }

    /**
     * Builds the scheduler; its threads start as they are needed.
     *
     * @return a scheduler to be closed after use
     * @throws IllegalStateException where goroutines run on the JDK's scheduler
     */
    public Scheduler build() {
      requireGmp("Scheduler.builder().build()");
      BiConsumer<Goroutine, Throwable> handler = onPanic;
      return of(
          Sched.create(
              new Sched.Config(
                  name != null ? name : "sudog-" + BUILT.incrementAndGet(),
                  processors,
                  tunables,
                  Clock.SYSTEM,
                  Chance.SYSTEM,
                  deadlockDetection,
                  handler == null
                      ? null
                      : (g, failure) -> {
                        if (g.handle instanceof Goroutine who) {
                          handler.accept(who, failure);
                        }
                      },
                  Sched.Kind.BUILT)));
    }
  }
}
