package io.sudog.samples.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.samples.CommandRun;
import io.sudog.samples.cli.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EchoCommandTest {
  private static CommandRun run(String... args) {
    return CommandRun.of(EchoCommand::new, args);
  }

  @Test
  void printsATable() {
    CommandRun run = run("-c", "4", "--size", "100", "--seconds", "0.2", "--warmup", "0");
    assertEquals("", run.err());
    assertEquals(Cli.OK, run.exitCode());
    assertTrue(
        run.out()
            .matches(
                """
                connections: 4, messages of 100 bytes
                messages:    [\\d,]+ in \\d+\\.\\d\\d s
                messages/s:  [\\d,]+
                latency             p50        p90        p99      p99.9        max
                in µs       ( +[\\d.]+){5}
                """),
        run.out());
  }

  @Test
  void showsItsProgressWhereAsked() {
    CommandRun run = run("-c", "1", "--seconds", "1.5", "--warmup", "0", "--progress");
    assertTrue(run.err().matches("([\\d,]+ messages/s\\R)+"), run.err());
    assertEquals(Cli.OK, run.exitCode());
  }

  @Test
  void serverAndLoadAloneExcludeEachOther() {
    CommandRun run = run("--serve", ":0", "--connect", ":1");
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains("--serve and --connect exclude each other"), run.err());
  }

  @Test
  void moreMemoryThanMakesSenseIsAnError() {
    CommandRun run = run("--connections", "10000", "--size", "65536");
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains("--connections 10000 times --size 65536"), run.err());
  }

  @Test
  void anAddressThatIsNotOursIsNamed() {
    // Of the block for documentation: no machine has it.
    CommandRun run = run("--serve", "192.0.2.1:1");
    assertEquals(Cli.FAILURE, run.exitCode());
    assertTrue(run.err().startsWith("echo: --serve 192.0.2.1:1: cannot listen there"), run.err());
  }

  @ParameterizedTest
  @CsvSource({
    "--connections, 0",
    "--connections, 10001",
    "--size, 0",
    "--size, 65537",
    "--seconds, 0",
    "--seconds, x",
    "--seconds, 1e999999999",
    "--seconds, 3600.5",
    "--warmup, -0.5",
    "--serve, nowhere",
    "--serve, 127.0.0.1:65536",
    "--connect, nowhere"
  })
  void aWrongOptionIsNamed(String option, String value) {
    CommandRun run = run(option, value);
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains(option) && run.err().contains(value), run.err());
    assertEquals("", run.out());
  }
}
