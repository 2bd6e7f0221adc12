package io.sudog.samples.portscan;

import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Interrupt;
import io.sudog.samples.cli.Output;
import io.sudog.samples.cli.SampleException;
import io.sudog.samples.sockets.Sockets;
import io.sudog.time.Ticker;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code portscan}: prints which TCP ports of a host are open. */
@Command(
    name = "sudog run portscan",
    description =
        "Prints which TCP ports of a host are open: it connects to each, to many at a time."
            + " Scan only what is yours.")
public final class PortScanCommand implements Callable<Integer> {
  private static final int MAX_LIMIT = 65_535;
  private static final int MAX_MILLIS = 3_600_000;
  private static final Duration BETWEEN_PROGRESS = Duration.ofMillis(100);

  private final Output out;
  private final PrintWriter err;
  private final boolean terminal;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Name or IP address. Default: ${DEFAULT-VALUE}.")
  private String host = "127.0.0.1";

  @Option(
      names = {"-P", "--ports"},
      paramLabel = "PORTS",
      defaultValue = "1-65535",
      description = "Ports and ranges, such as 22,80,8000-8099. Default: ${DEFAULT-VALUE}.")
  private String ports = "1-65535";

  @Option(
      names = {"-l", "--limit"},
      paramLabel = "N",
      defaultValue = "256",
      description = "How many ports are tried at a time. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "MS",
      defaultValue = "1000",
      description =
          "How long a port may take to answer, in milliseconds. Default: ${DEFAULT-VALUE}.")
  private int timeoutMillis;

  @Option(
      names = {"-p", "--progress"},
      description = "Shows how far it is even where standard output is no terminal.")
  private boolean showProgress;

  PortScanCommand(Output out, PrintWriter err) {
    this(out, err, false);
  }

  private PortScanCommand(Output out, PrintWriter err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /**
   * Runs the sample.
   *
   * @param args as typed after the sample's name
   * @return the exit code
   */
  public static int run(String[] args) {
    PrintWriter err = Cli.standardError();
    return Cli.execute(new PortScanCommand(Output.standard(), err, Output.isTerminal()), err, args);
  }

  @Override
  public Integer call() {
    Cli.requireBetween("--limit", limit, 1, MAX_LIMIT);
    Cli.requireBetween("--timeout", timeoutMillis, 1, MAX_MILLIS);
    Ports wanted;
    try {
      wanted = Ports.parse(ports);
    } catch (IllegalArgumentException e) {
      throw SampleException.usage("--ports: " + e.getMessage());
    }
    Sockets.requireDescriptors("--limit", Math.min(limit, wanted.count()), 1);
    Go.run(
        () -> {
          try (Interrupt interrupt = Interrupt.watch()) {
            scan(interrupt.context(), wanted);
          }
        });
    return Cli.OK;
  }

  private void scan(Context ctx, Ports wanted) throws Exception {
    Dial dial = new Dial(lookUp(), Duration.ofMillis(timeoutMillis));
    try (Ticker ticker = Ticker.start(BETWEEN_PROGRESS)) {
      print(new Scanner(dial, wanted, limit).scan(ctx, ticker.channel(), this::show));
    } catch (IOException e) {
      throw SampleException.failure(
          Sockets.isOutOfDescriptors(e)
              ? "no descriptor left for --limit %d; give less, or allow more files (ulimit -n)"
                  .formatted(limit)
              : "HOST %s: %s".formatted(host, Sockets.reason(e)),
          e);
    } finally {
      if (terminal) {
        err.println();
      }
    }
  }

  private InetAddress lookUp() throws Exception {
    try {
      // Asks the system's resolver, which keeps the OS thread.
      return Go.blocking(() -> InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      throw SampleException.failure(
          "HOST %s is unknown; give a name that resolves, or an IP address".formatted(host), e);
    }
  }

  /** For a person one line that changes; for a file, where asked for, one line each time. */
  private void show(Findings findings) {
    if (terminal) {
      err.print("\r\033[K" + findings);
      err.flush();
    } else if (showProgress) {
      err.println(findings);
    }
  }

  private void print(Findings findings) {
    findings.open().forEach(port -> out.line(port + "/tcp open"));
    out.line(findings + (findings.isComplete() ? "" : ", then interrupted"));
    out.flush();
  }
}
