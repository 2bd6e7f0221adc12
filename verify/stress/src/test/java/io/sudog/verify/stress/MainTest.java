package io.sudog.verify.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command line. */
@DisplayName("./sudog stress")
class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(args);
  }

  @ParameterizedTest
  @CsvSource({
    "--procs=0, --procs=0 is below 1",
    "--procs=many, many",
    "--gc=shenandoah, shenandoah",
    "--minutes=0, --minutes=0.0 is no time",
    "--seed=x, --seed",
    "--hours=1, --hours=1"
  })
  @DisplayName("tells wrong arguments")
  void wrongArguments(String argument, String told) {
    assertEquals(2, run(argument));
    assertTrue(err.toString().contains(told), err::toString);
  }

  @Test
  @DisplayName("runs the program of a seed once in each JVM, and prints a table")
  void runsSeed() {
    assertEquals(0, run("--seed=7", "--procs=2", "--gc=serial,g1"), out::toString);
    assertTrue(out.toString().contains("2 processors, serial: 1 programs"), out::toString);
    assertTrue(out.toString().contains("2 processors, g1: 1 programs"), out::toString);
    assertTrue(out.toString().contains("operations/s"), out::toString);
  }

  @Test
  @DisplayName("runs new programs for a time, on the JDK's scheduler too")
  void runsPlain() {
    assertEquals(0, run("--minutes=0.03", "--procs=2", "--gc=parallel", "--plain"), out::toString);
    assertTrue(out.toString().contains(" ok "), out::toString);
  }
}
