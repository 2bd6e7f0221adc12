package io.sudog.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.runtime.NotifyList;
import io.sudog.testing.Await;
import io.sudog.testing.Ends;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Seam;
import io.sudog.testing.Twin;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What may happen between the early end of a wait for a lock and the moment the waiter has left: a
 * seam lets it happen, on the waiter's own thread. Each passes with the original, and is one step
 * from a twin that does not.
 */
@DisplayName("A wait for a lock that was ended early and has not left yet")
class BoundedLockBrokenTwinTest {
  private static final String SEAM = "io.sudog.testing.Seam.pass(); ";
  private static final String PERMIT = "if (semaphore.tryAcquire()) { break; } Parking.gosched();";
  private static final Class<?> HERE = BoundedLockBrokenTwinTest.class;

  private static void assertEnded(Ends bound, Runnable wait) {
    RuntimeException thrown = assertThrows(RuntimeException.class, wait::run);
    assertSame(bound.err(), thrown);
  }

  // ---- Mutex ----------------------------------------------------------------------------------

  private static Twin mutex() {
    return Twin.of("core", Mutex.class)
        .replaceAfter("private boolean giveUp(", "while (true) {", SEAM + "while (true) {");
  }

  /** A mutex that is starving as soon as a woken waiter has lost, at a seam of its own. */
  private static Twin starving() {
    return mutex()
        .replace("STARVATION_NANOS = 1_000_000;", "STARVATION_NANOS = -1;")
        .replace("starving |=", SEAM + "starving |=");
  }

  @Test
  @DisplayName("on a Mutex takes what an unlock meant for it, and wakes others as ever")
  void mutexPermit() {
    for (Kind kind : Kind.values()) {
      mutex().assertPasses(HERE, "unlockMeanwhile", kind);
    }
    // It takes the lock, but leaves the mark that somebody is awake: later unlocks wake nobody.
    mutex()
        .replace("(free ? s | LOCKED : s) & ~WOKEN", "(free ? s | LOCKED : s)")
        .assertCaughtBy(HERE, "unlockMeanwhile", Kind.VIRTUAL);
    // It goes without looking for the permit that is on its way.
    mutex()
        .replace(PERMIT, "if (waiting == 0) { return false; } break;")
        .assertCaughtBy(HERE, "unlockMeanwhile", Kind.PLATFORM);
  }

  static void unlockMeanwhile(Kind kind) {
    Mutex m = new Mutex();
    m.lock();
    Ends bound = new Ends();
    try (Harness h = Harness.create()) {
      Harness.Child waiter =
          h.start(
                  kind,
                  () -> {
                    Seam.atNextPass(m::unlock);
                    m.lockUntil(bound);
                    assertEquals("mutex locked", m.toString());
                    m.unlock();
                  })
              .awaitParked();
      bound.end();
      waiter.join();
      assertWorks(h, kind, m);
    }
  }

  private static void assertWorks(Harness h, Kind kind, Mutex m) {
    assertEquals("mutex", m.toString());
    assertTrue(m.tryLock());
    Harness.Child one = h.start(kind, m::lock).awaitParked();
    m.unlock();
    one.join();
    Harness.Child other = h.start(Kind.PLATFORM, m::lock).awaitParked();
    m.unlock();
    other.join();
    m.unlock();
    assertTrue(m.tryLock());
    m.unlock();
  }

  @Test
  @DisplayName("on a Mutex does not wait for one that has come meanwhile and holds it")
  void mutexHeldByOthers() {
    Twin second =
        mutex().replace("if (semaphore.tryAcquire()) {", SEAM + "if (semaphore.tryAcquire()) {");
    for (Kind kind : Kind.values()) {
      second.assertPasses(HERE, "takenMeanwhile", kind);
    }
    mutex()
        .replace(PERMIT, SEAM + "semaphore.acquire(true, WaitReason.MUTEX_LOCK, this); break;")
        .assertCaughtBy(HERE, "takenMeanwhile", Kind.PLATFORM);
  }

  /**
   * The unlock has counted the waiter off and left a permit for it. Before it finds that, somebody
   * takes the lock, and somebody else the permit, with which that one loses and waits.
   */
  static void takenMeanwhile(Kind kind) {
    Mutex m = new Mutex();
    m.lock();
    Ends bound = new Ends();
    try (Harness h = Harness.create()) {
      Harness.Child[] newcomer = {null};
      Harness.Child waiter =
          h.start(
                  kind,
                  () -> {
                    Seam.atNextPass(
                        () -> {
                          m.unlock();
                          Seam.atNextPass(
                              () -> {
                                assertTrue(m.tryLock());
                                newcomer[0] = h.start(Kind.PLATFORM, m::lock).awaitParked();
                              });
                        });
                    assertEnded(bound, () -> m.lockUntil(bound));
                  })
              .awaitParked();
      bound.end();
      waiter.join();
      assertFalse(m.tryLock());
      m.unlock();
      newcomer[0].join();
      m.unlock();
      assertWorks(h, kind, m);
    }
  }

