package io.sudog.runtime;

import io.sudog.core.Task;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler whose Ms are the test: it holds Ps in their names and takes their steps, one at a
 * time. Time stands still, so that neither sysmon nor a timer does anything by itself.
 */
final class SteppedSched implements AutoCloseable {
  final GmpSched sched;
  final Finder finder;
  final P[] ps;

  /** How often the scheduler has made a choice: a search of other Ps begins with one. */
  int choices;

  private final Thread driver = Thread.currentThread();
  private int numbers = 1_000;

  SteppedSched(int processors) {
    sched =
        (GmpSched)
            Sched.create(
                new Sched.Config(
                    "stepped",
                    processors,
                    Tunables.DEFAULT,
                    () -> 0,
                    this::choose,
                    false,
                    null,
                    Sched.Kind.BUILT));
    finder = new Finder(sched);
    ps = sched.processors.all();
  }

  private int choose(int bound) {
    if (Thread.currentThread() == driver) {
      choices++;
    }
    return bound - 1;
  }

  /** An M that is no thread, without a P. */
  M machine() {
    return new M(sched, numbers++);
  }

  /** An M that holds a P; the first call gets P 0, the next P 1. */
  M machineWithP() {
    M m = machine();
    if (!sched.processors.acquireIdle(m)) {
      throw new AssertionError("no P is idle");
    }
    return m;
  }

  /** Makes the M's P an idle one again. */
  void takeBack(M m) {
    P p = inHand(m);
    sched.processors.lock();
    sched.processors.layAsideLocked(p);
    sched.processors.unlock();
  }

  /** Takes the M's P from it, into nobody's hand but the caller's. */
  P inHand(M m) {
    P p = sched.processors.takeFrom(m);
    if (p == null) {
      throw new AssertionError(m + " has no P");
    }
    return p;
  }

  /** A G with a name and no thread: to be found, not to be run. */
  G named(String name) {
    G g = new G(sched);
    g.assign(numbers++, name, () -> {}, null, false);
    g.setStatus(G.RUNNABLE);
    return g;
  }

  /** A goroutine to be started. */
  G unstarted(Task body) {
    G g = sched.prepare(null, body);
    g.handle = g;
    return g;
  }

  /** A goroutine that is runnable and stands in no queue yet. */
  G runnable(Task body) {
    G g = unstarted(body);
    g.startThread();
    g.setStatus(G.RUNNABLE);
    return g;
  }

  /** Starts a timer in a P's heap. */
  void startTimer(P p, long when, Runnable action) {
    p.timers.start(
        new RuntimeTimer() {
          @Override
          protected void fire(long due, int round, long now) {
            action.run();
          }
        },
        when,
        0);
  }

  /**
   * One search of an M.
   *
   * @return the name of the G that it would run now; null when it is to search again, or to park
   */
  @Nullable String search(M m) {
    G g = finder.findRunnable(m, m.p);
    if (g == null) {
      return null;
    }
    if (m.spinning) {
      sched.machines.stopSpinning(m);
    }
    m.p.countSwitch(!m.inheritSlice);
    return g.name();
  }

  /** How many threads the scheduler has started. */
  int threads() {
    return sched.machines.count();
  }

  @Override
  public void close() {
    sched.close();
  }
}
