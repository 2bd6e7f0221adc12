package io.sudog.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.runtime.Tunables;
import io.sudog.sync.Mutex;
import io.sudog.sync.WaitGroup;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Goroutines on Ms and Ps, by CONFORMANCE §1.3. */
@DisplayName("The scheduler")
class SchedulerConformanceTest {
  // No test lasts as long: with this slice nothing is preempted and no P is taken.
  private static final Duration NEVER_PREEMPT = Duration.ofMinutes(10);

  private static Scheduler calm(int processors) {
    return Scheduler.builder().processors(processors).timeSlice(NEVER_PREEMPT).build();
  }

  private static void spinUntil(AtomicBoolean flag) {
    while (!flag.get()) {
      Thread.onSpinWait();
    }
  }

  // ---- order ----------------------------------------------------------------------------------

  @Test
  @DisplayName("G02 on one P five new goroutines run 5, 1, 2, 3, 4")
  void newestFirst() {
    try (Scheduler s = calm(1)) {
      List<Integer> order = new ArrayList<>();
      s.run(
          () -> {
            for (int i = 1; i <= 5; i++) {
              int number = i;
              Go.go(() -> order.add(number));
            }
            Go.gosched();
          });
      assertEquals(List.of(5, 1, 2, 3, 4), order);
    }
  }

  @Test
  @DisplayName("G03 a goroutine that is readied runs next, before those that wait already")
  void readiedRunsNext() {
    try (Scheduler s = calm(1)) {
      List<String> order = new ArrayList<>();
      s.run(
          () -> {
            WaitGroup gate = new WaitGroup();
            gate.add(1);
            Go.go(
                () -> {
                  gate.await();
                  order.add("readied");
                });
            Go.gosched();
            for (int i = 0; i < 3; i++) {
              Go.go(() -> order.add("new"));
            }
            gate.done();
            Go.gosched();
          });
      assertEquals(List.of("readied", "new", "new", "new"), order);
    }
  }

  @Test
  @DisplayName("G07 the global queue is looked at every 61st tick, however full the local one is")
  void everySixtyFirst() {
    try (Scheduler s = calm(1)) {
      AtomicBoolean stop = new AtomicBoolean();
      AtomicLong rounds = new AtomicLong();
      List<Long> waits = new ArrayList<>();
      s.run(
          () -> {
            respawnThroughTheRing(stop, rounds);
            for (int i = 0; i < 20; i++) {
              long before = rounds.get();
              Go.gosched();
              waits.add(rounds.get() - before);
            }
            stop.set(true);
          });
      for (long wait : waits) {
        // Two goroutines a round, one of them in runNext, whose run is no tick of its own.
        assertTrue(wait <= 2 * 61, waits::toString);
      }
    }
  }

  private static void respawnThroughTheRing(AtomicBoolean stop, AtomicLong rounds) {
    rounds.incrementAndGet();
    if (!stop.get()) {
      Go.go(() -> respawnThroughTheRing(stop, rounds));
      // It takes runNext, so the one before goes to the ring.
      Go.go(() -> {});
    }
  }

