package io.sudog.samples.pingpong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.samples.CommandRun;
import io.sudog.samples.Programs;
import io.sudog.samples.cli.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PingPongTest {
  private static CommandRun run(String... args) {
    return CommandRun.of((out, _) -> new PingPongCommand(out), args);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 100_000})
  void everyBallComesBack(long roundTrips) {
    long nanos = Programs.call(() -> PingPong.nanosFor(roundTrips));
    assertTrue(nanos >= 0, "took " + nanos + " ns");
  }

  @Test
  void printsTotalAndPerRoundTrip() {
    assertEquals(
        "4 round trips in 2.0 ms: 500000 ns per round trip",
        PingPongCommand.describe(4, 2_000_000));
    assertEquals("0 round trips", PingPongCommand.describe(0, 17));
  }

  @Test
  void printsOneLine() {
    CommandRun run = run("10");
    assertTrue(
        run.out().matches("10 round trips in [0-9.]+ ms: \\d+ ns per round trip\n"), run.out());
    assertEquals(Cli.OK, run.exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "9223372036854775808"})
  void aWrongNumberIsNamed(String n) {
    CommandRun run = run(n);
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains("N") && run.err().contains(n), run.err());
  }
}
