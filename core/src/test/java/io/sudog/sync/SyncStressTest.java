package io.sudog.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.core.Go;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;

/**
 * Goroutines, platform threads and foreign virtual threads on one lock each, with the scheduler's
 * queues and slices as small as they go: nobody meets whom it must not, and a lost wake-up is a
 * hang. Each run lasts {@code -Dsudog.stress} times a fifth of a second.
 */
@DisplayName("Sync under stress")
@Timeout(value = 2, unit = TimeUnit.HOURS)
class SyncStressTest {
  private static final Duration LENGTH = Stress.scaled(Duration.ofMillis(200));
  private static final int PARTIES = 8;
  private static final int AT_LEAST = 100;
  private static final int MANY = Stress.times(50_000);

  private final long end = System.nanoTime() + LENGTH.toNanos();

  private static Harness harness(int processors) {
    return Harness.shrunk(processors).deadline(LENGTH.plus(Harness.DEADLINE));
  }

  private boolean goesOn() {
    return System.nanoTime() < end;
  }

  private static boolean oneIn(int n) {
    return ThreadLocalRandom.current().nextInt(n) == 0;
  }

  private static void spin(long nanos) {
    long until = System.nanoTime() + nanos;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  /** Plain on purpose: only the lock orders it. */
  private static final class Room {
    int inside;
    long visits;

    void visit() {
      assertEquals(0, inside, "not alone");
      inside = 1;
      long before = visits;
      if (oneIn(8)) {
        Go.gosched();
      }
      visits = before + 1;
      assertEquals(1, inside);
      inside = 0;
    }
  }

  // ---- Mutex ----------------------------------------------------------------------------------

  /** For a broken twin that may need some time to be caught. */
  static void mutexForLong(int processors) {
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (System.nanoTime() < end) {
      new SyncStressTest().mutexExcludes(processors);
    }
  }

  @Processors
  @DisplayName("Y01 a mutex lets in one at a time, and everybody in the end")
  void mutexExcludes(int processors) {
    Mutex m = new Mutex();
    Room room = new Room();
    AtomicLong visits = new AtomicLong();
    try (Harness h = harness(processors)) {
      for (int p = 0; p < PARTIES; p++) {
        h.start(
            Kind.mixed(p),
            () -> {
              long mine = 0;
              while (goesOn()) {
                if (oneIn(3)) {
                  if (!m.tryLock()) {
                    continue;
                  }
                } else {
                  m.lock();
                }
                room.visit();
                mine++;
                m.unlock();
              }
              visits.addAndGet(mine);
            });
      }
    }
    assertEquals(visits.get(), room.visits);
    assertTrue(m.tryLock(), m::toString);
  }

  @Processors
  @DisplayName("Y05 hogs that hold it for long, and again, let everybody in")
  void mutexStarvesNobody(int processors) {
    int hogs = 2;
    int each = Stress.times(15);
    Mutex m = new Mutex();
    Room room = new Room();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong visits = new AtomicLong();
    try (Harness h = harness(processors)) {
      for (int p = 0; p < hogs; p++) {
        h.start(
            p == 0 ? Kind.PLATFORM : Kind.GOROUTINE,
            () -> {
              while (!stop.get()) {
                m.lock();
                room.visit();
                visits.incrementAndGet();
                spin(oneIn(10) ? 2_000_000 : 200_000);
                m.unlock();
              }
            });
      }
      List<Harness.Child> victims = new ArrayList<>();
      for (int p = 0; p < PARTIES - hogs; p++) {
        victims.add(
            h.start(
                Kind.inTurn(p),
                () -> {
                  for (int i = 0; i < each && (i < 2 || goesOn()); i++) {
                    m.lock();
                    room.visit();
                    visits.incrementAndGet();
                    m.unlock();
                  }
                }));
      }
      try {
        victims.forEach(Harness.Child::join);
      } finally {
        stop.set(true);
      }
    }
    assertEquals(visits.get(), room.visits);
    assertTrue(m.tryLock(), m::toString);
  }

  // ---- RWMutex --------------------------------------------------------------------------------

  @Processors
  @DisplayName("Y07 a read-write mutex keeps writers from all others, and everybody gets in")
  void rwMutexExcludes(int processors) {
    int writer = 10_000;
    RWMutex m = new RWMutex();
    AtomicInteger activity = new AtomicInteger();
    AtomicLong writes = new AtomicLong();
    Room room = new Room();
    try (Harness h = harness(processors)) {
      for (int p = 0; p < 3; p++) {
        h.start(
            Kind.inTurn(p),
            () -> {
              long mine = 0;
              while (goesOn()) {
                if (oneIn(4)) {
                  if (!m.tryLock()) {
                    continue;
                  }
                } else {
                  m.lock();
                }
                assertEquals(writer, activity.addAndGet(writer));
                room.visit();
                mine++;
                assertEquals(0, activity.addAndGet(-writer));
                m.unlock();
              }
              writes.addAndGet(mine);
            });
      }
      for (int p = 0; p < PARTIES; p++) {
        Locker side = m.rLocker();
        h.start(
            Kind.mixed(p),
            () -> {
              while (goesOn()) {
                if (oneIn(4)) {
                  if (!m.tryRLock()) {
                    continue;
                  }
                } else {
                  side.lock();
                }
                assertTrue(activity.incrementAndGet() < writer, "a reader meets a writer");
                assertEquals(0, room.inside);
                if (oneIn(8)) {
                  Go.gosched();
                }
                activity.decrementAndGet();
                m.rUnlock();
              }
            });
      }
    }
    assertEquals(writes.get(), room.visits);
    assertTrue(m.tryLock(), m::toString);
  }

  // ---- WaitGroup ------------------------------------------------------------------------------

  @Processors
  @DisplayName("Y11 wait groups release all waiters when all is done, and are used again and again")
  void waitGroup(int processors) {
    // A barrier: all are done with a round's group, and wait for it. Once all are done with the
    // next
    // one, all have returned from it, and it is armed again for the third round from there.
    WaitGroup[] groups = {new WaitGroup(), new WaitGroup(), new WaitGroup()};
    for (WaitGroup group : groups) {
      group.add(PARTIES);
    }
    int[] reached = new int[PARTIES]; // plain on purpose
    AtomicInteger last = new AtomicInteger(-1);
    try (Harness h = harness(processors)) {
      for (int p = 0; p < PARTIES; p++) {
        int me = p;
        h.start(
            Kind.mixed(p),
            () -> {
              for (int round = 0; ; round++) {
                reached[me] = round + 1;
                if (me == 0 && round >= AT_LEAST && !goesOn()) {
                  last.set(round);
                }
                WaitGroup group = groups[round % 3];
                group.done();
                group.await();
                for (int other : reached) {
                  assertTrue(other > round, "released too early");
                }
                if (last.get() == round) {
                  return;
                }
                if (me == 0 && round > 0) {
                  groups[(round - 1) % 3].add(PARTIES);
                }
              }
            });
      }
    }
    for (int other : reached) {
      assertEquals(last.get() + 1, other);
    }
  }

  // ---- Once -----------------------------------------------------------------------------------

  @Processors
  @DisplayName("Y16 of many that come at once one runs it, and all see what it did")
  void once(int processors) {
    AtomicReferenceArray<Once> onces = new AtomicReferenceArray<>(MANY);
    AtomicReferenceArray<Supplier<Integer>> values = new AtomicReferenceArray<>(MANY);
    int[] runs = new int[MANY]; // plain on purpose
    AtomicInteger computed = new AtomicInteger();
    for (int i = 0; i < MANY; i++) {
      int number = i;
      onces.set(i, new Once());
      values.set(
          i,
          Once.value(
              () -> {
                computed.incrementAndGet();
                return number;
              }));
    }
    AtomicInteger newest = new AtomicInteger();
    try (Harness h = harness(processors)) {
      for (int p = 0; p < PARTIES; p++) {
        h.start(
            Kind.mixed(p),
            () -> {
              int n;
              // All are near the newest one, most of them at it.
              while ((n = newest.get()) < MANY && (n < AT_LEAST || goesOn())) {
                int number = n;
                onces
                    .get(n)
                    .run(
                        () -> {
                          if (oneIn(4)) {
                            Go.gosched();
                          }
                          runs[number]++;
                        });
                assertEquals(1, runs[n]);
                assertEquals(n, values.get(n).get());
                newest.compareAndSet(n, n + 1);
              }
            });
      }
    }
    // Those who saw the time was up may have left one or two undone.
    int n = newest.get();
    assertTrue(n >= AT_LEAST, () -> "newest " + n);
    assertTrue(computed.get() >= n && computed.get() <= n + 1, computed + " of " + n);
  }
}
