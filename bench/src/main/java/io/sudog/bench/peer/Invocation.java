package io.sudog.bench.peer;

import io.sudog.bench.workload.BenchmarkLine;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process to start.
 *
 * @param command program and arguments
 * @param environment what to add to this process's environment
 */
public record Invocation(List<String> command, Map<String, String> environment) {
  private static final int LAST_LINES = 20;
  private static final Charset OUTPUT = Charset.defaultCharset();

  /** Copies both. */
  public Invocation {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /**
   * Runs the process and waits for the line that it prints.
   *
   * @param timeout when to end it
   * @return the line
   * @throws MeasurementException when there is none
   * @throws InterruptedException when the thread was interrupted; the process is ended
   */
  public BenchmarkLine measure(Duration timeout) throws MeasurementException, InterruptedException {
    Finished finished = run(null, timeout);
    List<BenchmarkLine> lines =
        finished.output().lines().flatMap(line -> BenchmarkLine.parse(line).stream()).toList();
    if (finished.exitCode() != 0) {
      throw failure("ended with exit code " + finished.exitCode(), finished.output());
    }
    if (lines.size() != 1) {
      throw failure("printed " + lines.size() + " results instead of one", finished.output());
    }
    return lines.getFirst();
  }

  /**
   * Runs the process to its end.
   *
   * @param folder where it runs; null means this process's
   * @param timeout when to end it
   * @return exit code and output
   * @throws MeasurementException when it could not be started or did not end in time
   * @throws InterruptedException when the thread was interrupted; the process is ended
   */
  Finished run(@Nullable Path folder, Duration timeout)
      throws MeasurementException, InterruptedException {
    try {
      Path output = Files.createTempFile("sudog-bench", ".out");
      try {
        return run(folder, timeout, output);
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new MeasurementException(e.toString(), "\n  command: " + commandLine());
    }
  }

  /** A file takes the output, since a pipe would need a thread that runs while others measure. */
  private Finished run(@Nullable Path folder, Duration timeout, Path output)
      throws IOException, MeasurementException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    if (folder != null) {
      builder.directory(folder.toFile());
    }
    Process process = builder.start();
    Thread endWithUs = new Thread(process::destroyForcibly, "end " + process.pid());
    Runtime.getRuntime().addShutdownHook(endWithUs);
    boolean ended = false;
    try {
      process.getOutputStream().close();
      ended = process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      if (!ended) {
        process.destroyForcibly();
        process.onExit().join();
      }
      removeHook(endWithUs);
    }
    String text = Files.readString(output, OUTPUT);
    if (!ended) {
      throw failure("did not end within " + timeout.toMillis() / 1e3 + " s and was killed", text);
    }
    return new Finished(process.exitValue(), text);
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The JVM is shutting down, and the hook does what it is for.
    }
  }

  /**
   * The command as a person would type it.
   *
   * @return environment and command in one line
   */
  public String commandLine() {
    StringBuilder line = new StringBuilder();
    environment.forEach((key, value) -> line.append(key).append('=').append(value).append(' '));
    return line.append(String.join(" ", command)).toString();
  }

  private MeasurementException failure(String what, String output) {
    List<String> lines = output.lines().toList();
    String tail =
        String.join("\n    ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    return new MeasurementException(
        what, "\n  command: " + commandLine() + "\n  last output:\n    " + tail);
  }

  /**
   * A process that has ended.
   *
   * @param exitCode its exit code
   * @param output what it printed, errors included
   */
  record Finished(int exitCode, String output) {}
}
