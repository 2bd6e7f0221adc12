package io.sudog.samples.powser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.samples.CommandRun;
import io.sudog.samples.cli.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowserCommandTest {
  private static CommandRun run(String... args) {
    return CommandRun.of((out, _) -> new PowserCommand(out), args);
  }

  @Test
  void printsTheNamedSeries() {
    CommandRun run = run("-n", "6", "tan", "catalan");
    assertEquals(
        """
        tan       = tan(x)            (reversion of atan; goroutines: G)
          0  1  0  1/3  0  2/15
        catalan   = (1-sqrt(1-4x))/2  (reversion of x - x^2; goroutines: G)
          0  1  1  2  5  14
        """,
        run.out().replaceAll("goroutines: \\d+", "goroutines: G"));
    assertEquals(Cli.OK, run.exitCode());
    assertEquals("", run.err());
  }

  @Test
  void printsAllSeriesWithoutAName() {
    CommandRun run = run("-n", "8");
    assertEquals(2L * Known.ALL.size(), run.out().lines().count());
    // Bell numbers by factorials: 1 1 2 5 15 52 203 877.
    assertTrue(run.out().contains("  1  1  1  5/6  5/8  13/30  203/720  877/5040\n"), run.out());
    assertTrue(run.out().contains("  1  1/2  -1/8  1/16  -5/128  7/256"), run.out());
    assertEquals(Cli.OK, run.exitCode());
  }

  @Test
  void anUnknownNameIsAnsweredWithThoseThereAre() {
    CommandRun run = run("tan", "cot");
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains("NAME 'cot'") && run.err().contains("atan, tan"), run.err());
    assertEquals("", run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "101", "x"})
  void aWrongNumberIsNamed(String n) {
    CommandRun run = run("--terms", n);
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains("--terms") && run.err().contains(n), run.err());
  }
}
