package io.sudog.samples.echo;

import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.net.Listener;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Interrupt;
import io.sudog.samples.cli.Output;
import io.sudog.samples.cli.SampleException;
import io.sudog.samples.cli.SecondsConverter;
import io.sudog.samples.sockets.Server;
import io.sudog.samples.sockets.Sockets;
import io.sudog.sync.WaitGroup;
import io.sudog.time.Ticker;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code echo}: an echo server, its load, or both. */
@Command(
    name = "sudog run echo",
    description =
        "Measures an echo server: how many messages a second go there and back, and how long they"
            + " take. Server and load run in this process, unless one of them is chosen.")
public final class EchoCommand implements Callable<Integer> {
  private static final String ANY_LOCAL_PORT = "127.0.0.1:0";
  private static final int MAX_CONNECTIONS = 10_000;
  // What fits into the buffers of two sockets, so that a message can be written whole before the
  // first byte of its echo is read.
  private static final int MAX_SIZE = 1 << 16;
  private static final int MAX_TOTAL_BYTES = 1 << 27;
  private static final Duration MAX_TIME = Duration.ofHours(1);
  private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(1);

  private final Output out;
  private final PrintWriter err;
  private final boolean terminal;

  @Option(
      names = "--serve",
      paramLabel = "ADDRESS",
      description = "Only serves at host:port, until Ctrl-C.")
  private @Nullable String serve;

  @Option(
      names = "--connect",
      paramLabel = "ADDRESS",
      description = "Only loads a server at host:port.")
  private @Nullable String connect;

  @Option(
      names = {"-c", "--connections"},
      paramLabel = "N",
      defaultValue = "64",
      description = "How many connections the load opens. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "64",
      description = "How long a message is. Default: ${DEFAULT-VALUE}.")
  private int size;

  @Option(
      names = {"-s", "--seconds"},
      paramLabel = "S",
      defaultValue = "5",
      converter = SecondsConverter.class,
      description = "How long is measured; 0.5 is half a second. Default: ${DEFAULT-VALUE}.")
  private Duration seconds = Duration.ofSeconds(5);

  @Option(
      names = {"-w", "--warmup"},
      paramLabel = "S",
      defaultValue = "1",
      converter = SecondsConverter.class,
      description = "How many seconds it runs before that. Default: ${DEFAULT-VALUE}.")
  private Duration warmUp = Duration.ofSeconds(1);

  @Option(
      names = {"-p", "--progress"},
      description = "Shows how it goes even where standard output is no terminal.")
  private boolean showProgress;

  EchoCommand(Output out, PrintWriter err) {
    this(out, err, false);
  }

  private EchoCommand(Output out, PrintWriter err, boolean terminal) {
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
    return Cli.execute(new EchoCommand(Output.standard(), err, Output.isTerminal()), err, args);
  }

  @Override
  public Integer call() {
    Cli.requireBetween("--connections", connections, 1, MAX_CONNECTIONS);
    Cli.requireBetween("--size", size, 1, MAX_SIZE);
    if ((long) connections * size > MAX_TOTAL_BYTES) {
      throw SampleException.usage(
          "--connections %d times --size %d is too much: together at most %d bytes"
              .formatted(connections, size, MAX_TOTAL_BYTES));
    }
    Cli.requireBetween("--seconds", seconds, Duration.ofMillis(1), MAX_TIME);
    Cli.requireBetween("--warmup", warmUp, Duration.ZERO, MAX_TIME);
    if (serve != null && connect != null) {
      throw SampleException.usage(
          "--serve and --connect exclude each other: give none of them for both in one process");
    }
    if (connect != null) {
      Sockets.requireDialable("--connect", connect);
    }
    Go.run(
        () -> {
          try (Interrupt interrupt = Interrupt.watch()) {
            run(interrupt.context());
          }
        });
    return Cli.OK;
  }

  private void run(Context ctx) throws Exception {
    if (serve != null) {
      try (Listener listener = Sockets.listen("--serve", serve)) {
        out.line("serving on %s, until Ctrl-C".formatted(Sockets.text(listener.address())));
        out.flush();
        new Server(ctx).serve(listener, Echo::serve);
      }
    } else if (connect != null) {
      load(ctx, connect);
    } else {
      try (CancelContext serving = Context.withCancel(ctx)) {
        Listener listener = Sockets.listen("the load", ANY_LOCAL_PORT);
        WaitGroup server = new WaitGroup();
        server.go(() -> new Server(serving).serve(listener, Echo::serve));
        try {
          load(ctx, Sockets.text(listener.address()));
        } finally {
          serving.cancel();
          server.await();
        }
      }
    }
  }

  private void load(Context ctx, String address) throws Exception {
    // The server in this process has as many connections.
    Sockets.requireDescriptors("--connections", connections, connect == null ? 2 : 1);
    Plan plan = new Plan(address, connections, size, warmUp, seconds);
    try (Ticker ticker = Ticker.start(BETWEEN_PROGRESS)) {
      Result result;
      try {
        result = new Load(plan, ticker.channel(), this::show).run(ctx);
      } catch (IOException e) {
        throw failure(address, e);
      } finally {
        if (terminal) {
          err.println();
        }
      }
      out.line("connections: %d, messages of %d bytes".formatted(connections, size));
      result.lines().forEach(out::line);
      out.flush();
    }
  }

  private SampleException failure(String address, IOException e) {
    if (Sockets.isOutOfDescriptors(e)) {
      return SampleException.failure(
          "no descriptor left for --connections %d; give fewer, or allow more files (ulimit -n)"
              .formatted(connections),
          e);
    }
    return SampleException.failure(
        "the load on %s failed: %s; is an echo server there (sudog run echo --serve %s)?"
            .formatted(address, Sockets.reason(e), address),
        e);
  }

  /** For a person one line that changes; for a file, where asked for, one line each time. */
  private void show(Progress progress) {
    if (terminal) {
      err.print("\r\033[K" + progress);
      err.flush();
    } else if (showProgress) {
      err.println(progress);
    }
  }
}
