package io.sudog.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import org.junit.jupiter.api.DisplayName;

/** What Go's RWMutex does for each caller; RWMutexOrderConformanceTest says who waits for whom. */
@DisplayName("A read-write mutex as in Go")
class RWMutexConformanceTest {
  private static final String UNLOCK = "sync: Unlock of unlocked RWMutex";
  private static final String RUNLOCK = "sync: RUnlock of unlocked RWMutex";

  private static void assertFree(RWMutex m) {
    assertTrue(m.tryLock(), m::toString);
    m.unlock();
    assertTrue(m.tryRLock(), m::toString);
    assertTrue(m.tryRLock(), m::toString);
    m.rUnlock();
    m.rUnlock();
  }

  // ---- misuse ---------------------------------------------------------------------------------

  private static void assertMisuse(String words, Runnable call) {
    assertEquals(words, assertThrows(IllegalMonitorStateException.class, call::run).getMessage());
  }

  @Kinds
  @DisplayName("Y03 an unlock of an unlocked side throws in Go's words, and does no harm")
  void y03Misuse(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            RWMutex m = new RWMutex();
            assertMisuse(UNLOCK, m::unlock);
            assertMisuse(RUNLOCK, m::rUnlock);
            assertMisuse(RUNLOCK, m.rLocker()::unlock);
            m.rLock();
            assertMisuse(UNLOCK, m::unlock);
            assertFalse(m.tryLock());
            m.rUnlock();
            assertMisuse(RUNLOCK, m::rUnlock);
            m.lock();
            assertMisuse(RUNLOCK, m::rUnlock);
            assertFalse(m.tryRLock());
            m.unlock();
            assertMisuse(UNLOCK, m::unlock);
            assertFree(m);
          });
    }
  }

  @Kinds
  @DisplayName("Y02 any goroutine or thread may unlock either side")
  void y02NotOwned(Kind kind) {
    for (Kind other : Kind.values()) {
      try (Harness h = Harness.create()) {
        RWMutex m = new RWMutex();
        h.run(kind, m::lock);
        Harness.Child reader = h.start(kind, m::rLock).awaitParked();
        h.run(other, m::unlock);
        reader.join();
        Harness.Child writer = h.start(kind, m::lock).awaitParked();
        h.run(other, m::rUnlock);
        writer.join();
        h.run(other, m::unlock);
        assertFree(m);
      }
    }
  }

  // ---- trying ---------------------------------------------------------------------------------

  @Kinds
  @DisplayName("Y09 a try-lock fails while it is read- or write-locked, a try-read-lock only then")
  void y09Try(Kind kind) {
    try (Harness h = Harness.create()) {
      RWMutex m = new RWMutex();
      h.run(
          kind,
          () -> {
            assertTrue(m.tryLock());
            assertFalse(m.tryLock());
            assertFalse(m.tryRLock());
            m.unlock();
            assertTrue(m.tryRLock());
            assertTrue(m.tryRLock());
            assertFalse(m.tryLock());
            m.rUnlock();
            assertFalse(m.tryLock());
            m.rUnlock();
            assertTrue(m.tryLock());
            m.unlock();
          });
    }
  }

  @Kinds
  @DisplayName("Y09 what was tried in vain leaves nothing behind")
  void y09FailedTryLeavesNothing(Kind kind) {
    try (Harness h = Harness.create()) {
      RWMutex m = new RWMutex();
      h.run(kind, m::rLock);
      h.run(kind, () -> assertFalse(m.tryLock()));
      h.run(kind, m::rLock);
      m.rUnlock();
      m.rUnlock();
      h.run(kind, m::lock);
      h.run(kind, () -> assertFalse(m.tryRLock()));
      h.run(kind, () -> assertFalse(m.tryLock()));
      m.unlock();
      h.run(kind, m::lock);
      Harness.Child reader = h.start(kind, m::rLock).awaitParked();
      m.unlock();
      reader.join();
      m.rUnlock();
      assertFree(m);
    }
  }

  @Kinds
  @DisplayName("Y09 a try-lock that succeeds is a lock like any other")
  void y09TryLockExcludes(Kind kind) {
    try (Harness h = Harness.create()) {
      RWMutex m = new RWMutex();
      h.run(kind, () -> assertTrue(m.tryLock()));
      Harness.Child reader = h.start(kind, m::rLock).awaitParked();
      Harness.Child writer = h.start(kind, m::lock).awaitParked();
      m.unlock();
      reader.join();
      writer.awaitParked();
      m.rUnlock();
      writer.join();
      m.unlock();
      h.run(kind, () -> assertTrue(m.tryRLock()));
      Harness.Child last = h.start(kind, m::lock).awaitParked();
      m.rUnlock();
      last.join();
    }
  }

  // ---- the read side --------------------------------------------------------------------------

  @Kinds
  @DisplayName("Y10 rLocker is the read side as a Locker")
  void y10ReadLocker(Kind kind) {
    try (Harness h = Harness.create()) {
      RWMutex m = new RWMutex();
      Locker side = m.rLocker();
      for (int i = 0; i < 10; i++) {
        h.run(
            kind,
            () -> {
              side.lock();
              side.lock();
            });
        Harness.Child writer = h.start(kind, m::lock).awaitParked();
        h.run(kind, side::unlock);
        writer.awaitParked();
        h.run(kind, i % 2 == 0 ? side::unlock : m::rUnlock);
        writer.join();
        Harness.Child reader = h.start(kind, side::lock).awaitParked();
        m.unlock();
        reader.join();
        m.rLocker().unlock();
      }
      assertFree(m);
    }
  }
}
