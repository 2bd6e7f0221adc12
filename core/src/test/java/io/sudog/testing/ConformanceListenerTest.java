package io.sudog.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What counts as a tested behaviour. */
@DisplayName("The list of tested behaviours")
class ConformanceListenerTest {
  /** Tests of every kind; some fail, so only the launcher below runs them. */
  static final class Examples {
    private static void onlyInside() {
      // Chosen by hand it would pass for a test of this module.
      Assumptions.assumeTrue(Boolean.getBoolean(Examples.class.getName()));
    }

    @Test
    @DisplayName("C01 passes")
    void passes() {
      onlyInside();
    }

    @Test
    @DisplayName("C02 fails")
    void fails() {
      onlyInside();
      throw new AssertionError("on purpose");
    }

    @Test
    @DisplayName("C03 is skipped")
    void skipped() {
      Assumptions.abort();
    }

    @ParameterizedTest(name = "{displayName}: {0}")
    @ValueSource(ints = {1, 2})
    @DisplayName("C04 C05 passes for some parameter")
    void some(int n) {
      onlyInside();
      assertEquals(1, n);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @DisplayName("C06 fails for every parameter")
    void none(int n) {
      onlyInside();
      assertEquals(0, n);
    }

    @Nested
    @DisplayName("C07 a class within")
    class Within {
      @Test
      @DisplayName("passes")
      void passes() {
        onlyInside();
      }
    }

    @Nested
    @DisplayName("C08 a class within whose test fails")
    class Failing {
      @Test
      @DisplayName("fails")
      void fails() {
        onlyInside();
        throw new AssertionError("on purpose");
      }
    }
  }

  /** One whose name says that it is about broken twins. */
  static final class ExamplesTwinTest {
    @Test
    @DisplayName("C09 a broken twin")
    void caught() {
      Examples.onlyInside();
    }
  }

  private static void runExamples(ConformanceListener listener) {
    LauncherConfig config =
        LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build();
    Launcher launcher = LauncherFactory.create(config);
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(
                DiscoverySelectors.selectClass(Examples.class),
                DiscoverySelectors.selectClass(ExamplesTwinTest.class))
            .build();
    System.setProperty(Examples.class.getName(), "true");
    try {
      launcher.execute(request, listener);
    } finally {
      System.clearProperty(Examples.class.getName());
    }
  }

  @Test
  @DisplayName("has the ids of tests that passed and of what they belong to, and no others")
  void passedOnly(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a").resolve("run");
    runExamples(new ConformanceListener("now", file));
    assertEquals(List.of("build now", "C01", "C04", "C05", "C07"), Files.readAllLines(file));
  }

  @Test
  @DisplayName("replaces that of the run before")
  void replaces(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("run");
    Files.write(file, List.of("build before", "C99"));
    runExamples(new ConformanceListener("now", file));
    assertFalse(Files.readAllLines(file).contains("C99"));
  }

  @Test
  @DisplayName("is not written without a build")
  void noBuild(@TempDir Path folder) {
    Path file = folder.resolve("run");
    runExamples(new ConformanceListener(null, file));
    assertFalse(Files.exists(file));
  }

  @Test
  @DisplayName("takes ids from the beginning of a name only")
  void names() {
    Map<String, List<String>> expected =
        Map.of(
            "C10 C11 after the close", List.of("C10", "C11"),
            "C10, C11 after the close", List.of("C10", "C11"),
            "C10", List.of("C10"),
            "Z99 unknown is for the report to tell", List.of("Z99"),
            "after the close C10", List.of(),
            "C101 is none", List.of(),
            "c10 is none", List.of(),
            "", List.of());
    expected.forEach((name, ids) -> assertEquals(ids, ConformanceListener.ids(name), name));
  }

  @Test
  @DisplayName("is kept in this very run")
  void registered() {
    assertTrue(
        LauncherFactory.class.getClassLoader() == ConformanceListener.class.getClassLoader(),
        "JUnit's launcher and the tests must share a class loader, or JUnit finds no listener");
  }
}
