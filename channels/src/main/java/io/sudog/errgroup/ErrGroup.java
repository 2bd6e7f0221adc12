package io.sudog.errgroup;

import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.core.Task;
import io.sudog.runtime.Goexit;
import io.sudog.runtime.SpinLock;
import io.sudog.runtime.Wrapping;
import io.sudog.sync.WaitGroup;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Goroutines that work on parts of one task: Go's {@code errgroup.Group}. The first to fail gives
 * the group its error and, with {@link #withContext}, ends the context of all.
 *
 * {@snippet :
 * ErrGroup group = ErrGroup.withContext(ctx);
 * for (String url : urls) {
 *   group.go(() -> fetch(group.context(), url));
 * }
 * group.await(); // throws what the first one threw
 * }
 *
 * <p>Thread-safe. Can be used again after {@link #await}; an error stays.
 *
 * @see <a href="https://pkg.go.dev/golang.org/x/sync/errgroup">Package errgroup</a>
 */
public final class ErrGroup {
  private final Context context;
  private final @Nullable CancelContext cancel;
  private final WaitGroup tasks = new WaitGroup();

  // GUARD: this lock; the fields below.
  private final SpinLock lock = new SpinLock();
  private @Nullable Throwable error;
  private int running;

  // Who waits for a place below the limit; null without one.
  private @Nullable Semaphore places;

  private ErrGroup(Context context, @Nullable CancelContext cancel) {
    this.context = context;
    this.cancel = cancel;
  }

  /**
   * Makes a group without a context of its own: a zero {@code errgroup.Group}.
   *
   * @return the group
   */
  public static ErrGroup create() {
    return new ErrGroup(Context.background(), null);
  }

  /**
   * Makes a group whose context ends with the first error, or when {@link #await} returns: {@code
   * errgroup.WithContext(parent)}.
   *
   * @param parent ends the group's context, too
   * @return the group
   */
  public static ErrGroup withContext(Context parent) {
    CancelContext derived = Context.withCancel(parent);
    return new ErrGroup(derived, derived);
  }

  /**
   * The context for the group's tasks.
   *
   * @return the context; its cause is the first error. {@link Context#background} for a group that
   *     was made without one
   */
  public Context context() {
    return context;
  }

  /**
   * Runs a task in a goroutine, first waiting for a place if the group has a limit: {@code
   * g.Go(f)}.
   *
   * @param task the task. An exception it throws is an error of the group; an Error ends the
   *     program, as a panic does, and where nothing ends (a task on the process-wide scheduler) is
   *     an error of the group, too
   */
  public void go(Task task) {
    Objects.requireNonNull(task, "task");
    Semaphore limit = enter();
    if (limit != null) {
      limit.acquire(Context.background(), 1);
    }
    start(task, limit);
  }

  /**
   * Runs a task in a goroutine if the group's limit leaves a place: {@code g.TryGo(f)}.
   *
   * @param task the task, as in {@link #go}
   * @return true when it was started
   */
  public boolean tryGo(Task task) {
    Objects.requireNonNull(task, "task");
    Semaphore limit = enter();
    if (limit != null && !limit.tryAcquire(1)) {
      leave();
      return false;
    }
    start(task, limit);
    return true;
  }

  /**
   * Limits how many tasks run at a time: {@code g.SetLimit(n)}.
   *
   * @param n the limit; 0 lets none start, negative means no limit
   * @throws IllegalStateException while tasks run
   */
  public void setLimit(int n) {
    lock.lock();
    int now = running;
    if (now == 0) {
      places = n < 0 ? null : new Semaphore(n);
    }
    lock.unlock();
    if (now != 0) {
      throw new IllegalStateException(
          "errgroup: modify limit while " + now + " goroutines in the group are still active");
    }
  }

  /**
   * Waits until all tasks have ended: {@code g.Wait()}.
   *
   * @throws Exception what the first task threw that failed; what others threw is suppressed on it.
   *     The same each time
   */
  public void await() throws Exception {
    tasks.await();
    lock.lock();
    Throwable first = error;
    lock.unlock();
    if (cancel != null) {
      cancel.cancel(first);
    }
    if (first instanceof Exception e) {
      throw e;
    }
    if (first != null) {
      throw ErrGroup.<RuntimeException>sneaky(first);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // thrown as it is
  private static <E extends Throwable> E sneaky(Throwable e) throws E {
    throw (E) e;
  }

  /** One more that runs, or waits for its place; gives the limit it is subject to. */
  private @Nullable Semaphore enter() {
    lock.lock();
    running++;
    Semaphore limit = places;
    lock.unlock();
    return limit;
  }

  private void leave() {
    lock.lock();
    running--;
    lock.unlock();
  }

  private void start(Task task, @Nullable Semaphore limit) {
    boolean started = false;
    try {
      tasks.go(new Member(task, limit));
      started = true;
    } finally {
      if (!started) {
        ended(limit);
      }
    }
  }

  private void ended(@Nullable Semaphore limit) {
    leave();
    if (limit != null) {
      limit.release(1);
    }
  }

  private void fail(Throwable failure) {
    lock.lock();
    Throwable first = error;
    if (first == null) {
      error = failure;
    }
    lock.unlock();
    if (first != null) {
      suppress(first, failure);
    } else if (cancel != null) {
      cancel.cancel(failure);
    }
  }

  /** Many tasks may throw one and the same exception, that of their context: once is enough. */
  private static void suppress(Throwable first, Throwable failure) {
    synchronized (first) {
      if (first != failure
          && Arrays.stream(first.getSuppressed()).noneMatch(known -> known == failure)) {
        first.addSuppressed(failure);
      }
    }
  }

  private final class Member implements Task, Wrapping {
    private final Task task;
    private final @Nullable Semaphore limit;

    Member(Task task, @Nullable Semaphore limit) {
      this.task = task;
      this.limit = limit;
    }

    @Override
    public Object wrapped() {
      return task;
    }

    @Override
    public void run() {
      try {
        task.run();
      } catch (Exception e) {
        fail(e);
      } catch (Throwable e) {
        // An Error; or what only a language without checked exceptions throws.
        if (!(e instanceof Goexit)) {
          fail(e);
        }
        throw e;
      } finally {
        ended(limit);
      }
    }
  }

  /** For logs. */
  @Override
  public String toString() {
    lock.lock();
    String text = "errgroup, " + running + " running" + (error == null ? "" : ", failed");
    lock.unlock();
    return text;
  }
}
