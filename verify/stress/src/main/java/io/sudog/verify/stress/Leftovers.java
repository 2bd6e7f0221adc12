package io.sudog.verify.stress;

import io.sudog.channels.Chan;
import io.sudog.channels.internal.ChanAccess;
import io.sudog.channels.internal.Selectable;
import io.sudog.core.Go;
import io.sudog.core.Scheduler;
import io.sudog.core.SchedulerStats;
import io.sudog.net.Listener;
import io.sudog.net.Net;
import io.sudog.runtime.WaitQueue;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What a program may not leave behind. */
final class Leftovers {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(1);

  private Leftovers() {}

  /** In the main goroutine, when all else should have ended: other goroutines, and timers. */
  static List<String> ofGoroutines() {
    // An actor that says that it is done has still to end.
    if (!comesTrue(() -> Go.numGoroutine() == 1)) {
      return List.of(
          "%d goroutines are left beside the main one%n%s"
              .formatted(Go.numGoroutine() - 1, Scheduler.current().dump()));
    }
    if (!comesTrue(() -> timers() == 0)) {
      return List.of(timers() + " timers are left");
    }
    return List.of();
  }

  private static int timers() {
    return Scheduler.current().stats().processors().stream()
        .mapToInt(SchedulerStats.Processor::timers)
        .sum();
  }

  /** Waiters in the queues of a channel that nobody uses any more. */
  static List<String> ofChannel(Chan<?> c) {
    int left = waiters(c, "receiveQueue") + waiters(c, "sendQueue");
    return left == 0 ? List.of() : List.of(left + " waiters are left in the queues of " + c);
  }

  private static int waiters(Chan<?> c, String queue) {
    Selectable core = Objects.requireNonNull(ChanAccess.coreOf(c));
    try {
      Field field = core.getClass().getDeclaredField(queue);
      field.setAccessible(true);
      WaitQueue waiters = (WaitQueue) Objects.requireNonNull(field.get(core));
      core.lock();
      try {
        return waiters.size();
      } finally {
        core.unlock();
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the channel's core has no " + queue, e);
    }
  }

  /** Makes what the JDK makes once, at the first socket. */
  static void warmUp() {
    try (Listener listener = Net.listen("tcp", "127.0.0.1:0")) {
      Objects.requireNonNull(listener);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many descriptors of sockets and selectors are open; 0 where that is not to be seen. */
  static long descriptors() {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(DESCRIPTORS)) {
      return all.filter(Leftovers::isCounted).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isCounted(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("socket:") || target.startsWith("anon_inode:[eventfd]");
    } catch (IOException e) {
      // Closed since it was listed.
      return false;
    }
  }

  /** Outside of the program, when it has ended: descriptors. */
  static List<String> ofDescriptors(long before) {
    return comesTrue(() -> descriptors() <= before)
        ? List.of()
        : List.of(descriptors() - before + " descriptors are left open");
  }

  /** Things that end by themselves, but not at once. */
  private static boolean comesTrue(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      Go.sleep(PAUSE);
    }
    return true;
  }

  static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
