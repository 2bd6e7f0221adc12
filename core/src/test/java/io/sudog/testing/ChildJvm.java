package io.sudog.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What came of a program in a JVM of its own: for ends that no test survives.
 *
 * @param exit its exit code
 * @param output what it wrote to its standard output and error, in one
 */
public record ChildJvm(int exit, String output) {
  /** What lets Sudog have its own scheduler. */
  public static final List<String> OPEN = List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED");

  private static final int SECONDS = 50;

  /**
   * Runs a program as this JVM would: with the options that Sudog needs, on the same scheduler.
   *
   * @param main the class with its main method
   * @param arguments what it is called with
   * @return how it ended; one that does not end is killed
   */
  public static ChildJvm run(Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(OPEN);
    options.add("-Dsudog.plain=" + Boolean.getBoolean("sudog.plain"));
    // Such a program ends before a better compiler pays.
    options.add("-XX:TieredStopAtLevel=1");
    return run(options, Map.of(), main, arguments);
  }

  /**
   * Runs a program.
   *
   * @param options the JVM's
   * @param environment variables beside those of this JVM; GOMAXPROCS only from here
   * @param main the class with its main method
   * @param arguments what it is called with
   * @return how it ended; one that does not end is killed
   */
  public static ChildJvm run(
      List<String> options, Map<String, String> environment, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("GOMAXPROCS");
    builder.environment().putAll(environment);
    Process child = builder.start();
    Thread killer = Thread.ofPlatform().daemon().name("killer").start(() -> killLate(child));
    try {
      child.getOutputStream().close();
      String output = new String(child.getInputStream().readAllBytes(), UTF_8);
      return new ChildJvm(child.waitFor(), output);
    } finally {
      child.destroyForcibly();
      // It must not look like somebody who may end a later test's deadlock.
      killer.join();
    }
  }

  private static void killLate(Process child) {
    try {
      if (!child.waitFor(SECONDS, TimeUnit.SECONDS)) {
        child.destroyForcibly();
      }
    } catch (InterruptedException e) {
      child.destroyForcibly();
    }
  }

  /**
   * How many lines have a text in them.
   *
   * @param text the text
   * @return the number of lines of the output
   */
  public long lines(String text) {
    return output.lines().filter(line -> line.contains(text)).count();
  }

  /**
   * Fails unless the program ended with an exit code, having written texts in their order.
   *
   * @param expected the code
   * @param texts what it must have written
   */
  public void assertEnded(int expected, String... texts) {
    if (exit != expected) {
      throw new AssertionError("exit code " + exit + " instead of " + expected + ":\n" + output);
    }
    int from = 0;
    for (String text : texts) {
      int at = output.indexOf(text, from);
      if (at < 0) {
        throw new AssertionError("no \"" + text + "\" in its place:\n" + output);
      }
      from = at + text.length();
    }
  }

  /**
   * Fails if the program has written a text.
   *
   * @param text the text
   */
  public void assertSilentOf(String text) {
    if (output.contains(text)) {
      throw new AssertionError("\"" + text + "\":\n" + output);
    }
  }
}
