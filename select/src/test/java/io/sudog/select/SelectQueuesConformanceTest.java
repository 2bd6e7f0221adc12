package io.sudog.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.ChannelClosedException;
import io.sudog.channels.internal.Selectable;
import io.sudog.core.Task;
import io.sudog.testing.Await;
import io.sudog.testing.Capacities;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Closed channels to send on, the same channel twice, and who stands in which queue when. */
@DisplayName("The queues of a select, as in Go")
class SelectQueuesConformanceTest {
  private static void assertSendThrows(Task send) {
    ChannelClosedException e = assertThrows(ChannelClosedException.class, send::run);
    assertEquals("send on closed channel", e.getMessage());
  }

  @Capacities({0, 2})
  @Kinds
  @DisplayName("S09 a send on a closed channel throws, in each way to select")
  void s09SendOnClosed(int cap, Kind kind) {
    for (Form form : Form.values()) {
      Chan<String> closed = Chan.make(cap);
      closed.close();
      Chan<String> idle = Chan.make();
      try (Harness h = Harness.create()) {
        h.run(
            kind,
            () -> {
              Selection one = Selection.of(form).send(closed, "v");
              Selection two = Selection.of(form).receive(idle).send(closed, "v");
              for (Selection s : List.of(one, two)) {
                assertSendThrows(s::await);
                assertSendThrows(s::poll);
                assertSendThrows(() -> s.await(Duration.ZERO));
                assertSendThrows(() -> s.await(Duration.ofHours(1)));
              }
              assertEquals(Selection.NONE, Selection.of(form).receive(idle).poll());
            });
      }
      Queues.assertEmpty(closed, idle);
    }
  }

  @Kinds
  @DisplayName("S09 another ready case may be chosen instead of a send on a closed channel")
  void s09Another(Kind kind) {
    for (Form form : Form.values()) {
      Chan<String> closed = Chan.make();
      closed.close();
      Chan<String> ready = Chan.make(1);
      int[] counts = new int[2];
      try (Harness h = Harness.create()) {
        h.run(
            kind,
            () -> {
              ready.send("v");
              Selection s = Selection.of(form).send(closed, "no").receive(ready);
              for (int i = 0; i < 400; i++) {
                try {
                  assertEquals(1, i % 2 == 0 ? s.await() : s.poll());
                  counts[1]++;
                  ready.send("v");
                } catch (ChannelClosedException e) {
                  counts[0]++;
                  assertEquals(1, ready.len());
                }
              }
            });
      }
      assertTrue(counts[0] > 80 && counts[1] > 80, counts[0] + ":" + counts[1]);
    }
  }

  @Capacities({0, 1})
  @Kinds
  @DisplayName("S10 a waiting send whose channel is closed throws, after it left all other queues")
  void s10CloseWhileWaiting(int cap, Kind kind) {
    for (Form form : Form.values()) {
      Chan<String> c = Chan.make(cap);
      Chan<String> in = Chan.make();
      Chan<String> out = Chan.make();
      if (cap > 0) {
        c.send("before");
      }
      Selection s = Selection.of(form).receive(in).send(c, "lost").send(out, "lost too");
      try (Harness h = Harness.create()) {
        Harness.Child child =
            h.start(
                    kind,
                    () -> {
                      assertSendThrows(s::await);
                      Queues.assertEmpty(c, in, out);
                    })
                .awaitParked();
        assertEquals(1, Queues.senders(c));
        c.close();
        child.join();
        h.run(kind, () -> assertFalse(in.trySend("to nobody")));
        h.run(kind, () -> assertFalse(out.tryReceive().ok()));
        assertEquals(cap > 0 ? "before" : null, c.receive());
        assertFalse(c.receiveOk().ok());
      }
    }
  }

  @Kinds
  @DisplayName("S10 where it waits to receive from the closed channel, too, it receives its end")
  void s10ReceivesFromTheSame(Kind kind) {
    for (Form form : Form.values()) {
      for (boolean sendsFirst : new boolean[] {true, false}) {
        Chan<String> c = Chan.make();
        Selection s = Selection.of(form);
        if (sendsFirst) {
          s.send(c, "lost").receive(c);
        } else {
          s.receive(c).send(c, "lost");
        }
        try (Harness h = Harness.create()) {
          Harness.Child child =
              h.start(
                      kind,
                      () -> {
                        assertEquals(sendsFirst ? 1 : 0, s.await());
                        assertFalse(s.ok());
                        Queues.assertEmpty(c);
                      })
                  .awaitParked();
          c.close();
          child.join();
        }
      }
    }
  }

