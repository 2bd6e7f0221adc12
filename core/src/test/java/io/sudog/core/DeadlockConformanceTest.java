package io.sudog.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.runtime.Defaults;
import io.sudog.runtime.RuntimeTimer;
import io.sudog.runtime.Sched;
import io.sudog.sync.Mutex;
import io.sudog.sync.WaitGroup;
import io.sudog.testing.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When a standstill is reported, when not, and how. */
@DisplayName("A deadlock")
class DeadlockConformanceTest {
  private static final Duration A_WHILE = Duration.ofMillis(150);

  private static void waitForEver() {
    WaitGroup never = new WaitGroup();
    never.add(1);
    never.await();
  }

  private static void spinAWhile() {
    long until = System.nanoTime() + A_WHILE.toNanos();
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  private static DeadlockException deadlock(Task main) {
    return assertThrows(DeadlockException.class, () -> Go.run(main));
  }

  /** What stands against a report for a while, and when it is over. */
  private interface Hope {
    void begin(Runnable over) throws Exception;
  }

  /** Reported, but only once the hope is over. */
  private static void suppressedBy(Hope hope) {
    AtomicBoolean over = new AtomicBoolean();
    deadlock(
        () -> {
          hope.begin(() -> over.set(true));
          waitForEver();
        });
    assertTrue(over.get(), "reported too early");
  }

  /** Not reported, for it does wake main. */
  private static void wakes(Hope hope) {
    AtomicBoolean woken = new AtomicBoolean();
    Go.run(
        () -> {
          WaitGroup gate = new WaitGroup();
          gate.add(1);
          hope.begin(gate::done);
          gate.await();
          woken.set(true);
        });
    assertTrue(woken.get());
  }

  // ---- reports --------------------------------------------------------------------------------

  @Test
  @DisplayName("G36 of main alone is reported")
  void mainAlone() {
    DeadlockException e = deadlock(DeadlockConformanceTest::waitForEver);
    assertTrue(
        e.getMessage().startsWith("all goroutines are asleep - deadlock!\n\ngoroutine 1 ["),
        e.getMessage());
  }

  @Test
  @DisplayName("G36 of many, some of them on locked threads, is reported")
  void many() {
    for (int processors : new int[] {1, 2, 3}) {
      try (Scheduler s = TestSchedulers.shrunk(processors)) {
        assertThrows(
            DeadlockException.class,
            () ->
                s.run(
                    () -> {
                      Go.lockOSThread();
                      Mutex mutex = new Mutex();
                      mutex.lock();
                      for (int i = 0; i < 20; i++) {
                        boolean locked = i % 2 == 0;
                        Go.go(
                            () -> {
                              if (locked) {
                                Go.lockOSThread();
                              }
                              mutex.lock();
                            });
                      }
                      mutex.lock();
                    }));
      }
    }
  }

  @Test
  @DisplayName("G36 is reported again in the next run of the same scheduler")
  void again() {
    try (Scheduler s = Scheduler.builder().processors(1).build()) {
      for (int i = 0; i < 20; i++) {
        assertThrows(DeadlockException.class, () -> s.run(DeadlockConformanceTest::waitForEver));
        s.run(() -> {});
      }
    }
  }

  @Test
  @DisplayName("G36 that comes at once, or after hand-overs, is reported each time")
  void manyTimes() {
    for (int i = 0; i < 100; i++) {
      int rounds = i;
      deadlock(
          () -> {
            Mutex a = new Mutex();
            WaitGroup all = new WaitGroup();
            for (int k = 0; k < 4; k++) {
              all.go(
                  () -> {
                    for (int n = 0; n < rounds; n++) {
                      a.lock();
                      Go.gosched();
                      a.unlock();
                    }
                  });
            }
            all.await();
            waitForEver();
          });
    }
  }

  @Test
  @DisplayName("outside run is none, nor where detection is off")
  void notReported() throws InterruptedException {
    Goroutine daemon = Go.go(DeadlockConformanceTest::waitForEver);
    Await.waiting(daemon, "sync.WaitGroup.Wait");
    try (Scheduler s = Scheduler.builder().deadlockDetection(false).build()) {
      WaitGroup gate = new WaitGroup();
      gate.add(1);
      AtomicBoolean ended = new AtomicBoolean();
      Thread runner =
          Thread.ofPlatform()
              .start(
                  () -> {
                    s.run(gate::await);
                    ended.set(true);
                  });
      Await.until(
          "all threads are idle", () -> s.stats().goroutines().get(Goroutine.State.WAITING) == 1);
      assertFalse(runner.join(Duration.ofMillis(100)));
      gate.done();
      runner.join();
      assertTrue(ended.get());
    }
  }

  @Test
  @DisplayName("in a class initialiser is reported")
  void inClassInitialiser() {
    deadlock(() -> assertEquals(1, NeverInitialised.value));
  }

  private static final class NeverInitialised {
    static int value;

    static {
      waitForEver();
      value = 1;
    }

    private NeverInitialised() {}
  }

  // ---- what can wake one ----------------------------------------------------------------------

  @Test
  @DisplayName("G37 is not reported while a timer runs")
  void timer() {
    suppressedBy(
        over ->
            Go.go(
                () -> {
                  Go.sleep(A_WHILE);
                  over.run();
                }));
    wakes(
        over ->
            Go.go(
                () -> {
                  Go.sleep(A_WHILE);
                  over.run();
                }));
  }

  @Test
  @DisplayName("G37 is not reported while a timed join runs")
  void timedJoin() {
    suppressedBy(
        over -> {
          Goroutine g = Go.go(DeadlockConformanceTest::waitForEver);
          Go.go(
              () -> {
                assertFalse(g.join(A_WHILE));
                over.run();
              });
        });
  }

  @Test
  @DisplayName("G37 is not reported while a goroutine is in Go.blocking")
  void blocking() {
    Hope hope =
        over ->
            Go.go(
                () -> {
                  Go.blocking(
                      () -> {
                        spinAWhile();
                        return null;
                      });
                  over.run();
                });
    suppressedBy(hope);
    wakes(hope);
  }

  @Test
  @DisplayName("G37 is not reported while the JDK has parked a goroutine")
  void jdkPark() {
    Hope hope =
        over ->
            Go.go(
                () -> {
                  Thread.sleep(A_WHILE);
                  over.run();
                });
    suppressedBy(hope);
    wakes(hope);
  }

  @Test
  @DisplayName("G37 is not reported while a goroutine computes")
  void running() {
    Hope hope =
        over ->
            Go.go(
                () -> {
                  spinAWhile();
                  over.run();
                });
    suppressedBy(hope);
    wakes(hope);
  }

  @Test
  @DisplayName("G37 is not reported while a thread lives that was started after run began")
  void youngThread() {
    Hope hope =
        over ->
            Thread.ofPlatform()
                .start(
                    () -> {
                      LockSupport.parkNanos(A_WHILE.toNanos());
                      over.run();
                    });
    suppressedBy(hope);
    wakes(hope);
  }

  @Test
  @DisplayName("G37 is not reported while an older thread lives that has used a primitive")
  void threadThatUsedAPrimitive() throws InterruptedException {
    AtomicReference<Runnable> over = new AtomicReference<>();
    Mutex mutex = new Mutex();
    CountDownLatch ready = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      boolean first = i == 0;
      AtomicReference<Runnable> mine = first ? over : new AtomicReference<>();
      CountDownLatch used = new CountDownLatch(1);
      Thread old =
          Thread.ofPlatform()
              .daemon()
              .unstarted(
                  () -> {
                    ready.countDown();
                    Await.until("the program begins", () -> mine.get() != null);
                    mutex.lock();
                    mutex.unlock();
                    used.countDown();
                    LockSupport.parkNanos(A_WHILE.toNanos());
                    mine.get().run();
                  });
      old.start();
      Hope hope =
          end -> {
            mine.set(end);
            used.await();
          };
      if (first) {
        suppressedBy(hope);
      } else {
        wakes(hope);
      }
      old.join();
    }
  }

