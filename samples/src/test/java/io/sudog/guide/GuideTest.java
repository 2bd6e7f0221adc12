package io.sudog.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guide shows is in a source file that is tested. */
final class GuideTest {
  // Surefire sets basedir to the module's folder.
  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

  private static final String SOURCE =
      """
      class Queue {
        int take() {
          return 1;
        }

        int poll() {
          return 2;
        }
      }
      """;

  @TempDir private Path folder;

  private List<String> faultsOf(String chapter) throws IOException {
    Files.writeString(folder.resolve("Queue.java"), SOURCE);
    return CodeBlocks.faults("c.md", chapter.lines().toList(), folder);
  }

  @Test
  void everyBlockIsInItsSource() throws IOException {
    List<Path> chapters;
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/guide"))) {
      chapters = files.filter(p -> p.toString().endsWith(".md")).sorted().toList();
    }
    assertFalse(chapters.isEmpty(), "no chapters in docs/guide");
    List<String> faults = new ArrayList<>();
    for (Path chapter : chapters) {
      String name = ROOT.relativize(chapter).toString();
      faults.addAll(CodeBlocks.faults(name, Files.readAllLines(chapter), ROOT));
    }
    assertTrue(faults.isEmpty(), () -> String.join("\n", faults));
  }

  @Test
  void aBlockMayBeIndentedOtherwise() throws IOException {
    List<String> faults =
        faultsOf(
            """
            <!-- from Queue.java -->
            ```java
            int take() {
              return 1; \s
            }
            ```
            ```sh
            not checked
            ```
            """);
    assertEquals(List.of(), faults);
  }

  @Test
  void aBlockThatDiffersIsCaught() throws IOException {
    List<String> faults =
        faultsOf(
            """
            <!-- from Queue.java -->
            ```java
            int take() {
              return 3;
            }
            ```
            """);
    assertEquals(List.of("c.md:2: Queue.java does not have this line there:   return 3;"), faults);
  }

  @Test
  void linesThatAreLeftOutAreCaught() throws IOException {
    List<String> faults =
        faultsOf(
            """
            <!-- from Queue.java -->
            ```java
            int take() {
              return 1;
            }
            int poll() {
            ```
            """);
    assertEquals(List.of("c.md:2: Queue.java does not have this line there: int poll() {"), faults);
  }

  @Test
  void aBlockWithoutASourceIsCaught() throws IOException {
    List<String> faults = faultsOf("text\n```kotlin\nfun take() = 1\n```\n");
    assertEquals(
        List.of("c.md:2: no source is named: put <!-- from PATH --> right above the block"),
        faults);
  }

  @Test
  void aSourceThatIsNotThereIsCaught() throws IOException {
    List<String> faults = faultsOf("<!-- from Gone.java -->\n```java\nint x;\n```\n");
    assertEquals(List.of("c.md:2: there is no file Gone.java"), faults);
  }

  @Test
  void anEmptyBlockIsCaught() throws IOException {
    List<String> faults = faultsOf("<!-- from Queue.java -->\n```java\n```\n");
    assertEquals(List.of("c.md:2: the block is empty"), faults);
  }
}
