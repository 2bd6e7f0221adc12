package io.sudog.samples.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.samples.CommandRun;
import io.sudog.samples.cli.Cli;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartbeatCommandTest {
  private static CommandRun run(String... args) {
    return CommandRun.of((out, _) -> new HeartbeatCommand(out), args);
  }

  @Test
  void aPlantedHangCostsAWorkerAndNoJob() {
    // On a slow machine healthy workers may be replaced, too: hence so many attempts.
    CommandRun run =
        run(
            "--jobs",
            "4",
            "--hang",
            "2=1",
            "--attempts",
            "1000",
            "--step",
            "0",
            "--steps",
            "2",
            "--pulse",
            "50",
            "--timeout",
            "1000");
    assertEquals("", run.err());
    assertEquals(Cli.OK, run.exitCode());
    List<String> lines = run.out().lines().toList();
    assertEquals("worker 1 starts", lines.getFirst());
    assertTrue(
        run.out().contains(" is silent for 1000 ms over job 2, attempt 1, after"), run.out());
    assertTrue(run.out().contains("worker 2 starts"), run.out());
    assertTrue(
        lines.getLast().matches("jobs done: 4 of 4; workers replaced: [1-9]\\d*"), run.out());
  }

  @Test
  void aJobThatAlwaysHangsIsGivenUpAndNamed() {
    CommandRun run =
        run("--jobs", "1", "--hang", "1=9", "--attempts", "1", "--pulse", "5", "--timeout", "50");
    assertEquals(Cli.FAILURE, run.exitCode());
    assertTrue(run.out().contains("job 1 is given up after attempt 1"), run.out());
    assertTrue(run.out().contains("jobs done: 0 of 1"), run.out());
    assertTrue(run.err().startsWith("heartbeat: jobs given up: 1;"), run.err());
  }

  @Test
  void noJobsAreNoError() {
    CommandRun run = run("--jobs", "0");
    assertEquals("jobs done: 0 of 0; workers replaced: 0\n", run.out());
    assertEquals(Cli.OK, run.exitCode());
  }

  @ParameterizedTest
  @CsvSource({
    "--jobs, -1",
    "--attempts, 0",
    "--steps, 0",
    "--step, -1",
    "--pulse, 0",
    "--timeout, 20",
    "--timeout, x",
    "--hang, 3",
    "--hang, x=1"
  })
  void aWrongOptionIsNamed(String option, String value) {
    CommandRun run = run(option, value);
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains(option), run.err());
    assertEquals("", run.out());
  }
}
