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
import io.sudog.testing.Stress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Go's channels do when they are closed. */
@DisplayName("Closing channels as in Go")
class ChanCloseConformanceTest {
  @Capacities
  @Kinds
  @DisplayName(
      "C10 C11 after the close what is buffered still comes, in order, then the end for ever")
  void c10BufferedStillComes(int cap, Kind kind) {
    try (Harness h = Harness.create()) {
      Chan<Integer> c = Chan.make(cap);
      ChanConformanceTest.fill(c);
      c.close();
      assertEquals(cap, c.len());
      h.run(
          kind,
          () -> {
            for (int i = 0; i < cap; i++) {
              if (i % 3 == 0) {
                assertEquals(new Received.Value<>(i), c.receiveOk());
              } else if (i % 3 == 1) {
                assertEquals(new Received.Value<>(i), c.tryReceive());
              } else {
                assertEquals(i, c.receive());
              }
            }
            for (int i = 0; i < 10; i++) {
              assertNull(c.receive());
              assertEquals(new Received.Closed<>(), c.receiveOk());
              assertEquals(new Received.Closed<>(), c.tryReceive());
              assertFalse(c.iterator().hasNext());
              assertEquals(0, c.stream().count());
            }
            assertFalse(c.receiveOk().ok());
            assertNull(c.receiveOk().value());
          });
    }
  }

