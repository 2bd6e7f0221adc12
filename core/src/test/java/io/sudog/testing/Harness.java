package io.sudog.testing;

import io.sudog.core.Go;
import io.sudog.core.Goroutine;
import io.sudog.core.Scheduler;
import io.sudog.core.Task;
import io.sudog.core.TestSchedulers;
import io.sudog.runtime.Goexit;
import io.sudog.runtime.Sched;
import io.sudog.runtime.WaiterProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 * A test whose children swallow their AssertionErrors cannot fail, and one that hangs without a word
 * teaches nothing. So: every child's Throwable is kept; close() waits for all children, fails with
 * the first failure, the others suppressed; and where somebody does not come, it fails with the
 * dump of the scheduler and the stacks of all threads. A watchdog prints the same when the test's
 * own thread is the one that hangs.
 */
/**
 * Starts the goroutines and threads of one test, and answers for them. Used with
 * try-with-resources; {@link #close} joins all children.
 */
public final class Harness implements AutoCloseable {
  /** How long children may take: {@code -Dsudog.deadline} seconds, 30 and a bit by default. */
  public static final Duration DEADLINE =
      Duration.ofSeconds(Integer.getInteger("sudog.deadline", 30 + 2 * Stress.FACTOR));

  // Once somebody has failed, the others often wait for what never comes.
  private static Duration graceAfterFailure = Duration.ofSeconds(2);

  private static Duration defaultDeadline = DEADLINE;

  private static final ScheduledExecutorService WATCHDOG =
      Executors.newSingleThreadScheduledExecutor(
          r -> Thread.ofPlatform().daemon().name("harness-watchdog").unstarted(r));

  private final Scheduler scheduler;
  private final boolean owned;
  private final Thread owner = Thread.currentThread();
  private final Queue<Child> children = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final ScheduledFuture<?> watchdog;
  private Duration deadline = defaultDeadline;

