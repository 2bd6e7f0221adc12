package io.sudog.errgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sudog.testing.Kind;
import io.sudog.testing.Twin;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Broken twins of SingleFlight: that each thing it does has its test. */
@DisplayName("A broken twin of a suppressor of duplicate calls is caught:")
class SingleFlightBrokenTwinTest {
  private static Twin flight() {
    return Twin.of("channels", SingleFlight.class);
  }

  @Test
  @DisplayName("F01 a call that is remembered")
  void remembers() {
    flight()
        .replace("if (calls.get(key) == call) {", "if (calls.get(key) != call) {")
        .assertCaughtBy(SingleFlightConformanceTest.class, "f01Alone", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("F01 a second caller that calls, too")
  void callsTwice() {
    flight()
        .replace(
            "if (call == null) { return mine; }",
            "if (call == null || call.callers == 1) { return mine; }")
        .assertCaughtBy(SingleFlightConformanceTest.class, "f01Share", Kind.PLATFORM);
  }

  @Test
  @DisplayName("F01 those who wait do not get the exception")
  void exceptionIsNotShared() {
    flight()
        .replace(
            "if (call.exited) { return exit(); }",
            "if (call.exited) { return exit(); } else { return call.value; }")
        .assertCaughtBy(SingleFlightConformanceTest.class, "f01ShareException", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("F02 a result that says it is not shared")
  void notShared() {
    flight()
        .replace("shared = call.callers > 1;", "shared = call.channels.size() > 1;")
        .assertCaughtBy(SingleFlightConformanceTest.class, "f02Shared", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("F02 a channel without a buffer, by a hang")
  void unbuffered() {
    flight()
        .replace("Chan.make(1)", "Chan.make()")
        .assertCaughtBy(SingleFlightConformanceTest.class, "f02OneResult", Kind.PLATFORM);
  }

  @Test
  @DisplayName("F02 a channel that is closed")
  void closed() {
    flight()
        .replace(
            "channel.send(new Result<>(call.value, error, shared));",
            "channel.send(new Result<>(call.value, error, shared)); channel.close();")
        .assertCaughtBy(SingleFlightConformanceTest.class, "f02OneResult", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("F03 a forget that drops those who wait for the old call, by a hang")
  void forgetDropsCallers() {
    flight()
        .replace(
            "calls.remove(key); } } finally {",
            "calls.remove(key); } else { call.under.add(1); } } finally {")
        .assertCaughtBy(SingleFlightConformanceTest.class, "f03Forget", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("F03 an old call whose end makes the new one be forgotten")
  void endForgetsTheNewOne() {
    flight()
        .replace("if (calls.get(key) == call) {", "{")
        .assertCaughtBy(SingleFlightConformanceTest.class, "f03Forget", Kind.PLATFORM);
  }

  @Test
  @DisplayName("F03 a forget that does not")
  void forgetsNothing() {
    flight()
        .replaceAfter("public void forget(K key)", "calls.remove(", "calls.get(")
        .assertCaughtBy(SingleFlightConformanceTest.class, "f03Forget", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("F03 a key that throws and leaves the lock taken, by a hang")
  void keepsTheLock() {
    flight()
        .replaceAfter(
            "public void forget(K key)",
            "} finally { mutex.unlock(); }",
            "} finally { } mutex.unlock();")
        .assertCaughtBy(SingleFlightConformanceTest.class, "f03Refused", Kind.VIRTUAL);
    flight()
        .replaceAfter(
            "private Call<V> join(",
            "mutex.lock(); try {",
            "mutex.lock(); var _ = key.hashCode(); try {")
        .assertCaughtBy(SingleFlightConformanceTest.class, "f03Refused", Kind.PLATFORM);
  }

  // ---- a call that cannot be started ----------------------------------------------------------

  @Test
  @DisplayName("F02 a call that cannot be started is not under way for ever")
  void notStarted() {
    Twin refused =
        flight()
            .replace(
                "Go.go(() -> carryOut(key, mine, f));",
                "if (f != null) { throw new IllegalStateException(\"closed\"); }");
    refused.assertPasses(SingleFlightBrokenTwinTest.class, "cannotStart");
    refused
        .replace("finish(key, mine);", "")
        .assertCaughtBy(SingleFlightBrokenTwinTest.class, "cannotStart");
  }

  static void cannotStart() {
    SingleFlight<String, String> flight = new SingleFlight<>();
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> flight.runChan("key", () -> "value"));
    assertEquals("closed", thrown.getMessage());
    assertEquals("singleflight, 0 calls under way", flight.toString());
  }

  @Test
  @DisplayName("F04 a panic after which the call never ends, by a hang")
  void panicHangs() {
    flight()
        .replace(
            "} finally { finish(key, call); }",
            "} if (!(call.failure instanceof Error)) { finish(key, call); }")
        .assertCaughtBy(SingleFlightPanicConformanceTest.class, "f04Panic", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("F05 a panic that callers of runChan can catch, by a hang")
  void panicIsCaught() {
    flight()
        .replace(
            "if (call.failure instanceof Error panic) {",
            "if (call.failure instanceof LinkageError panic) {")
        .assertCaughtBy(SingleFlightPanicConformanceTest.class, "f05SharedEndsTheProgram", 2);
  }

  @Test
  @DisplayName("F06 a goexit that those who wait take for a value")
  void goexitIsAValue() {
    flight()
        .replace("if (call.exited) { return exit(); }", "")
        .assertCaughtBy(SingleFlightPanicConformanceTest.class, "f06Goexit", Kind.PLATFORM);
  }

  @Test
  @DisplayName("F06 a goexit that its own caller survives")
  void goexitIsSurvived() {
    flight()
        .replace("call.exited = true; Goexit.raise();", "call.exited = true; return;")
        .assertCaughtBy(SingleFlightPanicConformanceTest.class, "f06Goexit", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("and the original is not")
  void originalPasses() {
    flight().assertPasses(SingleFlightConformanceTest.class, "f03Forget", Kind.VIRTUAL);
    flight().assertPasses(SingleFlightConformanceTest.class, "f02OneResult", Kind.PLATFORM);
    flight().assertPasses(SingleFlightPanicConformanceTest.class, "f06Goexit", Kind.GOROUTINE);
    flight().assertPasses(SingleFlightPanicConformanceTest.class, "f05SharedEndsTheProgram", 2);
  }
}