  @Kinds
  @DisplayName("S11 a send and a receive on one unbuffered channel never pair with each other")
  void s11Self(Kind kind) {
    for (Form form : Form.values()) {
      for (boolean partnerSends : new boolean[] {true, false}) {
        Chan<String> c = Chan.make();
        Selection s = Selection.of(form).send(c, "mine").receive(c);
        try (Harness h = Harness.create()) {
          h.run(kind, () -> assertEquals(Selection.NONE, s.poll()));
          Harness.Child child =
              h.start(kind, () -> assertEquals(partnerSends ? 1 : 0, s.await())).awaitParked();
          assertEquals(1, Queues.senders(c), "C23");
          assertEquals(1, Queues.receivers(c), "C23");
          if (partnerSends) {
            c.send("yours");
          } else {
            assertEquals("mine", c.receive());
          }
          child.join();
          assertEquals(partnerSends ? "yours" : null, s.value());
          Queues.assertEmpty(c);
        }
      }
    }
  }

  @Kinds
  @DisplayName("S11 with room in the buffer it may receive what it sent before")
  void s11Buffered(Kind kind) {
    for (Form form : Form.values()) {
      Chan<Integer> c = Chan.make(1);
      try (Harness h = Harness.create()) {
        h.run(
            kind,
            () -> {
              Selection s = Selection.of(form).send(c, 5).receive(c);
              for (int i = 0; i < 100; i++) {
                assertEquals(i % 2, i % 3 == 0 ? s.poll() : s.await());
                assertEquals(i % 2 == 0 ? null : 5, s.value());
              }
            });
      }
    }
  }

  @Capacities({0, 10})
  @Kinds
  @DisplayName("S12 two that each select both ways on one channel pair with each other")
  void s12BothWays(int cap, Kind kind) {
    for (Form form : Form.values()) {
      Chan<Integer> c = Chan.make(cap);
      try (Harness h = Harness.create()) {
        for (int p = 0; p < 2; p++) {
          int me = p;
          h.start(
              p == 0 ? Kind.GOROUTINE : kind,
              () -> {
                Selection sendFirst = Selection.of(form).send(c, me).receive(c);
                Selection receiveFirst = Selection.of(form).receive(c).send(c, me);
                for (int i = 0; i < 500; i++) {
                  Selection s = me == 0 || i % 2 == 0 ? sendFirst : receiveFirst;
                  s.await();
                  if (s.ok() && cap == 0) {
                    assertNotEquals(me, s.value(), "received from itself");
                  }
                }
              });
        }
      }
      Queues.assertEmpty(c);
    }
  }

  @Kinds
  @DisplayName("S13 the same channel twice: after another case won, its queue serves the next")
  void s13Duplicate(Kind kind) {
    for (Form form : Form.values()) {
      Chan<Integer> c = Chan.make();
      Chan<Integer> d = Chan.make();
      try (Harness h = Harness.create()) {
        Harness.Child a =
            h.start(
                    kind,
                    () ->
                        assertEquals(
                            2, Selection.of(form).receive(c).receive(c).receive(d).await()))
                .awaitParked();
        Harness.Child b = h.start(kind, () -> assertEquals(8, receiveTwice(c))).awaitParked();
        assertEquals(3, Queues.receivers(c));
        d.send(7);
        a.join();
        assertEquals(1, Queues.receivers(c));
        c.send(3);
        c.send(5);
        b.join();
        Queues.assertEmpty(c, d);
      }
    }
  }

  private static int receiveTwice(Chan<Integer> c) {
    return c.receive() + c.receive();
  }

  @Kinds
  @DisplayName("S13 the same channel twice, and one of the two wins")
  void s13DuplicateWins(Kind kind) {
    for (Form form : Form.values()) {
      Chan<Integer> c = Chan.make();
      try (Harness h = Harness.create()) {
        Selection s = Selection.of(form).receive(c).receive(c).receive(c);
        Harness.Child a = h.start(kind, () -> assertTrue(s.await() >= 0)).awaitParked();
        c.send(7);
        a.join();
        assertEquals(7, s.value());
        Queues.assertEmpty(c);
        assertFalse(c.trySend(8));
      }
    }
  }

