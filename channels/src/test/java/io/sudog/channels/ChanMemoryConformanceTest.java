package io.sudog.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.testing.Await;
import io.sudog.testing.Capacities;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a channel keeps alive, what it publishes, and how it works in great numbers. */
@DisplayName("Channels and memory as in Go")
class ChanMemoryConformanceTest {
  @Capacities({1, 2, 7, 128})
  @Kinds
  @DisplayName("C27 the channel does not keep alive what was received from it")
  void c27SlotsAreCleared(int cap, Kind kind) {
    Chan<Object> c = Chan.make(cap);
    List<WeakReference<Object>> sent = new ArrayList<>();
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            for (int i = 0; i < cap; i++) {
              Object v = new Object();
              sent.add(new WeakReference<>(v));
              c.send(v);
            }
          });
      h.run(
          kind,
          () -> {
            for (int i = 0; i < cap; i++) {
              assertSame(sent.get(i).get(), c.receive());
            }
          });
      awaitCollected(sent);
    } finally {
      Reference.reachabilityFence(c);
    }
  }

  @Capacities({0, 1})
  @Kinds
  @DisplayName("C27 neither do those who waited, while they live on")
  void c27WaitersAreCleared(int cap, Kind kind) {
    Chan<Object> c = Chan.make(cap);
    List<WeakReference<Object>> sent = new ArrayList<>();
    CountDownLatch collected = new CountDownLatch(1);
    try (Harness h = Harness.create()) {
      // The receiver waits, gets one directly, and lives on.
      h.start(
              kind,
              () -> {
                assertNotNull(c.receive());
                collected.await();
              })
          .awaitParked();
      send(c, sent);
      for (int i = 0; i < cap; i++) {
        c.send("filler");
      }
      // This one waits, is received from, and lives on.
      h.start(
              kind,
              () -> {
                send(c, sent);
                collected.await();
              })
          .awaitParked();
      for (int i = 0; i < cap; i++) {
        assertEquals("filler", c.receive());
      }
      assertNotNull(c.receive());
      for (int i = 0; i < cap; i++) {
        c.send("filler");
      }
      // This one waits until the close, and lives on.
      h.start(
              kind,
              () -> {
                Object v = new Object();
                sent.add(new WeakReference<>(v));
                assertFalse(c.sendIfOpen(v));
                v = null;
                collected.await();
              })
          .awaitParked();
      c.close();
      awaitCollected(sent);
      collected.countDown();
    } finally {
      Reference.reachabilityFence(c);
    }
    assertEquals(3, sent.size());
  }

  private static void send(Chan<Object> c, List<WeakReference<Object>> sent) {
    Object v = new Object();
    sent.add(new WeakReference<>(v));
    c.send(v);
  }

  @Capacities
  @Kinds
  @DisplayName("C28 a channel nobody refers to is garbage, closed or not, with all that is in it")
  void c28UnreachableChannelIsGarbage(int cap, Kind kind) {
    List<WeakReference<Object>> garbage = new ArrayList<>();
    CountDownLatch collected = new CountDownLatch(1);
    try (Harness h = Harness.create()) {
      CountDownLatch used = new CountDownLatch(2);
      useAndDrop(h, cap, kind, garbage, used, collected);
      Await.until("the channel was used", () -> used.getCount() == 0);
      awaitCollected(garbage);
      collected.countDown();
    }
  }

  /** Two parties that waited on the channel live on after it. */
  private static void useAndDrop(
      Harness h,
      int cap,
      Kind kind,
      List<WeakReference<Object>> garbage,
      CountDownLatch used,
      CountDownLatch collected) {
    List<Chan<Object>> holder = new ArrayList<>();
    holder.add(Chan.make(cap));
    garbage.add(new WeakReference<>(holder.getFirst()));
    Harness.Child receiver =
        h.start(
            kind,
            () -> {
              holder.getFirst().receive();
              used.countDown();
              collected.await();
            });
    receiver.awaitParked();
    h.start(
        kind,
        () -> {
          holder.getFirst().send("x");
          for (int i = 0; i < cap; i++) {
            send(holder.getFirst(), garbage);
          }
          holder.clear();
          used.countDown();
          collected.await();
        });
  }

  private static void awaitCollected(List<WeakReference<Object>> references) {
    Await.until(
        "all of " + references.size() + " are collected",
        () -> {
          System.gc();
          return references.stream().allMatch(r -> r.refersTo(null));
        });
  }

  /** Plain fields that only channel operations order. */
  private static final class Plain {
    int a;
    int b;
  }

  @Capacities
  @Kinds
  @DisplayName("C30 what happens before a send is seen after its receive")
  void c30SendBeforeReceive(int cap, Kind kind) {
    int n = Stress.times(2_000);
    Chan<Plain> c = Chan.make(cap);
    try (Harness h = Harness.create()) {
      h.start(
          kind,
          () -> {
            for (int i = 1; i <= n; i++) {
              Plain p = new Plain();
              p.a = i;
              p.b = -i;
              c.send(p);
            }
            c.close();
          });
      h.run(
          Kind.GOROUTINE,
          () -> {
            int i = 0;
            for (Plain p : c) {
              i++;
              assertEquals(i, p.a);
              assertEquals(-i, p.b);
            }
            assertEquals(n, i);
          });
    }
  }

  @Kinds
  @DisplayName("C30 what happens before a receive is seen after an unbuffered send")
  void c30ReceiveBeforeUnbufferedSend(Kind kind) {
    int n = Stress.times(2_000);
    Chan<Plain> c = Chan.make();
    try (Harness h = Harness.create()) {
      Plain shared = new Plain();
      h.start(
          kind,
          () -> {
            for (int i = 1; i <= n; i++) {
              shared.a = i;
              c.receive();
              c.receive();
            }
          });
      h.run(
          Kind.GOROUTINE,
          () -> {
            for (int i = 1; i <= n; i++) {
              c.send(null);
              assertEquals(i, shared.a);
              c.send(null);
            }
          });
    }
  }

  @Capacities({1, 2, 7})
  @Processors
  @DisplayName("C30 the k-th receive is seen after the k+cap-th send: a channel as a semaphore")
  void c30Semaphore(int cap, int processors) {
    int parties = 6;
    int each = Stress.times(500);
    Chan<Void> tokens = Chan.make(cap);
    AtomicInteger inside = new AtomicInteger();
    Plain guarded = new Plain();
    try (Harness h = Harness.create(processors)) {
      for (int p = 0; p < parties; p++) {
        h.start(
            Kind.mixed(p),
            () -> {
              for (int i = 0; i < each; i++) {
                tokens.send(null);
                assertTrue(inside.incrementAndGet() <= cap);
                if (cap == 1) {
                  guarded.a++;
                }
                inside.decrementAndGet();
                tokens.receive();
              }
            });
      }
    }
    if (cap == 1) {
      assertEquals(parties * each, guarded.a);
    }
  }

  @Capacities
  @Kinds
  @DisplayName("C30 what happens before a close is seen after the receive that finds it closed")
  void c30CloseBeforeReceive(int cap, Kind kind) {
    for (int i = 0; i < Stress.times(50); i++) {
      Chan<Void> c = Chan.make(cap);
      Plain shared = new Plain();
      try (Harness h = Harness.create()) {
        Harness.Child waits =
            h.start(
                kind,
                () -> {
                  assertFalse(c.receiveOk().ok());
                  assertEquals(1, shared.a);
                });
        h.start(
            Kind.PLATFORM,
            () -> {
              while (!(c.tryReceive() instanceof Received.Closed)) {
                Thread.onSpinWait();
              }
              assertEquals(1, shared.a);
            });
        shared.a = 1;
        c.close();
        waits.join();
      }
    }
  }

  @Test
  @DisplayName("C31 values are whole on arrival while the collector runs: request and reply")
  void c31RequestReplyUnderGc() {
    int parties = 100;
    int each = Stress.times(150);
    long end = System.nanoTime() + Stress.scaled(Duration.ofSeconds(3)).toNanos();
    AtomicBoolean over = new AtomicBoolean();
    try (Harness h = Harness.create()) {
      Harness.Child collector =
          h.start(
              Kind.PLATFORM,
              () -> {
                while (!over.get()) {
                  System.gc();
                }
              });
      List<Harness.Child> requesters = new ArrayList<>();
      for (int p = 0; p < parties; p++) {
        requesters.add(
            h.start(
                p % 10 == 9 ? Kind.VIRTUAL : Kind.GOROUTINE,
                () -> {
                  for (int i = 0; i < each && System.nanoTime() < end; i++) {
                    request(h, i);
                  }
                }));
      }
      requesters.forEach(Harness.Child::join);
      over.set(true);
      collector.join();
    }
  }

  private record Reply(String text, String garbage, int number) {}

  private static void request(Harness h, int i) {
    Chan<Reply> replies = Chan.make();
    h.scheduler()
        .go(
            () -> {
              String garbage = "x".repeat(1_000);
              replies.send(new Reply("reply " + i, garbage, i));
            });
    Reply reply = replies.receive();
    assertEquals("reply " + i, reply.text());
    assertEquals(i, reply.number());
    assertEquals(1_000, reply.garbage().length());
  }

  @Processors
  @DisplayName("C32 a value goes down a chain of thousands of goroutines, and back up")
  void c32LongChain(int processors) {
    int length = 5_000;
    try (Harness h = Harness.create(processors)) {
      h.run(
          Kind.GOROUTINE,
          () -> {
            Chan<Integer> leftmost = Chan.make();
            Chan<Integer> left = leftmost;
            for (int i = 0; i < length; i++) {
              Chan<Integer> to = left;
              Chan<Integer> from = Chan.make();
              h.scheduler().go(() -> to.send(from.receive() + 1));
              left = from;
            }
            left.send(0);
            assertEquals(length, leftmost.receive());
          });
    }
  }

  @Processors
  @DisplayName("C32 the concurrent prime sieve finds the primes")
  void c32Sieve(int processors) {
    try (Harness h = Harness.create(processors)) {
      Chan<Integer> numbers = Chan.make();
      // The filters never end; the harness closes the scheduler under them.
      h.scheduler()
          .go(
              () -> {
                for (int i = 2; ; i++) {
                  numbers.send(i);
                }
              });
      h.run(
          Kind.GOROUTINE,
          () -> {
            Chan<Integer> from = numbers;
            int prime = 0;
            for (int i = 0; i < 100; i++) {
              prime = from.receive();
              from = filter(h, from, prime);
            }
            assertEquals(541, prime);
          });
    }
  }

  private static Chan<Integer> filter(Harness h, Chan<Integer> from, int prime) {
    Chan<Integer> to = Chan.make();
    h.scheduler()
        .go(
            () -> {
              while (true) {
                int v = from.receive();
                if (v % prime != 0) {
                  to.send(v);
                }
              }
            });
    return to;
  }
}
