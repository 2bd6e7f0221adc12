package io.sudog.samples.chat;

import io.sudog.core.Go;
import io.sudog.net.Listener;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.Interrupt;
import io.sudog.samples.cli.Output;
import io.sudog.samples.sockets.Sockets;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chat}: a chat server, until Ctrl-C. */
@Command(
    name = "sudog run chat",
    description =
        "Serves a chat with rooms, until Ctrl-C. Clients send lines, with nc or telnet: what is to"
            + " be said, or /join ROOM, /nick NAME, /who, /quit.")
public final class ChatCommand implements Callable<Integer> {
  private static final int MAX_QUEUE = 100_000;
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Output out;

  @Option(
      names = {"-l", "--listen"},
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1:0",
      description = "Where, as host:port; port 0 picks one. Default: ${DEFAULT-VALUE}.")
  private String address = "127.0.0.1:0";

  @Option(
      names = {"-q", "--queue"},
      paramLabel = "N",
      defaultValue = "64",
      description =
          "How many lines wait for a client that reads slowly before it is dropped. Default:"
              + " ${DEFAULT-VALUE}.")
  private int queue;

  ChatCommand(Output out) {
    this.out = out;
  }

  /**
   * Runs the sample.
   *
   * @param args as typed after the sample's name
   * @return the exit code
   */
  public static int run(String[] args) {
    return Cli.execute(new ChatCommand(Output.standard()), args);
  }

  @Override
  public Integer call() {
    // A welcome, and who is in the lobby, must fit.
    Cli.requireBetween("--queue", queue, 2, MAX_QUEUE);
    Go.run(
        () -> {
          try (Interrupt interrupt = Interrupt.watch();
              Listener listener = Sockets.listen("--listen", address)) {
            out.line("listening on %s, until Ctrl-C".formatted(Sockets.text(listener.address())));
            out.flush();
            ChatServer.serve(interrupt.context(), listener, queue, GRACE);
            out.line("closed");
            out.flush();
          }
        });
    return Cli.OK;
  }
}
