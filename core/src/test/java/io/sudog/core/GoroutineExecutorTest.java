package io.sudog.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.sync.WaitGroup;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The laws of an ExecutorService, for the one whose tasks are goroutines. */
@DisplayName("Go.executor")
class GoroutineExecutorTest {
  @Test
  @DisplayName("makes each task a goroutine of the scheduler it was asked on")
  void tasksAreGoroutines() {
    try (Harness h = Harness.create(2)) {
      h.go(
          () -> {
            try (ExecutorService executor = Go.executor()) {
              assertNotNull(executor.submit(Go::current).get());
              assertSame(h.scheduler(), executor.submit(Scheduler::current).get());
              AtomicReference<Goroutine> executed = new AtomicReference<>();
              executor.execute(() -> executed.set(Go.current()));
              Await.until("it ran", () -> executed.get() != null);
            }
          });
      h.join();
    }
  }

  @Test
  @DisplayName("submit gives what the task returns, and what it throws as the cause")
  void submit() throws Exception {
    try (ExecutorService executor = Go.executor()) {
      assertEquals(7, executor.submit(() -> 7).get());
      assertEquals("done", executor.submit(() -> {}, "done").get());
      IOException failure = new IOException("disk");
      Callable<Integer> failing =
          () -> {
            throw failure;
          };
      Future<Integer> future = executor.submit(failing);
      assertSame(failure, assertThrows(ExecutionException.class, future::get).getCause());
    }
  }

  @Test
  @DisplayName("invokeAll runs all and keeps their order, invokeAny gives one that succeeded")
  void invoke() throws Exception {
    try (ExecutorService executor = Go.executor()) {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        int mine = i;
        tasks.add(
            () -> {
              Go.gosched();
              return mine;
            });
      }
      List<Future<Integer>> futures = executor.invokeAll(tasks);
      for (int i = 0; i < 100; i++) {
        assertEquals(i, futures.get(i).get());
      }
      Callable<Integer> failing =
          () -> {
            throw new IOException("disk");
          };
      assertEquals(3, executor.invokeAny(List.of(failing, () -> 3)));
    }
  }

  @Test
  @DisplayName("close waits for its own tasks and stops nothing else")
  void close() {
    try (Harness h = Harness.create(2)) {
      AtomicInteger ended = new AtomicInteger();
      WaitGroup gate = new WaitGroup();
      gate.add(1);
      WaitGroup never = new WaitGroup();
      never.add(1);
      Harness.Child other = h.go(never::await);
      CountDownLatch made = new CountDownLatch(1);
      Harness.Child closer =
          h.go(
              () -> {
                ExecutorService executor = Go.executor();
                for (int i = 0; i < 10; i++) {
                  executor.execute(
                      () -> {
                        gate.await();
                        ended.incrementAndGet();
                      });
                }
                made.countDown();
                executor.close();
                assertEquals(10, ended.get());
                assertTrue(executor.isTerminated());
              });
      Await.until("it closes", () -> made.getCount() == 0);
      Await.state(closer.goroutine(), Goroutine.State.WAITING);
      assertFalse(closer.isDone());
      gate.done();
      closer.join();
      assertFalse(other.isDone());
      h.go(() -> {}).join();
      never.done();
    }
  }

  @Test
  @DisplayName("takes no tasks after shutdown, and lets those under way end")
  void shutdown() throws Exception {
    try (ExecutorService executor = Go.executor()) {
      WaitGroup gate = new WaitGroup();
      gate.add(1);
      Future<?> under = executor.submit(gate::await);
      assertFalse(executor.isShutdown());
      executor.shutdown();
      assertTrue(executor.isShutdown());
      assertFalse(executor.isTerminated());
      RejectedExecutionException e =
          assertThrows(RejectedExecutionException.class, () -> executor.execute(() -> {}));
      assertTrue(e.getMessage().contains("shut down"), e.getMessage());
      assertFalse(executor.awaitTermination(1, TimeUnit.MILLISECONDS));
      gate.done();
      assertTrue(executor.awaitTermination(20, TimeUnit.SECONDS));
      assertTrue(executor.isTerminated());
      assertEquals(null, under.get());
    }
  }

  @Test
  @DisplayName("shutdownNow interrupts those under way")
  void shutdownNow() throws Exception {
    try (ExecutorService executor = Go.executor()) {
      CountDownLatch inside = new CountDownLatch(3);
      AtomicInteger interrupted = new AtomicInteger();
      for (int i = 0; i < 3; i++) {
        executor.execute(
            () -> {
              inside.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.incrementAndGet();
              }
            });
      }
      inside.await();
      assertEquals(List.of(), executor.shutdownNow());
      assertTrue(executor.awaitTermination(20, TimeUnit.SECONDS));
      assertEquals(3, interrupted.get());
    }
  }

  @Test
  @DisplayName("an idle one ends at once; null is refused by name")
  void idle() throws Exception {
    try (ExecutorService executor = Go.executor()) {
      NullPointerException e =
          assertThrows(NullPointerException.class, () -> executor.execute(null));
      assertTrue(e.getMessage().contains("task"), e.getMessage());
      executor.shutdown();
      assertTrue(executor.awaitTermination(0, TimeUnit.SECONDS));
    }
  }
}
