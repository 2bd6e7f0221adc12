package io.sudog.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.testing.Capacities;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Go's channels do on open channels: sending, receiving, blocking, order, length. */
@DisplayName("Channels as in Go")
class ChanConformanceTest {
  @Kinds
  @DisplayName("C01 an unbuffered send waits until a receiver takes the value")
  void c01SendWaitsForReceiver(Kind kind) {
    for (Kind partner : Kind.values()) {
      try (Harness h = Harness.create()) {
        Chan<String> c = Chan.make();
        Harness.Child sender = h.start(kind, () -> c.send("v")).awaitParked();
        h.run(partner, () -> assertEquals("v", c.receive()));
        sender.join();
      }
    }
  }

  @Kinds
  @DisplayName("C01 an unbuffered receive waits until a sender arrives")
  void c01ReceiveWaitsForSender(Kind kind) {
    for (Kind partner : Kind.values()) {
      try (Harness h = Harness.create()) {
        Chan<String> c = Chan.make();
        Harness.Child receiver = h.start(kind, () -> assertEquals("v", c.receive())).awaitParked();
        h.run(partner, () -> c.send("v"));
        receiver.join();
      }
    }
  }

  @Capacities
  @Kinds
  @DisplayName("C02 a receive on an open empty channel waits, in both forms")
  void c02ReceiveOnEmptyWaits(int cap, Kind kind) {
    try (Harness h = Harness.create()) {
      Chan<Integer> c = Chan.make(cap);
      Harness.Child plain = h.start(kind, () -> assertEquals(1, c.receive())).awaitParked();
      Harness.Child withOk =
          h.start(kind, () -> assertEquals(new Received.Value<>(2), c.receiveOk())).awaitParked();
      h.run(kind, () -> c.send(1));
      plain.join();
      h.run(kind, () -> c.send(2));
      withOk.join();
    }
  }

  @Test
  @DisplayName("C02 a receive on an open empty channel waits, at each capacity from 0 to 199")
  void c02AtManyCapacities() {
    try (Harness h = Harness.create()) {
      List<Chan<Integer>> channels = new ArrayList<>();
      List<Harness.Child> receivers = new ArrayList<>();
      for (int cap = 0; cap < 200; cap++) {
        int v = cap;
        Chan<Integer> c = Chan.make(cap);
        channels.add(c);
        receivers.add(h.go(() -> assertEquals(v, c.receive())));
        receivers.add(h.go(() -> assertEquals(new Received.Value<>(v), c.receiveOk())));
      }
      receivers.forEach(Harness.Child::awaitParked);
      h.run(
          Kind.GOROUTINE,
          () -> {
            for (int cap = 0; cap < 200; cap++) {
              channels.get(cap).send(cap);
              channels.get(cap).send(cap);
            }
          });
    }
  }

  @Capacities
  @Kinds
  @DisplayName("C03 a try-receive on an open empty channel says so and does not wait")
  void c03TryReceiveOnEmpty(int cap, Kind kind) {
    try (Harness h = Harness.create()) {
      Chan<Integer> c = Chan.make(cap);
      h.run(
          kind,
          () -> {
            Received<Integer> r = c.tryReceive();
            assertInstanceOf(Received.Empty.class, r);
            assertFalse(r.ok());
            assertNull(r.value());
          });
    }
  }

  @Capacities
  @Kinds
  @DisplayName("C04 a send on a full channel waits; a try-send says no, and its value is not sent")
  void c04SendOnFull(int cap, Kind kind) {
    try (Harness h = Harness.create()) {
      Chan<Integer> c = Chan.make(cap);
      h.run(kind, () -> fill(c));
      h.run(kind, () -> assertFalse(c.trySend(-1)));
      Harness.Child sender = h.start(kind, () -> c.send(cap)).awaitParked();
      h.run(kind, () -> assertFalse(c.trySend(-1)));
      h.run(
          kind,
          () -> {
            for (int i = 0; i <= cap; i++) {
              assertEquals(i, c.receive());
            }
          });
      sender.join();
      h.run(kind, () -> assertInstanceOf(Received.Empty.class, c.tryReceive()));
    }
  }

