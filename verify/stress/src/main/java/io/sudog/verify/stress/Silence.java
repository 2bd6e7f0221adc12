package io.sudog.verify.stress;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Ends a child that tells nothing any more: its own watch over the program has failed, or the JVM
 * has. What its threads do is printed before.
 */
final class Silence implements AutoCloseable {
  private static final Duration GLANCE = Duration.ofMillis(500);

  private final Duration longest;
  private final Process child;
  private final PrintWriter out;
  private final Thread watch;

  private volatile long since = System.nanoTime();

  /**
   * Watches from now on.
   *
   * @param longest how long it may tell nothing
   * @param child whom
   * @param out where its threads are printed
   */
  Silence(Duration longest, Process child, PrintWriter out) {
    this.longest = longest;
    this.child = child;
    this.out = out;
    watch = Thread.ofPlatform().daemon().name("silence").start(this::watch);
  }

  /** The child has told something. */
  void broken() {
    since = System.nanoTime();
  }

  private void watch() {
    try {
      while (System.nanoTime() - since < longest.toNanos()) {
        Thread.sleep(GLANCE);
      }
      out.println(
          "the child has told nothing for " + longest.toSeconds() + " seconds; its threads:");
      out.println(threads());
      out.flush();
    } catch (InterruptedException e) {
      return;
    } catch (IOException e) {
      out.println("its threads are not to be had: " + e);
    }
    child.destroyForcibly();
  }

  private String threads() throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(child.pid()),
                "Thread.print")
            .redirectErrorStream(true)
            .start();
    try (InputStream text = jcmd.getInputStream()) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
