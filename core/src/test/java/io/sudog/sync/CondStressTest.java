package io.sudog.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;

/**
 * Goroutines, platform threads and foreign virtual threads that wait for each other on conditions:
 * a wake-up too few is a hang. Each run lasts as long as one of SyncStressTest.
 */
@DisplayName("Conditions under stress")
@Timeout(value = 2, unit = TimeUnit.HOURS)
class CondStressTest {
  private static final Duration LENGTH = Stress.scaled(Duration.ofMillis(200));
  private static final int PARTIES = 8;
  private static final int AT_LEAST = 100;

  private final long end = System.nanoTime() + LENGTH.toNanos();

  private static Harness harness(int processors) {
    return Harness.shrunk(processors).deadline(LENGTH.plus(Harness.DEADLINE));
  }

  private boolean goesOn() {
    return System.nanoTime() < end;
  }

  /** A bounded buffer as in the books. */
  private static final class Buffer {
    private final Mutex m = new Mutex();
    private final Cond notFull = new Cond(m);
    private final Cond notEmpty = new Cond(m);
    private final Queue<Integer> items = new ArrayDeque<>();
    private final int capacity;

    Buffer(int capacity) {
      this.capacity = capacity;
    }

    void put(int item) {
      m.lock();
      while (items.size() == capacity) {
        notFull.await();
      }
      items.add(item);
      m.unlock();
      notEmpty.signal();
    }

    int take() {
      m.lock();
      while (items.isEmpty()) {
        notEmpty.await();
      }
      int item = items.remove();
      notFull.signal();
      m.unlock();
      return item;
    }
  }

  @Processors
  @DisplayName("Y20 no signal of a bounded buffer is lost: between two, one would be a hang")
  void signalBetweenTwo(int processors) {
    produceAndConsume(processors, 1, 1);
  }

  @Processors
  @DisplayName("Y20 signals of a bounded buffer between many are enough, and each value comes once")
  void signalBetweenMany(int processors) {
    produceAndConsume(processors, 4, 3);
  }

  /** So many producers and as many consumers a buffer, and as many buffers as parties allow. */
  private void produceAndConsume(int processors, int each, int capacity) {
    int stop = -1;
    AtomicLong put = new AtomicLong();
    AtomicLong taken = new AtomicLong();
    List<Buffer> buffers = new ArrayList<>();
    try (Harness h = harness(processors)) {
      List<Harness.Child> producers = new ArrayList<>();
      for (int p = 0; p < PARTIES / 2; p++) {
        if (p % each == 0) {
          buffers.add(new Buffer(capacity));
        }
        Buffer buffer = buffers.getLast();
        producers.add(
            h.start(
                Kind.inTurn(p),
                () -> {
                  for (int i = 0; i < AT_LEAST || goesOn(); i++) {
                    put.addAndGet(i);
                    buffer.put(i);
                  }
                }));
        h.start(
            Kind.mixed(p),
            () -> {
              int item;
              while ((item = buffer.take()) != stop) {
                taken.addAndGet(item);
              }
            });
      }
      producers.forEach(Harness.Child::join);
      h.run(
          Kind.GOROUTINE,
          () -> {
            for (int p = 0; p < PARTIES / 2; p++) {
              buffers.get(p / each).put(stop);
            }
          });
    }
    assertEquals(put.get(), taken.get());
    assertTrue(buffers.stream().allMatch(buffer -> buffer.items.isEmpty()));
  }

  @Processors
  @DisplayName("Y21 a broadcast wakes all, each once")
  void broadcast(int processors) {
    Mutex m = new Mutex();
    Cond c = new Cond(m);
    int[] state = new int[3]; // guarded by m: who has arrived, the round, wake-ups
    AtomicBoolean over = new AtomicBoolean();
    try (Harness h = harness(processors)) {
      for (int p = 0; p < PARTIES; p++) {
        h.start(
            Kind.mixed(p),
            () -> {
              while (!over.get()) {
                m.lock();
                int round = state[1];
                if (++state[0] == PARTIES) {
                  assertEquals(round * (PARTIES - 1), state[2], "wake-ups");
                  state[0] = 0;
                  state[1]++;
                  over.set(state[1] >= AT_LEAST && !goesOn());
                  c.broadcast();
                } else {
                  // No loop: there is no other reason to be woken.
                  c.await();
                  state[2]++;
                  assertEquals(round + 1, state[1], "woken without a broadcast");
                }
                m.unlock();
              }
            });
      }
    }
    assertEquals(state[1] * (PARTIES - 1), state[2]);
  }
}
