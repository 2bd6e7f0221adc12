package io.sudog.core;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.sync.WaitGroup;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What cannot be is refused at once, in words that say what is wrong. */
@DisplayName("Bad input")
class BadInputTest {
  private static void refused(Class<? extends Exception> type, String word, Executable call) {
    String message = assertThrows(type, call).getMessage();
    assertTrue(message != null && message.contains(word), () -> word + " is not in: " + message);
  }

  private static void isNull(String name, Executable call) {
    refused(NullPointerException.class, name, call);
  }

  @Test
  @DisplayName("null is refused by the argument's name")
  void nulls() {
    isNull("body", () -> Go.go(null));
    isNull("body", () -> Go.go("name", null));
    isNull("name", () -> Go.go(null, () -> {}));
    isNull("main", () -> Go.run(null));
    isNull("duration", () -> Go.sleep(null));
    isNull("call", () -> Go.blocking(null));
    Scheduler s = Scheduler.current();
    isNull("body", () -> s.go(null));
    isNull("name", () -> s.go(null, () -> {}));
    isNull("main", () -> s.run(null));
    Scheduler.Builder builder = Scheduler.builder();
    isNull("name", () -> builder.name(null));
    isNull("timeSlice", () -> builder.timeSlice(null));
    isNull("onPanic", () -> builder.onPanic(null));
    Goroutine g = Go.go(() -> {});
    isNull("timeout", () -> g.join(null));
    g.join();
  }

  @Test
  @DisplayName("a builder refuses numbers out of range by the argument's name and with the number")
  void builder() {
    Scheduler.Builder builder = Scheduler.builder();
    for (int n : new int[] {0, -1, Integer.MIN_VALUE}) {
      refused(IllegalArgumentException.class, "processors", () -> builder.processors(n));
      refused(IllegalArgumentException.class, Integer.toString(n), () -> builder.processors(n));
    }
    for (Duration d : new Duration[] {Duration.ZERO, Duration.ofNanos(-1)}) {
      refused(IllegalArgumentException.class, "timeSlice", () -> builder.timeSlice(d));
      refused(IllegalArgumentException.class, d.toString(), () -> builder.timeSlice(d));
    }
  }

  @Test
  @DisplayName("a join of zero or less only looks, a sleep of zero or less returns")
  void notPositive() {
    WaitGroup gate = new WaitGroup();
    gate.add(1);
    Goroutine g = Go.go(gate::await);
    assertFalse(g.join(Duration.ofSeconds(-1)));
    assertFalse(g.join(Duration.ZERO));
    assertFalse(g.join(Duration.ofSeconds(Long.MIN_VALUE)));
    gate.done();
    g.join();
    assertTrue(g.join(Duration.ofSeconds(-1)));
    Go.sleep(Duration.ZERO);
    Go.sleep(Duration.ofSeconds(Long.MIN_VALUE));
  }

  @Test
  @DisplayName("goexit outside a goroutine says that the caller is none")
  void goexit() {
    refused(IllegalStateException.class, "goroutine", () -> Go.goexit());
  }

  @Test
  @DisplayName("close of the process-wide scheduler says what to do instead")
  void closeShared() {
    refused(IllegalStateException.class, "Scheduler.builder()", () -> Scheduler.current().close());
  }
}
