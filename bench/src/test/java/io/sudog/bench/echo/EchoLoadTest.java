package io.sudog.bench.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class EchoLoadTest {
  private final StringWriter err = new StringWriter();

  @Test
  void aServerThatDoesNotListenIsAnError() {
    assertFails("printf '%s\\n' 1; cat >/dev/null", "connection 1 of 2 failed");
  }

  @Test
  void aServerThatEndsIsAnError() {
    assertFails("exit 0", "the server has ended");
  }

  @Test
  void aServerThatSaysNoPortIsAnError() {
    assertFails("echo none", "the server said no port");
  }

  private void assertFails(String script, String message) {
    List<String> args = new ArrayList<>(List.of("--name=Echo", "--connections=2", "--"));
    args.addAll(List.of("sh", "-c", script));
    int exitCode =
        new CommandLine(new EchoLoad())
            .setErr(new PrintWriter(err))
            .execute(args.toArray(String[]::new));
    assertEquals(1, exitCode);
    assertTrue(err.toString().contains(message), err::toString);
  }
}
