package io.sudog.bench.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InvocationTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @Test
  void findsTheResultAmongOtherOutput() throws Exception {
    Invocation invocation =
        sh("echo a warning; echo \"Benchmark$NAME 10 1.5 ns/op\"; echo more >&2");
    assertEquals(1.5, invocation.measure(LONG).metrics().get("ns/op"));
  }

  @Test
  void anExitCodeIsAFailure() {
    String message = failure(sh("echo Benchmark$NAME 10 1.5 ns/op; echo broken; exit 3"), LONG);
    assertTrue(message.startsWith("ended with exit code 3"), message);
    assertTrue(message.contains("broken"), message);
    assertTrue(message.contains("NAME=PingPong sh -c"), message);
  }

  @Test
  void noResultIsAFailure() {
    String message = failure(sh("echo nothing"), LONG);
    assertTrue(message.startsWith("printed 0 results"), message);
  }

  @Test
  void aProcessThatDoesNotEndIsEnded() {
    String message = failure(sh("echo begun; exec sleep 60"), Duration.ofMillis(300));
    assertTrue(message.startsWith("did not end within 0.3 s"), message);
    assertTrue(message.contains("begun"), message);
  }

  @Test
  void aProgramThatIsNotThereIsAFailure() {
    String message = failure(new Invocation(List.of("/no/such/program"), Map.of()), LONG);
    assertTrue(message.contains("/no/such/program"), message);
  }

  private static Invocation sh(String script) {
    return new Invocation(List.of("sh", "-c", script), Map.of("NAME", "PingPong"));
  }

  private static String failure(Invocation invocation, Duration timeout) {
    return assertThrows(MeasurementException.class, () -> invocation.measure(timeout)).getMessage();
  }
}
