package io.sudog.samples.proxy;

import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.errgroup.ErrGroup;
import io.sudog.net.Listener;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Interrupt;
import io.sudog.samples.cli.Output;
import io.sudog.samples.sockets.Sockets;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import io.sudog.time.Ticker;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code proxy}: passes TCP connections on to another address. */
@Command(
    name = "sudog run proxy",
    description =
        "Accepts TCP connections at one address and passes each on to another, both ways, until"
            + " Ctrl-C.")
public final class ProxyCommand implements Callable<Integer> {
  private static final int MAX_LIMIT = 1_000_000;
  private static final int MAX_MILLIS = 3_600_000;
  private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(1);

  private final Output out;
  private final PrintWriter err;
  private final boolean terminal;

  @Option(
      names = {"-l", "--listen"},
      paramLabel = "ADDRESS",
      required = true,
      description = "Where to accept connections: host:port; port 0 picks a free one.")
  private String listen = "";

  @Option(
      names = {"-t", "--to"},
      paramLabel = "ADDRESS",
      required = true,
      description = "Where they lead: host:port.")
  private String to = "";

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many connections at a time; others wait. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--dial-timeout",
      paramLabel = "MS",
      defaultValue = "10000",
      description =
          "How long the target may take to accept a connection, in milliseconds. Default:"
              + " ${DEFAULT-VALUE}.")
  private int dialTimeoutMillis;

  @Option(
      names = {"-p", "--progress"},
      description = "Shows every second how much goes through.")
  private boolean showProgress;

  ProxyCommand(Output out, PrintWriter err) {
    this(out, err, false);
  }

  private ProxyCommand(Output out, PrintWriter err, boolean terminal) {
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
    return Cli.execute(new ProxyCommand(Output.standard(), err, Output.isTerminal()), err, args);
  }

  @Override
  public Integer call() {
    Sockets.requireDialable("--to", to);
    Cli.requireBetween("--limit", limit, 1, MAX_LIMIT);
    Cli.requireBetween("--dial-timeout", dialTimeoutMillis, 1, MAX_MILLIS);
    Go.run(
        () -> {
          try (Interrupt interrupt = Interrupt.watch()) {
            serve(interrupt.context());
          }
        });
    return Cli.OK;
  }

  private void serve(Context interrupted) throws Exception {
    Proxy proxy =
        new Proxy(to, limit, Duration.ofMillis(dialTimeoutMillis), t -> err.println("proxy: " + t));
    try (Listener listener = Sockets.listen("--listen", listen);
        CancelContext ctx = Context.withCancel(interrupted)) {
      out.line("passing " + Sockets.text(listener.address()) + " on to " + to);
      out.flush();
      ErrGroup group = ErrGroup.withContext(ctx);
      if (showProgress) {
        group.go(() -> showProgress(ctx, proxy));
      }
      group.go(
          () -> {
            try (ctx) {
              proxy.serve(group.context(), listener);
            }
          });
      group.await();
    }
    out.line(proxy.traffic().summary());
    out.flush();
  }

  /** For a person one line that changes; for a file one line each time. */
  private void showProgress(Context ctx, Proxy proxy) {
    try (Ticker ticker = Ticker.start(BETWEEN_PROGRESS)) {
      Select select = new Select();
      Receive<?> tick = select.receive(ticker.channel());
      select.receive(ctx.done());
      Traffic before = proxy.traffic();
      long then = System.nanoTime();
      while (select.await() == tick) {
        Traffic traffic = proxy.traffic();
        long now = System.nanoTime();
        String line = traffic.since(before, Duration.ofNanos(now - then));
        before = traffic;
        then = now;
        if (terminal) {
          err.print("\r\033[K" + line);
          err.flush();
        } else {
          err.println(line);
        }
      }
      if (terminal) {
        err.println();
      }
    }
  }
}
