package io.sudog.verify.lincheck;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sudog.testing.Twin;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jetbrains.lincheck.LincheckAssertionError;

/**
 * Runs a check against a {@link Twin}, in a JVM of its own: Lincheck keeps what it instruments by
 * the class's name, so a second copy in the same JVM would be checked as if it were the first.
 */
public final class Canary {
  private static final String CHILD = "sudog.canary";
  private static final int CAUGHT = 3;
  private static final long PATIENCE_SECONDS = 480;

  // What the model checker says of code that is wrong, rather than of trouble of its own.
  private static final List<String> FINDINGS =
      List.of("Invalid execution results", "The execution has hung", "Validation function");

  // Its JVM ends as soon as it has found what is wrong.
  private static final String SHORT_LIVED = "-Xshare:auto";

  private Canary() {}

  /** Whether this JVM runs a twin. */
  static boolean isChild() {
    return Boolean.getBoolean(CHILD);
  }

  /**
   * Fails unless a check fails on the twin.
   *
   * @param twin the twin, broken
   * @param test the class of the check
   * @param method the check
   * @param options more options of its JVM
   */
  public static void assertCaught(Twin twin, Class<?> test, String method, String... options) {
    Outcome outcome = run(twin, test, method, options);
    if (outcome.status != CAUGHT || FINDINGS.stream().noneMatch(outcome.output::contains)) {
      throw new AssertionError("the broken twin was not caught: " + outcome);
    }
  }

  /**
   * Fails unless a check passes on the twin: for twins that are not broken, but differ in a knob.
   *
   * @param twin the twin
   * @param test the class of the check
   * @param method the check
   * @param options more options of its JVM
   */
  public static void assertPasses(Twin twin, Class<?> test, String method, String... options) {
    Outcome outcome = run(twin, test, method, options);
    if (outcome.status != 0) {
      throw new AssertionError("the twin failed: " + outcome);
    }
  }

  private record Outcome(int status, String output) {}

  private static Outcome run(Twin twin, Class<?> test, String method, String... options) {
    try {
      Path folder = Files.createTempDirectory(Path.of("target"), "canary-");
      twin.writeTo(folder);
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
      command.add(SHORT_LIVED);
      command.addAll(List.of(options));
      command.addAll(
          List.of(
              "-D" + CHILD + "=true",
              "-cp",
              folder + File.pathSeparator + System.getProperty("java.class.path"),
              Canary.class.getName(),
              test.getName(),
              method));
      Path output = folder.resolve("output.txt");
      Process child =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        child.destroyForcibly();
        throw new AssertionError("the twin's check does not end; see " + output);
      }
      return new Outcome(child.exitValue(), Files.readString(output, UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while the twin was checked", e);
    }
  }

  /**
   * The JVM with the twin in it.
   *
   * @param arguments the class of the check, and its method
   * @throws ReflectiveOperationException when there is no such check
   */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Class<?> test = Class.forName(arguments[0]);
    Constructor<?> constructor = test.getDeclaredConstructor();
    constructor.setAccessible(true);
    Method check = test.getDeclaredMethod(arguments[1]);
    check.setAccessible(true);
    int status = 0;
    try {
      check.invoke(constructor.newInstance());
    } catch (InvocationTargetException e) {
      e.getCause().printStackTrace();
      status = e.getCause() instanceof LincheckAssertionError ? CAUGHT : 1;
    }
    // A hang that was found has left its threads behind.
    System.exit(status);
  }
}
