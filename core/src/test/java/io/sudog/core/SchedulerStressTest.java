package io.sudog.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.runtime.Parking;
import io.sudog.runtime.Semaphore;
import io.sudog.runtime.WaitReason;
import io.sudog.sync.Mutex;
import io.sudog.sync.WaitGroup;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;

/**
 * Everything at once, with queues and slices as small as they go: nothing may hang, be lost, or
 * happen twice. How long it takes is {@code -Dsudog.stress} times a few seconds.
 */
@DisplayName("The scheduler under stress")
@Timeout(value = 2, unit = java.util.concurrent.TimeUnit.HOURS)
class SchedulerStressTest {
  private static final Duration LENGTH = Duration.ofSeconds(3);

  /** Plain fields on purpose: guarded by what each of them says. */
  private static final class Shared {
    final ReentrantLock lock = new ReentrantLock();
    final Object monitor = new Object();
    final Mutex mutex = new Mutex();
    long byLock;
    long byMonitor;
    long byMutex;
    final AtomicLong lockWorks = new AtomicLong();
    final AtomicLong monitorWorks = new AtomicLong();
    final AtomicLong mutexWorks = new AtomicLong();
    final AtomicLong spawned = new AtomicLong();
    final AtomicLong ran = new AtomicLong();
    final List<Thread> threads = new CopyOnWriteArrayList<>();
  }

  @Processors({1, 2, 3, 8})
  @DisplayName("keeps all counts, and comes to its end")
  void everything(int processors) {
    AtomicBoolean stop = new AtomicBoolean();
    Shared shared = new Shared();
    long until = System.nanoTime() + Stress.scaled(LENGTH).toNanos();
    try (Harness h =
        Harness.shrunk(processors)
            .deadline(Stress.scaled(LENGTH).plus(Harness.DEADLINE).plusSeconds(30))) {
      for (int i = 0; i < 3; i++) {
        loop(h, stop, () -> spawnStorm(shared));
        loop(h, stop, () -> lockAcrossPark(shared));
        loop(h, stop, () -> monitorAcrossPark(shared));
        loop(h, stop, () -> mutexAcrossYield(shared));
        loop(h, stop, SchedulerStressTest::jdkParks);
        loop(h, stop, SchedulerStressTest::sleeps);
        loop(h, stop, Go::gosched);
        pingPong(h, stop);
      }
      loop(h, stop, SchedulerStressTest::blocks);
      loop(h, stop, SchedulerStressTest::hogs);
      loop(h, stop, SchedulerStressTest::ties);
      loop(h, stop, () -> adopts(shared));
      loop(h, stop, () -> timedJoins(shared));
      loop(h, stop, () -> Go.gomaxprocs(1 + random(Math.max(2, processors + 2))));
      for (Kind kind : List.of(Kind.PLATFORM, Kind.VIRTUAL)) {
        h.start(
            kind,
            () -> {
              while (!stop.get()) {
                mutexAcrossYield(shared);
                Go.sleep(Duration.ofNanos(random(100_000)));
                shared.spawned.incrementAndGet();
                h.scheduler().go(shared.ran::incrementAndGet).join();
              }
            });
      }
      h.start(
          Kind.PLATFORM,
          () -> {
            // Looks at everybody's stack all the time.
            while (!stop.get()) {
              for (Thread thread : shared.threads) {
                thread.getStackTrace();
              }
              h.scheduler().stats();
              if (random(20) == 0) {
                h.scheduler().dump();
              }
            }
          });
      h.start(
          Kind.PLATFORM,
          () -> {
            while (System.nanoTime() < until) {
              LockSupport.parkNanos(10_000_000);
            }
            stop.set(true);
          });
      h.join();
      assertEquals(shared.spawned.get(), shared.ran.get());
      assertEquals(shared.lockWorks.get(), shared.byLock);
      assertEquals(shared.monitorWorks.get(), shared.byMonitor);
      assertEquals(shared.mutexWorks.get(), shared.byMutex);
      assertTrue(shared.ran.get() > 0 && shared.byLock > 0 && shared.byMonitor > 0);
      h.go(() -> {}).join();
    }
  }

  private static void loop(Harness h, AtomicBoolean stop, Task body) {
    h.go(
        () -> {
          while (!stop.get()) {
            body.run();
            if (random(16) == 0) {
              Go.gosched();
            }
          }
        });
  }

  private static int random(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }

