package io.sudog.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.testing.Stress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The heap of timers against a sorted model. */
@DisplayName("TimerHeap")
class TimerHeapTest {
  private record Firing(int timer, long due, int round, long now) {}

  private static final class Probe extends RuntimeTimer {
    final int number;
    final List<Firing> log;

    Probe(int number, List<Firing> log) {
      this.number = number;
      this.log = log;
    }

    @Override
    protected void fire(long due, int round, long now) {
      log.add(new Firing(number, due, round, now));
    }
  }

  @Test
  @DisplayName("start, move, stop and fire as a sorted map does")
  void randomOperations() {
    long seed = Stress.seed();
    Random random = new Random(seed);
    for (int run = 0; run < Stress.times(20); run++) {
      TimerHeap heap = new TimerHeap();
      List<Firing> log = new ArrayList<>();
      List<Probe> timers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        timers.add(new Probe(i, log));
      }
      TreeMap<Integer, Long> model = new TreeMap<>();
      long now = random.nextInt(2) == 0 ? 0 : -1_000_000;
      for (int step = 0; step < 2_000; step++) {
        String at = "seed " + seed + " run " + run + " step " + step;
        Probe timer = timers.get(random.nextInt(timers.size()));
        switch (random.nextInt(8)) {
          case 0, 1, 2, 3 -> {
            long when =
                random.nextInt(50) == 0 ? RuntimeTimer.NEVER : now + random.nextInt(100) - 5;
            model.put(timer.number, when);
            boolean first = heap.start(timer, when, step);
            long min = model.values().stream().mapToLong(Long::longValue).min().orElseThrow();
            if (when > min) {
              assertFalse(first, at);
            }
          }
          case 4, 5 -> assertEquals(model.remove(timer.number) != null, timer.stop(), at);
          case 6 -> {
            now += random.nextInt(20);
            long time = now;
            int due = (int) model.values().stream().filter(when -> when <= time).count();
            log.clear();
            assertEquals(due, heap.runDue(now), at);
            assertEquals(due, log.size(), at);
            for (int i = 0; i < due; i++) {
              Firing firing = log.get(i);
              assertEquals(model.remove(firing.timer), firing.due, at);
              assertEquals(now, firing.now, at);
              assertTrue(i == 0 || log.get(i - 1).due <= firing.due, at);
            }
          }
          default -> heap.checkInvariants();
        }
        assertEquals(model.size(), heap.size(), at);
        assertEquals(
            model.values().stream().min(Comparator.naturalOrder()).orElse(RuntimeTimer.NEVER),
            heap.minWhen(),
            at);
      }
      heap.checkInvariants();
    }
  }

  @Test
  @DisplayName("a firing carries the round of its own start")
  void rounds() {
    TimerHeap heap = new TimerHeap();
    List<Firing> log = new ArrayList<>();
    Probe timer = new Probe(1, log);
    assertTrue(heap.start(timer, 10, 4));
    assertTrue(heap.start(timer, 5, 6));
    assertEquals(0, heap.runDue(4));
    assertEquals(1, heap.runDue(7));
    assertEquals(List.of(new Firing(1, 5, 6, 7)), log);
    assertFalse(timer.stop());
    assertEquals(0, heap.runDue(100));
  }

  @Test
  @DisplayName("a timer for never does not fire, and is no reason to wake up")
  void never() {
    TimerHeap heap = new TimerHeap();
    Probe timer = new Probe(1, new ArrayList<>());
    heap.start(timer, RuntimeTimer.NEVER, 0);
    assertEquals(RuntimeTimer.NEVER, heap.minWhen());
    assertEquals(0, heap.runDue(RuntimeTimer.NEVER - 1));
    assertTrue(timer.stop());
  }

  @Test
  @DisplayName("of a P that goes, all timers move to another heap, and later starts too")
  void movesAll() {
    TimerHeap from = new TimerHeap();
    TimerHeap to = new TimerHeap();
    List<Firing> log = new ArrayList<>();
    List<Probe> timers = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < 100; i++) {
      Probe timer = new Probe(i, log);
      timers.add(timer);
      (i % 3 == 0 ? to : from).start(timer, random.nextInt(1000), i);
    }
    from.moveAllTo(to);
    from.checkInvariants();
    to.checkInvariants();
    assertEquals(0, from.size());
    assertEquals(100, to.size());
    Probe late = new Probe(100, log);
    from.start(late, 1, 100);
    assertEquals(0, from.size());
    assertEquals(101, to.size());
    assertTrue(timers.get(4).stop());
    assertEquals(100, to.runDue(1000));
    for (int i = 1; i < log.size(); i++) {
      assertTrue(log.get(i - 1).due <= log.get(i).due);
    }
  }

  @Test
  @DisplayName("each start fires once or is stopped, with owners, a firer and a mover at work")
  void concurrent() throws InterruptedException {
    TimerHeap[] heaps = {new TimerHeap(), new TimerHeap(), new TimerHeap()};
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger fired = new AtomicInteger();
    AtomicInteger stopped = new AtomicInteger();
    int owners = 2;
    int rounds = Stress.times(20_000);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < owners; t++) {
      int me = t;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    Random random = new Random(me);
                    for (int i = 0; i < rounds; i++) {
                      AtomicInteger mine = new AtomicInteger();
                      RuntimeTimer timer =
                          new RuntimeTimer() {
                            @Override
                            protected void fire(long due, int round, long now) {
                              fired.incrementAndGet();
                              mine.incrementAndGet();
                            }
                          };
                      heaps[random.nextInt(2)].start(timer, random.nextInt(10), i);
                      if (random.nextInt(2) == 0) {
                        if (timer.stop()) {
                          stopped.incrementAndGet();
                          mine.incrementAndGet();
                        }
                      }
                      if (random.nextInt(4) == 0) {
                        while (mine.get() == 0) {
                          Thread.yield();
                        }
                      }
                    }
                  }));
    }
    Thread firer =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!stop.get()) {
                    for (TimerHeap heap : heaps) {
                      heap.runDue(20);
                      heap.checkInvariants();
                    }
                  }
                });
    Thread.yield();
    heaps[1].moveAllTo(heaps[2]);
    for (Thread thread : threads) {
      thread.join();
    }
    stop.set(true);
    firer.join();
    for (TimerHeap heap : heaps) {
      heap.runDue(20);
    }
    assertEquals(owners * rounds, fired.get() + stopped.get());
  }
}
