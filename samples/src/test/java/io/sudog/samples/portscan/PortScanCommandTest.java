package io.sudog.samples.portscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.net.Listener;
import io.sudog.samples.CommandRun;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.sockets.Sockets;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortScanCommandTest {
  private static CommandRun run(String... args) {
    return CommandRun.of(PortScanCommand::new, args);
  }

  @Test
  void printsTheOpenPorts() throws Exception {
    try (Listener listener = Sockets.listen("--listen", "127.0.0.1:0")) {
      String port = String.valueOf(((InetSocketAddress) listener.address()).getPort());
      CommandRun run = run("localhost", "--ports", port, "--timeout", "60000", "--progress");
      String summary = "scanned 1 of 1 ports: open 1, closed 0, silent 0";
      assertEquals(port + "/tcp open\n" + summary + "\n", run.out());
      assertEquals(summary, run.err().lines().toList().getLast());
      assertEquals(Cli.OK, run.exitCode());
    }
  }

  @Test
  void anUnknownHostIsNamed() {
    // By RFC 6761 never a name.
    CommandRun run = run("nobody.invalid", "--ports", "1");
    assertEquals(Cli.FAILURE, run.exitCode());
    assertTrue(run.err().startsWith("portscan: HOST nobody.invalid is unknown;"), run.err());
  }

  @ParameterizedTest
  @CsvSource({
    "--ports, 0",
    "--ports, 9-3",
    "--ports, x",
    "--limit, 0",
    "--limit, 65536",
    "--timeout, 0",
    "--timeout, y"
  })
  void aWrongOptionIsNamed(String option, String value) {
    CommandRun run = run(option, value);
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains(option) && run.err().contains(value), run.err());
    assertEquals("", run.out());
  }
}
