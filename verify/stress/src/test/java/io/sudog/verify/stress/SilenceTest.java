package io.sudog.verify.stress;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The watch over a child. */
@DisplayName("A child that tells nothing any more")
class SilenceTest {
  /** Run as a JVM of its own, which says nothing until it is ended. */
  static final class Silent {
    private Silent() {}

    /**
     * Waits for input that never comes.
     *
     * @param args none
     * @throws IOException never
     */
    public static void main(String[] args) throws IOException {
      System.exit(System.in.read());
    }
  }

  @Test
  @DisplayName("is ended, and its threads are printed")
  void isEnded() throws IOException, InterruptedException {
    StringWriter out = new StringWriter();
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Silent.class.getName())
            .start();
    try (Silence silence = new Silence(Duration.ofSeconds(3), child, new PrintWriter(out))) {
      silence.broken();
      assertNotEquals(0, child.waitFor());
    } finally {
      child.destroyForcibly();
    }
    assertTrue(out.toString().contains("told nothing for 3 seconds"), out::toString);
    assertTrue(out.toString().contains("SilenceTest$Silent.main"), out::toString);
  }
}
