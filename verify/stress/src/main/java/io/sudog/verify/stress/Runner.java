package io.sudog.verify.stress;

import io.sudog.core.Go;
import io.sudog.core.Scheduler;
import io.sudog.core.StressSchedulers;
import io.sudog.runtime.Sched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Runs one program after the other, and watches it. */
final class Runner {
  /** After how long a program in which nothing moves is taken for hung. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration GLANCE = Duration.ofMillis(100);

  private final Duration patience;

  /**
   * A runner.
   *
   * @param patience how long nothing may move
   */
  Runner(Duration patience) {
    this.patience = patience;
  }

  /**
   * What came of a program.
   *
   * @param steps of all its actors
   * @param faults what was wrong, with all there is to know; empty when all is well
   * @param hangs whether it still stands there
   */
  record Outcome(long steps, List<String> faults, boolean hangs) {}

  /** Runs a program to its end, or to its fault. */
  Outcome run(Plan plan) throws InterruptedException {
    return run(plan, new Program(plan, crew -> {}));
  }

  Outcome run(Plan plan, Program program) throws InterruptedException {
    long descriptors = Leftovers.descriptors();
    AtomicReference<Scheduler> scheduler = new AtomicReference<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread main =
        Thread.ofPlatform()
            .daemon()
            .name("program " + plan.seed())
            .start(
                () -> {
                  try {
                    execute(plan, program, scheduler);
                  } catch (RuntimeException | Error e) {
                    failure.set(e);
                  }
                });
    boolean hangs = !ends(main, program.trace());
    List<String> faults = new ArrayList<>();
    Throwable thrown = failure.get();
    if (hangs) {
      faults.add("nothing has moved for " + patience.toSeconds() + " seconds");
    } else if (thrown != null) {
      faults.add("the program failed: " + Leftovers.stackTrace(thrown));
    } else {
      faults.addAll(program.faults());
      faults.addAll(Leftovers.ofDescriptors(descriptors));
    }
    if (!faults.isEmpty()) {
      Scheduler one = scheduler.get();
      if (one != null && hangs) {
        faults.add(one.dump());
        faults.add(one.stats().toString());
      }
      faults.add(program.trace().toString());
      faults.add(plan.text());
    }
    return new Outcome(program.trace().steps(), List.copyOf(faults), hangs);
  }

  private static void execute(Plan plan, Program program, AtomicReference<Scheduler> where) {
    if (!Sched.GMP) {
      Go.run(
          () -> {
            where.set(Scheduler.current());
            program.run();
          });
      return;
    }
    try (Scheduler scheduler =
        StressSchedulers.builder(plan.processors(), plan.shrunk())
            .deadlockDetection(plan.detects())
            .build()) {
      where.set(scheduler);
      scheduler.run(program);
    }
  }

  /** Waits for the end; false when nothing moves any more. */
  private boolean ends(Thread main, Trace trace) throws InterruptedException {
    long steps = trace.steps();
    long since = System.nanoTime();
    while (!main.join(GLANCE)) {
      long now = trace.steps();
      if (now != steps) {
        steps = now;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > patience.toNanos()) {
        return false;
      }
    }
    return true;
  }
}