  @Test
  @DisplayName("G37 is not reported while a virtual thread lives that a goroutine started")
  void adoptedThread() {
    Hope hope =
        over ->
            Thread.startVirtualThread(
                () -> {
                  LockSupport.parkNanos(A_WHILE.toNanos());
                  over.run();
                });
    suppressedBy(hope);
    wakes(hope);
  }

  @Test
  @DisplayName("G37 is not reported while a thread sleeps in Go.sleep")
  void sleepingThread() {
    Hope hope =
        over ->
            Thread.ofPlatform()
                .start(
                    () -> {
                      Go.sleep(A_WHILE);
                      over.run();
                    });
    wakes(hope);
    suppressedBy(hope);
  }

  @Test
  @DisplayName("G37 is not reported while goroutines of another scheduler are at work")
  void otherScheduler() {
    try (Scheduler other = Scheduler.builder().processors(1).build()) {
      Go.run(() -> other.go(() -> Go.sleep(A_WHILE)).join());
      wakes(
          over ->
              other.go(
                  () -> {
                    Go.sleep(A_WHILE);
                    over.run();
                  }));
    }
    wakes(
        over ->
            Scheduler.current()
                .go(
                    () -> {
                      Thread.sleep(A_WHILE);
                      over.run();
                    }));
  }

  @Test
  @DisplayName("G37 of a nested program is not reported while an outer goroutine is at work")
  void nestedProgram() {
    Go.run(
        () -> {
          WaitGroup gate = new WaitGroup();
          gate.add(1);
          Go.go(
              () -> {
                Go.sleep(A_WHILE);
                gate.done();
              });
          Go.run(gate::await);
        });
  }

  @Test
  @DisplayName("G37 is not reported while a thread waits for a goroutine it started, which sleeps")
  void threadWithGoroutine() {
    Hope hope =
        over ->
            Thread.ofPlatform()
                .daemon()
                .start(
                    () -> {
                      Go.go(() -> Go.sleep(A_WHILE)).join();
                      over.run();
                    });
    wakes(hope);
    suppressedBy(hope);
  }

  @Test
  @DisplayName("G36 of a thread and the goroutine it started, which waits for ever, is reported")
  void threadWithStuckGoroutine() {
    WaitGroup never = new WaitGroup();
    never.add(1);
    deadlock(
        () -> {
          Thread.ofPlatform().daemon().start(() -> Go.go(never::await).join());
          waitForEver();
        });
    never.done();
  }

  @Test
  @DisplayName("G36 is reported though the process-wide scheduler has a timer from before")
  void forgottenTimer() {
    RuntimeTimer forgotten =
        new RuntimeTimer() {
          @Override
          protected void fire(long due, int round, long now) {}
        };
    Sched shared = Defaults.sched();
    shared.startTimer(forgotten, shared.later(Duration.ofHours(1).toNanos()), 0);
    try {
      deadlock(
          () -> {
            Thread.ofPlatform().daemon().start(DeadlockConformanceTest::waitForEver);
            waitForEver();
          });
    } finally {
      forgotten.stop();
    }
  }

  @Test
  @DisplayName("G37 a thread that waits for ever in a primitive is no hope")
  void blockedThreadIsNoHope() {
    WaitGroup never = new WaitGroup();
    never.add(1);
    deadlock(
        () -> {
          Thread.ofPlatform().daemon().start(never::await);
          waitForEver();
        });
    never.done();
  }
}
