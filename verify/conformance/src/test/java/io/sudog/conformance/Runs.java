package io.sudog.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the modules' tests of one build have noted.
 *
 * @param covered the ids of tests that passed in any run
 * @param missing the runs that are not of this build
 */
record Runs(SortedSet<String> covered, List<String> missing) {
  /**
   * Reads the notes.
   *
   * @param root the project's folder
   * @param runs each run as module/scheduler
   * @param build the build's time stamp
   */
  static Runs read(Path root, List<String> runs, String build) throws IOException {
    SortedSet<String> covered = new TreeSet<>();
    List<String> missing = new ArrayList<>();
    for (String run : runs) {
      Path of = Path.of(run);
      Path file =
          root.resolve(of.getParent())
              .resolve("target")
              .resolve("conformance")
              .resolve(of.getFileName());
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.isEmpty() || !lines.getFirst().equals("build " + build)) {
        missing.add(run);
      } else {
        covered.addAll(lines.subList(1, lines.size()));
      }
    }
    return new Runs(covered, Collections.unmodifiableList(missing));
  }
}
