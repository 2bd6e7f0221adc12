package io.sudog.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.core.Scheduler;
import io.sudog.core.Task;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Processors;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Go's Mutex does in normal mode; MutexStarvationConformanceTest has the other one. */
@DisplayName("A mutex as in Go")
class MutexConformanceTest {
  private static final int ATTEMPTS = 200;

  /** Plain on purpose: guarded by the mutex. */
  private static final class Guarded {
    int count;
    boolean inside;

    void visit() {
      assertFalse(inside, "two inside");
      inside = true;
      count++;
      inside = false;
    }
  }

  // ---- exclusion ------------------------------------------------------------------------------

  @Kinds
  @DisplayName("Y01 a lock waits until the holder unlocks")
  void y01LockWaits(Kind kind) {
    for (Kind partner : Kind.values()) {
      try (Harness h = Harness.create()) {
        Mutex m = new Mutex();
        AtomicBoolean unlocked = new AtomicBoolean();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Harness.Child holder =
            h.start(
                partner,
                () -> {
                  m.lock();
                  held.countDown();
                  go.await();
                  unlocked.set(true);
                  m.unlock();
                });
        Await.until("it is held", () -> held.getCount() == 0);
        Harness.Child waiter =
            h.start(
                    kind,
                    () -> {
                      m.lock();
                      assertTrue(unlocked.get());
                      m.unlock();
                    })
                .awaitParked();
        go.countDown();
        waiter.join();
        holder.join();
        assertTrue(m.tryLock());
      }
    }
  }

  @Kinds
  @DisplayName("Y01 a try-lock takes a free mutex, and says no while it is locked")
  void y01TryLock(Kind kind) {
    try (Harness h = Harness.create()) {
      Mutex m = new Mutex();
      h.run(kind, () -> assertTrue(m.tryLock()));
      for (Kind other : Kind.values()) {
        h.run(other, () -> assertFalse(m.tryLock()));
      }
      Harness.Child waiter = h.start(kind, m::lock).awaitParked();
      h.run(kind, () -> assertFalse(m.tryLock()));
      m.unlock();
      waiter.join();
      h.run(kind, () -> assertFalse(m.tryLock()));
      m.unlock();
      h.run(kind, () -> assertTrue(m.tryLock()));
    }
  }

  @Processors
  @DisplayName("Y01 never two inside, and what one wrote the next one sees")
  void y01Hammer(int processors) {
    int parties = 10;
    int each = 1_000;
    Mutex m = new Mutex();
    Guarded guarded = new Guarded();
    AtomicInteger tried = new AtomicInteger();
    try (Harness h = Harness.create(processors)) {
      for (int p = 0; p < parties; p++) {
        h.start(
            Kind.mixed(p),
            () -> {
              for (int i = 0; i < each; i++) {
                if (i % 3 != 0) {
                  m.lock();
                } else if (m.tryLock()) {
                  tried.incrementAndGet();
                } else {
                  continue;
                }
                guarded.visit();
                m.unlock();
              }
            });
      }
    }
    assertEquals(parties * (each - (each + 2) / 3) + tried.get(), guarded.count);
  }

  @Kinds
  @DisplayName("Y01 the wait is not ended by an interrupt, whose status is kept")
  void y01Interrupt(Kind kind) {
    try (Harness h = Harness.create()) {
      Mutex m = new Mutex();
      AtomicBoolean unlocked = new AtomicBoolean();
      m.lock();
      Harness.Child waiter =
          h.start(
                  kind,
                  () -> {
                    m.lock();
                    assertTrue(unlocked.get());
                    assertTrue(Thread.interrupted());
                    m.unlock();
                  })
              .awaitParked();
      waiter.thread().interrupt();
      waiter.awaitParked();
      unlocked.set(true);
      m.unlock();
    }
  }

  // ---- no owner -------------------------------------------------------------------------------

  @Kinds
  @DisplayName("Y02 any goroutine or thread may unlock")
  void y02NotOwned(Kind kind) {
    for (Kind other : Kind.values()) {
      try (Harness h = Harness.create()) {
        Mutex m = new Mutex();
        h.run(kind, m::lock);
        Harness.Child waiter = h.start(kind, m::lock).awaitParked();
        h.run(other, m::unlock);
        waiter.join();
        h.run(other, m::unlock);
        h.run(other, () -> assertTrue(m.tryLock()));
      }
    }
  }

  @Kinds
  @DisplayName("Y02 it is not reentrant: who locks twice waits for another's unlock")
  void y02NotReentrant(Kind kind) {
    try (Harness h = Harness.create()) {
      Mutex m = new Mutex();
      Harness.Child twice =
          h.start(
                  kind,
                  () -> {
                    m.lock();
                    assertFalse(m.tryLock());
                    m.lock();
                  })
              .awaitParked();
      m.unlock();
      twice.join();
      assertFalse(m.tryLock());
    }
  }

  // ---- misuse ---------------------------------------------------------------------------------

  private static void assertUnlocked(Mutex m) {
    IllegalMonitorStateException e = assertThrows(IllegalMonitorStateException.class, m::unlock);
    assertEquals("sync: unlock of unlocked mutex", e.getMessage());
  }

