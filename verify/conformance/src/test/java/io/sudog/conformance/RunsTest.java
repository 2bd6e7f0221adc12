package io.sudog.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report counts this build's tests only. */
@DisplayName("The notes of the modules' tests")
class RunsTest {
  private static void write(Path root, String module, String run, List<String> lines)
      throws IOException {
    Path folder = root.resolve(module).resolve("target").resolve("conformance");
    Files.createDirectories(folder);
    Files.write(folder.resolve(run), lines);
  }

  @Test
  @DisplayName("are put together, and those of another build, or none, are missing")
  void together(@TempDir Path root) throws IOException {
    write(root, "one", "gmp", List.of("build now", "C01", "C02"));
    write(root, "one", "plain", List.of("build now", "C02", "C03"));
    write(root, "two", "gmp", List.of("build before", "C04"));
    write(root, "two", "plain", List.of());
    Runs runs =
        Runs.read(
            root, List.of("one/gmp", "one/plain", "two/gmp", "two/plain", "three/gmp"), "now");
    assertEquals(new TreeSet<>(List.of("C01", "C02", "C03")), runs.covered());
    assertEquals(List.of("two/gmp", "two/plain", "three/gmp"), runs.missing());
  }
}