  @Kinds
  @DisplayName("C04 a try-send finds a waiting receiver")
  void c04TrySendFindsReceiver(Kind kind) {
    try (Harness h = Harness.create()) {
      Chan<Integer> c = Chan.make();
      Harness.Child receiver = h.start(kind, () -> assertEquals(5, c.receive())).awaitParked();
      h.run(kind, () -> assertTrue(c.trySend(5)));
      receiver.join();
    }
  }

  @Kinds
  @DisplayName("C03 a try-receive finds a waiting sender")
  void c03TryReceiveFindsSender(Kind kind) {
    try (Harness h = Harness.create()) {
      Chan<Integer> c = Chan.make();
      Harness.Child sender = h.start(kind, () -> c.send(5)).awaitParked();
      h.run(kind, () -> assertEquals(new Received.Value<>(5), c.tryReceive()));
      sender.join();
    }
  }

  @Capacities({1, 2, 7, 128})
  @Kinds
  @DisplayName("C05 a send with room in the buffer does not wait")
  void c05SendWithRoom(int cap, Kind kind) {
    try (Harness h = Harness.create()) {
      Chan<Integer> c = Chan.make(cap);
      h.run(
          kind,
          () -> {
            for (int round = 0; round < 3; round++) {
              fill(c);
              for (int i = 0; i < cap; i++) {
                assertEquals(i, c.receive());
              }
              for (int i = 0; i < cap; i++) {
                assertTrue(c.trySend(i));
              }
              for (int i = 0; i < cap; i++) {
                assertEquals(new Received.Value<>(i), c.tryReceive());
              }
            }
          });
    }
  }

  @Capacities
  @Kinds
  @DisplayName("C06 one producer and one consumer: values arrive in the order sent")
  void c06Order(int cap, Kind kind) {
    int n = 500;
    for (Kind partner : Kind.values()) {
      try (Harness h = Harness.create()) {
        Chan<Integer> c = Chan.make(cap);
        h.start(
            kind,
            () -> {
              for (int i = 0; i < n; i++) {
                c.send(i);
              }
            });
        h.run(
            partner,
            () -> {
              for (int i = 0; i < n; i++) {
                assertEquals(i, c.receive());
              }
            });
      }
    }
  }

  @Capacities
  @DisplayName("C07 many producers and consumers: each value exactly once")
  void c07ExactlyOnce(int cap) {
    manyToMany(cap, 4, 1_000);
  }

  /** So many senders and receivers, goroutines but for two each. */
  static void manyToMany(int cap, int parties, int each) {
    Chan<Integer> c = Chan.make(cap);
    AtomicInteger[] seen =
        IntStream.range(0, parties * each)
            .mapToObj(i -> new AtomicInteger())
            .toArray(AtomicInteger[]::new);
    try (Harness h = Harness.create()) {
      for (int p = 0; p < parties; p++) {
        int base = p * each;
        h.start(
            Kind.mixed(p),
            () -> {
              for (int i = 0; i < each; i++) {
                c.send(base + i);
              }
            });
        h.start(
            Kind.mixed(p),
            () -> {
              for (int i = 0; i < each; i++) {
                seen[c.receive()].incrementAndGet();
              }
            });
      }
    }
    for (int i = 0; i < seen.length; i++) {
      assertEquals(1, seen[i].get(), "how often " + i + " arrived");
    }
    assertEquals(0, c.len());
  }

