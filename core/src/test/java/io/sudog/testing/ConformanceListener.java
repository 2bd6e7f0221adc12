package io.sudog.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Notes which behaviours of docs/CONFORMANCE.md were tested: the ids at the beginning of the
 * display name of each test that passed, or of a class or method that it belongs to. Tests of
 * classes whose names end in TwinTest do not count: that a broken twin was caught says something of
 * the tests, and nothing of the code.
 *
 * <p>JUnit finds it by META-INF/services. It writes one file a run into {@code target/conformance}
 * of the module: the build's time stamp ({@code -Dsudog.build}), then an id a line. Without that
 * stamp, as in an IDE, nothing is written.
 */
public final class ConformanceListener implements TestExecutionListener {
  private static final Pattern IDS = Pattern.compile("(?:[A-Z]\\d\\d(?:,? |$))+");
  private static final Pattern ID = Pattern.compile("[A-Z]\\d\\d");

  private final @Nullable String build;
  private final Path file;
  private final SortedSet<String> covered = new ConcurrentSkipListSet<>();
  private @Nullable TestPlan plan;

  /** For JUnit. */
  public ConformanceListener() {
    this(
        System.getProperty("sudog.build"),
        Path.of("target", "conformance", Boolean.getBoolean("sudog.plain") ? "plain" : "gmp"));
  }

  /**
   * For tests.
   *
   * @param build the time stamp, or null to write nothing
   * @param file what to write
   */
  ConformanceListener(@Nullable String build, Path file) {
    this.build = build;
    this.file = file;
  }

  /**
   * The ids that a display name begins with.
   *
   * @param name the name
   * @return the ids, in their order
   */
  static List<String> ids(String name) {
    Matcher first = IDS.matcher(name);
    List<String> ids = new ArrayList<>();
    if (first.lookingAt()) {
      Matcher each = ID.matcher(first.group());
      while (each.find()) {
        ids.add(each.group());
      }
    }
    return ids;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (!test.isTest()
        || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL
        || isOfTwins(test)) {
      return;
    }
    covered.addAll(ids(test.getDisplayName()));
    TestPlan of = plan;
    TestIdentifier container = test;
    while (of != null && (container = of.getParent(container).orElse(null)) != null) {
      covered.addAll(ids(container.getDisplayName()));
    }
  }

  private static boolean isOfTwins(TestIdentifier test) {
    return test.getSource().orElse(null) instanceof MethodSource method
        && method.getClassName().endsWith("TwinTest");
  }

  @Override
  public void testPlanExecutionFinished(TestPlan finished) {
    if (build == null) {
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add("build " + build);
    lines.addAll(covered);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
