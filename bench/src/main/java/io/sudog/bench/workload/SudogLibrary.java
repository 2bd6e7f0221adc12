package io.sudog.bench.workload;

import io.sudog.channels.Chan;
import io.sudog.core.Go;
import io.sudog.core.Scheduler;
import io.sudog.sync.WaitGroup;
import java.util.concurrent.atomic.AtomicInteger;

/** Sudog, on a scheduler of its own. */
public final class SudogLibrary implements Library {
  private final Scheduler scheduler;

  /**
   * Starts the scheduler.
   *
   * @param processors of the scheduler
   */
  public SudogLibrary(int processors) {
    scheduler = Scheduler.builder().processors(processors).name("bench").build();
  }

  @Override
  public Workload.Body body(String workload) {
    if (Workloads.find(workload).orElse(null) instanceof Workload.Loop loop) {
      return loop.body();
    }
    throw new IllegalArgumentException("no such timed workload: " + workload);
  }

  @Override
  public void run(Workload.Body body, B b) {
    scheduler.run(
        () -> {
          b.startTimer();
          body.run(b);
          b.stopTimer();
        });
  }

  @Override
  public Parked park(int n, AtomicInteger started) {
    Chan<Integer> gate = Chan.make();
    WaitGroup ended = new WaitGroup();
    ended.add(n);
    scheduler.run(
        () -> {
          for (int i = 0; i < n; i++) {
            Go.go(
                () -> {
                  started.getAndIncrement();
                  gate.receive();
                  ended.done();
                });
          }
        });
    return () ->
        scheduler.run(
            () -> {
              gate.close();
              ended.await();
            });
  }

  @Override
  public void close() {
    scheduler.close();
  }
}