  @Kinds
  @DisplayName("Y03 an unlock of an unlocked mutex throws in Go's words, and does no harm")
  void y03Misuse(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            Mutex m = new Mutex();
            assertUnlocked(m);
            m.lock();
            m.unlock();
            assertUnlocked(m);
            assertTrue(m.tryLock());
            assertFalse(m.tryLock());
            m.unlock();
            assertUnlocked(m);
          });
      // Also after a contended time.
      Mutex m = new Mutex();
      m.lock();
      Harness.Child waiter =
          h.start(
                  kind,
                  () -> {
                    m.lock();
                    m.unlock();
                  })
              .awaitParked();
      m.unlock();
      waiter.join();
      assertUnlocked(m);
      m.lock();
      Harness.Child next = h.start(kind, m::lock).awaitParked();
      m.unlock();
      next.join();
    }
  }

  // ---- normal mode ----------------------------------------------------------------------------

  private static Task appendInside(Mutex m, List<Integer> order, int number) {
    return () -> {
      m.lock();
      order.add(number);
      m.unlock();
    };
  }

  @Kinds
  @DisplayName("Y04 those who wait get it in the order they came")
  void y04InOrder(Kind kind) {
    try (Harness h = Harness.create()) {
      Mutex m = new Mutex();
      List<Integer> order = Harness.sharedList();
      m.lock();
      for (int i = 0; i < 5; i++) {
        h.start(kind, appendInside(m, order, i)).awaitParked();
      }
      m.unlock();
      h.join();
      assertEquals(List.of(0, 1, 2, 3, 4), order);
    }
  }

  /** Takes it, and does not give it back before somebody else has tried to get it. */
  private static Task appendAfter(CountDownLatch tried, Mutex m, List<Integer> order, int number) {
    return () -> {
      m.lock();
      tried.await();
      order.add(number);
      m.unlock();
    };
  }

  @Test
  @DisplayName("Y04 a newcomer that runs is faster than the waiter that has been woken")
  void y04NewcomerWins() {
    try (Harness h = Harness.create(1)) {
      h.run(
          Kind.GOROUTINE,
          () -> {
            // A preemption in between makes an attempt worthless.
            for (int i = 0; i < ATTEMPTS; i++) {
              Mutex m = new Mutex();
              List<Integer> order = Harness.sharedList();
              CountDownLatch tried = new CountDownLatch(1);
              m.lock();
              Harness.Child waiter = h.go(appendAfter(tried, m, order, 1)).awaitParked();
              m.unlock();
              assertFalse(waiter.isParked(), "the unlock has woken it");
              boolean won = m.tryLock();
              tried.countDown();
              if (won) {
                order.add(0);
                m.unlock();
              }
              waiter.join();
              if (won) {
                assertEquals(List.of(0, 1), order);
                return;
              }
            }
            throw new AssertionError("the waiter was first each time");
          });
    }
  }

  @Kinds
  @DisplayName("Y04 a waiter that was woken and lost waits in front of the others")
  void y04LoserGoesToTheFront(Kind kind) {
    try (Harness h = Harness.create()) {
      for (int i = 0; i < ATTEMPTS; i++) {
        Mutex m = new Mutex();
        List<Integer> order = Harness.sharedList();
        CountDownLatch tried = new CountDownLatch(1);
        m.lock();
        Harness.Child first = h.start(kind, appendAfter(tried, m, order, 1)).awaitParked();
        h.start(kind, appendInside(m, order, 2)).awaitParked();
        h.start(kind, appendInside(m, order, 3)).awaitParked();
        m.unlock();
        boolean won = m.tryLock();
        tried.countDown();
        if (won) {
          first.awaitParked();
          m.unlock();
        }
        h.join();
        assertEquals(List.of(1, 2, 3), order);
        if (won) {
          return;
        }
      }
      throw new AssertionError("the waiter was first each time");
    }
  }

  // ---- spinning -------------------------------------------------------------------------------

  @Processors({2, 3, 8})
  @DisplayName("Y06 who waits while the holder runs on another processor spins, but not for ever")
  void y06SpinningIsBounded(int processors) {
    // Nobody is preempted, so the holder keeps its processor.
    try (Scheduler s =
            Scheduler.builder().processors(processors).timeSlice(Duration.ofMinutes(10)).build();
        Harness h = Harness.on(s)) {
      Mutex m = new Mutex();
      AtomicBoolean held = new AtomicBoolean();
      AtomicBoolean stop = new AtomicBoolean();
      h.go(
          () -> {
            m.lock();
            held.set(true);
            while (!stop.get()) {
              Thread.onSpinWait();
            }
            m.unlock();
          });
      Await.until("it is held", held::get);
      try {
        List<Integer> order = Harness.sharedList();
        for (int i = 0; i < 3; i++) {
          h.go(appendInside(m, order, i)).awaitParked();
        }
        assertEquals(List.of(), order);
      } finally {
        stop.set(true);
      }
    }
  }
}
