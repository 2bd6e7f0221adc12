package io.sudog.samples.skynet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.samples.CommandRun;
import io.sudog.samples.Programs;
import io.sudog.samples.cli.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkynetTest {
  private static CommandRun run(String... args) {
    return CommandRun.of((out, _) -> new SkynetCommand(out), args);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 10, 0",
    "10, 10, 45",
    "1000, 10, 499500",
    "1024, 2, 523776",
    "729, 27, 265356",
    "100000, 100000, 4999950000",
    "1000000, 10, 499999500000"
  })
  void sumsAllLeaves(int size, int branching, long sum) {
    assertEquals(sum, Programs.call(() -> Skynet.sum(size, branching)));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2, true",
    "2, 2, true",
    "1073741824, 2, true",
    "2147483647, 2147483647, true",
    "2147483647, 2, false",
    "12, 10, false",
    "5, 10, false",
    "0, 10, false",
    "-10, 10, false",
    "1, 1, false",
    "4, -2, false"
  })
  void knowsWhichTreesExist(int size, int branching, boolean exists) {
    assertEquals(exists, Skynet.isPower(size, branching));
  }

  @Test
  void refusesATreeThatDoesNotExist() {
    assertThrows(IllegalArgumentException.class, () -> Skynet.sum(12, 10));
  }

  @Test
  void printsSumAndTime() {
    CommandRun run = run("--size", "10000");
    assertTrue(run.out().matches("Result: 49995000 in \\d+ ms\\.\n"), run.out());
    assertEquals(Cli.OK, run.exitCode());
  }

  @ParameterizedTest
  @CsvSource({
    "--size, 0, --size",
    "--size, -1, --size",
    "--size, 12, 10",
    "--size, 5, 1",
    "--branching, 1, --branching",
    "--branching, 3, 531441",
    "--branching, x, --branching",
  })
  void aWrongOptionIsNamedAndTheFixToo(String option, String value, String named) {
    CommandRun run = run(option, value);
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains(option) && run.err().contains(value), run.err());
    assertTrue(run.err().contains(named), run.err());
  }
}
