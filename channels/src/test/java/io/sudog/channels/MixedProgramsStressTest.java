package io.sudog.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sudog.core.Go;
import io.sudog.core.Goroutine;
import io.sudog.core.Scheduler;
import io.sudog.core.Task;
import io.sudog.core.TestSchedulers;
import io.sudog.runtime.Sched;
import io.sudog.sync.Mutex;
import io.sudog.sync.WaitGroup;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.DisplayName;

/**
 * Random programs, each under deadlock detection on a scheduler whose queues and slices are as
 * small as they go: channels of all sizes between goroutines and threads of all kinds that hold
 * locks of all kinds across their operations, block, sleep and yield, while hogs run, GOMAXPROCS
 * changes, goroutines are tied to their threads, and somebody takes stack traces of all of them.
 */
@DisplayName("Mixed programs under stress")
class MixedProgramsStressTest {
  private static final Duration AT_MOST = Stress.scaled(Duration.ofSeconds(2));

  /** What a sender does beside sending. */
  private enum Habit {
    NONE,
    HOLDS_JDK_LOCK,
    HOLDS_MONITOR,
    HOLDS_MUTEX,
    TRIES,
    PARKS_IN_JDK,
    SLEEPS,
    BLOCKS
  }

  @Processors
  @DisplayName("every element arrives, and no program is taken for stuck")
  void randomPrograms(int processors) throws Throwable {
    long end = System.nanoTime() + AT_MOST.toNanos();
    Random seeds = new Random(Stress.seed());
    do {
      long seed = seeds.nextLong();
      try {
        Program program = new Program(new Random(seed), processors);
        if (Sched.GMP) {
          try (Scheduler scheduler = TestSchedulers.shrunk(processors)) {
            scheduler.run(program);
          }
        } else {
          Go.run(program);
        }
      } catch (Throwable failure) {
        failure.addSuppressed(new AssertionError("program of seed " + seed));
        throw failure;
      }
    } while (System.nanoTime() < end);
  }

  private static final class Program implements Task {
    private static final List<Habit> HABITS = List.of(Habit.values());
    private static final int[] CAPACITIES = {0, 0, 1, 2, 7, 128};

    private final Random random;
    private final int processors;
    private final int each;
    private final WaitGroup receivers = new WaitGroup();
    private final AtomicLong received = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Queue<Goroutine> goroutines = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final ReentrantLock jdkLock = new ReentrantLock();
    private final Object monitor = new Object();
    private final Mutex mutex = new Mutex();
    private long sent;

    Program(Random random, int processors) {
      this.random = random;
      this.processors = processors;
      this.each = 200 + random.nextInt(2000);
    }

    @Override
    public void run() throws Exception {
      int channels = 2 + random.nextInt(16);
      for (int i = 0; i < channels; i++) {
        startChannel();
      }
      startDisturbances();
      Thread spy = random.nextInt(3) == 0 ? startSpy() : null;
      receivers.await();
      over.set(true);
      if (spy != null) {
        Go.blocking(
            () -> {
              spy.join();
              return spy;
            });
      }
      failures.forEach(
          failure -> {
            throw new AssertionError("a thread failed", failure);
          });
      assertEquals(sent, received.get(), "sum of what was received");
    }

    private void startChannel() {
      Chan<Long> c = Chan.make(CAPACITIES[random.nextInt(CAPACITIES.length)]);
      Habit habit = HABITS.get(random.nextInt(HABITS.size()));
      int count = 1 + random.nextInt(3);
      WaitGroup senders = new WaitGroup();
      senders.add(count);
      for (int i = 0; i < count; i++) {
        sent += (long) each * (each - 1) / 2;
        startAnywhere(
            () -> {
              for (long k = 0; k < each; k++) {
                send(c, k, habit);
              }
              senders.done();
            });
      }
      Go.go(
          () -> {
            senders.await();
            c.close();
          });
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        // Where senders only try, and the channel is unbuffered, receivers have to wait for them.
        int how = random.nextInt(habit == Habit.TRIES ? 2 : 3);
        goroutines.add(receivers.go(() -> received.addAndGet(receiveAll(c, how))));
      }
    }

    private void startAnywhere(Task task) {
      Runnable guarded =
          () -> {
            try {
              task.run();
            } catch (Throwable failure) {
              failures.add(failure);
            }
          };
      switch (random.nextInt(12)) {
        case 0 -> Thread.ofPlatform().daemon().start(guarded);
        case 1 -> Thread.ofVirtual().start(guarded);
        default -> goroutines.add(Go.go(task));
      }
    }

    private void send(Chan<Long> c, long k, Habit habit) throws Exception {
      boolean sometimes = (k & 15) == 0;
      switch (habit) {
        case HOLDS_JDK_LOCK -> {
          if (sometimes) {
            jdkLock.lock();
          }
          try {
            c.send(k);
          } finally {
            if (sometimes) {
              jdkLock.unlock();
            }
          }
        }
        case HOLDS_MONITOR -> {
          if (sometimes) {
            synchronized (monitor) {
              c.send(k);
            }
          } else {
            c.send(k);
          }
        }
        case HOLDS_MUTEX -> {
          mutex.lock();
          c.send(k);
          mutex.unlock();
        }
        case TRIES -> {
          while (!c.trySend(k)) {
            Go.gosched();
          }
        }
        case PARKS_IN_JDK -> {
          if (sometimes) {
            LockSupport.parkNanos(1000);
          }
          c.send(k);
        }
        case SLEEPS -> {
          if (sometimes) {
            Go.sleep(Duration.ofNanos(1000));
          }
          c.send(k);
        }
        case BLOCKS -> {
          if ((k & 255) == 0) {
            Go.blocking(() -> jdkSleep(50_000));
          }
          c.send(k);
        }
        case NONE -> c.send(k);
      }
    }

    private static boolean jdkSleep(long nanos) throws InterruptedException {
      Thread.sleep(0, (int) nanos);
      return true;
    }

    private static long receiveAll(Chan<Long> c, int how) {
      long sum = 0;
      if (how == 0) {
        for (Long v : c) {
          sum += v;
        }
        return sum;
      }
      while (true) {
        Received<Long> r = how == 1 ? c.receiveOk() : c.tryReceive();
        switch (r) {
          case Received.Value<Long>(Long v) -> sum += v;
          case Received.Closed<Long>() -> {
            return sum;
          }
          case Received.Empty<Long>() -> Go.gosched();
        }
      }
    }

    private void startDisturbances() {
      if (random.nextInt(4) == 0) {
        Go.go(
            "hog",
            () -> {
              while (!over.get()) {
                Thread.onSpinWait();
              }
            });
      }
      if (random.nextInt(4) == 0 && Sched.GMP) {
        int most = processors;
        Random sizes = new Random(random.nextLong());
        Go.go(
            "resizer",
            () -> {
              while (!over.get()) {
                Go.gomaxprocs(1 + sizes.nextInt(most));
                Go.sleep(Duration.ofMillis(1));
              }
            });
      }
      if (random.nextInt(4) == 0) {
        Go.go(
            "tied",
            () -> {
              Go.lockOSThread();
              for (int i = 0; i < 200 && !over.get(); i++) {
                Go.gosched();
                if (i % 50 == 0) {
                  Go.sleep(Duration.ofNanos(1));
                }
              }
            });
      }
    }

    private Thread startSpy() {
      return Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                while (!over.get()) {
                  for (Goroutine g : goroutines) {
                    Thread thread = g.thread();
                    if (thread != null) {
                      thread.getStackTrace();
                    }
                  }
                }
              });
    }
  }
}
