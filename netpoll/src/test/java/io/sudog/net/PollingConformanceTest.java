package io.sudog.net;

import static io.sudog.net.StreamConformanceTest.assertClosed;
import static io.sudog.net.StreamConformanceTest.assertTimeout;
import static io.sudog.net.StreamConformanceTest.bytes;
import static io.sudog.net.StreamConformanceTest.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.sudog.core.Go;
import io.sudog.core.Scheduler;
import io.sudog.core.SchedulerStats;
import io.sudog.net.StreamConformanceTest.Pair;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Processors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who polls, and when, and what belongs to which scheduler. Needs schedulers of its own. */
@DisplayName("The network poller")
class PollingConformanceTest {
  private static void awaitNoThreads(String name) {
    Await.until(
        "no thread is left of " + name,
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith(name)));
  }

  /** A pair of connections at a scheduler's poller. */
  private static Pair pairOn(Scheduler scheduler) {
    CompletableFuture<Pair> pair = new CompletableFuture<>();
    scheduler.go(() -> pair.complete(Pair.open()));
    return pair.join();
  }

  @Processors({1, 2})
  @DisplayName("N11 is asked by sysmon where hogs that only pass checkpoints leave no P idle")
  void hogs(int processors) {
    AtomicBoolean stop = new AtomicBoolean();
    try (Harness h = Harness.create(processors)) {
      Pair pair = pairOn(h.scheduler());
      for (int i = 0; i < 2 * processors; i++) {
        h.go(
            () -> {
              while (!stop.get()) {
                Go.gosched();
              }
            });
      }
      try {
        for (int round = 0; round < 5; round++) {
          Harness.Child reader = h.go(() -> assertEquals("x", read(pair.client(), 1)));
          reader.awaitParked();
          h.run(Kind.PLATFORM, () -> pair.server().write(bytes("x")));
          reader.join();
        }
      } finally {
        stop.set(true);
      }
      h.run(Kind.PLATFORM, pair::close);
    }
  }

  @Processors({1, 2, 8})
  @DisplayName("N12 N13 a deadline that becomes the earliest timer ends a poll that blocks")
  void newlyEarliestTimer(int processors) {
    try (Harness h = Harness.create(processors)) {
      Pair pair = pairOn(h.scheduler());
      // Without a timer at first, then with one that is far away.
      for (int round = 0; round < 40; round++) {
        pair.client().setReadDeadline(round < 20 ? null : Instant.now().plusSeconds(3600));
        Harness.Child reader =
            h.go(() -> assertTimeout(() -> pair.client().read(ByteBuffer.allocate(1))));
        reader.awaitParked();
        Await.until(
            "all Ps are idle",
            () ->
                h.scheduler().stats().processors().stream()
                    .allMatch(p -> p.status() == SchedulerStats.Status.IDLE));
        pair.client().setReadDeadline(Instant.now().plusNanos(round * 100_000L + 1));
        reader.join();
      }
      h.run(Kind.PLATFORM, pair::close);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Processors({1, 2, 8})
  @DisplayName("N14 wakes all of a batch that became ready at once")
  void batch(int processors) {
    int n = 60;
    try (Harness h = Harness.create(processors)) {
      List<Pair> pairs = IntStream.range(0, n).mapToObj(_ -> pairOn(h.scheduler())).toList();
      for (int round = 0; round < 5; round++) {
        List<Harness.Child> readers =
            pairs.stream()
                .map(pair -> h.go(() -> assertEquals("x", read(pair.client(), 1))))
                .toList();
        readers.forEach(Harness.Child::awaitParked);
        h.run(
            Kind.GOROUTINE,
            () -> {
              for (Pair pair : pairs) {
                pair.server().write(bytes("x"));
              }
            });
        readers.forEach(Harness.Child::join);
      }
      for (Pair pair : pairs) {
        h.run(Kind.PLATFORM, pair::close);
      }
    }
  }

  @Test
  @DisplayName("closed with its scheduler leaves no thread and no descriptor of who waited")
  void closeLeavesNothing() throws IOException {
    int before = Descriptors.countWarm();
    String name = "polling-close";
    for (int i = 0; i < 20; i++) {
      AtomicBoolean late = new AtomicBoolean();
      try (Scheduler s = Scheduler.builder().name(name).processors(1 + i % 3).build();
          Harness h = Harness.on(s)) {
        Pair pair = pairOn(s);
        for (Harness.Child child :
            List.of(
                h.go(() -> waitIn(pair.client(), late)),
                h.go(() -> waitIn(pair.server(), late)),
                h.go(
                    () -> {
                      pair.listener().accept().close();
                      late.set(true);
                    }))) {
          child.awaitParked().abandon();
        }
      }
      assertFalse(late.get());
    }
    awaitNoThreads(name);
    Descriptors.awaitAtMost(before);
  }

  private static void waitIn(Conn conn, AtomicBoolean late) throws IOException {
    try {
      conn.read(ByteBuffer.allocate(1));
    } finally {
      late.set(true);
    }
  }

  @Kinds({Kind.PLATFORM, Kind.VIRTUAL})
  @DisplayName("closed with its scheduler ends the waits of threads that are not the scheduler's")
  void closeEndsOthersWaits(Kind kind) {
    try (Harness h = Harness.create()) {
      Scheduler s = Scheduler.builder().processors(1).build();
      Pair pair = pairOn(s);
      List<Harness.Child> others =
          List.of(
              h.start(kind, () -> assertClosed(() -> pair.client().read(ByteBuffer.allocate(1)))),
              h.go(() -> assertClosed(() -> pair.server().read(ByteBuffer.allocate(1)))),
              h.start(kind, () -> assertClosed(pair.listener()::accept)));
      others.forEach(Harness.Child::awaitParked);
      s.close();
      others.forEach(Harness.Child::join);
      h.run(kind, () -> assertClosed(() -> pair.client().read(ByteBuffer.allocate(1))));
    }
  }

  @Test
  @DisplayName("of one scheduler serves goroutines of others and threads, and ends without others")
  void apart() {
    try (Harness h = Harness.create(2)) {
      Pair own = pairOn(h.scheduler());
      try (Scheduler other = Scheduler.builder().processors(1).build()) {
        Pair foreign = pairOn(other);
        for (Kind kind : Kind.values()) {
          Harness.Child reader = h.start(kind, () -> assertEquals("x", read(foreign.client(), 1)));
          reader.awaitParked();
          h.run(Kind.GOROUTINE, () -> foreign.server().write(bytes("x")));
          reader.join();
        }
        h.run(Kind.GOROUTINE, foreign::close);
      }
      Harness.Child reader = h.go(() -> assertEquals("y", read(own.client(), 1)));
      reader.awaitParked();
      h.run(Kind.PLATFORM, () -> own.server().write(bytes("y")));
      reader.join();
      h.run(Kind.PLATFORM, own::close);
    }
  }
}