  @Test
  @DisplayName("C07 twenty-three workers: the sum is right, and each works until the close")
  void c07MultiConsumer() {
    int workers = 23;
    int items = 27_182;
    int[] primes = {2, 3, 5, 7, 11, 13};
    Chan<Integer> queue = Chan.make(workers);
    Chan<Integer> results = Chan.make(workers);
    long[] expected = new long[1];
    try (Harness h = Harness.create()) {
      AtomicInteger working = new AtomicInteger(workers);
      for (int w = 0; w < workers; w++) {
        h.start(
            Kind.mixed(w),
            () -> {
              for (int v : queue) {
                results.send(v);
              }
              if (working.decrementAndGet() == 0) {
                results.close();
              }
            });
      }
      h.go(
          () -> {
            for (int i = 0; i < items; i++) {
              int v = primes[i % primes.length];
              expected[0] += v;
              queue.send(v);
            }
            queue.close();
          });
      h.run(
          Kind.GOROUTINE,
          () -> {
            long sum = 0;
            int n = 0;
            for (int v : results) {
              n++;
              sum += v;
            }
            assertEquals(items, n);
            assertEquals(expected[0], sum);
          });
    }
  }

  @Capacities
  @Kinds
  @DisplayName("C08 len counts what is in the buffer, cap is its size; both 0 when unbuffered")
  void c08LenAndCap(int cap, Kind kind) {
    try (Harness h = Harness.create()) {
      Chan<Integer> c = Chan.make(cap);
      h.run(
          kind,
          () -> {
            assertEquals(cap, c.cap());
            for (int i = 0; i < cap; i++) {
              assertEquals(i, c.len());
              c.send(i);
            }
            assertEquals(cap, c.len());
          });
      h.start(kind, () -> c.send(cap)).awaitParked();
      assertEquals(cap, c.len());
      h.run(
          kind,
          () -> {
            for (int i = 0; i <= cap; i++) {
              assertEquals(i, c.receive());
              assertEquals(Math.min(cap, cap - i), c.len());
            }
            assertEquals(cap, c.cap());
          });
    }
  }

