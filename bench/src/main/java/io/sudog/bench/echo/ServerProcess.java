package io.sudog.bench.echo;

import io.sudog.bench.machine.ResidentMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server that runs as a child. */
final class ServerProcess implements AutoCloseable {
  private static final int SECONDS_TO_END = 10;

  private final Process process;
  private final BufferedReader out;
  private final Writer in;
  private final int port;

  /**
   * Starts a server and waits until it listens.
   *
   * @param command program and arguments
   * @throws IOException when it cannot be started or does not say its port
   */
  ServerProcess(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    // When this program is killed, the end of its input ends the server.
    out = process.inputReader();
    in = process.outputWriter();
    try {
      port = Integer.parseInt(answer());
    } catch (NumberFormatException e) {
      process.destroyForcibly();
      throw new IOException("the server said no port", e);
    }
  }

  int port() {
    return port;
  }

  /** Makes the server collect its garbage, and waits for that. */
  void collect() throws IOException {
    in.write(Server.COLLECT + "\n");
    in.flush();
    String _ = answer();
  }

  private String answer() throws IOException {
    @Nullable String line = out.readLine();
    if (line == null) {
      throw new IOException("the server has ended");
    }
    return line;
  }

  /** Its resident set. */
  long residentBytes() throws IOException {
    return ResidentMemory.bytes(process.pid());
  }

  /** Ends the server. */
  @Override
  public void close() throws IOException {
    in.close();
    try {
      process.onExit().orTimeout(SECONDS_TO_END, TimeUnit.SECONDS).join();
    } catch (CompletionException _) {
      process.destroyForcibly().onExit().join();
    }
  }
}
