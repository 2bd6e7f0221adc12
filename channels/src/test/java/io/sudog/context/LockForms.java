package io.sudog.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.core.Cancellation;
import io.sudog.core.Go;
import io.sudog.sync.Cond;
import io.sudog.sync.Mutex;
import io.sudog.sync.RWMutex;
import io.sudog.sync.WaitGroup;
import io.sudog.testing.Harness;

/** The waits of package sync that can be ended early. */
final class LockForms {
  private LockForms() {}

  static final class Locks implements BoundedForm.Wait {
    private final Mutex mutex = new Mutex();

    @Override
    public void plain() {
      mutex.lock();
    }

    @Override
    public void until(Cancellation bound) {
      mutex.lockUntil(bound);
    }

    @Override
    public void interruptibly() throws InterruptedException {
      mutex.lockInterruptibly();
    }

    @Override
    public void block() {
      mutex.lock();
    }

    @Override
    public void unblock(Harness h) {
      mutex.unlock();
    }

    @Override
    public void release() {
      mutex.unlock();
    }

    @Override
    public void assertFree() {
      assertEquals("mutex", mutex.toString());
      assertTrue(mutex.tryLock());
      mutex.unlock();
    }
  }

  static final class Writes implements BoundedForm.Wait {
    private final RWMutex lock = new RWMutex();
    private final boolean afterReader;

    Writes(boolean afterReader) {
      this.afterReader = afterReader;
    }

    @Override
    public void plain() {
      lock.lock();
    }

    @Override
    public void until(Cancellation bound) {
      lock.lockUntil(bound);
    }

    @Override
    public void interruptibly() throws InterruptedException {
      lock.lockInterruptibly();
    }

    @Override
    public void block() {
      if (afterReader) {
        lock.rLock();
      } else {
        lock.lock();
      }
    }

    @Override
    public void unblock(Harness h) {
      if (afterReader) {
        lock.rUnlock();
      } else {
        lock.unlock();
      }
    }

    @Override
    public void release() {
      lock.unlock();
    }

    @Override
    public void assertFree() {
      assertRwFree(lock);
    }
  }

  static final class Reads implements BoundedForm.Wait {
    private final RWMutex lock = new RWMutex();

    @Override
    public void plain() {
      lock.rLock();
    }

    @Override
    public void until(Cancellation bound) {
      lock.rLockUntil(bound);
    }

    @Override
    public void interruptibly() throws InterruptedException {
      lock.rLockInterruptibly();
    }

    @Override
    public void block() {
      lock.lock();
    }

    @Override
    public void unblock(Harness h) {
      lock.unlock();
    }

    @Override
    public void release() {
      lock.rUnlock();
    }

    @Override
    public void assertFree() {
      assertRwFree(lock);
    }
  }

  static void assertRwFree(RWMutex lock) {
    assertEquals("rwmutex, 0 readers", lock.toString());
    assertTrue(lock.tryLock());
    lock.unlock();
    assertTrue(lock.tryRLock());
    lock.rUnlock();
  }

  static final class Groups implements BoundedForm.Wait {
    private final WaitGroup group = new WaitGroup();

    @Override
    public void plain() {
      group.await();
    }

    @Override
    public void until(Cancellation bound) {
      group.awaitUntil(bound);
    }

    @Override
    public void interruptibly() throws InterruptedException {
      group.awaitInterruptibly();
    }

    @Override
    public void block() {
      group.add(1);
    }

    @Override
    public void unblock(Harness h) {
      group.done();
    }

    @Override
    public void release() {}

    @Override
    public void assertFree() {
      assertEquals("waitgroup 0", group.toString());
      group.await();
    }
  }

  /** A condition that is waited for, whether it holds or not, where the bound has ended. */
  static final class Conds implements BoundedForm.Wait {
    private final Mutex mutex = new Mutex();
    private final Cond cond = new Cond(mutex);
    private boolean holds;

    @Override
    public void plain() {
      mutex.lock();
      while (!holds) {
        cond.await();
      }
      mutex.unlock();
    }

    @Override
    public void until(Cancellation bound) {
      mutex.lock();
      try {
        while (!holds || bound.err() != null) {
          cond.awaitUntil(bound);
        }
      } finally {
        mutex.unlock();
      }
    }

    @Override
    public void interruptibly() throws InterruptedException {
      mutex.lock();
      try {
        while (!holds || (Go.current() == null && Thread.currentThread().isInterrupted())) {
          cond.awaitInterruptibly();
        }
      } finally {
        mutex.unlock();
      }
    }

    @Override
    public void block() {
      holds = false;
    }

    @Override
    public void unblock(Harness h) {
      mutex.lock();
      holds = true;
      cond.signal();
      mutex.unlock();
    }

    @Override
    public void release() {}

    @Override
    public void assertFree() {
      assertEquals("mutex", mutex.toString());
    }
  }
}
