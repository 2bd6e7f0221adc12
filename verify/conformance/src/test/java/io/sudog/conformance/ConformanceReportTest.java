package io.sudog.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sudog.channels.Chan;
import io.sudog.core.Go;
import io.sudog.net.Net;
import io.sudog.select.Select;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Runs after the tests of the modules it names, prints which behaviours they covered, and fails
 * when docs/CONFORMANCE.md says otherwise.
 */
@DisplayName("The conformance report")
class ConformanceReportTest {
  private static final Path ROOT = Path.of("..", "..");

  /** Each module's runs: on our scheduler, and with -Dsudog.plain=true on the JDK's. */
  private static final List<String> RUNS =
      List.of(
          "core/gmp",
          "channels/gmp",
          "channels/plain",
          "select/gmp",
          "select/plain",
          "netpoll/gmp",
          "netpoll/plain");

  private static final Map<String, Class<?>> MODULES =
      Map.of(
          "core", Go.class, "channels", Chan.class, "select", Select.class, "netpoll", Net.class);

  /** What Surefire is told so that it runs some tests only. */
  private static final List<String> CHOICES =
      List.of("test", "groups", "excludedGroups", "surefire.includesFile", "surefire.excludesFile");

  /** Whether Maven built the module in this build, instead of taking it from a repository. */
  private static boolean isBuiltHere(String module) {
    Path target = ROOT.resolve(module).resolve("target").toAbsolutePath().normalize();
    Class<?> one = MODULES.get(module);
    try {
      return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI())
          .startsWith(target);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Why this build has not run all tests; empty if it should have. */
  private static List<String> limits() {
    List<String> limits = new ArrayList<>();
    if (System.getProperty("sudog.build") == null) {
      limits.add("not run by the build");
    }
    CHOICES.stream()
        .filter(choice -> System.getProperty(choice) != null)
        .forEach(choice -> limits.add("tests were chosen by -D" + choice));
    MODULES.keySet().stream()
        .filter(module -> !isBuiltHere(module))
        .sorted()
        .forEach(module -> limits.add(module + " is not part of this build"));
    return limits;
  }

  @Test
  @DisplayName("agrees with the document")
  void agrees() throws IOException {
    List<String> limits = limits();
    Runs runs = Runs.read(ROOT, RUNS, System.getProperty("sudog.build", "none"));
    Coverage coverage =
        Coverage.of(
            Files.readAllLines(ROOT.resolve("docs").resolve("CONFORMANCE.md")), runs.covered());
    List<String> whole = coverage.report();
    List<String> report = new ArrayList<>(limits.isEmpty() ? whole : whole.subList(0, 1));
    Stream.concat(
            limits.stream(), runs.missing().stream().map(run -> "without the tests of " + run))
        .forEach(line -> report.add("Not the whole: " + line));
    Files.write(Path.of("target", "conformance.txt"), report);
    System.out.println(String.join(System.lineSeparator(), report));
    if (limits.isEmpty()) {
      assertEquals(List.of(), runs.missing(), "tests that did not run, or left no notes");
      assertEquals(List.of(), coverage.faults());
    }
  }
}