  @Test
  @DisplayName("on a starving Mutex keeps the lock that is handed to it")
  void mutexHandedOver() {
    for (Kind kind : Kind.values()) {
      starving().assertPasses(HERE, "handedOverMeanwhile", kind);
    }
    // It leaves all the same, and the lock that was handed over belongs to nobody.
    starving()
        .replace("&& !(waiting == 1 && (s & (LOCKED | STARVING)) == STARVING)", "")
        .assertCaughtBy(HERE, "handedOverMeanwhile", Kind.PLATFORM);
  }

  static void handedOverMeanwhile(Kind kind) {
    Mutex m = new Mutex();
    m.lock();
    Ends bound = new Ends();
    try (Harness h = Harness.create()) {
      Harness.Child waiter = starve(h, kind, m, bound, m::unlock, true);
      bound.end();
      waiter.join();
      assertWorks(h, kind, m);
    }
  }

  /** A bounded waiter that has been woken once and lost against its own thread's tryLock. */
  private static Harness.Child starve(
      Harness h, Kind kind, Mutex m, Ends bound, Runnable meanwhile, boolean gets) {
    Harness.Child waiter =
        h.start(
                kind,
                () -> {
                  Seam.atNextPass(
                      () -> {
                        assertTrue(m.tryLock());
                        Seam.atNextPass(meanwhile);
                      });
                  if (gets) {
                    m.lockUntil(bound);
                    assertEquals("mutex locked", m.toString());
                    m.unlock();
                  } else {
                    assertEnded(bound, () -> m.lockUntil(bound));
                  }
                })
            .awaitParked();
    m.unlock();
    Await.until("it starves", () -> m.toString().equals("mutex locked starving"));
    return waiter.awaitParked();
  }

  @Test
  @DisplayName("on a starving Mutex takes the starvation along, if it was the only one")
  void mutexStarvationEnds() {
    starving().assertPasses(HERE, "lastLeaves", Kind.GOROUTINE);
    starving().assertPasses(HERE, "lastLeaves", Kind.PLATFORM);
    starving()
        .replace("if (waiting == 1) { next &= ~STARVING; }", "")
        .assertCaughtBy(HERE, "lastLeaves", Kind.VIRTUAL);
  }

  static void lastLeaves(Kind kind) {
    Mutex m = new Mutex();
    m.lock();
    Ends bound = new Ends();
    try (Harness h = Harness.create()) {
      Harness.Child waiter = starve(h, kind, m, bound, () -> {}, false);
      bound.end();
      waiter.join();
      assertEquals("mutex locked", m.toString());
      m.unlock();
      assertWorks(h, kind, m);
    }
  }

  // ---- Cond -----------------------------------------------------------------------------------

  private static Twin list() {
    return Twin.of("core", NotifyList.class)
        .replace("if (!notified) { leave(sg); }", "if (!notified) { " + SEAM + "leave(sg); }");
  }

  @Test
  @DisplayName("on a Cond swallows no signal")
  void condSignal() {
    for (Kind kind : Kind.values()) {
      list().assertPasses(HERE, "signalMeanwhile", kind);
    }
    // A record that a signal takes as if nobody else could wake its waiter.
    list()
        .replace(SEAM, "sg.ticket = Sudog.UNCONTESTED; " + SEAM)
        .assertCaughtBy(HERE, "signalMeanwhile", Kind.PLATFORM);
  }

  static void signalMeanwhile(Kind kind) {
    Mutex m = new Mutex();
    Cond cond = new Cond(m);
    Ends bound = new Ends();
    try (Harness h = Harness.create()) {
      Harness.Child first =
          h.start(
                  kind,
                  () -> {
                    Seam.atNextPass(cond::signal);
                    m.lock();
                    assertEnded(bound, () -> cond.awaitUntil(bound));
                    m.unlock();
                  })
              .awaitParked();
      Harness.Child next = awaits(h, kind, m, cond);
      bound.end();
      first.join();
      next.join();
    }
  }

  private static Harness.Child awaits(Harness h, Kind kind, Mutex m, Cond cond) {
    return h.start(
            kind,
            () -> {
              m.lock();
              cond.await();
              m.unlock();
            })
        .awaitParked();
  }

