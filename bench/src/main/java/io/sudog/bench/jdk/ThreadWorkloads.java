package io.sudog.bench.jdk;

import static io.sudog.bench.workload.Checks.check;

import io.sudog.bench.workload.B;
import io.sudog.bench.workload.Checks;
import io.sudog.bench.workload.LatencyWorkloads;
import io.sudog.bench.workload.PuzzleWorkloads;
import io.sudog.bench.workload.TimerWorkloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Bodies about virtual threads and time. */
final class ThreadWorkloads {
  private static final int BATCH = 100_000;
  private static final Duration NANOSECOND = Duration.ofNanos(1);

  private ThreadWorkloads() {}

  /** Each thread starts the next and ends. */
  static void chains(B b, int chains) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(chains);
    for (int i = 0; i < chains; i++) {
      Thread.startVirtualThread(new Link(b.n() / chains, ended));
    }
    ended.await();
  }

  /** One thread starts all others. */
  static void single(B b) throws InterruptedException {
    for (int left = b.n(); left > 0; left -= BATCH) {
      int size = Math.min(left, BATCH);
      CountDownLatch batch = new CountDownLatch(size);
      for (int i = 0; i < size; i++) {
        Thread.startVirtualThread(batch::countDown);
      }
      batch.await();
    }
  }

  /** Waits for a thread just started. */
  static void join(B b) throws Exception {
    Threads.parallel(
        b,
        n -> {
          for (int i = 0; i < n; i++) {
            Thread.startVirtualThread(() -> {}).join();
          }
        });
  }

  static void skynet(B b) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < b.n(); i++) {
        check(
            executor.submit(new Node(executor, 0, PuzzleWorkloads.LEAVES)).get(),
            PuzzleWorkloads.SKYNET_SUM);
      }
    }
  }

  /** A timer is a task of a scheduled executor, which removes it when it is cancelled. */
  static void stopTimer(B b) throws Exception {
    try (ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1)) {
      timers.setRemoveOnCancelPolicy(true);
      List<Future<?>> others = new ArrayList<>();
      for (int i = 0; i < TimerWorkloads.BALLAST * b.processors(); i++) {
        others.add(timers.schedule(() -> {}, 1, TimeUnit.HOURS));
      }
      b.resetTimer();
      Threads.parallel(
          b,
          n -> {
            int stopped = 0;
            for (int i = 0; i < n; i++) {
              if (timers.schedule(() -> {}, 1, TimeUnit.SECONDS).cancel(false)) {
                stopped++;
              }
            }
            check(stopped, n);
          });
      b.stopTimer();
      others.forEach(other -> other.cancel(false));
    }
  }

  /** Threads sleep for a moment, all at once, beside others that sleep for long. */
  static void sleep(B b, int threads) throws Exception {
    List<Thread> others = new ArrayList<>();
    for (int i = 0; i < TimerWorkloads.BALLAST * b.processors(); i++) {
      others.add(Thread.startVirtualThread(ThreadWorkloads::sleepUntilInterrupted));
    }
    b.resetTimer();
    Threads.parallel(
        b,
        n -> {
          for (int i = 0; i < n; i++) {
            CountDownLatch asleep = new CountDownLatch(threads);
            for (int t = 0; t < threads; t++) {
              Threads.spawn(
                  () -> {
                    Thread.sleep(NANOSECOND);
                    asleep.countDown();
                  });
            }
            asleep.await();
          }
        });
    b.stopTimer();
    others.forEach(Thread::interrupt);
    for (Thread other : others) {
      other.join();
    }
  }

  private static void sleepUntilInterrupted() {
    try {
      Thread.sleep(Duration.ofHours(1));
    } catch (InterruptedException _) {
      // The end of the measurement.
    }
  }

  /** Many threads sleep at once, and each notes how late it went on. */
  static void sleepers(B b, int sleepers) throws InterruptedException {
    long[] late = new long[sleepers];
    for (int i = 0; i < b.n(); i++) {
      CountDownLatch asleep = new CountDownLatch(sleepers);
      for (int s = 0; s < sleepers; s++) {
        int one = s;
        Threads.spawn(
            () -> {
              Duration sleep = Duration.ofMillis(LatencyWorkloads.sleepMillis(one));
              long start = System.nanoTime();
              Thread.sleep(sleep);
              late[one] = System.nanoTime() - start - sleep.toNanos();
              asleep.countDown();
            });
      }
      asleep.await();
    }
    Checks.reportLateness(b, late);
  }

  private record Link(int left, CountDownLatch ended) implements Runnable {
    @Override
    public void run() {
      if (left == 0) {
        ended.countDown();
      } else {
        Thread.startVirtualThread(new Link(left - 1, ended));
      }
    }
  }

  private record Node(ExecutorService executor, long first, int leaves) implements Callable<Long> {
    @Override
    public Long call() throws InterruptedException, ExecutionException {
      if (leaves == 1) {
        return first;
      }
      int each = leaves / PuzzleWorkloads.CHILDREN;
      List<Future<Long>> children = new ArrayList<>();
      for (int i = 0; i < PuzzleWorkloads.CHILDREN; i++) {
        children.add(executor.submit(new Node(executor, first + (long) i * each, each)));
      }
      long sum = 0;
      for (Future<Long> child : children) {
        sum += child.get();
      }
      return sum;
    }
  }
}
