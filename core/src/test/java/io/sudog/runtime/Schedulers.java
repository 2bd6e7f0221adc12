package io.sudog.runtime;

import io.sudog.core.Task;
import io.sudog.testing.Await;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

/**
 * A bare scheduler for tests that look inside: no façade, the Gs themselves. Exceptions of its
 * goroutines fail the test at close.
 */
final class Schedulers implements AutoCloseable {
  /** A slice that no test outlasts: nothing is retaken or preempted. */
  static final long NEVER_PREEMPT = 600_000_000_000L;

  final GmpSched sched;
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  Schedulers(int processors, Tunables tunables) {
    sched =
        (GmpSched)
            Sched.create(
                new Sched.Config(
                    "test",
                    processors,
                    tunables,
                    Clock.SYSTEM,
                    Chance.SYSTEM,
                    true,
                    (g, failure) -> failures.add(failure),
                    Sched.Kind.BUILT));
  }

  /** One whose goroutines are never preempted, nor their Ps taken. */
  static Schedulers calm(int processors) {
    return new Schedulers(processors, Tunables.DEFAULT.withTimeSlice(NEVER_PREEMPT));
  }

  static Schedulers of(int processors) {
    return new Schedulers(processors, Tunables.DEFAULT);
  }

  static Schedulers shrunk(int processors) {
    return new Schedulers(processors, Tunables.SHRUNK);
  }

  /** Starts a goroutine. */
  Started go(Task body) {
    G g = sched.prepare(null, body);
    g.handle = g;
    Started started = new Started(g, g.id());
    sched.start(g);
    return started;
  }

  /** A goroutine and the id it had. */
  record Started(G g, long id) {
    boolean isDone() {
      return g.id() != id;
    }

    void join() {
      Await.until(g + " ends", this::isDone);
    }

    void awaitStatus(int status) {
      until("status " + status, () -> g.status() == status);
    }

    private void until(String what, BooleanSupplier condition) {
      Await.until(g + ": " + what, condition);
    }
  }

  @Override
  public void close() {
    sched.close();
    Throwable first = failures.poll();
    if (first != null) {
      Throwable other;
      while ((other = failures.poll()) != null) {
        first.addSuppressed(other);
      }
      throw new AssertionError("a goroutine failed", first);
    }
  }
}
