package io.sudog.bench.jmh;

import io.sudog.bench.peer.JvmOptions;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** How every benchmark is measured. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgs = {
      JvmOptions.OPEN_LANG,
      JvmOptions.NO_THREAD_SET,
      JvmOptions.MIN_HEAP,
      JvmOptions.MAX_HEAP,
      JvmOptions.PRE_TOUCH,
      JvmOptions.HUGE_PAGES,
      JvmOptions.PARALLEL_GC
    })
public abstract class AbstractBenchmark {
  /** For subclasses. */
  protected AbstractBenchmark() {}
}
