package io.sudog.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.core.Go;
import io.sudog.testing.Capacities;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;

/**
 * Nothing is lost, doubled or invented, each sender's values arrive in order, and nobody hangs:
 * goroutines, platform threads and virtual ones, all forms of send and receive, closes at any
 * moment, on a scheduler whose queues are as small as they go.
 */
@DisplayName("Channels under stress")
class ChanStressTest {
  private static final Duration AT_MOST = Stress.scaled(Duration.ofMillis(700));
  private static final int SENDERS = 5;
  private static final int RECEIVERS = 5;

  /** A sender's n-th value. */
  private record Item(int sender, int number) {}

  @Capacities
  @Processors
  @DisplayName("C07 all kinds of parties and operations, closed at the end by the last sender")
  void closedAtTheEnd(int cap, int processors) {
    new Run(cap, processors, Stress.times(3_000), false).go();
  }

  @Capacities
  @Processors
  @DisplayName("C07 many short-lived channels, each closed at any moment")
  void closedAtAnyMoment(int cap, int processors) {
    long end = System.nanoTime() + AT_MOST.toNanos();
    for (int i = 0; i < Stress.times(40) && System.nanoTime() < end; i++) {
      new Run(cap, processors, 60, true).go();
    }
  }

  /** One channel, those who use it, and what they did. */
  private static final class Run {
    private final long seed = Stress.seed();
    private final Chan<Item> c;
    private final int processors;
    private final int each;
    private final boolean earlyClose;
    private final List<List<Integer>> sent = new ArrayList<>();
    private final List<List<Item>> received = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();

    Run(int cap, int processors, int each, boolean earlyClose) {
      c = Chan.make(cap);
      this.processors = processors;
      this.each = each;
      this.earlyClose = earlyClose;
    }

    void go() {
      try {
        try (Harness h = Harness.shrunk(processors)) {
          start(h);
        }
        check();
      } catch (Throwable failure) {
        failure.addSuppressed(new AssertionError("-Dsudog.seed=" + seed + ", " + c));
        throw failure;
      }
    }

    private void start(Harness h) {
      for (int i = 0; i < RECEIVERS; i++) {
        List<Item> mine = new ArrayList<>();
        received.add(mine);
        Random random = new Random(seed + 100 + i);
        h.start(Kind.mixed(i), () -> receiveAll(mine, random));
      }
      List<Harness.Child> senders = new ArrayList<>();
      long end = System.nanoTime() + AT_MOST.toNanos();
      for (int i = 0; i < SENDERS; i++) {
        int me = i;
        List<Integer> mine = new ArrayList<>();
        sent.add(mine);
        Random random = new Random(seed + i);
        senders.add(h.start(Kind.mixed(i), () -> send(me, mine, random, end)));
      }
      if (earlyClose) {
        Random random = new Random(seed - 1);
        h.go(
            () -> {
              for (int i = random.nextInt(200); i > 0; i--) {
                Go.gosched();
              }
              close();
            });
      }
      senders.forEach(Harness.Child::join);
      if (!earlyClose) {
        close();
      }
    }

    private void close() {
      over.set(true);
      c.close();
    }

    private void send(int me, List<Integer> mine, Random random, long end) {
      try {
        for (int n = 0; n < each && (n % 64 != 0 || System.nanoTime() < end); n++) {
          Item item = new Item(me, n);
          switch (random.nextInt(4)) {
            case 0 -> {
              if (!c.sendIfOpen(item)) {
                assertTrue(over.get());
                return;
              }
            }
            case 1 -> {
              int tries = 0;
              while (!c.trySend(item)) {
                if (++tries > 20) {
                  c.send(item);
                  break;
                }
                pause(random);
              }
            }
            default -> c.send(item);
          }
          mine.add(n);
        }
      } catch (ChannelClosedException e) {
        assertTrue(over.get(), "closed by nobody");
      }
    }

