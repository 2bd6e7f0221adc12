package io.sudog.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.core.Task;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;

/** What Go's Cond does. */
@DisplayName("A condition as in Go")
class CondConformanceTest {
  // For what must not happen and has no event that says so. Too short finds less, and never fails.
  private static final Duration A_WHILE = Duration.ofMillis(20);

  private final Mutex m = new Mutex();
  private final Cond c = new Cond(m);
  private final List<Integer> woken = Harness.sharedList();

  /** Waits once, without a loop: a wake-up too many is seen. */
  private Harness.Child waiter(Harness h, Kind kind, int number) {
    return h.start(
            kind,
            () -> {
              m.lock();
              c.await();
              assertFalse(m.tryLock(), "await returns with the lock");
              woken.add(number);
              m.unlock();
            })
        .awaitParked();
  }

  private List<Harness.Child> waiters(Harness h, Kind kind, int n) {
    List<Harness.Child> waiters = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      waiters.add(waiter(h, kind, i));
    }
    return waiters;
  }

  private static long parked(List<Harness.Child> children) {
    return children.stream().filter(Harness.Child::isParked).count();
  }

  // ---- signal ---------------------------------------------------------------------------------

  @Kinds
  @DisplayName("Y20 a signal wakes exactly one, the one that has waited longest")
  void y20OldestFirst(Kind kind) {
    int n = 5;
    try (Harness h = Harness.create()) {
      List<Harness.Child> waiters = waiters(h, kind, n);
      for (int i = 0; i < n; i++) {
        h.run(kind, c::signal);
        waiters.get(i).join();
        assertEquals(n - 1 - i, parked(waiters));
        assertEquals(i, woken.getLast());
      }
      assertEquals(List.of(0, 1, 2, 3, 4), woken);
    }
  }

  @Kinds
  @DisplayName("Y20 signals with and without the lock wake as many as there are signals, in order")
  void y20ManySignals(Kind kind) {
    try (Harness h = Harness.create()) {
      List<Harness.Child> waiters = waiters(h, kind, 5);
      m.lock();
      c.signal();
      c.signal();
      // Both are awake, and neither has the lock: they go by the lock's order now.
      waiters.get(0).awaitParked();
      waiters.get(1).awaitParked();
      assertEquals(List.of(), woken);
      m.unlock();
      waiters.get(0).join();
      waiters.get(1).join();
      assertEquals(3, parked(waiters));
      c.signal();
      waiters.get(2).join();
      c.signal();
      waiters.get(3).join();
      assertEquals(1, parked(waiters));
      c.signal();
      h.join();
      assertEquals(List.of(2, 3, 4), woken.subList(2, 5));
    }
  }

  @Processors
  @DisplayName("Y20 generations of waiters are woken in the order they came")
  void y20Generations(int processors) {
    int n = 100;
    try (Harness h = Harness.create(processors)) {
      AtomicInteger waiting = new AtomicInteger();
      for (int i = 0; i < n; i++) {
        int number = i;
        h.start(
            Kind.mixed(i),
            () -> {
              m.lock();
              waiting.incrementAndGet();
              c.await();
              woken.add(number);
              m.unlock();
            });
        if (i > 0) {
          Await.until("the one before is awake", () -> woken.size() == number);
          assertEquals(number - 1, woken.getLast());
        }
        Await.until("it waits", () -> waiting.get() == number + 1);
        m.lock();
        c.signal();
        m.unlock();
      }
    }
    assertEquals(n, woken.size());
  }

  @Kinds
  @DisplayName("Y20 a signal or broadcast that finds nobody is lost")
  void y20LostWithoutWaiter(Kind kind) {
    List<Task> calls = List.of(c::signal, c::broadcast);
    for (int i = 0; i < 4; i++) {
      Task first = calls.get(i & 1);
      Task second = calls.get(i >> 1);
      try (Harness h = Harness.create()) {
        h.run(
            kind,
            () -> {
              first.run();
              m.lock();
              second.run();
              m.unlock();
            });
        Harness.Child waiter = waiter(h, kind, 0);
        assertFalse(Await.holds(A_WHILE, () -> !waiter.isParked()));
        h.run(kind, second);
        waiter.join();
      }
    }
  }

  // ---- broadcast ------------------------------------------------------------------------------

  @Kinds
  @DisplayName("Y21 a broadcast wakes each that waits, once, and none that comes later")
  void y21EachOnce(Kind kind) {
    int n = 4;
    int rounds = 5;
    int[] wakes = new int[n]; // guarded by m
    try (Harness h = Harness.create()) {
      List<Harness.Child> waiters = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        int number = i;
        waiters.add(
            h.start(
                i == 0 ? kind : Kind.inTurn(i),
                () -> {
                  m.lock();
                  for (int round = 0; round < rounds; round++) {
                    c.await();
                    wakes[number]++;
                  }
                  m.unlock();
                }));
      }
      for (int round = 0; round < rounds; round++) {
        waiters.forEach(Harness.Child::awaitParked);
        m.lock();
        for (int i = 0; i < n; i++) {
          assertEquals(round, wakes[i], "of waiter " + i);
        }
        m.unlock();
        h.run(kind, c::broadcast);
        int expected = (round + 1) * n;
        Await.until(
            "all are woken",
            () -> {
              m.lock();
              int sum = 0;
              for (int w : wakes) {
                sum += w;
              }
              m.unlock();
              return sum >= expected;
            });
      }
      h.join();
      for (int w : wakes) {
        assertEquals(rounds, w);
      }
    }
  }

  @Kinds
  @DisplayName("Y21 after a broadcast, signals wake those who came later")
  void y21SignalAfterBroadcast(Kind kind) {
    try (Harness h = Harness.create()) {
      List<Harness.Child> first = waiters(h, kind, 3);
      c.broadcast();
      first.forEach(Harness.Child::join);
      woken.clear();
      List<Harness.Child> second = waiters(h, kind, 3);
      c.signal();
      second.get(0).join();
      assertEquals(2, parked(second));
      c.broadcast();
      h.join();
      assertEquals(0, woken.getFirst());
      assertEquals(3, woken.size());
    }
  }

  @Kinds
  @DisplayName("Y21 nothing but signal and broadcast ends a wait: no interrupt, and the lock none")
  void y21NoSpuriousWakeUps(Kind kind) {
    try (Harness h = Harness.create()) {
      AtomicBoolean signalled = new AtomicBoolean();
      Harness.Child waiter =
          h.start(
                  kind,
                  () -> {
                    m.lock();
                    c.await();
                    assertTrue(signalled.get());
                    assertTrue(Thread.interrupted(), "the status is kept");
                    m.unlock();
                  })
              .awaitParked();
      waiter.thread().interrupt();
      for (int i = 0; i < 10; i++) {
        h.run(kind, m::lock);
        h.run(kind, m::unlock);
      }
      assertFalse(Await.holds(A_WHILE, waiter::isDone));
      waiter.awaitParked();
      signalled.set(true);
      c.signal();
    }
  }

  // ---- stealing -------------------------------------------------------------------------------

  /** A lock that does something after its next unlock: between the halves of an await. */
  private static final class Hooked implements Locker {
    final Mutex inner = new Mutex();
    Task afterUnlock; // guarded by inner

    @Override
    public void lock() {
      inner.lock();
    }

    @Override
    public void unlock() {
      Task now = afterUnlock;
      afterUnlock = null;
      inner.unlock();
      if (now != null) {
        try {
          now.run();
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  private static Task awaitOn(Hooked lock, Cond cond, Task between) {
    return () -> {
      lock.lock();
      lock.afterUnlock = between;
      cond.await();
      lock.unlock();
    };
  }

  @Kinds
  @DisplayName("Y22 a signal between an await's unlock and its sleep is not lost")
  void y22SignalBeforeSleep(Kind kind) {
    for (boolean all : new boolean[] {false, true}) {
      try (Harness h = Harness.create()) {
        Hooked lock = new Hooked();
        Cond cond = new Cond(lock);
        h.run(kind, awaitOn(lock, cond, all ? cond::broadcast : cond::signal));
        // It is used up.
        Harness.Child next = h.start(kind, awaitOn(lock, cond, null)).awaitParked();
        assertFalse(Await.holds(A_WHILE, next::isDone));
        cond.signal();
      }
    }
  }

  @Kinds
  @DisplayName("Y22 who waits later does not get it, though the earlier one does not sleep yet")
  void y22LaterCannotSteal(Kind kind) {
    for (Kind later : Kind.values()) {
      try (Harness h = Harness.create()) {
        Hooked lock = new Hooked();
        Cond cond = new Cond(lock);
        List<Harness.Child> thieves = Harness.sharedList();
        Harness.Child victim =
            h.start(
                kind,
                awaitOn(
                    lock,
                    cond,
                    () -> {
                      thieves.add(h.start(later, awaitOn(lock, cond, null)).awaitParked());
                      thieves.add(h.start(later, awaitOn(lock, cond, null)).awaitParked());
                      cond.signal();
                    }));
        victim.join();
        assertEquals(2, parked(thieves));
        cond.signal();
        thieves.get(0).join();
        assertEquals(1, parked(thieves));
        cond.signal();
      }
    }
  }

  @Kinds
  @DisplayName("Y22 of a broadcast and a newcomer that race, the one that waited gets it for sure")
  void y22BroadcastRace(Kind kind) {
    try (Harness h = Harness.create()) {
      for (int i = 0; i < Stress.times(100); i++) {
        AtomicBoolean over = new AtomicBoolean();
        Harness.Child first = waiter(h, kind, i);
        Harness.Child caller = h.start(kind, i % 2 == 0 ? c::broadcast : c::signal);
        Harness.Child newcomer =
            h.start(
                kind,
                () -> {
                  m.lock();
                  while (!over.get()) {
                    c.await();
                  }
                  m.unlock();
                });
        first.join();
        caller.join();
        m.lock();
        over.set(true);
        m.unlock();
        c.broadcast();
        newcomer.join();
      }
    }
  }

  // ---- the lock -------------------------------------------------------------------------------

  @Kinds
  @DisplayName("Y20 any Locker will do: the read side of an RWMutex")
  void y20ReadSide(Kind kind) {
    try (Harness h = Harness.create()) {
      RWMutex rw = new RWMutex();
      Cond cond = new Cond(rw.rLocker());
      for (int i = 0; i < 2; i++) {
        h.start(
                kind,
                () -> {
                  rw.rLock();
                  cond.await();
                  assertFalse(rw.tryLock());
                  rw.rUnlock();
                })
            .awaitParked();
      }
      // Nobody holds it while they wait.
      assertTrue(rw.tryLock());
      rw.unlock();
      cond.broadcast();
    }
  }
}
