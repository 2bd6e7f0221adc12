package io.sudog.sync;

import io.sudog.core.Cancellation;
import io.sudog.runtime.Bound;
import io.sudog.runtime.NotifyList;
import io.sudog.runtime.Parking;
import io.sudog.runtime.SpinLock;
import io.sudog.runtime.Sudog;
import io.sudog.runtime.WaitQueue;
import io.sudog.runtime.WaitReason;
import io.sudog.runtime.Waiter;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/*
 * The word `readers`: how many hold the lock for reading, minus WRITER while a writer holds the lock
 * or waits for them to leave. So one fetch-and-add tells a reader all it needs.
 *
 * GUARD: the step from no writer to a writer and back, and both queues, belong to `guard`. Readers
 * that wait are in the queue and not in the word; a reader that came while there is a writer is in
 * the word for a moment, until it has the guard.
 *
 * INVARIANT RW-1: outside the guard, readers are queued only while the word is negative; a writer is
 * queued only while the word is above -WRITER, or while the reader that took it there is on its way
 * to the guard.
 *
 * WAKEUP: the writer, under the guard: add -WRITER, enqueue unless nobody holds / the last reader:
 * step to -WRITER, then, under the guard, look for the writer. A reader that waits, under the guard:
 * sees the word negative, enqueues / the writer's unlock, under the guard: take all, make the word
 * positive.
 *
 * GO: Go counts waiting readers in the word, too, and a second word counts whom the writer waits
 * for. A wait that a context may end could not be taken back from those counts exactly.
 */
/**
 * A lock that many may hold for reading or one for writing: Go's {@code sync.RWMutex}. A waiting
 * writer keeps new readers out, so taking the read lock twice in one goroutine can deadlock; all
 * readers that wait when a writer unlocks enter before the next writer. Not owned.
 */
public final class RWMutex implements Locker {
  // More readers than there can be.
  private static final int WRITER = 1 << 30;

  // The one writer at a time.
  private final Mutex writers = new Mutex();

  private final AtomicInteger readers = new AtomicInteger();
  private final SpinLock guard = new SpinLock();
  private final WaitQueue readerQueue = new WaitQueue();
  private final WaitQueue writerQueue = new WaitQueue();
  private final Locker readSide = new ReadSide();

  /** Makes an unlocked lock. */
  public RWMutex() {}

  // ---- reading --------------------------------------------------------------------------------

  /** Takes the lock for reading, waiting for writers: Go's {@code RLock}. */
  public void rLock() {
    Parking.checkpoint();
    if (readers.incrementAndGet() < 0) {
      rLockSlow(null);
    }
  }

  /**
   * Takes the lock for reading, waiting for it no longer than a context goes on.
   *
   * @param bound ends the wait; a {@code Context}, say. Where it has ended already the lock is not
   *     taken, even if it is free. What is thrown is its {@link Cancellation#err} itself.
   */
  public void rLockUntil(Cancellation bound) {
    Bound.check(bound);
    Parking.checkpoint();
    if (!tryEnter()) {
      try (Bound wait = Bound.by(bound)) {
        readers.incrementAndGet();
        rLockSlow(wait);
      }
    }
  }

  /**
   * Takes the lock for reading, waiting for it until the calling thread is interrupted. For threads
   * that are no goroutines: a goroutine's wait is not ended by an interrupt.
   *
   * @throws InterruptedException when the thread is interrupted; the lock is not taken then
   */
  @SuppressWarnings("RedundantThrows") // thrown by Bound.ended
  public void rLockInterruptibly() throws InterruptedException {
    Bound.checkInterrupt();
    Parking.checkpoint();
    if (!tryEnter()) {
      try (Bound wait = Bound.byInterrupt()) {
        readers.incrementAndGet();
        rLockSlow(wait);
      }
    }
  }

  /** There was a writer, and we have counted ourselves. */
  private void rLockSlow(@Nullable Bound bound) {
    Waiter waiter = bound == null ? Waiter.current() : bound.waiter();
    Sudog sg = waiter.sudog();
    guard.lock();
    if (readers.get() >= 0) {
      // It has gone: we are counted, and in.
      guard.unlock();
      return;
    }
    Sudog writer = readers.decrementAndGet() == -WRITER ? writerQueue.dequeue() : null;
    if (bound != null) {
      bound.open(sg);
    }
    waiter.prepareFor(sg, false, WaitReason.RWMUTEX_RLOCK, this);
    readerQueue.enqueue(sg);
    guard.unlock();
    if (writer != null) {
      writer.waiter.ready();
    }
    if (bound == null) {
      waiter.park();
    } else if (!bound.park(sg)) {
      guard.lock();
      readerQueue.remove(sg);
      guard.unlock();
      throw bound.ended();
    }
  }

