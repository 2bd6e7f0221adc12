package io.sudog.net;

import static io.sudog.net.StreamConformanceTest.bytes;
import static io.sudog.net.StreamConformanceTest.read;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sudog.net.StreamConformanceTest.Pair;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The descriptors of this process that a socket or a poller may have: only of these a test may say
 * that none is left, since the JVM opens and closes files when it likes. Where there is no /proc
 * there are none to be seen, and a test sees none left.
 */
final class Descriptors {
  private static final Path FOLDER = Path.of("/proc/self/fd");

  // A selector has an eventfd and an epoll; the JDK's pollers of virtual threads, which it makes
  // when it likes, have only the latter.
  private static final String[] ALL = {"socket:", "pipe:", "anon_inode:[eventfd]"};

  private Descriptors() {}

  /** The numbers of those that are sockets. */
  static Set<String> sockets() {
    return those("socket:");
  }

  private static Set<String> those(String... kinds) {
    if (!Files.isDirectory(FOLDER)) {
      return Set.of();
    }
    try (Stream<Path> all = Files.list(FOLDER)) {
      return all.filter(one -> isOne(one, kinds))
          .map(one -> one.getFileName().toString())
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOne(Path descriptor, String... kinds) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return Stream.of(kinds).anyMatch(target::startsWith);
    } catch (IOException e) {
      // Closed since it was listed.
      return false;
    }
  }

  /** How many there are: a mark to come back to. */
  static int count() {
    return those(ALL).size();
  }

  /**
   * Makes what the JDK and the process-wide scheduler make once, at the first socket, and counts.
   */
  static int countWarm() throws IOException {
    try (Harness h = Harness.create();
        Pair pair = Pair.open()) {
      Harness.Child reader =
          h.start(Kind.PLATFORM, () -> assertEquals("x", read(pair.client(), 1)));
      // The poller has a selector from the first wait on.
      reader.awaitParked();
      pair.server().write(bytes("x"));
      reader.join();
    }
    int before = count();
    Await.holds(Duration.ofMillis(100), () -> count() < before);
    return count();
  }

  /** Waits until there are no more than there were. */
  static void awaitAtMost(int before) {
    if (!Await.holds(Duration.ofSeconds(20), () -> count() <= before)) {
      throw new AssertionError("more than " + before + " descriptors are open: " + those(ALL));
    }
  }
}
