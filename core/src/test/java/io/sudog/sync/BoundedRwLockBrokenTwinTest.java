package io.sudog.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.testing.Await;
import io.sudog.testing.Ends;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Seam;
import io.sudog.testing.Twin;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** As BoundedLockBrokenTwinTest, for readers and writers. */
@DisplayName("A wait for a read or write lock that was ended early and has not left yet")
class BoundedRwLockBrokenTwinTest {
  private static final String SEAM = "io.sudog.testing.Seam.pass(); ";
  private static final String READER_LEAVES =
      "guard.lock(); readerQueue.remove(sg); guard.unlock();";
  private static final String WRITER_LEAVES =
      "guard.lock(); writerQueue.remove(sg); letReadersIn();";
  private static final Class<?> HERE = BoundedRwLockBrokenTwinTest.class;

  private static Twin original() {
    return Twin.of("core", RWMutex.class);
  }

  private static Twin reader() {
    return original().replace(READER_LEAVES, SEAM + READER_LEAVES);
  }

  private static Twin writer() {
    return original().replace(WRITER_LEAVES, SEAM + WRITER_LEAVES);
  }

  private static void assertEnded(Ends bound, Runnable wait) {
    RuntimeException thrown = assertThrows(RuntimeException.class, wait::run);
    assertSame(bound.err(), thrown);
  }

  private static void assertFree(Harness h, Kind kind, RWMutex lock) {
    assertEquals("rwmutex, 0 readers", lock.toString());
    assertTrue(lock.tryLock());
    Harness.Child reads = h.start(kind, lock::rLock).awaitParked();
    lock.unlock();
    reads.join();
    Harness.Child writes = h.start(kind, lock::lock).awaitParked();
    lock.rUnlock();
    writes.join();
    lock.unlock();
  }

  // ---- a writer -------------------------------------------------------------------------------

  @Test
  @DisplayName("for writing, lets the readers in that it has kept waiting, beside the one inside")
  void writerLetsReadersIn() {
    for (Kind kind : Kind.values()) {
      original().assertPasses(HERE, "readersBehindWriter", kind);
    }
    original()
        .replace(
            WRITER_LEAVES,
            "guard.lock(); writerQueue.remove(sg); readers.getAndAdd(WRITER); guard.unlock();"
                + " writers.unlock();")
        .assertCaughtBy(HERE, "readersBehindWriter", Kind.PLATFORM);
    // It keeps the other writers out.
    original()
        .replace(WRITER_LEAVES, WRITER_LEAVES + " writers.lock();")
        .assertCaughtBy(HERE, "readersBehindWriter", Kind.VIRTUAL);
    // New readers still find a writer, which nobody is.
    original()
        .replace(WRITER_LEAVES, WRITER_LEAVES + " readers.getAndAdd(-WRITER);")
        .assertCaughtBy(HERE, "readersBehindWriter", Kind.GOROUTINE);
  }

  static void readersBehindWriter(Kind kind) {
    RWMutex lock = new RWMutex();
    lock.rLock();
    Ends bound = new Ends();
    try (Harness h = Harness.create()) {
      Harness.Child writes =
          h.start(kind, () -> assertEnded(bound, () -> lock.lockUntil(bound))).awaitParked();
      Harness.Child one = h.start(kind, lock::rLock).awaitParked();
      Harness.Child other = h.start(Kind.PLATFORM, lock::rLock).awaitParked();
      assertFalse(lock.tryRLock());
      bound.end();
      writes.join();
      one.join();
      other.join();
      assertEquals("rwmutex, 3 readers", lock.toString());
      assertTrue(lock.tryRLock());
      for (int i = 0; i < 4; i++) {
        lock.rUnlock();
      }
      assertFree(h, kind, lock);
    }
  }

  @Test
  @DisplayName("for writing, gets no lock from the last reader, and leaves none behind")
  void writerAfterLastReader() {
    for (Kind kind : Kind.values()) {
      writer().assertPasses(HERE, "lastReaderMeanwhile", kind);
    }
    // It takes its absence from the queue for somebody else's care.
    original()
        .replace(
            WRITER_LEAVES,
            SEAM
                + "guard.lock(); if (writerQueue.remove(sg)) { letReadersIn(); }"
                + " else { guard.unlock(); }")
        .assertCaughtBy(HERE, "lastReaderMeanwhile", Kind.PLATFORM);
  }