  /**
   * Takes the lock for reading if no writer has it or waits for it: Go's {@code TryRLock}.
   *
   * @return true when taken
   */
  public boolean tryRLock() {
    Parking.checkpoint();
    return tryEnter();
  }

  private boolean tryEnter() {
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
      if (n == 0 || n == -WRITER) {
        throw new IllegalMonitorStateException("sync: RUnlock of unlocked RWMutex");
      }
      if (readers.compareAndSet(n, n - 1)) {
        if (n - 1 == -WRITER) {
          wakeWriter();
        }
        return;
      }
    }
  }

  /** The last reader has left: the writer that waits for it, if it still does, has the lock. */
  private void wakeWriter() {
    guard.lock();
    Sudog writer = readers.get() == -WRITER ? writerQueue.dequeue() : null;
    guard.unlock();
    if (writer != null) {
      writer.waiter.ready();
    }
  }

  // ---- writing --------------------------------------------------------------------------------

  /** Takes the lock for writing, waiting for all others. */
  @Override
  public void lock() {
    Parking.checkpoint();
    writers.lock(WaitReason.RWMUTEX_LOCK, this, null);
    awaitReaders(null);
  }

  /**
   * Takes the lock for writing, waiting for it no longer than a context goes on. A writer that
   * gives up lets the readers in that it has kept waiting.
   *
   * @param bound ends the wait; a {@code Context}, say. Where it has ended already the lock is not
   *     taken, even if it is free. What is thrown is its {@link Cancellation#err} itself.
   */
  public void lockUntil(Cancellation bound) {
    Bound.check(bound);
    Parking.checkpoint();
    try (Bound wait = Bound.by(bound)) {
      lock(wait);
    }
  }

  /**
   * Takes the lock for writing, waiting for it until the calling thread is interrupted. For threads
   * that are no goroutines: a goroutine's wait is not ended by an interrupt.
   *
   * @throws InterruptedException when the thread is interrupted; the lock is not taken then
   */
  @SuppressWarnings("RedundantThrows") // thrown by Bound.ended
  public void lockInterruptibly() throws InterruptedException {
    Bound.checkInterrupt();
    Parking.checkpoint();
    try (Bound wait = Bound.byInterrupt()) {
      lock(wait);
    }
  }

  private void lock(Bound bound) {
    if (!writers.lock(WaitReason.RWMUTEX_LOCK, this, bound)) {
      throw bound.ended();
    }
    awaitReaders(bound);
  }

  /** The writer of the day waits until all readers have left. */
  private void awaitReaders(@Nullable Bound bound) {
    guard.lock();
    if (readers.getAndAdd(-WRITER) == 0) {
      guard.unlock();
      return;
    }
    Waiter waiter = bound == null ? Waiter.current() : bound.waiter();
    Sudog sg = waiter.sudog();
    if (bound != null) {
      bound.open(sg);
    }
    waiter.prepareFor(sg, false, WaitReason.RWMUTEX_LOCK, this);
    writerQueue.enqueue(sg);
    guard.unlock();
    if (bound == null) {
      waiter.park();
    } else if (!bound.park(sg)) {
      guard.lock();
      writerQueue.remove(sg);
      letReadersIn();
      throw bound.ended();
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
    guard.lock();
    boolean free = readers.compareAndSet(0, -WRITER);
    guard.unlock();
    if (!free) {
      writers.unlock();
    }
    return free;
  }

  /**
   * Gives the write lock back.
   *
   * @throws IllegalMonitorStateException "sync: Unlock of unlocked RWMutex"
   */
  @Override
  public void unlock() {
    guard.lock();
    if (readers.get() >= 0) {
      guard.unlock();
      throw new IllegalMonitorStateException("sync: Unlock of unlocked RWMutex");
    }
    letReadersIn();
  }

  /** There is no writer any more; the caller has the guard and the mutex, and loses both. */
  private void letReadersIn() {
    Sudog chain = readerQueue.takeAll(null);
    int n = 0;
    for (Sudog sg = chain; sg != null; sg = sg.next()) {
      n++;
    }
    readers.getAndAdd(WRITER + n);
    guard.unlock();
    NotifyList.wakeAll(chain);
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
