package io.sudog.samples.httpd;

import io.sudog.channels.Chan;
import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.errgroup.ErrGroup;
import io.sudog.net.Listener;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Interrupt;
import io.sudog.samples.cli.Output;
import io.sudog.samples.cli.SampleException;
import io.sudog.samples.sockets.Sockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code httpd}: serves the files of a folder. */
@Command(
    name = "sudog run httpd",
    description = "Serves the files of a folder over HTTP/1.1, until Ctrl-C.")
public final class HttpdCommand implements Callable<Integer> {
  private static final int MAX_MILLIS = 3_600_000;
  private static final int LOG_LINES = 256;

  private final Output out;

  @Parameters(paramLabel = "DIR", description = "The folder.")
  private String folder = "";

  @Option(
      names = {"-l", "--listen"},
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1:8080",
      description = "Where: host:port; port 0 picks a free one. Default: ${DEFAULT-VALUE}.")
  private String listen = "";

  @Option(
      names = {"-t", "--idle-timeout"},
      paramLabel = "MS",
      defaultValue = "60000",
      description =
          "How long a connection waits for its client, in milliseconds. Default: ${DEFAULT-VALUE}.")
  private int idleMillis;

  @Option(
      names = {"-g", "--grace"},
      paramLabel = "MS",
      defaultValue = "10000",
      description =
          "How long, after Ctrl-C, answers may take that are under way, in milliseconds. Default:"
              + " ${DEFAULT-VALUE}.")
  private int graceMillis;

  @Option(
      names = "--log",
      description = "Prints a line for each request, in the common log format.")
  private boolean logs;

  HttpdCommand(Output out) {
    this.out = out;
  }

  /**
   * Runs the sample.
   *
   * @param args as typed after the sample's name
   * @return the exit code
   */
  public static int run(String[] args) {
    return Cli.execute(new HttpdCommand(Output.standard()), args);
  }

  @Override
  public Integer call() {
    Cli.requireBetween("--idle-timeout", idleMillis, 1, MAX_MILLIS);
    Cli.requireBetween("--grace", graceMillis, 0, MAX_MILLIS);
    FileTree files = tree();
    Duration grace = Duration.ofMillis(graceMillis);
    Go.run(
        () -> {
          try (Interrupt interrupt = Interrupt.watch(grace)) {
            serve(interrupt.context(), new Responder(files), grace);
          }
        });
    return Cli.OK;
  }

  private FileTree tree() {
    try {
      Path path = Path.of(folder);
      if (Files.exists(path) && !Files.isDirectory(path)) {
        throw new NotDirectoryException(folder);
      }
      return new FileTree(path);
    } catch (IOException e) {
      throw SampleException.failure(
          "cannot serve %s: %s; give DIR a folder".formatted(folder, Cli.reason(e)), e);
    }
  }

  private void serve(Context interrupted, Responder responder, Duration grace) throws Exception {
    AtomicLong requests = new AtomicLong();
    Chan<Exchange> log = Chan.make(LOG_LINES);
    Consumer<Exchange> count =
        exchange -> {
          requests.incrementAndGet();
          if (logs) {
            log.send(exchange);
          }
        };
    HttpServer server = new HttpServer(responder, Duration.ofMillis(idleMillis), grace, count);
    try (Listener listener = Sockets.listen("--listen", listen);
        CancelContext ctx = Context.withCancel(interrupted)) {
      out.line("serving %s at http://%s/".formatted(folder, Sockets.text(listener.address())));
      out.flush();
      ErrGroup group = ErrGroup.create();
      group.go(() -> print(log, ctx));
      group.go(
          () -> {
            try {
              server.serve(ctx, listener);
            } finally {
              log.close();
            }
          });
      group.await();
    }
    out.line("requests answered: " + requests);
    out.flush();
  }

  /** The only goroutine that prints, while the server runs. Takes lines to the end in any case. */
  private void print(Chan<Exchange> log, CancelContext server) {
    UncheckedIOException failure = null;
    for (Exchange exchange : log) {
      if (failure == null) {
        failure = print(exchange.line(Instant.now()), log);
        if (failure != null) {
          server.cancel(failure);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private @Nullable UncheckedIOException print(String line, Chan<Exchange> log) {
    try {
      out.line(line);
      if (log.len() == 0) {
        out.flush();
      }
      return null;
    } catch (UncheckedIOException e) {
      return e;
    }
  }
}
