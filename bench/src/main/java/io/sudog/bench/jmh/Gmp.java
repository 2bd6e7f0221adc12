package io.sudog.bench.jmh;

import io.sudog.bench.workload.B;
import io.sudog.bench.workload.Workload;
import io.sudog.core.Scheduler;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A scheduler for the trial. */
@State(Scope.Benchmark)
public class Gmp {
  /** GOMAXPROCS. */
  @Param({"1", "2"})
  public int processors;

  private @Nullable Scheduler scheduler;

  /** For JMH. */
  public Gmp() {}

  /** Builds the scheduler. */
  @Setup
  public void build() {
    scheduler = Scheduler.builder().processors(processors).build();
  }

  /** Closes the scheduler. */
  @TearDown
  public void close() {
    scheduler().close();
  }

  /**
   * Runs a body in the scheduler's main goroutine.
   *
   * @param operations the body's n
   * @param body what to run
   */
  void run(int operations, Workload.Body body) {
    B b = new B(operations, processors);
    scheduler().run(() -> body.run(b));
  }

  private Scheduler scheduler() {
    if (scheduler == null) {
      throw new IllegalStateException("not built");
    }
    return scheduler;
  }
}
