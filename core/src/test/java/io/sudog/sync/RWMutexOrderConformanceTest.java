package io.sudog.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.core.DeadlockException;
import io.sudog.core.Go;
import io.sudog.core.Goroutine;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Processors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;

/** Who waits for whom in Go's RWMutex, and who goes first. */
@DisplayName("Readers and writers as in Go")
class RWMutexOrderConformanceTest {
  private static void assertFree(RWMutex m) {
    assertTrue(m.tryLock(), m::toString);
    m.unlock();
    assertTrue(m.tryRLock(), m::toString);
    assertTrue(m.tryRLock(), m::toString);
    m.rUnlock();
    m.rUnlock();
  }

  // ---- readers and writers --------------------------------------------------------------------

  @Processors
  @DisplayName("Y07 many read at once")
  void y07ParallelReaders(int processors) {
    for (int n : new int[] {1, 3, 4, 10}) {
      RWMutex m = new RWMutex();
      CountDownLatch all = new CountDownLatch(n);
      try (Harness h = Harness.create(processors)) {
        for (int i = 0; i < n; i++) {
          h.start(
              Kind.mixed(i),
              () -> {
                m.rLock();
                all.countDown();
                // Nobody leaves before all are in.
                all.await();
                m.rUnlock();
              });
        }
      }
      assertFree(m);
    }
  }

  @Kinds
  @DisplayName("Y07 a writer waits for all readers, readers and writers wait for the writer")
  void y07Exclusion(Kind kind) {
    for (Kind other : Kind.values()) {
      try (Harness h = Harness.create()) {
        RWMutex m = new RWMutex();
        h.run(kind, m::rLock);
        h.run(other, m::rLock);
        Harness.Child writer = h.start(kind, m::lock).awaitParked();
        h.run(kind, m::rUnlock);
        writer.awaitParked();
        h.run(other, m::rUnlock);
        writer.join();
        Harness.Child reader = h.start(kind, m::rLock).awaitParked();
        Harness.Child second = h.start(other, m::lock).awaitParked();
        h.run(other, m::unlock);
        reader.join();
        second.awaitParked();
        h.run(kind, m::rUnlock);
        second.join();
        h.run(kind, m::unlock);
        assertFree(m);
      }
    }
  }

  @Kinds
  @DisplayName("Y07 the waits are not ended by an interrupt, whose status is kept")
  void y07Interrupt(Kind kind) {
    for (boolean write : new boolean[] {false, true}) {
      try (Harness h = Harness.create()) {
        RWMutex m = new RWMutex();
        AtomicBoolean unlocked = new AtomicBoolean();
        Locker side = write ? m : m.rLocker();
        m.lock();
        Harness.Child waiter =
            h.start(
                    kind,
                    () -> {
                      side.lock();
                      assertTrue(unlocked.get());
                      assertTrue(Thread.interrupted());
                      side.unlock();
                    })
                .awaitParked();
        waiter.thread().interrupt();
        waiter.awaitParked();
        unlocked.set(true);
        m.unlock();
      }
    }
  }

  /** Plain fields that only the lock orders; and how many of which sort are inside. */
  private static final class Hall {
    private static final int WRITER = 10_000;
    final AtomicInteger activity = new AtomicInteger();
    int a;
    int b;

    private static void linger() {
      if (ThreadLocalRandom.current().nextInt(8) == 0) {
        Go.gosched();
      } else {
        for (int i = 0; i < 100; i++) {
          Thread.onSpinWait();
        }
      }
    }

    void read() {
      int n = activity.incrementAndGet();
      assertTrue(n >= 1 && n < WRITER, () -> "a reader sees " + n);
      linger();
      assertEquals(a, -b);
      activity.decrementAndGet();
    }

    void write() {
      int n = activity.addAndGet(WRITER);
      assertEquals(WRITER, n, "a writer is not alone");
      a++;
      linger();
      b--;
      activity.addAndGet(-WRITER);
    }
  }

