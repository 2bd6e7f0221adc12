package io.sudog.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.sync.Mutex;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a snapshot of the scheduler shows: every state that G and P have. */
@DisplayName("SchedulerStats")
class SchedulerStatsTest {
  private static void spinUntil(AtomicBoolean flag) {
    while (!flag.get()) {
      Thread.onSpinWait();
    }
  }

  private static void untilCount(Scheduler s, Goroutine.State state, long n) {
    Await.until(n + " " + state, () -> s.stats().goroutines().get(state) == n);
  }

  @Test
  @DisplayName("G01 show goroutines IDLE, RUNNABLE, RUNNING, SYSCALL, WAITING")
  void goroutineStates() {
    // Nothing is taken from the hog, so that the goroutine behind it stays in the queue.
    try (Scheduler s = Scheduler.builder().processors(1).timeSlice(Duration.ofMinutes(10)).build();
        Harness h = Harness.on(s)) {
      assertEquals(0, s.stats().goroutines().values().stream().mapToLong(n -> n).sum());
      AtomicBoolean stop = new AtomicBoolean();
      Mutex mutex = new Mutex();
      mutex.lock();
      h.go(mutex::lock).awaitParked();
      untilCount(s, Goroutine.State.WAITING, 1);
      AtomicBoolean back = new AtomicBoolean();
      Harness.Child jdk =
          h.go(
              () -> {
                while (!back.get()) {
                  LockSupport.park();
                }
              });
      Await.waiting(jdk.goroutine(), "JDK wait");
      untilCount(s, Goroutine.State.WAITING, 2);
      h.go(
          () ->
              Go.blocking(
                  () -> {
                    spinUntil(stop);
                    return null;
                  }));
      untilCount(s, Goroutine.State.SYSCALL, 1);
      h.go(() -> spinUntil(stop));
      untilCount(s, Goroutine.State.RUNNING, 1);
      h.go(() -> {});
      untilCount(s, Goroutine.State.RUNNABLE, 1);
      assertEquals(1, s.stats().globalQueue());
      stop.set(true);
      back.set(true);
      LockSupport.unpark(jdk.thread());
      mutex.unlock();
      h.join();
      Await.until(
          "all descriptors are free", () -> s.stats().goroutines().get(Goroutine.State.IDLE) >= 4);
    }
  }

  @Test
  @DisplayName("G01 handles are DEAD for ever after the end")
  void dead() {
    try (Scheduler s = Scheduler.builder().processors(1).build()) {
      Goroutine g = s.go(() -> {});
      g.join();
      assertEquals(Goroutine.State.DEAD, g.state());
      for (int i = 0; i < 10; i++) {
        s.go(Go::gosched).join();
        assertEquals(Goroutine.State.DEAD, g.state());
      }
    }
  }

  @Test
  @DisplayName("G01 a P taken from a hog is DEAD until the hog's thread has noticed")
  void deadProcessor() {
    try (Scheduler s = Scheduler.builder().processors(1).build();
        Harness h = Harness.on(s)) {
      AtomicBoolean stop = new AtomicBoolean();
      AtomicBoolean ran = new AtomicBoolean();
      h.go(() -> spinUntil(stop));
      Await.until("the hog runs", () -> statuses(s).contains(SchedulerStats.Status.RUNNING));
      h.go(() -> ran.set(true));
      Await.until("another ran beside the hog", ran::get);
      Await.until("its P is gone", () -> statuses(s).contains(SchedulerStats.Status.DEAD));
      assertEquals(2, s.stats().processors().size());
      stop.set(true);
      h.join();
      Await.until("all are idle", () -> Set.of(SchedulerStats.Status.IDLE).equals(statuses(s)));
      assertEquals(1, s.stats().processors().size());
    }
  }

