package io.sudog.bench.jdk;

import io.sudog.bench.workload.B;
import io.sudog.bench.workload.Checks;
import io.sudog.bench.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/** Virtual threads whose failures reach whoever waits for them. */
public final class Threads {
  private Threads() {}

  /**
   * Starts a virtual thread.
   *
   * @param task what it does
   * @return its end
   */
  public static Future<?> start(Task task) {
    FutureTask<?> future =
        new FutureTask<>(
            () -> {
              task.run();
              return true;
            });
    Thread.startVirtualThread(future);
    return future;
  }

  /**
   * Starts a virtual thread that nobody waits for.
   *
   * @param task what it does; a failure is printed, and whoever waits for its work does so in vain
   */
  public static void spawn(Task task) {
    Thread.startVirtualThread(
        () -> {
          try {
            task.run();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /**
   * Waits for threads.
   *
   * @param threads started by {@link #start}
   * @throws InterruptedException when the caller was interrupted
   * @throws ExecutionException when one failed
   */
  public static void await(List<Future<?>> threads)
      throws InterruptedException, ExecutionException {
    for (Future<?> thread : threads) {
      thread.get();
    }
  }

  /**
   * Starts so many threads, each with its share of the operations.
   *
   * @param b the operations, all told
   * @param threads how many
   * @param body gets its share
   * @return their ends
   */
  public static List<Future<?>> share(B b, int threads, Share body) {
    List<Future<?>> started = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int n = Checks.shareOf(b.n(), t, threads);
      started.add(start(() -> body.run(n)));
    }
    return started;
  }

  /**
   * Runs a thread per processor, each with its share of the operations, and waits for them.
   *
   * @param b the operations, all told
   * @param body gets its share
   * @throws InterruptedException when the caller was interrupted
   * @throws ExecutionException when one failed
   */
  public static void parallel(B b, Share body) throws InterruptedException, ExecutionException {
    await(share(b, b.processors(), body));
  }

  /**
   * Runs a body in a virtual thread.
   *
   * @param body the body
   * @param b passed on
   * @throws InterruptedException when the caller was interrupted
   * @throws ExecutionException when the body failed
   */
  public static void runTimed(Workload.Body body, B b)
      throws InterruptedException, ExecutionException {
    start(
            () -> {
              b.startTimer();
              body.run(b);
              b.stopTimer();
            })
        .get();
  }

  /**
   * Starts virtual threads that count themselves, wait, and end.
   *
   * @param n how many
   * @param started to increment once in each
   * @param wait what they wait with
   * @return goes down when they end
   */
  public static CountDownLatch park(int n, AtomicInteger started, Task wait) {
    CountDownLatch ended = new CountDownLatch(n);
    Task parked =
        () -> {
          started.getAndIncrement();
          wait.run();
          ended.countDown();
        };
    for (int i = 0; i < n; i++) {
      spawn(parked);
    }
    return ended;
  }

  /** What a thread does. */
  @FunctionalInterface
  public interface Task {
    /**
     * Does it.
     *
     * @throws Exception when it failed
     */
    void run() throws Exception;
  }

  /** What a thread does with its share of the operations. */
  @FunctionalInterface
  public interface Share {
    /**
     * Does it.
     *
     * @param n the share
     * @throws Exception when it failed
     */
    void run(int n) throws Exception;
  }
}
