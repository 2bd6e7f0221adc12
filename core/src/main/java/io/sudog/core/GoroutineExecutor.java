package io.sudog.core;

import io.sudog.runtime.Sched;
import io.sudog.runtime.Wrapping;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One goroutine a task. */
final class GoroutineExecutor extends AbstractExecutorService {
  // Tasks under way, in the low bits, and whether no more are taken: one word, so that the last of
  // both ends the executor exactly once.
  private static final long SHUTDOWN = 1L << 62;

  private final Sched sched;
  private final AtomicLong state = new AtomicLong();
  private final CountDownLatch terminated = new CountDownLatch(1);
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private volatile boolean stopNow;

  GoroutineExecutor(Sched sched) {
    this.sched = sched;
  }

  @Override
  public void execute(Runnable task) {
    Objects.requireNonNull(task, "task");
    if (!begin()) {
      throw new RejectedExecutionException("the executor was shut down and takes no new tasks");
    }
    boolean started = false;
    try {
      Scheduler.start(sched, null, new Running(task));
      started = true;
    } catch (IllegalStateException e) {
      throw new RejectedExecutionException("the executor's scheduler takes no new goroutines", e);
    } finally {
      if (!started) {
        end();
      }
    }
  }

  private final class Running implements Task, Wrapping {
    private final Runnable task;

    Running(Runnable task) {
      this.task = task;
    }

    @Override
    public Object wrapped() {
      return task;
    }

    @Override
    public void run() {
      Thread thread = Thread.currentThread();
      running.add(thread);
      try {
        if (stopNow) {
          thread.interrupt();
        }
        task.run();
      } finally {
        running.remove(thread);
        end();
      }
    }
  }

  private boolean begin() {
    while (true) {
      long s = state.get();
      if (s >= SHUTDOWN) {
        return false;
      }
      if (state.compareAndSet(s, s + 1)) {
        return true;
      }
    }
  }

  private void end() {
    if (state.decrementAndGet() == SHUTDOWN) {
      terminated.countDown();
    }
  }

  @Override
  public void shutdown() {
    if (state.getAndUpdate(s -> s | SHUTDOWN) == 0) {
      terminated.countDown();
    }
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    stopNow = true;
    running.forEach(Thread::interrupt);
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return state.get() >= SHUTDOWN;
  }

  @Override
  public boolean isTerminated() {
    return state.get() == SHUTDOWN;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return terminated.await(timeout, unit);
  }
}