  @Capacities
  @Kinds
  @DisplayName("C12 the close wakes all waiting receivers, each with the end")
  void c12WakesReceivers(int cap, Kind kind) {
    try (Harness h = Harness.create()) {
      Chan<Integer> c = Chan.make(cap);
      List<Harness.Child> receivers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        receivers.add(h.start(kind, () -> assertNull(c.receive())));
        receivers.add(h.start(kind, () -> assertEquals(new Received.Closed<>(), c.receiveOk())));
        receivers.add(h.start(kind, () -> assertFalse(c.iterator().hasNext())));
        receivers.add(h.start(kind, () -> assertEquals(0, c.stream().count())));
      }
      receivers.forEach(Harness.Child::awaitParked);
      h.run(kind, c::close);
    }
  }

  @Capacities
  @Kinds
  @DisplayName(
      "C13 the close wakes all waiting senders, each throws, and nothing of theirs is sent")
  void c13WakesSenders(int cap, Kind kind) {
    try (Harness h = Harness.create()) {
      Chan<Integer> c = Chan.make(cap);
      ChanConformanceTest.fill(c);
      List<Harness.Child> senders = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        senders.add(h.start(kind, () -> assertSendThrows(() -> c.send(-1))));
        senders.add(h.start(kind, () -> assertFalse(c.sendIfOpen(-1))));
      }
      senders.forEach(Harness.Child::awaitParked);
      h.run(kind, c::close);
      senders.forEach(Harness.Child::join);
      for (int i = 0; i < cap; i++) {
        assertEquals(new Received.Value<>(i), c.receiveOk());
      }
      assertFalse(c.receiveOk().ok());
    }
  }

  @Capacities
  @Kinds
  @DisplayName("C14 a send on a closed channel throws, room or not, in each form but sendIfOpen")
  void c14SendOnClosed(int cap, Kind kind) {
    try (Harness h = Harness.create()) {
      for (boolean full : new boolean[] {false, true}) {
        Chan<Integer> c = Chan.make(cap);
        if (full) {
          ChanConformanceTest.fill(c);
        }
        int before = c.len();
        c.close();
        h.run(
            kind,
            () -> {
              for (int i = 0; i < 3; i++) {
                assertSendThrows(() -> c.send(1));
                assertSendThrows(() -> c.trySend(1));
                assertFalse(c.sendIfOpen(1));
              }
            });
        assertEquals(before, c.len());
      }
    }
  }

  @Capacities
  @Kinds
  @DisplayName("C15 closing twice, or the nil channel, throws what a program can catch")
  void c15CloseTwice(int cap, Kind kind) {
    try (Harness h = Harness.create()) {
      Chan<Integer> c = Chan.make(cap);
      h.run(kind, c::close);
      for (int i = 0; i < 3; i++) {
        h.run(
            kind,
            () -> {
              IllegalStateException e = assertThrows(ChannelClosedException.class, c::close);
              assertEquals("close of closed channel", e.getMessage());
              e = assertThrows(ChannelClosedException.class, () -> Chan.nil().close());
              assertEquals("close of nil channel", e.getMessage());
            });
      }
      assertFalse(c.receiveOk().ok());
    }
  }

  @Capacities
  @DisplayName("C15 of many who close at once, one succeeds")
  void c15OneCloserWins(int cap) {
    try (Harness h = Harness.create()) {
      for (int round = 0; round < Stress.times(50); round++) {
        Chan<Integer> c = Chan.make(cap);
        AtomicInteger closed = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        List<Harness.Child> closers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          closers.add(
              h.start(
                  Kind.inTurn(i),
                  () -> {
                    try {
                      c.close();
                      closed.incrementAndGet();
                    } catch (ChannelClosedException e) {
                      refused.incrementAndGet();
                    }
                  }));
        }
        closers.forEach(Harness.Child::join);
        assertEquals(1, closed.get());
        assertEquals(5, refused.get());
      }
    }
  }

  @Kinds
  @DisplayName("sendIfOpen sends while the channel is open, waiting for its turn")
  void sendIfOpen(Kind kind) {
    try (Harness h = Harness.create()) {
      Chan<Integer> c = Chan.make(1);
      h.run(kind, () -> assertTrue(c.sendIfOpen(1)));
      Harness.Child sender = h.start(kind, () -> assertTrue(c.sendIfOpen(2))).awaitParked();
      assertEquals(1, c.receive());
      sender.join();
      assertEquals(2, c.receive());
    }
  }

  @Kinds
  @DisplayName("C24 a try-receive that races with close and drain never says that nothing is there")
  void c24TryReceiveRace(Kind kind) {
    try (Harness h = Harness.create()) {
      for (int i = 0; i < Stress.times(kind == Kind.PLATFORM ? 300 : 3_000); i++) {
        Chan<Integer> c = Chan.make(1);
        c.send(1);
        Harness.Child other =
            h.start(
                kind, () -> assertFalse(c.tryReceive() instanceof Received.Empty, "nothing there"));
        c.close();
        assertNull(drained(c));
        other.join();
      }
    }
  }

  private static Integer drained(Chan<Integer> c) {
    c.receive();
    return c.receive();
  }

  @Kinds
  @DisplayName("C25 once closed, a try-receive is always ready")
  void c25ClosedIsReady(Kind kind) {
    Chan<Integer> c = Chan.make(1);
    c.close();
    try (Harness h = Harness.create()) {
      for (int w = 0; w < 3; w++) {
        h.start(
            kind,
            () -> {
              for (int i = 0; i < 10_000; i++) {
                assertInstanceOf(Received.Closed.class, c.tryReceive());
              }
            });
      }
    }
  }

  @Capacities
  @Kinds
  @DisplayName("C26 a range ends when the channel is closed and drained, and not before")
  void c26Range(int cap, Kind kind) {
    int n = 300;
    int consumers = 4;
    try (Harness h = Harness.create()) {
      Chan<Integer> c = Chan.make(cap);
      AtomicInteger count = new AtomicInteger();
      AtomicInteger sum = new AtomicInteger();
      List<Harness.Child> ranging = new ArrayList<>();
      for (int i = 0; i < consumers; i++) {
        ranging.add(
            h.start(
                kind,
                () -> {
                  int last = -1;
                  for (int v : c) {
                    assertTrue(v > last);
                    last = v;
                    count.incrementAndGet();
                    sum.addAndGet(v);
                  }
                }));
      }
      h.run(
          kind,
          () -> {
            for (int i = 0; i < n; i++) {
              c.send(i);
            }
          });
      ranging.forEach(Harness.Child::awaitParked);
      assertEquals(n, count.get());
      h.run(kind, c::close);
      ranging.forEach(Harness.Child::join);
      assertEquals(n, count.get());
      assertEquals(n * (n - 1) / 2, sum.get());
    }
  }

  @Test
  @DisplayName("C26 a range over a channel that was closed full yields all of it")
  void c26RangeOverClosed() {
    Chan<Integer> c = Chan.make(7);
    ChanConformanceTest.fill(c);
    c.close();
    Iterator<Integer> it = c.iterator();
    for (int i = 0; i < 7; i++) {
      assertEquals(i, it.next());
    }
    assertFalse(it.hasNext());
  }

  /** Asserts that it throws as a send on a closed channel does. */
  static void assertSendThrows(Runnable send) {
    ChannelClosedException e = assertThrows(ChannelClosedException.class, send::run);
    assertEquals("send on closed channel", e.getMessage());
  }
}
