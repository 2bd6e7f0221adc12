package io.sudog.verify.stress;

import io.sudog.core.Go;
import io.sudog.core.Goroutine;
import io.sudog.core.Task;
import io.sudog.sync.WaitGroup;
import io.sudog.verify.stress.Plan.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** The actors of a program: starts them, waits for them, and keeps what they threw. */
final class Crew {
  /** What an actor does; it may say each step. */
  @FunctionalInterface
  interface Act {
    /**
     * Does it.
     *
     * @param self whom to tell the steps
     * @throws Exception anything, which is a fault of the program
     */
    void run(Trace.Actor self) throws Exception;
  }

  private final Trace trace;
  private final WaitGroup finite = new WaitGroup();
  private final WaitGroup endless = new WaitGroup();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Queue<Goroutine> goroutines = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  Crew(Trace trace) {
    this.trace = trace;
  }

  /** Starts an actor that comes to an end by itself. */
  void start(Where where, String name, Act act) {
    start(finite, where, name, act);
  }

  /** Starts an actor that goes on until {@link #isOver}. */
  void startEndless(Where where, String name, Act act) {
    start(endless, where, name, act);
  }

  private void start(WaitGroup group, Where where, String name, Act act) {
    Trace.Actor self = trace.actor(name + " on " + where);
    group.add(1);
    Task guarded =
        () -> {
          try {
            act.run(self);
          } catch (Exception | Error failure) {
            // Goexit is neither, and goes on.
            failures.add(failure);
          } finally {
            self.step("end");
            group.done();
          }
        };
    switch (where) {
      case GOROUTINE -> goroutines.add(Go.go(name, guarded));
      case PLATFORM -> Thread.ofPlatform().daemon().name(name).start(() -> unchecked(guarded));
      case VIRTUAL -> Thread.ofVirtual().name(name).start(() -> unchecked(guarded));
    }
  }

  private void unchecked(Task task) {
    try {
      task.run();
    } catch (Exception failure) {
      failures.add(failure);
    }
  }

  boolean isOver() {
    return over.get();
  }

  /** Waits for all. */
  void await() {
    finite.await();
    over.set(true);
    endless.await();
  }

  Queue<Goroutine> goroutines() {
    return goroutines;
  }

  /** What actors threw. */
  List<Throwable> failures() {
    return new ArrayList<>(failures);
  }
}
