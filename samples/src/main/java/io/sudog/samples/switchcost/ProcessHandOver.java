package io.sudog.samples.switchcost;

import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.SampleException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** This process, a second JVM that runs {@link EchoProcess}, and a pipe in each direction. */
final class ProcessHandOver implements HandOver {
  private static final int TOKEN = 'o';

  private final Process echo;
  private final OutputStream there;
  private final InputStream back;

  private ProcessHandOver(Process echo) {
    this.echo = echo;
    this.there = echo.getOutputStream();
    this.back = echo.getInputStream();
  }

  /** Starts the second process and waits until it answers. */
  static ProcessHandOver start() {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    try {
      return start(
          java.toString(),
          "-XX:TieredStopAtLevel=1", // starts faster, and the loop is all system calls
          "-XX:+UseSerialGC",
          "-Xmx16m",
          "-cp",
          Path.of(EchoProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI())
              .toString(),
          EchoProcess.class.getName());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path has an entry that is no file", e);
    }
  }

  static ProcessHandOver start(String... command) {
    try {
      ProcessHandOver started =
          new ProcessHandOver(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
      try {
        started.nanosFor(1);
        return started;
      } catch (IOException e) {
        started.close();
        throw e;
      }
    } catch (IOException e) {
      throw SampleException.failure(
          "cannot run the second process '%s': %s; run this with a JDK that has its java launcher"
              .formatted(command[0], Cli.reason(e)),
          e);
    }
  }

  @Override
  public String name() {
    return "processes";
  }

  @Override
  public String means() {
    return "pipes";
  }

  @Override
  public long nanosFor(int roundTrips) throws IOException {
    long start = System.nanoTime();
    for (int i = 0; i < roundTrips; i++) {
      there.write(TOKEN);
      there.flush();
      if (back.read() != TOKEN) {
        throw new EOFException("it ended before it had sent everything back");
      }
    }
    return System.nanoTime() - start;
  }

  @Override
  public void close() {
    echo.destroyForcibly();
    echo.onExit().join();
  }
}