  static void lastReaderMeanwhile(Kind kind) {
    RWMutex lock = new RWMutex();
    lock.rLock();
    Ends bound = new Ends();
    try (Harness h = Harness.create()) {
      Harness.Child writes =
          h.start(
                  kind,
                  () -> {
                    Seam.atNextPass(lock::rUnlock);
                    assertEnded(bound, () -> lock.lockUntil(bound));
                  })
              .awaitParked();
      Harness.Child reads = h.start(kind, lock::rLock).awaitParked();
      bound.end();
      writes.join();
      reads.join();
      lock.rUnlock();
      assertFree(h, kind, lock);
    }
  }

  @Test
  @DisplayName("for writing, is not in its own way when it waits again")
  void writerAgain() {
    original().assertPasses(HERE, "writesAgain", Kind.GOROUTINE);
    original().assertPasses(HERE, "writesAgain", Kind.PLATFORM);
    original()
        .replace(WRITER_LEAVES, "guard.lock(); letReadersIn();")
        .assertCaughtBy(HERE, "writesAgain", Kind.VIRTUAL);
  }

  static void writesAgain(Kind kind) {
    RWMutex lock = new RWMutex();
    lock.rLock();
    Ends bound = new Ends();
    try (Harness h = Harness.create()) {
      Harness.Child writes =
          h.start(
                  kind,
                  () -> {
                    assertEnded(bound, () -> lock.lockUntil(bound));
                    lock.lock();
                    lock.unlock();
                  })
              .awaitParked();
      bound.end();
      Await.until("it waits for good", writes::isParked);
      lock.rUnlock();
      writes.join();
      assertFree(h, kind, lock);
    }
  }

  // ---- a reader -------------------------------------------------------------------------------

  @Test
  @DisplayName("for reading, is not counted by the writer that leaves")
  void readerNotCounted() {
    for (Kind kind : Kind.values()) {
      reader().assertPasses(HERE, "writerLeavesMeanwhile", kind);
    }
    // It believes the writer has counted it, because it is not in the queue any more.
    original()
        .replace(
            READER_LEAVES,
            SEAM
                + "guard.lock(); boolean in = !readerQueue.remove(sg); guard.unlock();"
                + " if (in) { readers.decrementAndGet(); }")
        .assertCaughtBy(HERE, "writerLeavesMeanwhile", Kind.VIRTUAL);
  }

  static void writerLeavesMeanwhile(Kind kind) {
    RWMutex lock = new RWMutex();
    lock.lock();
    Ends bound = new Ends();
    try (Harness h = Harness.create()) {
      Harness.Child reads =
          h.start(
                  kind,
                  () -> {
                    Seam.atNextPass(lock::unlock);
                    assertEnded(bound, () -> lock.rLockUntil(bound));
                  })
              .awaitParked();
      Harness.Child other = h.start(kind, lock::rLock).awaitParked();
      bound.end();
      reads.join();
      other.join();
      assertEquals("rwmutex, 1 readers", lock.toString());
      lock.rUnlock();
      assertFree(h, kind, lock);
    }
  }

  @Test
  @DisplayName("for reading, is not in its own way when it waits again")
  void readerAgain() {
    original().assertPasses(HERE, "readsAgain", Kind.GOROUTINE);
    original().assertPasses(HERE, "readsAgain", Kind.PLATFORM);
    original().replace(READER_LEAVES, "").assertCaughtBy(HERE, "readsAgain", Kind.VIRTUAL);
  }

  static void readsAgain(Kind kind) {
    RWMutex lock = new RWMutex();
    lock.lock();
    Ends bound = new Ends();
    try (Harness h = Harness.create()) {
      Harness.Child reads =
          h.start(
                  kind,
                  () -> {
                    assertEnded(bound, () -> lock.rLockUntil(bound));
                    lock.rLock();
                    lock.rUnlock();
                  })
              .awaitParked();
      Harness.Child other = h.start(kind, lock::rLock).awaitParked();
      bound.end();
      Await.until("it waits for good", reads::isParked);
      lock.unlock();
      reads.join();
      other.join();
      lock.rUnlock();
      assertFree(h, kind, lock);
    }
  }
}
