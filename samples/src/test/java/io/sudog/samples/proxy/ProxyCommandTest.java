package io.sudog.samples.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.samples.CommandRun;
import io.sudog.samples.cli.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyCommandTest {
  @ParameterizedTest
  @CsvSource({
    "--listen, nowhere",
    "--to, nowhere",
    "--to, 127.0.0.1:0",
    "--limit, 0",
    "--limit, x",
    "--dial-timeout, 0"
  })
  void aWrongOptionIsNamed(String option, String value) {
    CommandRun run =
        CommandRun.of(
            ProxyCommand::new,
            option.equals("--listen") ? "-p" : "--listen=127.0.0.1:0",
            option.equals("--to") ? "--progress=false" : "--to=127.0.0.1:9",
            option + "=" + value);
    assertEquals(Cli.USAGE, run.exitCode(), run::err);
    assertTrue(run.err().contains(option) && run.err().contains(value), run.err());
    assertEquals("", run.out());
  }

  @Test
  void bothAddressesAreRequired() {
    CommandRun run = CommandRun.of(ProxyCommand::new, "--to", "127.0.0.1:9");
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains("--listen"), run.err());
  }
}