    private void receiveAll(List<Item> mine, Random random) {
      while (true) {
        switch (random.nextInt(5)) {
          case 0 -> {
            Received<Item> r = c.tryReceive();
            if (r instanceof Received.Empty) {
              pause(random);
              continue;
            }
            if (!r.ok()) {
              return;
            }
            mine.add(r.value());
          }
          case 1 -> {
            Item item = c.receive();
            if (item == null) {
              return;
            }
            mine.add(item);
          }
          case 2 -> {
            int most = random.nextInt(5);
            for (Item item : c) {
              mine.add(item);
              if (most-- == 0) {
                break;
              }
            }
          }
          case 3 -> c.stream().limit(3).forEach(mine::add);
          default -> {
            Received<Item> r = c.receiveOk();
            if (!r.ok()) {
              return;
            }
            mine.add(r.value());
          }
        }
      }
    }

    private static void pause(Random random) {
      if (random.nextInt(4) == 0) {
        Go.gosched();
      }
    }

    private void check() {
      // After an early close receivers leave at the end only, so nothing may be left.
      assertEquals(new Received.Closed<>(), c.tryReceive());
      assertEquals(0, c.len());
      int[] total = new int[SENDERS];
      for (List<Item> mine : received) {
        int[] last = new int[SENDERS];
        Arrays.fill(last, -1);
        for (Item item : mine) {
          assertTrue(item.number() > last[item.sender()], () -> "out of order: " + item);
          last[item.sender()] = item.number();
          total[item.sender()]++;
        }
      }
      for (int s = 0; s < SENDERS; s++) {
        int sender = s;
        List<Integer> arrived =
            received.stream()
                .flatMap(List::stream)
                .filter(item -> item.sender() == sender)
                .map(Item::number)
                .sorted()
                .toList();
        assertEquals(sent.get(s), arrived, "of sender " + s);
        assertEquals(sent.get(s).size(), total[s]);
      }
    }
  }

  @Processors
  @DisplayName("C06 pairs that hand one value to and fro")
  void pingPong(int processors) {
    long end = System.nanoTime() + AT_MOST.toNanos();
    try (Harness h = Harness.shrunk(processors)) {
      for (int p = 0; p < 12; p++) {
        Chan<Integer> there = Chan.make(p % 3);
        Chan<Integer> back = Chan.make(p % 2);
        h.start(
            Kind.mixed(p),
            () -> {
              for (int i = 0; i < Stress.times(2_000) && System.nanoTime() < end; i++) {
                there.send(i);
                assertEquals(i + 1, back.receive());
              }
              there.close();
            });
        h.start(
            Kind.mixed(p / 3),
            () -> {
              for (int v : there) {
                back.send(v + 1);
              }
            });
      }
    }
  }

  @Capacities({0, 1, 7})
  @Processors
  @DisplayName("C06 a ring of goroutines and threads that passes many tokens round")
  void ring(int cap, int processors) {
    int length = 40;
    int tokens = 5;
    int rounds = Stress.times(40);
    List<Chan<Integer>> links = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      links.add(Chan.make(cap));
    }
    try (Harness h = Harness.shrunk(processors)) {
      for (int i = 0; i < length; i++) {
        Chan<Integer> from = links.get(i);
        Chan<Integer> to = links.get((i + 1) % length);
        boolean first = i == 0;
        h.start(
            Kind.mixed(i % 9 == 8 ? 1 : 0),
            () -> {
              int left = tokens;
              for (int v : from) {
                int n = first ? v - 1 : v;
                if (n > 0) {
                  to.send(n);
                } else if (--left == 0) {
                  to.close();
                }
              }
              if (!first) {
                to.close();
              }
            });
      }
      for (int t = 0; t < tokens; t++) {
        links.getFirst().send(rounds);
      }
    }
  }

  // ---- for ChanBrokenTwinTest: enough of it to catch what happens once in a million ------------

  /** Goroutines in pairs, on unbuffered channels: each operation waits, or wakes. */
  static void pingPongForLong(int processors) {
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    try (Harness h = Harness.shrunk(processors)) {
      for (int p = 0; p < 8; p++) {
        Chan<Integer> there = Chan.make();
        Chan<Integer> back = Chan.make();
        h.go(
            () -> {
              for (int i = 0; i % 64 != 0 || System.nanoTime() < end; i++) {
                there.send(i);
                assertEquals(i, back.receive());
              }
              there.close();
            });
        h.go(
            () -> {
              for (int v : there) {
                back.send(v);
              }
            });
      }
    }
  }

  /** All on one channel, again and again. */
  static void contendForLong(int cap, int processors) {
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (System.nanoTime() < end) {
      new Run(cap, processors, 3_000, false).go();
    }
  }
}