  @Kinds
  @DisplayName("S14 exactly one case takes effect; S17 the next partner skips one that was woken")
  void s14ExactlyOne(Kind kind) {
    for (Form form : Form.values()) {
      Chan<Integer> a = Chan.make();
      Chan<Integer> b = Chan.make();
      Chan<Integer> out = Chan.make();
      try (Harness h = Harness.create()) {
        for (int i = 0; i < 50; i++) {
          Selection s = Selection.of(form).receive(a).receive(b).send(out, i);
          Harness.Child first = h.start(kind, () -> assertTrue(s.await() >= 0)).awaitParked();
          // Behind it in b's queue.
          Harness.Child next = h.start(kind, () -> assertEquals(-2, b.receive())).awaitParked();
          assertTrue(a.trySend(-1));
          // The first may stand in the queues of b and out still.
          assertFalse(out.tryReceive().ok());
          assertTrue(b.trySend(-2));
          assertFalse(b.trySend(-3));
          first.join();
          next.join();
          assertEquals(-1, s.value());
        }
      }
      Queues.assertEmpty(a, b, out);
    }
  }

  @Kinds
  @DisplayName("S15 losing cases have left their queues before select returns")
  void s15LosersLeave(Kind kind) {
    for (Form form : Form.values()) {
      List<Chan<Integer>> idle = new ArrayList<>();
      Chan<Integer> busy = Chan.make();
      Selection s = Selection.of(form);
      for (int i = 0; i < 5; i++) {
        Chan<Integer> c = Chan.make();
        idle.add(c);
        s.receive(c).send(c, 1);
      }
      s.receive(busy);
      Chan<?>[] all = idle.toArray(Chan<?>[]::new);
      try (Harness h = Harness.create()) {
        for (int i = 0; i < 20; i++) {
          Harness.Child child =
              h.start(
                      kind,
                      () -> {
                        assertEquals(10, s.await());
                        Queues.assertEmpty(all);
                      })
                  .awaitParked();
          idle.forEach(c -> assertEquals(2, Queues.senders(c) + Queues.receivers(c)));
          busy.send(i);
          child.join();
        }
        h.run(
            kind,
            () -> {
              assertEquals(Selection.NONE, s.await(Duration.ofNanos(1)));
              Queues.assertEmpty(all);
              assertEquals(Selection.NONE, s.poll());
              Queues.assertEmpty(all);
            });
      }
    }
  }

  @Kinds
  @DisplayName("S16 takes locks in the order of the channels' numbers, each once")
  void s16LockOrder(Kind kind) {
    for (Form form : Form.values()) {
      Chan<Integer> one = Chan.make();
      Chan<Integer> two = Chan.make();
      Selectable low = Queues.core(one);
      Selectable high = Queues.core(two);
      if (low.number() > high.number()) {
        Selectable other = low;
        low = high;
        high = other;
      }
      for (int i = 0; i < 2; i++) {
        Selection s =
            i == 0
                ? Selection.of(form).receive(one).receive(two).receive(one)
                : Selection.of(form).receive(two).receive(one).send(two, 1);
        try (Harness h = Harness.create()) {
          high.lock();
          try {
            h.start(kind, () -> assertEquals(Selection.NONE, s.poll()));
            Await.until("the lower lock is taken before the higher", low::isLocked);
          } finally {
            high.unlock();
          }
        }
        assertFalse(low.isLocked() || high.isLocked());
      }
    }
  }

  @Test
  @DisplayName("S16 selects over the same channels in all orders do not deadlock")
  void s16AllOrders() {
    List<Chan<Integer>> channels = List.of(Chan.make(), Chan.make(), Chan.make(1));
    int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    try (Harness h = Harness.create()) {
      for (int i = 0; i < 12; i++) {
        int[] order = orders[i % 6];
        boolean sends = i < 6;
        h.start(
            Kind.mixed(i),
            () -> {
              Selection s = Selection.of(order[0] == 1 ? Form.LOOP : Form.STATEMENT);
              for (int k : order) {
                if (sends) {
                  s.send(channels.get(k), k);
                } else {
                  s.receive(channels.get(k));
                }
              }
              for (int n = 0; n < 500; n++) {
                int chosen = s.await();
                if (!sends) {
                  assertEquals(order[chosen], s.value());
                }
              }
            });
      }
    }
    assertNull(channels.get(2).tryReceive().value());
    channels.forEach(Queues::assertEmpty);
  }
}