  @Processors
  @DisplayName("Y07 under load no reader meets a writer, no writer another")
  void y07Hammer(int processors) {
    int each = 300;
    for (int readers : new int[] {1, 3, 10}) {
      RWMutex m = new RWMutex();
      Hall hall = new Hall();
      try (Harness h = Harness.create(processors)) {
        for (int i = 0; i < 2; i++) {
          h.start(
              Kind.mixed(i),
              () -> {
                for (int k = 0; k < each; k++) {
                  m.lock();
                  hall.write();
                  m.unlock();
                }
              });
        }
        for (int i = 0; i < readers; i++) {
          h.start(
              Kind.mixed(i + 1),
              () -> {
                for (int k = 0; k < each; k++) {
                  m.rLock();
                  hall.read();
                  m.rUnlock();
                }
              });
        }
      }
      assertEquals(2 * each, hall.a);
      assertFree(m);
    }
  }

  // ---- who goes first -------------------------------------------------------------------------

  @Kinds
  @DisplayName("Y08 a waiting writer keeps new readers out")
  void y08WriterKeepsReadersOut(Kind kind) {
    try (Harness h = Harness.create()) {
      RWMutex m = new RWMutex();
      List<String> order = Harness.sharedList();
      m.rLock();
      h.start(
              kind,
              () -> {
                m.lock();
                order.add("writer");
                m.unlock();
              })
          .awaitParked();
      h.run(kind, () -> assertFalse(m.tryRLock()));
      for (int i = 0; i < 3; i++) {
        h.start(
                kind,
                () -> {
                  m.rLock();
                  order.add("reader");
                  m.rUnlock();
                })
            .awaitParked();
      }
      assertEquals(List.of(), order);
      m.rUnlock();
      h.join();
      assertEquals(List.of("writer", "reader", "reader", "reader"), order);
      assertFree(m);
    }
  }

  @Processors
  @DisplayName("Y08 so a read lock taken twice deadlocks when a writer comes in between")
  void y08RecursiveReadLock(int processors) {
    AtomicInteger steps = new AtomicInteger();
    assertThrows(
        DeadlockException.class,
        () ->
            Harness.program(
                processors,
                () -> {
                  RWMutex m = new RWMutex();
                  m.rLock();
                  Goroutine writer = Go.go(m::lock);
                  Await.waiting(writer, "sync.RWMutex.Lock");
                  steps.incrementAndGet();
                  m.rLock();
                  steps.incrementAndGet();
                }));
    assertEquals(1, steps.get());
  }

  @Kinds
  @DisplayName("Y08 when a writer unlocks, all that wait to read enter before the next writer")
  void y08ReadersBeforeNextWriter(Kind kind) {
    int n = 4;
    try (Harness h = Harness.create()) {
      RWMutex m = new RWMutex();
      CountDownLatch in = new CountDownLatch(n);
      CountDownLatch out = new CountDownLatch(1);
      AtomicBoolean written = new AtomicBoolean();
      m.lock();
      List<Harness.Child> readers = new ArrayList<>();
      Harness.Child writer = null;
      for (int i = 0; i < n; i++) {
        readers.add(
            h.start(
                    kind,
                    () -> {
                      m.rLock();
                      in.countDown();
                      out.await();
                      assertFalse(written.get());
                      m.rUnlock();
                    })
                .awaitParked());
        if (i == 0) {
          // It comes before most of them.
          writer =
              h.start(
                      kind,
                      () -> {
                        m.lock();
                        written.set(true);
                        m.unlock();
                      })
                  .awaitParked();
        }
      }
      m.unlock();
      Await.until("all read at once", () -> in.getCount() == 0);
      writer.awaitParked();
      out.countDown();
      readers.forEach(Harness.Child::join);
      writer.join();
      assertTrue(written.get());
      assertFree(m);
    }
  }

  @Kinds
  @DisplayName("Y08 readers do not keep a writer out, however many come and go")
  void y08ReadersDoNotStarveTheWriter(Kind kind) {
    try (Harness h = Harness.create()) {
      RWMutex m = new RWMutex();
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger reads = new AtomicInteger();
      // They give way while they hold it, so there is nearly always one inside.
      for (int i = 0; i < 3; i++) {
        h.start(
            Kind.mixed(i),
            () -> {
              while (!stop.get()) {
                m.rLock();
                reads.incrementAndGet();
                Go.gosched();
                m.rUnlock();
              }
            });
      }
      try {
        h.run(
            kind,
            () -> {
              for (int i = 0; i < 20; i++) {
                int before = reads.get();
                Await.until("it is read", () -> reads.get() > before);
                m.lock();
                m.unlock();
              }
            });
      } finally {
        stop.set(true);
      }
    }
  }
}