  @Test
  @DisplayName("G01 show Ps IDLE, RUNNING, SYSCALL")
  void processorStates() {
    // Three Ps: with one idle nobody needs that of the syscall.
    try (Scheduler s = Scheduler.builder().processors(3).timeSlice(Duration.ofMinutes(10)).build();
        Harness h = Harness.on(s)) {
      AtomicBoolean stop = new AtomicBoolean();
      Await.until("all are idle", () -> Set.of(SchedulerStats.Status.IDLE).equals(statuses(s)));
      h.go(() -> spinUntil(stop));
      h.go(
          () ->
              Go.blocking(
                  () -> {
                    spinUntil(stop);
                    return null;
                  }));
      Await.until(
          "one runs, one is in a syscall",
          () ->
              EnumSet.of(
                      SchedulerStats.Status.IDLE,
                      SchedulerStats.Status.RUNNING,
                      SchedulerStats.Status.SYSCALL)
                  .equals(statuses(s)));
      stop.set(true);
      h.join();
      Await.until("all are idle", () -> Set.of(SchedulerStats.Status.IDLE).equals(statuses(s)));
    }
  }

  private static Set<SchedulerStats.Status> statuses(Scheduler s) {
    EnumSet<SchedulerStats.Status> all = EnumSet.noneOf(SchedulerStats.Status.class);
    s.stats().processors().forEach(p -> all.add(p.status()));
    return all;
  }

  @Test
  @DisplayName("G01 show Ps GCSTOP while the world stops for a change of GOMAXPROCS")
  void stopped() {
    // A hog keeps the world from standing still for a slice: time enough to see the other Ps wait.
    try (Scheduler s = Scheduler.builder().processors(3).timeSlice(Duration.ofMillis(50)).build();
        Harness h = Harness.on(s)) {
      AtomicBoolean stop = new AtomicBoolean();
      Set<SchedulerStats.Status> seen = EnumSet.noneOf(SchedulerStats.Status.class);
      h.go(() -> spinUntil(stop));
      h.start(
          Kind.PLATFORM,
          () -> {
            while (!stop.get()) {
              seen.addAll(statuses(s));
              if (seen.contains(SchedulerStats.Status.GCSTOP)) {
                stop.set(true);
              }
            }
          });
      h.go(
          () -> {
            for (int i = 0; !stop.get(); i++) {
              Go.gomaxprocs(2 + i % 2);
            }
          });
      h.join();
      assertTrue(seen.contains(SchedulerStats.Status.GCSTOP), seen::toString);
    }
  }

  @Test
  @DisplayName("count ticks, switches, steals, hand-offs, threads, timers and queues")
  void counts() {
    try (Harness h = Harness.create(2)) {
      Scheduler s = h.scheduler();
      AtomicBoolean stop = new AtomicBoolean();
      Harness.Child spawner =
          h.go(
              () -> {
                while (!stop.get()) {
                  for (int i = 0; i < 50; i++) {
                    Go.go(() -> {});
                  }
                  Go.gosched();
                }
              });
      Await.until(
          "switches, ticks and steals",
          () -> {
            List<SchedulerStats.Processor> ps = s.stats().processors();
            return ps.stream().mapToLong(SchedulerStats.Processor::switches).sum() > 100
                && ps.stream().mapToLong(SchedulerStats.Processor::ticks).sum() > 10
                && ps.stream().mapToLong(SchedulerStats.Processor::steals).sum() > 0;
          });
      stop.set(true);
      spawner.join();
      h.go(() -> Go.sleep(Duration.ofHours(1))).awaitParked().abandon();
      Await.until(
          "a timer",
          () ->
              s.stats().processors().stream().mapToInt(SchedulerStats.Processor::timers).sum()
                  == 1);
      Await.until(
          "all threads are idle, but one may be in the poller",
          () -> {
            SchedulerStats stats = s.stats();
            return stats.threads() - stats.idleThreads() <= 1 && stats.spinningThreads() == 0;
          });
      SchedulerStats stats = s.stats();
      assertEquals(0, stats.globalQueue());
      for (int i = 0; i < stats.processors().size(); i++) {
        assertEquals(i, stats.processors().get(i).id());
        assertEquals(0, stats.processors().get(i).queueLength());
      }
    }
  }

  @Test
  @DisplayName("are immutable")
  void immutable() {
    SchedulerStats stats = Scheduler.current().stats();
    assertThrows(UnsupportedOperationException.class, () -> stats.processors().clear());
    assertThrows(UnsupportedOperationException.class, () -> stats.goroutines().clear());
    for (Goroutine.State state : Goroutine.State.values()) {
      assertTrue(stats.goroutines().containsKey(state), state::toString);
    }
  }
}
