package io.sudog.sync;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Once costs once it is done. */
@DisplayName("Once, done")
class OnceAllocationConformanceTest {
  private static final int CALLS = 1_000;

  private static long allocatedBy(Runnable body) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    // What the JVM does at a first time does not count.
    for (int i = 0; i < 5; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      body.run();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  @Test
  @DisplayName("Y19 calls after the first allocate nothing")
  void y19AllocatesNothing() {
    Supplier<String> value = Once.value(() -> "v");
    Runnable action = Once.of(() -> {});
    Once once = new Once();
    Runnable body = () -> {};
    Runnable all =
        () -> {
          for (int i = 0; i < CALLS; i++) {
            assertSame("v", value.get());
            action.run();
            once.run(body);
          }
        };
    long bytes = allocatedBy(all);
    // Not a byte a call.
    assertTrue(bytes < CALLS, bytes + " bytes in " + CALLS + " calls of each");
  }
}