  @Test
  @DisplayName("G07 two goroutines that respawn one another starve nobody on one P")
  void respawnStarvesNobody() throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    try (Scheduler s =
        Scheduler.builder().processors(1).timeSlice(Duration.ofMillis(300)).build()) {
      AtomicLong rounds = new AtomicLong();
      CountDownLatch running = new CountDownLatch(1);
      s.go(() -> respawnNext(stop, rounds, running));
      running.await();
      CountDownLatch ran = new CountDownLatch(1);
      s.go(ran::countDown);
      boolean others = ran.await(20, TimeUnit.SECONDS);
      stop.set(true);
      assertTrue(others, "starved for 20 s");
    }
  }

  private static void respawnNext(AtomicBoolean stop, AtomicLong rounds, CountDownLatch running) {
    if (rounds.incrementAndGet() == 1_000) {
      running.countDown();
    }
    if (!stop.get()) {
      Go.go(() -> respawnNext(stop, rounds, running));
    }
  }

  @Test
  @DisplayName("G15 a pair that wakes one another through the JDK starves nobody on one P")
  void jdkPairStarvesNobody() throws InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    try (Scheduler s =
        Scheduler.builder().processors(1).timeSlice(Duration.ofMillis(300)).build()) {
      Semaphore ping = new Semaphore(0);
      Semaphore pong = new Semaphore(0);
      CountDownLatch running = new CountDownLatch(1_000);
      s.go(
          () -> {
            while (!stop.get()) {
              ping.release();
              pong.acquire();
              running.countDown();
            }
          });
      s.go(
          () -> {
            while (!stop.get()) {
              ping.acquire();
              pong.release();
            }
          });
      running.await();
      CountDownLatch ran = new CountDownLatch(1);
      s.go(ran::countDown);
      boolean others = ran.await(20, TimeUnit.SECONDS);
      stop.set(true);
      assertTrue(others, "starved for 20 s");
    }
  }

  @Test
  @DisplayName("G15 a ping-pong pair is preempted as one: a light pair makes progress beside it")
  void pairsShare() {
    try (Harness h = Harness.create(1)) {
      AtomicBoolean stop = new AtomicBoolean();
      for (int pair = 0; pair < 2; pair++) {
        boolean hog = pair == 0;
        io.sudog.runtime.Semaphore ping = new io.sudog.runtime.Semaphore();
        io.sudog.runtime.Semaphore pong = new io.sudog.runtime.Semaphore();
        int rounds = 300;
        h.go(
            () -> {
              for (int i = 0; hog ? !stop.get() : i < rounds; i++) {
                if (hog) {
                  burn();
                }
                ping.release(false);
                acquire(pong);
              }
              if (!hog) {
                stop.set(true);
              }
              ping.release(false);
            });
        h.go(
            () -> {
              for (int i = 0; hog ? !stop.get() : i < rounds; i++) {
                acquire(ping);
                if (hog) {
                  burn();
                }
                pong.release(false);
              }
              pong.release(false);
            });
      }
      h.join();
    }
  }

  private static void burn() {
    for (int i = 0; i < 1_000; i++) {
      Thread.onSpinWait();
    }
  }

  private static void acquire(io.sudog.runtime.Semaphore semaphore) {
    io.sudog.runtime.Parking.checkpoint();
    semaphore.acquire(false, io.sudog.runtime.WaitReason.SEMACQUIRE, null);
  }

  @Test
  @DisplayName("G16 a loop of operations that never block yields when its slice is over")
  void preemption() {
    try (Harness h = Harness.create(1)) {
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger turns = new AtomicInteger();
      AtomicInteger last = new AtomicInteger(-1);
      Mutex[] mutexes = {new Mutex(), new Mutex()};
      for (int i = 0; i < 2; i++) {
        int me = i;
        h.go(
            () -> {
              while (!stop.get()) {
                mutexes[me].lock();
                mutexes[me].unlock();
                if (last.getAndSet(me) != me && turns.incrementAndGet() > 20) {
                  stop.set(true);
                }
              }
            });
      }
    }
  }

  @Test
  @DisplayName("G20 gosched puts the caller at the tail of the global queue")
  void goschedGoesLast() {
    try (Scheduler s = calm(1)) {
      List<String> order = new ArrayList<>();
      s.run(
          () -> {
            for (String name : List.of("a", "b", "c")) {
              Go.go(
                  () -> {
                    order.add(name + 1);
                    Go.gosched();
                    order.add(name + 2);
                  });
            }
            order.add("main");
            Go.gosched();
            order.add("main");
            Go.gosched();
          });
      assertEquals(List.of("main", "c1", "a1", "b1", "main", "c2", "a2", "b2"), order);
    }
  }

  @Test
  @DisplayName("G20 a loop of gosched lets others run, locked to its thread or not")
  void yieldProgress() {
    for (boolean locked : new boolean[] {false, true}) {
      try (Harness h = Harness.create(1)) {
        AtomicBoolean stop = new AtomicBoolean();
        h.go(
            () -> {
              if (locked) {
                Go.lockOSThread();
              }
              while (!stop.get()) {
                Go.gosched();
              }
            });
        h.go(
            () -> {
              for (int i = 0; i < 10; i++) {
                Go.gosched();
              }
              stop.set(true);
            });
      }
    }
  }

  // ---- parallelism ----------------------------------------------------------------------------

  @Test
  @DisplayName("G13 P goroutines run at the same time on P processors")
  void parallelism() {
    for (int processors : new int[] {2, 3, 4}) {
      try (Scheduler s = calm(processors)) {
        // A ring of goroutines that wait busily for their turn: with one of them queued it is
        // stuck.
        s.run(
            () -> {
              AtomicInteger turn = new AtomicInteger();
              WaitGroup all = new WaitGroup();
              for (int i = 0; i < processors; i++) {
                int me = i;
                all.go(
                    () -> {
                      for (int round = 0; round < 20; round++) {
                        while (turn.get() != me) {
                          Thread.onSpinWait();
                        }
                        turn.set((me + 1) % processors);
                      }
                    });
              }
              all.await();
            });
      }
    }
  }

  @Test
  @DisplayName("G13 the same after goroutines have blocked and slept")
  void parallelismAfterLoad() {
    try (Harness h = Harness.on(calm(2))) {
      for (int i = 0; i < 20; i++) {
        h.go(() -> Go.sleep(Duration.ofMillis(1)));
        h.go(() -> Thread.sleep(1));
      }
      h.join();
      for (int n = 0; n < 50; n++) {
        AtomicInteger here = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
          h.go(
              () -> {
                here.incrementAndGet();
                while (here.get() < 2) {
                  Thread.onSpinWait();
                }
              });
        }
        h.join();
      }
      h.scheduler().close();
    }
  }

  // ---- GOMAXPROCS -----------------------------------------------------------------------------

  @Test
  @DisplayName("G26 gomaxprocs below 1 only reads; a change returns the previous value")
  void gomaxprocs() {
    try (Scheduler s = Scheduler.builder().processors(2).build()) {
      s.run(
          () -> {
            assertEquals(2, Go.gomaxprocs());
            assertEquals(2, Go.gomaxprocs(0));
            assertEquals(2, Go.gomaxprocs(-1));
            assertEquals(2, Go.gomaxprocs(5));
            assertEquals(5, Go.gomaxprocs());
            assertEquals(5, Scheduler.current().stats().processors().size());
            assertEquals(5, Go.gomaxprocs(5));
            assertEquals(5, Go.gomaxprocs(1));
            assertEquals(1, Go.gomaxprocs());
          });
      assertEquals(1, s.stats().processors().size());
    }
  }

  @Test
  @DisplayName("G26 of 1,024 works")
  void manyProcessors() {
    try (Scheduler s = Scheduler.builder().processors(1024).build()) {
      AtomicInteger ran = new AtomicInteger();
      s.run(
          () -> {
            WaitGroup all = new WaitGroup();
            for (int i = 0; i < 10_000; i++) {
              all.go(ran::incrementAndGet);
            }
            all.await();
            assertEquals(1024, Go.gomaxprocs(3));
            assertEquals(3, Go.gomaxprocs(1024));
          });
      assertEquals(10_000, ran.get());
    }
  }

  @Test
  @DisplayName("G26 a P that goes gives its goroutines to the others, and its timers")
  void removedProcessors() {
    try (Harness h = Harness.on(calm(4))) {
      AtomicInteger ran = new AtomicInteger();
      AtomicInteger slept = new AtomicInteger();
      h.start(
              Kind.GOROUTINE,
              () -> {
                WaitGroup all = new WaitGroup();
                for (int p = 0; p < 4; p++) {
                  all.go(
                      () -> {
                        for (int i = 0; i < 100; i++) {
                          all.go(ran::incrementAndGet);
                          all.go(
                              () -> {
                                Go.sleep(Duration.ofMillis(10));
                                slept.incrementAndGet();
                              });
                        }
                      });
                }
                Go.gosched();
                assertEquals(4, Go.gomaxprocs(1));
                all.await();
              })
          .join();
      assertEquals(400, ran.get());
      assertEquals(400, slept.get());
      h.scheduler().close();
    }
  }

  @Test
  @DisplayName("G18 a change of GOMAXPROCS does not wait for a hog")
  void changeBesideAHog() {
    try (Harness h = Harness.create(2)) {
      AtomicBoolean stop = new AtomicBoolean();
      h.go(() -> spinUntil(stop));
      h.go(
          () -> {
            for (int n : new int[] {1, 3, 2, 1, 4}) {
              Go.gomaxprocs(n);
              WaitGroup all = new WaitGroup();
              for (int i = 0; i < 10; i++) {
                all.go(Go::gosched);
              }
              all.await();
            }
            stop.set(true);
          });
    }
  }

  @Test
  @DisplayName("G18 a storm of changes against a storm of spawns, hogs and blocking calls")
  void gomaxprocsStorm() {
    try (Harness h = Harness.shrunk(2)) {
      AtomicBoolean stop = new AtomicBoolean();
      AtomicLong spawned = new AtomicLong();
      AtomicLong ran = new AtomicLong();
      for (int i = 0; i < 4; i++) {
        h.go(
            () -> {
              while (!stop.get()) {
                WaitGroup all = new WaitGroup();
                for (int k = 0; k < 20; k++) {
                  spawned.incrementAndGet();
                  all.go(ran::incrementAndGet);
                }
                all.await();
              }
            });
      }
      h.go(
          () -> {
            while (!stop.get()) {
              long until = System.nanoTime() + 3_000_000;
              while (System.nanoTime() < until) {
                Thread.onSpinWait();
              }
              Go.blocking(
                  () -> {
                    Thread.sleep(1);
                    return null;
                  });
            }
          });
      int changes = Stress.times(200);
      for (int storm = 0; storm < 2; storm++) {
        h.go(
            () -> {
              for (int i = 0; i < changes; i++) {
                Go.gomaxprocs(1 + i % 5);
                if (i % 3 == 0) {
                  Go.sleep(Duration.ofMillis(1));
                }
              }
              stop.set(true);
            });
      }
      h.join();
      assertEquals(spawned.get(), ran.get());
    }
  }

  // ---- blocking -------------------------------------------------------------------------------

  @Test
  @DisplayName("G22 the P of a goroutine in Go.blocking is given to others")
  void blockingHandsOff() {
    try (Harness h = Harness.on(calm(1))) {
      AtomicBoolean stop = new AtomicBoolean();
      h.go(
          () ->
              Go.blocking(
                  () -> {
                    spinUntil(stop);
                    return null;
                  }));
      for (int i = 0; i < 10; i++) {
        h.go(Go::gosched).join();
      }
      h.go(() -> stop.set(true));
      h.join();
      long handOffs = h.scheduler().stats().processors().getFirst().handOffs();
      assertTrue(handOffs > 0, "handOffs " + handOffs);
      h.scheduler().close();
    }
  }

  @Test
  @DisplayName("G24 goroutines that come back from many short blocking calls all go on")
  void afterSyscalls() {
    for (long micros : new long[] {10, 100, 1000}) {
      try (Harness h = Harness.create(2)) {
        for (int i = 0; i < 8; i++) {
          h.go(
              () -> {
                for (int n = 0; n < 50; n++) {
                  Go.blocking(
                      () -> {
                        long until = System.nanoTime() + micros * 1_000;
                        while (System.nanoTime() < until) {
                          Thread.onSpinWait();
                        }
                        return null;
                      });
                }
              });
        }
      }
    }
  }

  @Test
  @DisplayName("G24 blocking returns what the call returns and throws what it throws, and nests")
  void blockingResults() {
    Go.run(
        () -> {
          assertEquals("x", Go.blocking(() -> "x"));
          Exception e = new Exception("y");
          assertEquals(
              e,
              assertThrows(
                  Exception.class,
                  () ->
                      Go.blocking(
                          () -> {
                            throw e;
                          })));
          assertEquals(
              Goroutine.State.SYSCALL, Go.blocking(() -> Go.blocking(() -> Go.current().state())));
          assertEquals(
              Goroutine.State.SYSCALL,
              Go.blocking(
                  () -> {
                    Go.blocking(() -> null);
                    return Go.current().state();
                  }));
          assertEquals(Goroutine.State.RUNNING, Go.current().state());
        });
  }

  @Test
  @DisplayName("G25 goroutines in blocking calls do not count; threads are added for them")
  void threadsAreAdded() {
    try (Harness h = Harness.create(1)) {
      int n = 30;
      CountDownLatch inside = new CountDownLatch(n);
      AtomicBoolean stop = new AtomicBoolean();
      for (int i = 0; i < n; i++) {
        h.go(
            () ->
                Go.blocking(
                    () -> {
                      inside.countDown();
                      spinUntil(stop);
                      return null;
                    }));
      }
      Await.until("all are inside", () -> inside.getCount() == 0);
      SchedulerStats stats = h.scheduler().stats();
      assertEquals(n, stats.goroutines().get(Goroutine.State.SYSCALL));
      assertTrue(stats.threads() >= n, stats::toString);
      h.go(() -> {}).join();
      stop.set(true);
    }
  }

  @Test
  @DisplayName("G25 too many threads end the run: thread exhaustion")
  void threadExhaustion() {
    try (Scheduler s = TestSchedulers.with(Tunables.DEFAULT.withMaxMs(5)).processors(1).build()) {
      AtomicBoolean stop = new AtomicBoolean();
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class,
              () ->
                  s.run(
                      () -> {
                        for (int i = 0; i < 20; i++) {
                          Go.go(
                              () ->
                                  Go.blocking(
                                      () -> {
                                        spinUntil(stop);
                                        return null;
                                      }));
                        }
                        new Semaphore(0).acquire();
                      }));
      stop.set(true);
      assertTrue(e.getMessage().startsWith("thread exhaustion"), e.getMessage());
      assertTrue(e.getMessage().contains("5"), e.getMessage());
    }
  }

  // ---- counts ---------------------------------------------------------------------------------

  @Test
  @DisplayName(
      "G05 each goroutine runs exactly once, at any number of Ps, however they are started")
  void exactlyOnce() {
    for (int processors : new int[] {1, 2, 3, 8}) {
      try (Harness h = Harness.shrunk(processors)) {
        int n = Stress.times(5_000);
        int[] runs = new int[n];
        List<Integer> order = Collections.synchronizedList(new ArrayList<>(n));
        for (int i = 0; i < n; i++) {
          int me = i;
          Task body =
              () -> {
                runs[me]++;
                order.add(me);
              };
          if (i % 2 == 0) {
            h.scheduler().go(body);
          } else {
            h.scheduler().go(() -> Go.go(body));
          }
        }
        Await.until("all ran", () -> order.size() >= n);
        Await.until("all ended", () -> liveGoroutines(h.scheduler()) == 0);
        assertEquals(n, order.size());
        for (int i = 0; i < n; i++) {
          assertEquals(1, runs[i]);
        }
      }
    }
  }

  private static long liveGoroutines(Scheduler s) {
    return s.stats().goroutines().entrySet().stream()
        .filter(e -> e.getKey() != Goroutine.State.IDLE && e.getKey() != Goroutine.State.DEAD)
        .mapToLong(e -> e.getValue())
        .sum();
  }

  @Test
  @DisplayName("G12 bursts after idle times lose nobody")
  void burstsAfterIdleness() throws InterruptedException {
    for (int processors : new int[] {2, 4}) {
      try (Scheduler s =
          Scheduler.builder().processors(processors).timeSlice(Duration.ofMillis(1)).build()) {
        for (int round = 0; round < Stress.times(100); round++) {
          Goroutine[] gs = new Goroutine[64];
          s.go(
                  () -> {
                    for (int i = 0; i < gs.length; i++) {
                      gs[i] = Go.go(SchedulerConformanceTest::burn);
                    }
                  })
              .join();
          for (Goroutine g : gs) {
            assertTrue(g.join(Duration.ofSeconds(20)), () -> "lost: " + g + "\n" + s.stats());
          }
          // The idleness that the test is about: longer than a slice.
          Thread.sleep(2);
        }
      }
    }
  }

  @Test
  @DisplayName("G16 no P is taken before its slice is over, however long it was idle before")
  void idlenessIsNoSlice() throws InterruptedException {
    try (Scheduler s = calm(2)) {
      for (int round = 0; round < 50; round++) {
        Goroutine[] gs = new Goroutine[16];
        s.go(
                () -> {
                  for (int i = 0; i < gs.length; i++) {
                    gs[i] = Go.go(SchedulerConformanceTest::burn);
                  }
                })
            .join();
        for (Goroutine g : gs) {
          g.join();
        }
        // The idleness that the test is about: sysmon falls into its deep sleep.
        Thread.sleep(2);
      }
      long handOffs =
          s.stats().processors().stream().mapToLong(SchedulerStats.Processor::handOffs).sum();
      assertEquals(0, handOffs, () -> "Ps taken although nobody blocks: " + s.stats());
    }
  }

  @Test
  @DisplayName("G12 goroutines started by threads one at a time are never forgotten")
  void singleSubmissions() {
    for (int processors : new int[] {1, 2}) {
      try (Harness h = Harness.create(processors)) {
        for (int t = 0; t < 3; t++) {
          h.start(
              Kind.PLATFORM,
              () -> {
                for (int i = 0; i < Stress.times(3_000); i++) {
                  Goroutine g = h.scheduler().go(() -> {});
                  long until = System.nanoTime() + 20_000_000_000L;
                  while (!g.isDone()) {
                    Thread.onSpinWait();
                    if (System.nanoTime() > until) {
                      throw new AssertionError("forgotten: " + g);
                    }
                  }
                }
              });
        }
      }
    }
  }

  @Test
  @DisplayName("G39 a null task is refused at once, by name")
  void nullTask() {
    for (org.junit.jupiter.api.function.Executable call :
        List.<org.junit.jupiter.api.function.Executable>of(
            () -> Go.go(null), () -> Go.go("x", null), () -> Scheduler.current().go(null))) {
      NullPointerException e = assertThrows(NullPointerException.class, call);
      assertTrue(e.getMessage().contains("body"), e.getMessage());
    }
    assertFalse(
        assertThrows(NullPointerException.class, () -> Go.run(null)).getMessage().isEmpty());
  }
}