  @Test
  @DisplayName("on a Cond that has left is not in the way of the next signal")
  void condLeft() {
    Twin.of("core", NotifyList.class).assertPasses(HERE, "signalLater", Kind.VIRTUAL);
    Twin.of("core", NotifyList.class)
        .replace("if (!notified) { leave(sg); }", "")
        .assertCaughtBy(HERE, "signalLater", Kind.VIRTUAL);
  }

  static void signalLater(Kind kind) {
    Mutex m = new Mutex();
    Cond cond = new Cond(m);
    Ends bound = new Ends();
    try (Harness h = Harness.create()) {
      // The same thread waits again: its record must not stand in the list twice.
      Harness.Child first =
          h.start(
                  kind,
                  () -> {
                    m.lock();
                    assertEnded(bound, () -> cond.awaitUntil(bound));
                    cond.await();
                    m.unlock();
                  })
              .awaitParked();
      Harness.Child second = awaits(h, kind, m, cond);
      bound.end();
      Await.until("it waits for good", first::isParked);
      cond.signal();
      second.join();
      first.awaitParked();
      cond.signal();
      first.join();
    }
  }

  // ---- WaitGroup ------------------------------------------------------------------------------

  private static Twin group() {
    return Twin.of("core", WaitGroup.class)
        .replace("leave(sg); throw bound.ended();", SEAM + "leave(sg); throw bound.ended();");
  }

  @Test
  @DisplayName("on a WaitGroup leaves no mark of itself, whatever the counter does")
  void waitGroup() {
    for (Kind kind : Kind.values()) {
      group().assertPasses(HERE, "doneMeanwhile", kind);
      group().assertPasses(HERE, "othersStay", kind);
      group().assertPasses(HERE, "waitsAgain", kind);
    }
    // The mark says that nobody waits while somebody does: the next done wakes nobody.
    group()
        .replace("if (queue.remove(sg) && queue.isEmpty()) {", "if (queue.remove(sg)) {")
        .assertCaughtBy(HERE, "othersStay", Kind.PLATFORM);
    // It takes off a mark that is another's: it was out of the queue, and that was not empty.
    group()
        .replace("if (queue.remove(sg) && queue.isEmpty()) {", "{")
        .assertCaughtBy(HERE, "doneMeanwhile", Kind.VIRTUAL);
    // Its record stays, and is in the way when its waiter waits again.
    group()
        .replace("if (queue.remove(sg) && queue.isEmpty()) {", "if (queue.isEmpty()) {")
        .assertCaughtBy(HERE, "waitsAgain", Kind.GOROUTINE);
  }

  /** All is done meanwhile, and the group in use again, with somebody that waits. */
  static void doneMeanwhile(Kind kind) {
    WaitGroup wg = new WaitGroup();
    wg.add(1);
    Ends bound = new Ends();
    try (Harness h = Harness.create()) {
      Harness.Child[] next = {null};
      Harness.Child waiter =
          h.start(
                  kind,
                  () -> {
                    Seam.atNextPass(
                        () -> {
                          wg.done();
                          wg.add(1);
                          next[0] = h.start(Kind.PLATFORM, wg::await).awaitParked();
                        });
                    assertEnded(bound, () -> wg.awaitUntil(bound));
                  })
              .awaitParked();
      bound.end();
      waiter.join();
      next[0].awaitParked();
      wg.done();
      next[0].join();
    }
  }

  static void othersStay(Kind kind) {
    WaitGroup wg = new WaitGroup();
    wg.add(1);
    Ends bound = new Ends();
    try (Harness h = Harness.create()) {
      Harness.Child first =
          h.start(kind, () -> assertEnded(bound, () -> wg.awaitUntil(bound))).awaitParked();
      Harness.Child other = h.start(kind, wg::await).awaitParked();
      bound.end();
      first.join();
      wg.done();
      other.join();
    }
  }

  static void waitsAgain(Kind kind) {
    WaitGroup wg = new WaitGroup();
    wg.add(1);
    Ends bound = new Ends();
    try (Harness h = Harness.create()) {
      Harness.Child first =
          h.start(
                  kind,
                  () -> {
                    assertEnded(bound, () -> wg.awaitUntil(bound));
                    wg.await();
                  })
              .awaitParked();
      Harness.Child other = h.start(kind, wg::await).awaitParked();
      bound.end();
      Await.until("it waits for good", first::isParked);
      wg.done();
      first.join();
      other.join();
      wg.add(1);
      h.start(kind, wg::await).awaitParked();
      wg.done();
    }
  }
}
