package io.sudog.core;

import io.sudog.runtime.Defaults;
import io.sudog.runtime.Program;
import io.sudog.testing.Twin;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the deadlock check makes of the process-wide scheduler, and that its tests would notice. */
@DisplayName("A deadlock check is caught")
class DeadlockBrokenTwinTest {
  private static final Class<?> TESTS = DeadlockConformanceTest.class;

  private static Twin defaults() {
    return Twin.of("core", Defaults.class).patience(Duration.ofSeconds(5));
  }

  @Test
  @DisplayName("that does not ask the process-wide scheduler")
  void doesNotAsk() {
    defaults().assertPasses(TESTS, "threadWithGoroutine");
    Twin.of("core", Program.class)
        .replace("Defaults.mayActSince(number)", "false")
        .assertCaughtBy(TESTS, "threadWithGoroutine");
  }

  @Test
  @DisplayName("for which somebody's forgotten timer there is a hope")
  void countsForgottenTimers() {
    defaults().assertPasses(TESTS, "forgottenTimer");
    defaults()
        .replace("Holder.SCHED.mayActSince(since)", "Holder.SCHED.mayAct(0)")
        .assertCaughtBy(TESTS, "forgottenTimer");
  }
}