  private static void park() {
    // Parks for sure, and is woken by another goroutine.
    Semaphore semaphore = new Semaphore();
    Go.go(() -> semaphore.release(random(2) == 0));
    semaphore.acquire(false, WaitReason.SEMACQUIRE, null);
  }

  private static void spawnStorm(Shared shared) {
    int n = 1 + random(40);
    WaitGroup all = new WaitGroup();
    for (int i = 0; i < n; i++) {
      shared.spawned.incrementAndGet();
      all.go(
          () -> {
            shared.ran.incrementAndGet();
            if (random(8) == 0) {
              Go.gosched();
            }
          });
    }
    all.await();
  }

  private static void lockAcrossPark(Shared shared) {
    shared.lock.lock();
    try {
      long before = shared.byLock;
      shared.lockWorks.incrementAndGet();
      if (random(4) == 0) {
        park();
      }
      if (!shared.lock.isHeldByCurrentThread()) {
        throw new AssertionError("the lock changed hands");
      }
      shared.byLock = before + 1;
    } finally {
      shared.lock.unlock();
    }
  }

  private static void monitorAcrossPark(Shared shared) {
    synchronized (shared.monitor) {
      long before = shared.byMonitor;
      shared.monitorWorks.incrementAndGet();
      if (random(4) == 0) {
        park();
      }
      shared.byMonitor = before + 1;
    }
  }

  private static void mutexAcrossYield(Shared shared) {
    shared.mutex.lock();
    long before = shared.byMutex;
    shared.mutexWorks.incrementAndGet();
    if (random(8) == 0) {
      Go.gosched();
    }
    shared.byMutex = before + 1;
    shared.mutex.unlock();
  }

  private static void jdkParks() throws InterruptedException {
    switch (random(4)) {
      case 0 -> LockSupport.parkNanos(random(200_000));
      case 1 -> Thread.sleep(Duration.ofNanos(random(200_000)));
      case 2 -> Thread.yield();
      default -> {
        LockSupport.unpark(Thread.currentThread());
        LockSupport.park();
      }
    }
  }

  private static void sleeps() {
    Go.sleep(Duration.ofNanos(random(500_000)));
  }

  private static void pingPong(Harness h, AtomicBoolean stop) {
    Semaphore ping = new Semaphore();
    Semaphore pong = new Semaphore();
    h.go(
        () -> {
          while (!stop.get()) {
            Parking.checkpoint();
            ping.release(false);
            pong.acquire(false, WaitReason.SEMACQUIRE, null);
          }
          ping.release(false);
        });
    h.go(
        () -> {
          while (!stop.get()) {
            Parking.checkpoint();
            ping.acquire(false, WaitReason.SEMACQUIRE, null);
            pong.release(false);
          }
          pong.release(false);
        });
  }

  private static void blocks() throws Exception {
    Go.blocking(
        () -> {
          switch (random(3)) {
            case 0 -> spin(random(300_000));
            case 1 -> Thread.sleep(Duration.ofNanos(random(300_000)));
            default -> park();
          }
          return null;
        });
  }

  private static void hogs() {
    spin(random(4_000_000));
    Go.sleep(Duration.ofMillis(1));
  }

  private static void spin(int nanos) {
    long until = System.nanoTime() + nanos;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  private static void ties() {
    boolean end = random(2) == 0;
    Go.go(
            () -> {
              Go.lockOSThread();
              park();
              Go.gosched();
              LockSupport.parkNanos(1_000);
              if (!end) {
                Go.unlockOSThread();
                park();
              }
            })
        .join();
  }

  private static void adopts(Shared shared) throws InterruptedException {
    AtomicInteger steps = new AtomicInteger();
    Thread child =
        Thread.startVirtualThread(
            () -> {
              LockSupport.parkNanos(random(50_000));
              steps.incrementAndGet();
              mutexAcrossYield(shared);
              Semaphore semaphore = new Semaphore();
              Go.go(() -> semaphore.release(false));
              semaphore.acquire(false, WaitReason.SEMACQUIRE, null);
              steps.incrementAndGet();
            });
    shared.threads.add(child);
    child.join();
    shared.threads.remove(child);
    if (steps.get() != 2) {
      throw new AssertionError("steps " + steps);
    }
  }

  private static void timedJoins(Shared shared) {
    Goroutine g =
        Go.go(
            () -> {
              shared.threads.add(Thread.currentThread());
              Go.sleep(Duration.ofNanos(random(200_000)));
              park();
              shared.threads.remove(Thread.currentThread());
            });
    if (!g.join(Duration.ofNanos(random(300_000)))) {
      g.join();
    }
  }
}
