package io.sudog.bench.jdk;

import io.sudog.bench.workload.B;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Bodies about locks. */
@SuppressWarnings("LockNotBeforeTry") // between lock and unlock there is nothing that could throw
final class LockWorkloads {
  private LockWorkloads() {}

  static void uncontended(B b) throws Exception {
    Threads.parallel(b, n -> lockAndUnlock(new ReentrantLock(), n));
  }

  static void mutex(B b, int perProcessor) throws Exception {
    Lock lock = new ReentrantLock();
    Threads.await(Threads.share(b, perProcessor * b.processors(), n -> lockAndUnlock(lock, n)));
  }

  private static void lockAndUnlock(Lock lock, int n) {
    for (int i = 0; i < n; i++) {
      lock.lock();
      lock.unlock();
    }
  }

  static void readWriteUncontended(B b) throws Exception {
    Threads.parallel(
        b,
        n -> {
          ReadWriteLock lock = new ReentrantReadWriteLock();
          for (int i = 0; i < n; i++) {
            lock.readLock().lock();
            lock.readLock().lock();
            lock.readLock().unlock();
            lock.readLock().unlock();
            lock.writeLock().lock();
            lock.writeLock().unlock();
          }
        });
  }

  static void readWrite(B b, int oneIn) throws Exception {
    ReadWriteLock lock = new ReentrantReadWriteLock();
    Threads.parallel(
        b,
        n -> {
          for (int i = 1; i <= n; i++) {
            Lock part = i % oneIn == 0 ? lock.writeLock() : lock.readLock();
            part.lock();
            part.unlock();
          }
        });
  }
}
