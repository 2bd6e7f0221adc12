package io.sudog.samples.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.samples.CommandRun;
import io.sudog.samples.cli.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PubSubCommandTest {
  private static CommandRun run(String... args) {
    return CommandRun.of((out, _) -> new PubSubCommand(out), args);
  }

  @Test
  void withBlockAllGetAll() {
    CommandRun run = run("--policy", "block", "-n", "5", "-b", "1", "--slow", "1");
    assertTrue(
        run.out()
            .startsWith(
                """
                ann    news      got 5, missed 0
                       news          1 2 3 4 5
                ben    sport.*   got 10, missed 0
                       sport.chess   1 2 3 4 5
                       sport.rowing  1 2 3 4 5
                slow   weather   got 5, missed 0
                       weather       1 2 3 4 5
                brief  *         got 3, missed 0
                """),
        run.out());
    assertEquals(Cli.OK, run.exitCode());
    assertEquals("", run.err());
  }

  @Test
  void withDropTheSlowOneStillEnds() {
    CommandRun run = run("--policy", "drop", "-n", "50", "-b", "2", "-s", "2");
    assertEquals(Cli.OK, run.exitCode());
    assertTrue(run.out().contains("slow   weather   got "), run.out());
  }

  @ParameterizedTest
  @CsvSource({"--policy, later", "--messages, -1", "--buffer, -1", "--slow, -1", "--slow, x"})
  void aWrongOptionIsNamed(String option, String value) {
    CommandRun run = run(option, value);
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains(option) && run.err().contains(value), run.err());
    assertEquals("", run.out());
  }
}
