package io.sudog.bench.workload;

import static io.sudog.bench.workload.ChannelWorkloads.parallel;
import static io.sudog.bench.workload.ChannelWorkloads.share;

import io.sudog.core.Go;
import io.sudog.core.Task;
import io.sudog.sync.Cond;
import io.sudog.sync.Mutex;
import io.sudog.sync.RWMutex;
import io.sudog.sync.WaitGroup;

/* Go pads what belongs to one goroutine. Here each goroutine allocates its own, which lies in the
 * allocation buffer of the thread below it, apart from the others'. */

/** Bodies about locks and groups. */
public final class SyncWorkloads {
  private SyncWorkloads() {}

  /**
   * Go's MutexUncontended: a mutex for each goroutine.
   *
   * @param b how often to lock and unlock
   */
  public static void mutexUncontended(B b) {
    parallel(b, n -> lockAndUnlock(new Mutex(), n));
  }

  /**
   * Go's Mutex and MutexSlack: one mutex for all.
   *
   * @param b how often to lock and unlock
   * @param perProcessor how many goroutines
   */
  public static void mutex(B b, int perProcessor) {
    Mutex mutex = new Mutex();
    share(b, perProcessor * b.processors(), n -> lockAndUnlock(mutex, n));
  }

  private static void lockAndUnlock(Mutex mutex, int n) {
    for (int i = 0; i < n; i++) {
      mutex.lock();
      mutex.unlock();
    }
  }

  /**
   * Go's RWMutexUncontended: a lock for each goroutine.
   *
   * @param b how often to lock for reading twice, unlock twice, lock, and unlock
   */
  public static void rwMutexUncontended(B b) {
    parallel(
        b,
        n -> {
          RWMutex mutex = new RWMutex();
          for (int i = 0; i < n; i++) {
            mutex.rLock();
            mutex.rLock();
            mutex.rUnlock();
            mutex.rUnlock();
            mutex.lock();
            mutex.unlock();
          }
        });
  }

  /**
   * Go's RWMutexWrite100: one lock for all, which most lock for reading.
   *
   * @param b how often to lock and unlock
   * @param oneIn so many is for writing
   */
  public static void rwMutexWrite(B b, int oneIn) {
    RWMutex mutex = new RWMutex();
    parallel(
        b,
        n -> {
          for (int i = 1; i <= n; i++) {
            if (i % oneIn == 0) {
              mutex.lock();
              mutex.unlock();
            } else {
              mutex.rLock();
              mutex.rUnlock();
            }
          }
        });
  }

  /**
   * Go's WaitGroupUncontended: a group for each goroutine, and nobody has to wait.
   *
   * @param b how often to add, be done, and wait
   */
  public static void waitGroupUncontended(B b) {
    parallel(
        b,
        n -> {
          WaitGroup group = new WaitGroup();
          for (int i = 0; i < n; i++) {
            group.add(1);
            group.done();
            group.await();
          }
        });
  }

  /**
   * Go's WaitGroupAddDone: one group for all.
   *
   * @param b how often to add and be done
   */
  public static void waitGroupAddDone(B b) {
    WaitGroup group = new WaitGroup();
    parallel(
        b,
        n -> {
          for (int i = 0; i < n; i++) {
            group.add(1);
            group.done();
          }
        });
  }

  /**
   * Go's WaitGroupActuallyWait: waits for a goroutine just started.
   *
   * @param b how many of these
   */
  public static void waitGroupActuallyWait(B b) {
    parallel(
        b,
        n -> {
          for (int i = 0; i < n; i++) {
            WaitGroup group = new WaitGroup();
            group.add(1);
            Go.go(group::done);
            group.await();
          }
        });
  }

  /**
   * Go's Cond4 and its kin: in each round so many wait for one more, which wakes them.
   *
   * @param b how many rounds
   * @param waiters how many
   */
  public static void cond(B b, int waiters) {
    Rounds rounds = new Rounds(b.n(), waiters);
    WaitGroup all = new WaitGroup();
    for (int g = 0; g < waiters + 1; g++) {
      all.go(rounds);
    }
    all.await();
  }

  /** What each goroutine of {@link #cond} does. */
  private static final class Rounds implements Task {
    private static final int OVER = -1;

    private final int n;
    private final int waiters;
    private final Mutex mutex = new Mutex();
    private final Cond changed = new Cond(mutex);

    // How many are there in this round, or OVER. GUARD: the mutex.
    private int here;

    Rounds(int n, int waiters) {
      this.n = n;
      this.waiters = waiters;
    }

    @Override
    public void run() {
      for (int i = 0; i < n; i++) {
        mutex.lock();
        if (here == OVER) {
          mutex.unlock();
          break;
        }
        here++;
        if (here == waiters + 1) {
          here = 0;
          changed.broadcast();
        } else {
          changed.await(); // whoever is woken is done with this round
        }
        mutex.unlock();
      }
      mutex.lock();
      here = OVER;
      changed.broadcast();
      mutex.unlock();
    }
  }
}
