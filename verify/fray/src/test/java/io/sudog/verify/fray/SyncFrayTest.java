package io.sudog.verify.fray;

import static io.sudog.verify.fray.Interleavings.assertDeadlocks;
import static io.sudog.verify.fray.Interleavings.explore;
import static io.sudog.verify.fray.Interleavings.together;
import static io.sudog.verify.fray.Interleavings.twin;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sudog.runtime.NotifyList;
import io.sudog.runtime.Semaphore;
import io.sudog.sync.Cond;
import io.sudog.sync.Mutex;
import io.sudog.sync.RWMutex;
import io.sudog.sync.WaitGroup;
import io.sudog.testing.Twin;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Park and ready of foreign threads, through Go's package sync. */
@DisplayName("Package sync between threads")
class SyncFrayTest {
  @Test
  @DisplayName("mutex: three threads, one at a time")
  void mutex() {
    explore(SyncFrayTest::threeLockers);
  }

  /**
   * Fray takes time for each step, but not the millisecond that starvation needs: a twin that
   * lowers it goes through the hand-off in every interleaving.
   */
  @Test
  @DisplayName("mutex, handed over as after a millisecond of waiting")
  void starvingMutex() {
    starving().assertPasses(SyncFrayTest.class, "mutex");
  }

  private static Twin starving() {
    return twin("core", Mutex.class)
        .replace("STARVATION_NANOS = 1_000_000", "STARVATION_NANOS = -1");
  }

  private static void threeLockers() throws InterruptedException {
    Mutex mutex = new Mutex();
    AtomicInteger inside = new AtomicInteger();
    Interleavings.Body locker =
        () -> {
          for (int i = 0; i < 2; i++) {
            mutex.lock();
            assertEquals(1, inside.incrementAndGet());
            inside.decrementAndGet();
            mutex.unlock();
          }
        };
    together(locker, locker, locker);
  }

  @Test
  @DisplayName("wait group: two wait, two are done")
  void waitGroup() {
    explore(
        () -> {
          WaitGroup group = new WaitGroup();
          AtomicInteger done = new AtomicInteger();
          group.add(2);
          Interleavings.Body worker =
              () -> {
                done.incrementAndGet();
                group.done();
              };
          Interleavings.Body waiter =
              () -> {
                group.await();
                assertEquals(2, done.get());
              };
          together(worker, worker, waiter, waiter);
        });
  }

  @Test
  @DisplayName("condition: each signal wakes one")
  void cond() {
    explore(
        () -> {
          Mutex mutex = new Mutex();
          Cond cond = new Cond(mutex);
          AtomicInteger tokens = new AtomicInteger();
          Interleavings.Body taker =
              () -> {
                mutex.lock();
                while (tokens.get() == 0) {
                  cond.await();
                }
                tokens.decrementAndGet();
                mutex.unlock();
              };
          Interleavings.Body giver =
              () -> {
                for (int i = 0; i < 2; i++) {
                  mutex.lock();
                  tokens.incrementAndGet();
                  mutex.unlock();
                  cond.signal();
                }
              };
          together(taker, taker, giver);
        });
  }

  @Test
  @DisplayName("read-write mutex: two readers, two writers")
  void rwMutex() {
    explore(
        () -> {
          RWMutex lock = new RWMutex();
          AtomicInteger readers = new AtomicInteger();
          AtomicInteger writers = new AtomicInteger();
          Interleavings.Body reader =
              () -> {
                lock.rLock();
                readers.incrementAndGet();
                assertEquals(0, writers.get());
                readers.decrementAndGet();
                lock.rUnlock();
              };
          Interleavings.Body writer =
              () -> {
                lock.lock();
                assertEquals(1, writers.incrementAndGet());
                assertEquals(0, readers.get());
                writers.decrementAndGet();
                lock.unlock();
              };
          together(reader, reader, writer, writer);
        });
  }

  @Test
  @DisplayName("canary: unlock does not release the semaphore")
  void mutexWithoutRelease() {
    Twin twin = twin("core", Mutex.class).replace("semaphore.release(false);", "");
    assertDeadlocks(twin, SyncFrayTest.class, "mutex");
  }

  @Test
  @DisplayName("canary: a permit for nobody is dropped")
  void semaphoreDropsPermit() {
    Twin twin = twin("core", Semaphore.class).replace("permits++;", "");
    assertDeadlocks(twin, SyncFrayTest.class, "mutex");
  }

  @Test
  @DisplayName("canary: the starving mutex is not handed over")
  void starvingWithoutHandOff() {
    Twin twin = starving().replace("semaphore.release(true);", "");
    assertDeadlocks(twin, SyncFrayTest.class, "mutex");
  }

  @Test
  @DisplayName("canary: a wait that begins while the count reaches zero is forgotten")
  void waitGroupWithoutGuard() {
    Twin twin =
        twin("core", WaitGroup.class)
            .replace(
                "if (count == 0 && (s & WAITERS) != 0) {",
                "if (count == 0 && (s & WAITERS) != 0 && queue.isEmpty()) {");
    assertDeadlocks(twin, SyncFrayTest.class, "waitGroup");
  }

  @Test
  @DisplayName("canary: the condition enlists after unlocking")
  void condEnlistsLate() {
    Twin twin =
        twin("core", Cond.class)
            .replace("list.enlist(sg); boolean unlocked", "boolean unlocked")
            .replace("unlocked = true; }", "unlocked = true; list.enlist(sg); }");
    assertDeadlocks(twin, SyncFrayTest.class, "cond");
  }

  @Test
  @DisplayName("canary: a notified record's waiter is taken for not yet prepared")
  void notifyBeforePrepared() {
    Twin twin =
        twin("core", NotifyList.class)
            .replace(
                "sg.prepared = true; unlock();", "unlock(); Thread.yield(); sg.prepared = true;");
    assertDeadlocks(twin, SyncFrayTest.class, "cond");
  }

  @Test
  @DisplayName("canary: the last reader wakes no writer")
  void lastReaderForgets() {
    Twin twin = twin("core", RWMutex.class).replace("wakeWriter(); } return;", "} return;");
    assertDeadlocks(twin, SyncFrayTest.class, "rwMutex");
  }

  @Test
  @DisplayName("canary: a reader on its way out of the word leaves the writer asleep")
  void leavingReaderForgets() {
    Twin twin =
        twin("core", RWMutex.class)
            .replace(
                "readers.decrementAndGet() == -WRITER ? writerQueue.dequeue() : null;",
                "readers.decrementAndGet() == -WRITER ? null : null;");
    assertDeadlocks(twin, SyncFrayTest.class, "rwMutex");
  }
}
