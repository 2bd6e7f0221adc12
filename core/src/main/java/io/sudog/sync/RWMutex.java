package io.sudog.sync;

import io.sudog.runtime.Parking;
import io.sudog.runtime.Semaphore;
import io.sudog.runtime.WaitReason;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A lock that many may hold for reading or one for writing: Go's {@code sync.RWMutex}. A waiting
 * writer keeps new readers out, so taking the read lock twice in one goroutine can deadlock; all
 * readers that wait when a writer unlocks enter before the next writer. Not owned.
 */
public final class RWMutex implements Locker {
  // More readers than there can be: taken off `readers` while a writer is there or waits, so that
  // one look tells a reader both.
  private static final int MAX_READERS = 1 << 30;

  private final Mutex writers = new Mutex();
  private final Semaphore writerSleeps = new Semaphore();
  private final Semaphore readersSleep = new Semaphore();

  // Readers that hold or wait, minus MAX_READERS while there is a writer.
  private final AtomicInteger readers = new AtomicInteger();

  // Readers the writer waits for.
  private final AtomicInteger departing = new AtomicInteger();
  private final Locker readSide = new ReadSide();

  /** Makes an unlocked lock. */
  public RWMutex() {}

  /** Takes the lock for reading, waiting for writers: Go's {@code RLock}. */
  public void rLock() {
    Parking.checkpoint();
    if (readers.incrementAndGet() < 0) {
      readersSleep.acquire(false, WaitReason.RWMUTEX_RLOCK, this);
    }
  }

  /**
   * Takes the lock for reading if no writer has it or waits for it: Go's {@code TryRLock}.
   *
   * @return true when taken
   */
  public boolean tryRLock() {
    Parking.checkpoint();
    while (true) {
      int n = readers.get();
      if (n < 0) {
        return false;
      }
      if (readers.compareAndSet(n, n + 1)) {
        return true;
      }
    }
  }

  /**
   * Gives a read lock back: Go's {@code RUnlock}.
   *
   * @throws IllegalMonitorStateException "sync: RUnlock of unlocked RWMutex"
   */
  public void rUnlock() {
    while (true) {
      int n = readers.get();
      if (n == 0 || n == -MAX_READERS) {
        throw new IllegalMonitorStateException("sync: RUnlock of unlocked RWMutex");
      }
      if (readers.compareAndSet(n, n - 1)) {
        // WAKEUP: a writer waits for those it counted when it announced itself; the last one of
        // them to leave wakes it. The writer's own addAndGet settles who is last.
        if (n < 0 && departing.decrementAndGet() == 0) {
          writerSleeps.release(false);
        }
        return;
      }
    }
  }

  /** Takes the lock for writing, waiting for all others. */
  @Override
  public void lock() {
    Parking.checkpoint();
    writers.lock(WaitReason.RWMUTEX_LOCK, this);
    int n = readers.getAndAdd(-MAX_READERS);
    if (n != 0 && departing.addAndGet(n) != 0) {
      writerSleeps.acquire(false, WaitReason.RWMUTEX_LOCK, this);
    }
  }

  /**
   * Takes the lock for writing if nobody holds it: Go's {@code TryLock}.
   *
   * @return true when taken
   */
  public boolean tryLock() {
    if (!writers.tryLock()) {
      return false;
    }
    if (!readers.compareAndSet(0, -MAX_READERS)) {
      writers.unlock();
      return false;
    }
    return true;
  }

  /**
   * Gives the write lock back.
   *
   * @throws IllegalMonitorStateException "sync: Unlock of unlocked RWMutex"
   */
  @Override
  public void unlock() {
    int n;
    do {
      n = readers.get();
      if (n >= 0) {
        throw new IllegalMonitorStateException("sync: Unlock of unlocked RWMutex");
      }
    } while (!readers.compareAndSet(n, n + MAX_READERS));
    for (int i = n + MAX_READERS; i > 0; i--) {
      readersSleep.release(false);
    }
    writers.unlock();
  }

  /**
   * The read side as a lock of its own: Go's {@code RLocker}.
   *
   * @return a view, always the same
   */
  public Locker rLocker() {
    return readSide;
  }

  private final class ReadSide implements Locker {
    @Override
    public void lock() {
      rLock();
    }

    @Override
    public void unlock() {
      rUnlock();
    }
  }

  /** For dumps. */
  @Override
  public String toString() {
    int n = readers.get();
    return n < 0 ? "rwmutex, writer" : "rwmutex, " + n + " readers";
  }
}