  private Harness(@Nullable Scheduler given, Scheduler.@Nullable Builder builder) {
    owned = builder != null;
    scheduler =
        builder != null
            ? builder.onPanic((g, failure) -> failed(g.toString(), failure)).build()
            : Objects.requireNonNull(given);
    watchdog =
        WATCHDOG.schedule(
            () -> System.err.println("harness: the test is still under way\n" + report()),
            DEADLINE.plusSeconds(10).toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * A harness with a scheduler of its own, of two processors.
   *
   * @return the harness
   */
  public static Harness create() {
    return create(2);
  }

  /**
   * A harness with a scheduler of its own. Exceptions of goroutines that were started past the
   * harness count as failures too. Where goroutines run on the JDK's scheduler, it is the
   * process-wide one.
   *
   * @param processors how many
   * @return the harness
   */
  public static Harness create(int processors) {
    return Sched.GMP
        ? new Harness(null, Scheduler.builder().processors(processors))
        : on(Scheduler.current());
  }

  /**
   * A harness with a scheduler of its own whose queues and time slices are as small as they go.
   *
   * @param processors how many
   * @return the harness
   */
  public static Harness shrunk(int processors) {
    return Sched.GMP
        ? new Harness(null, TestSchedulers.shrunkBuilder(processors))
        : on(Scheduler.current());
  }

  /**
   * A harness on a scheduler of the test's, which closes it.
   *
   * @param scheduler where goroutines run
   * @return the harness
   */
  public static Harness on(Scheduler scheduler) {
    return new Harness(scheduler, null);
  }

  /**
   * Runs a program with deadlock detection: {@code Scheduler.run} on a new scheduler of so many
   * processors, or Go.run where goroutines run on the JDK's scheduler.
   *
   * @param processors how many
   * @param main the program
   */
  public static void program(int processors, Task main) {
    if (Sched.GMP) {
      try (Scheduler scheduler = Scheduler.builder().processors(processors).build()) {
        scheduler.run(main);
      }
    } else {
      Go.run(main);
    }
  }

  /** Sets how long children and awaits may take from here on: a {@link Twin} is broken soon. */
  static void limit(Duration limit) {
    defaultDeadline = limit;
    graceAfterFailure = limit;
    Await.limit = limit;
  }

  /**
   * Sets how long children may take.
   *
   * @param limit from the join on
   * @return this
   */
  public Harness deadline(Duration limit) {
    deadline = limit;
    return this;
  }

  /**
   * Where this harness's goroutines run.
   *
   * @return the scheduler
   */
  public Scheduler scheduler() {
    return scheduler;
  }

  // ---- starting -------------------------------------------------------------------------------

  /**
   * Starts a goroutine.
   *
   * @param body what it runs
   * @return the child
   */
  public Child go(Task body) {
    return start(Kind.GOROUTINE, body);
  }

  /**
   * Starts a child.
   *
   * @param kind on what kind of thread
   * @param body what it runs
   * @return the child
   */
  public Child start(Kind kind, Task body) {
    return start(kind, kind.name() + "-" + children.size(), body);
  }

  /**
   * Starts a child.
   *
   * @param kind on what kind of thread
   * @param name for reports
   * @param body what it runs
   * @return the child
   */
  public Child start(Kind kind, String name, Task body) {
    Child child = new Child(kind, name, body);
    children.add(child);
    switch (kind) {
      case GOROUTINE -> child.goroutine = scheduler.go(name, child::runGoroutine);
      case PLATFORM ->
          child.begin(Thread.ofPlatform().daemon().name(name).unstarted(child::runThread));
      case VIRTUAL -> child.begin(Thread.ofVirtual().name(name).unstarted(child::runThread));
    }
    return child;
  }

  /**
   * Runs a body on a thread of a kind and waits for it.
   *
   * @param kind on what kind of thread
   * @param body what it runs
   */
  public void run(Kind kind, Task body) {
    start(kind, body).join();
  }

  private void failed(String who, Throwable failure) {
    failure.addSuppressed(new Where(who));
    failures.add(failure);
  }

  // ---- joining --------------------------------------------------------------------------------

  /**
   * Waits for all children.
   *
   * @throws AssertionError or whatever the first failing child threw; on a hang, an AssertionError
   *     with the dump and the stacks
   */
  public void join() {
    long start = System.nanoTime();
    for (Child child : children) {
      child.await(start);
    }
    rethrow(hung());
  }

  private List<Child> hung() {
    return children.stream().filter(child -> !child.abandoned && !child.isDone()).toList();
  }

  private void rethrow(List<Child> hung) {
    Throwable first = failures.poll();
    AssertionError hang = null;
    if (!hung.isEmpty()) {
      hang = new AssertionError("there hang " + hung + "\n" + report());
      hung.forEach(child -> child.abandoned = true);
    }
    if (first == null) {
      first = hang;
    } else if (hang != null) {
      first.addSuppressed(hang);
    }
    if (first == null) {
      return;
    }
    Throwable other;
    while ((other = failures.poll()) != null) {
      if (other != first) {
        first.addSuppressed(other);
      }
    }
    Harness.<RuntimeException>sneaky(first);
  }

  @SuppressWarnings("unchecked") // erasure lets a checked Throwable pass where none is declared
  private static <E extends Throwable> void sneaky(Throwable failure) throws E {
    throw (E) failure;
  }

  /** Joins all children, and closes the scheduler if it is the harness's own. */
  @Override
  public void close() {
    try {
      join();
    } finally {
      watchdog.cancel(false);
      if (owned) {
        scheduler.close();
      }
    }
  }

  /**
   * Who is where: the goroutines of the scheduler, the children, the platform threads.
   *
   * @return the text
   */
  public String report() {
    StringBuilder out = new StringBuilder("==== goroutines\n").append(scheduler.dump());
    out.append("\n==== children that have not ended\n");
    for (Child child : children) {
      Thread thread = child.thread();
      if (!child.isDone()) {
        appendStack(out, child.toString(), thread == null ? null : thread.getStackTrace());
      }
    }
    out.append("\n==== the test\n");
    appendStack(out, owner.toString(), owner.getStackTrace());
    out.append("\n==== platform threads\n");
    for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
      ThreadGroup group = entry.getKey().getThreadGroup();
      if (group != null && !group.getName().equals("system")) {
        appendStack(out, entry.getKey().toString(), entry.getValue());
      }
    }
    return out.toString();
  }

  private static void appendStack(
      StringBuilder out, String title, StackTraceElement @Nullable [] stack) {
    out.append(title).append('\n');
    for (StackTraceElement frame : stack == null ? new StackTraceElement[0] : stack) {
      out.append("\tat ").append(frame).append('\n');
    }
  }

  // ---- a child --------------------------------------------------------------------------------

  /** One goroutine or thread that the harness has started. */
  public final class Child {
    private final Kind kind;
    private final String name;
    private final Task body;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Goroutine goroutine;
    private volatile @Nullable Thread thread;
    private volatile boolean abandoned;

    private Child(Kind kind, String name, Task body) {
      this.kind = kind;
      this.name = name;
      this.body = body;
    }

    private void begin(Thread t) {
      thread = t;
      t.start();
    }

    private void runThread() {
      try {
        body.run();
      } catch (Throwable failure) {
        failed(name, failure);
      } finally {
        done.countDown();
      }
    }

    private void runGoroutine() throws Exception {
      try {
        body.run();
      } catch (Throwable failure) {
        if (failure instanceof Goexit) {
          Harness.<RuntimeException>sneaky(failure);
        }
        failed(name, failure);
      } finally {
        done.countDown();
      }
    }

    /**
     * The goroutine.
     *
     * @return its handle
     */
    public Goroutine goroutine() {
      return Objects.requireNonNull(goroutine, "no goroutine");
    }

    /**
     * The thread, the goroutine's too.
     *
     * @return the thread; null when a goroutine has none (any more)
     */
    public @Nullable Thread thread() {
      Goroutine g = goroutine;
      return g != null ? g.thread() : thread;
    }

    /**
     * Whether its body has ended, in whatever way.
     *
     * @return true when it has
     */
    public boolean isDone() {
      return done.getCount() == 0;
    }

    /**
     * Whether it is parked in one of Sudog's primitives.
     *
     * @return true when it is
     */
    public boolean isParked() {
      Goroutine g = goroutine;
      if (g != null && Sched.GMP) {
        return g.state() == Goroutine.State.WAITING && !g.waitReason().equals("JDK wait");
      }
      Thread t = thread();
      return t != null && WaiterProbe.isParked(t);
    }

    /**
     * Waits until it is parked in one of Sudog's primitives.
     *
     * @return this
     */
    public Child awaitParked() {
      if (!Await.holds(Await.limit, () -> isParked() || isDone()) || isDone()) {
        rethrow(List.of());
        throw new AssertionError("not parked: " + this + "\n" + report());
      }
      return this;
    }

    /** Waits for its end; fails the test when it fails, or does not come. */
    public void join() {
      await(System.nanoTime());
      rethrow(abandoned || isDone() ? List.of() : List.of(this));
    }

    /** Takes it out of what close() waits for: it is meant to wait for ever. */
    public void abandon() {
      abandoned = true;
    }

    private void await(long start) {
      if (abandoned) {
        return;
      }
      boolean interrupted = false;
      try {
        long failedAt = 0;
        while (true) {
          try {
            if (done.await(5, TimeUnit.MILLISECONDS)) {
              return;
            }
          } catch (InterruptedException e) {
            interrupted = true;
          }
          long now = System.nanoTime();
          if (failedAt == 0 && !failures.isEmpty()) {
            failedAt = now;
          }
          if (now - start > deadline.toNanos()
              || (failedAt != 0 && now - failedAt > graceAfterFailure.toNanos())) {
            return;
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    @Override
    public String toString() {
      Goroutine g = goroutine;
      return kind + " " + (g != null ? g.toString() : name) + (isDone() ? " (ended)" : "");
    }
  }

  /** Says in a stack trace which child failed. */
  private static final class Where extends Exception {
    private static final long serialVersionUID = 1L;

    Where(String who) {
      super("thrown in " + who, null, false, false);
    }
  }

  /**
   * A list that may be filled by many children.
   *
   * @param <T> its elements
   * @return a new list
   */
  public static <T extends @Nullable Object> List<T> sharedList() {
    return Collections.synchronizedList(new ArrayList<>());
  }
}