  @Test
  @DisplayName("C16 a negative capacity is refused, by name")
  void c16NegativeCapacity() {
    for (int cap : new int[] {-1, Integer.MIN_VALUE}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> Chan.make(cap));
      assertTrue(e.getMessage().startsWith("makechan: size out of range"), e.getMessage());
      assertTrue(e.getMessage().contains("cap") && e.getMessage().contains("" + cap));
    }
  }

  @Capacities
  @Kinds
  @DisplayName("C18 null is an ordinary element; only ok tells it from the end")
  void c18Null(int cap, Kind kind) {
    try (Harness h = Harness.create()) {
      Chan<String> c = Chan.make(cap);
      Harness.Child sender =
          h.start(
              kind,
              () -> {
                for (int i = 0; i < 5; i++) {
                  c.send(null);
                }
                c.close();
              });
      h.run(
          kind,
          () -> {
            assertNull(c.receive());
            for (int i = 0; i < 4; i++) {
              Received<String> r = c.receiveOk();
              assertEquals(new Received.Value<>(null), r);
              assertTrue(r.ok());
              assertNull(r.value());
            }
            assertEquals(new Received.Closed<>(), c.receiveOk());
          });
      sender.join();
    }
  }

  @Kinds
  @DisplayName("C18 null is handed to a waiting receiver, and taken from a waiting sender")
  void c18NullHandedOver(Kind kind) {
    try (Harness h = Harness.create()) {
      Chan<String> c = Chan.make();
      Harness.Child receiver =
          h.start(kind, () -> assertEquals(new Received.Value<>(null), c.receiveOk()))
              .awaitParked();
      h.run(kind, () -> assertTrue(c.trySend(null)));
      receiver.join();
      Harness.Child sender = h.start(kind, () -> assertTrue(c.sendIfOpen(null))).awaitParked();
      h.run(kind, () -> assertEquals(new Received.Value<>(null), c.tryReceive()));
      sender.join();
    }
  }

  @Capacities
  @DisplayName("C19 elements without content work as mere signals")
  void c19Signals(int cap) {
    try (Harness h = Harness.create()) {
      Chan<Void> c = Chan.make(cap);
      int n = 300;
      h.go(
          () -> {
            for (int i = 0; i < n; i++) {
              c.send(null);
            }
            c.close();
          });
      h.run(
          Kind.GOROUTINE,
          () -> {
            int signals = 0;
            while (c.receiveOk().ok()) {
              signals++;
            }
            assertEquals(n, signals);
          });
    }
  }

  @Capacities
  @Kinds
  @DisplayName("C20 a value handed to a waiting receiver does not touch the buffer")
  void c20DirectHandOver(int cap, Kind kind) {
    try (Harness h = Harness.create()) {
      Chan<Integer> c = Chan.make(cap);
      for (int i = 0; i < 20; i++) {
        int v = i;
        Harness.Child receiver = h.start(kind, () -> assertEquals(v, c.receive())).awaitParked();
        c.send(v);
        assertEquals(0, c.len());
        receiver.join();
      }
    }
  }

  @Capacities({1, 2, 7, 128})
  @Kinds
  @DisplayName(
      "C21 a receive from a full buffer moves the first waiting sender's value to the tail")
  void c21SendersMoveUp(int cap, Kind kind) {
    int waiting = 5;
    try (Harness h = Harness.create()) {
      Chan<Integer> c = Chan.make(cap);
      fill(c);
      List<Harness.Child> senders = new ArrayList<>();
      for (int i = 0; i < waiting; i++) {
        int v = cap + i;
        senders.add(h.start(kind, () -> c.send(v)).awaitParked());
      }
      for (int i = 0; i < waiting; i++) {
        assertEquals(i, c.receive());
        assertEquals(cap, c.len());
        senders.get(i).join();
        senders.subList(i + 1, waiting).forEach(s -> assertFalse(s.isDone()));
      }
      for (int i = 0; i < cap; i++) {
        assertEquals(waiting + i, c.receive());
      }
      assertEquals(0, c.len());
    }
  }

  @Capacities
  @DisplayName("C22 waiting receivers are served in the order they came, whatever they are")
  void c22ReceiversInOrder(int cap) {
    try (Harness h = Harness.create()) {
      Chan<Integer> c = Chan.make(cap);
      for (int i = 0; i < 9; i++) {
        int v = i;
        h.start(Kind.inTurn(i), () -> assertEquals(v, c.receive())).awaitParked();
      }
      for (int i = 0; i < 9; i++) {
        c.send(i);
      }
    }
  }

  @Capacities
  @DisplayName("C22 waiting senders are served in the order they came, whatever they are")
  void c22SendersInOrder(int cap) {
    try (Harness h = Harness.create()) {
      Chan<Integer> c = Chan.make(cap);
      fill(c);
      for (int i = 0; i < 9; i++) {
        int v = cap + i;
        h.start(Kind.inTurn(i), () -> c.send(v)).awaitParked();
      }
      for (int i = 0; i < cap + 9; i++) {
        assertEquals(i, c.receive());
      }
    }
  }

  @Test
  @DisplayName("a virtual thread started inside a goroutine uses channels as any thread")
  void virtualThreadInsideGoroutine() {
    try (Harness h = Harness.create()) {
      Chan<Integer> c = Chan.make();
      Chan<Integer> back = Chan.make();
      h.go(
          () -> {
            Thread inner =
                Thread.startVirtualThread(
                    () -> {
                      for (int v : c) {
                        back.send(v + 1);
                      }
                      back.close();
                    });
            for (int i = 0; i < 200; i++) {
              c.send(i);
              assertEquals(i + 1, back.receive());
            }
            c.close();
            assertFalse(back.receiveOk().ok());
            inner.join();
          });
    }
  }

  @Test
  @DisplayName("toString says number, length, capacity and whether it is closed")
  void describesItself() {
    Chan<Integer> c = Chan.make(3);
    c.send(1);
    String text = c.toString();
    assertTrue(text.matches("chan \\d+ \\(len 1, cap 3\\)"), text);
    assertEquals(text, c.toString());
    assertFalse(Chan.make(3).toString().equals(text));
    c.close();
    assertTrue(c.toString().endsWith("(len 1, cap 3, closed)"), c::toString);
    assertEquals("chan nil", Chan.nil().toString());
  }

  /** Sends 0, 1, 2, … up to the capacity. */
  static void fill(Chan<Integer> c) {
    for (int i = 0; i < c.cap(); i++) {
      c.send(i);
    }
  }
}
