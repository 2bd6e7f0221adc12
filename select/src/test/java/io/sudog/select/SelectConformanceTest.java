package io.sudog.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.Received;
import io.sudog.core.DeadlockException;
import io.sudog.core.Task;
import io.sudog.testing.Capacities;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Go's select does: when it waits and when not, nil and closed channels, many cases. */
@DisplayName("Select as in Go")
class SelectConformanceTest {
  @Kinds
  @DisplayName("S03 waits while no case is ready, and carries out the first that is")
  void s03Waits(Kind kind) {
    for (Form form : Form.values()) {
      for (int i = 0; i < 4; i++) {
        int ready = i;
        Chan<String> a = Chan.make();
        Chan<String> b = Chan.make(1);
        Chan<String> full = Chan.make(1);
        Chan<String> d = Chan.make();
        full.send("before");
        Selection s = Selection.of(form).receive(a).receive(b).send(full, "full").send(d, "d");
        try (Harness h = Harness.create()) {
          Harness.Child child =
              h.start(kind, () -> assertEquals(ready, s.await(), form.name())).awaitParked();
          switch (ready) {
            case 0 -> a.send("to a");
            case 1 -> b.send("to b");
            case 2 -> assertEquals("before", full.receive());
            default -> assertEquals("d", d.receive());
          }
          child.join();
        }
        assertEquals(ready < 2 ? "to " + "ab".charAt(ready) : null, s.value());
        assertEquals(ready < 2, s.ok());
        assertEquals(0, b.len());
        assertEquals(1, full.len());
        assertEquals(ready == 2 ? "full" : "before", full.receive());
        Queues.assertEmpty(a, b, full, d);
      }
    }
  }

  @Kinds
  @DisplayName("S03 never waits with a default, which is taken when nothing is ready")
  void s03Default(Kind kind) {
    for (Form form : Form.values()) {
      Chan<String> a = Chan.make();
      Chan<String> b = Chan.make(1);
      Chan<String> full = Chan.make(1);
      full.send("x");
      try (Harness h = Harness.create()) {
        h.run(
            kind,
            () -> {
              Selection s = Selection.of(form).receive(a).receive(b).send(full, "y").send(a, "z");
              assertEquals(Selection.NONE, s.poll());
              b.send("v");
              assertEquals(1, s.poll());
              assertEquals("v", s.value());
              assertEquals("x", full.receive());
              assertEquals(2, s.poll());
              assertEquals("y", full.tryReceive().value());
              full.send("x");
              assertEquals(Selection.NONE, s.poll());
            });
      }
      Queues.assertEmpty(a, b, full);
    }
  }

  @Kinds
  @DisplayName("S03 with a default finds a partner that waits")
  void s03DefaultFindsPartner(Kind kind) {
    for (Form form : Form.values()) {
      Chan<String> a = Chan.make();
      Chan<String> b = Chan.make();
      Chan<String> idle = Chan.make();
      try (Harness h = Harness.create()) {
        h.start(kind, () -> a.send("v")).awaitParked();
        h.run(
            Kind.GOROUTINE,
            () -> {
              Selection s = Selection.of(form).receive(idle).receive(a);
              assertEquals(1, s.poll());
              assertEquals("v", s.value());
            });
        h.start(kind, () -> assertEquals("w", b.receive())).awaitParked();
        h.run(
            Kind.GOROUTINE,
            () -> assertEquals(1, Selection.of(form).receive(idle).send(b, "w").poll()));
      }
    }
  }

  @Test
  @DisplayName("S05 without cases waits for ever, which is a deadlock when nobody else runs")
  void s05Empty() {
    for (Form form : Form.values()) {
      Task empty = () -> Selection.of(form).await();
      DeadlockException e =
          assertThrows(DeadlockException.class, () -> Harness.program(2, empty), form.name());
      assertTrue(e.getMessage().contains("[select (no cases)"), e::getMessage);
      assertEquals(Selection.NONE, Selection.of(form).poll());
    }
  }

  @Kinds
  @DisplayName("S05 without cases waits for ever on any thread")
  void s05EmptyOnAnyThread(Kind kind) {
    for (Form form : Form.values()) {
      try (Harness h = Harness.create()) {
        h.start(kind, () -> Selection.of(form).await()).awaitParked().abandon();
      }
    }
  }

  @Kinds
  @DisplayName("S06 ignores cases on nil channels, null or the nil channel")
  void s06NilIgnored(Kind kind) {
    for (Form form : Form.values()) {
      Chan<String> a = Chan.make();
      Selection s =
          Selection.of(form)
              .receive((Chan<String>) null)
              .send(Chan.nil(), "no")
              .receive(a)
              .receive(Chan.nil())
              .send((Chan<String>) null, "no");
      try (Harness h = Harness.create()) {
        Harness.Child child = h.start(kind, () -> assertEquals(2, s.await())).awaitParked();
        a.send("v");
        child.join();
        h.run(kind, () -> assertEquals(Selection.NONE, s.poll()));
      }
      Queues.assertEmpty(a);
    }
  }

  @Test
  @DisplayName("S06 with nil channels only waits for ever, or takes the default")
  void s06AllNil() {
    for (Form form : Form.values()) {
      Selection s = Selection.of(form).receive(Chan.nil()).send((Chan<String>) null, "no");
      assertEquals(Selection.NONE, s.poll());
      DeadlockException e =
          assertThrows(DeadlockException.class, () -> Harness.program(2, () -> s.await()));
      assertTrue(e.getMessage().contains("[select"), e::getMessage);
      assertFalse(e.getMessage().contains("no cases"), e::getMessage);
    }
  }

  @Kinds
  @DisplayName("S07 a case re-aimed at nil is off, and on again when aimed at a channel")
  void s07Reaim(Kind kind) {
    Chan<String> a = Chan.make(8);
    Chan<String> b = Chan.make(8);
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            Select select = new Select();
            Receive<String> from = select.receive(a);
            Send<String> to = select.send((Chan<String>) null).value("w");
            a.send("1");
            a.send("2");
            assertSame(from, select.await());
            assertEquals("1", from.value());
            assertSame(from, from.channel(null));
            assertNull(select.poll());
            assertSame(to, to.channel(b));
            assertSame(to, select.await());
            to.channel(Chan.nil());
            assertNull(select.poll());
            assertSame(from, from.channel(b));
            assertSame(from, select.await());
            assertEquals("w", from.value());
            from.channel(a);
            assertSame(from, select.await());
            assertEquals("2", from.value());
            assertEquals(0, b.len());
          });
    }
  }

  @Kinds
  @DisplayName("S07 channels that are set to nil one by one as they end")
  void s07MergesUntilAllEnd(Kind kind) {
    for (Form form : Form.values()) {
      int n = 200;
      try (Harness h = Harness.create()) {
        List<Chan<Integer>> channels = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          Chan<Integer> c = Chan.make(i);
          channels.add(c);
          h.start(
              Kind.inTurn(i),
              () -> {
                for (int v = 0; v < n; v++) {
                  c.send(v);
                }
                c.close();
              });
        }
        h.run(kind, () -> merge(form, channels, n));
      }
    }
  }

  private static void merge(Form form, List<Chan<Integer>> channels, int n) {
    int[] next = new int[channels.size()];
    List<Chan<Integer>> open = new ArrayList<>(channels);
    for (int left = open.size(); left > 0; ) {
      Selection s = Selection.of(form);
      open.forEach(s::receive);
      int chosen = s.await();
      if (s.ok()) {
        assertEquals(next[chosen]++, s.value());
      } else {
        open.set(chosen, null);
        left--;
      }
    }
    for (int seen : next) {
      assertEquals(n, seen);
    }
  }

  @Kinds
  @DisplayName("S08 a closed channel is ready like any other, with no priority")
  void s08Closed(Kind kind) {
    for (Form form : Form.values()) {
      Chan<String> closed = Chan.make();
      closed.close();
      Chan<String> full = Chan.make(1_000);
      for (int i = 0; i < 1_000; i++) {
        full.send("v");
      }
      int[] counts = new int[2];
      try (Harness h = Harness.create()) {
        h.run(
            kind,
            () -> {
              Selection s = Selection.of(form).receive(closed).receive(full);
              for (int i = 0; i < 1_000; i++) {
                int chosen = s.await();
                counts[chosen]++;
                assertEquals(chosen == 1, s.ok());
                assertEquals(chosen == 1 ? "v" : null, s.value());
              }
            });
      }
      assertTrue(counts[0] > 300 && counts[1] > 300, counts[0] + ":" + counts[1]);
    }
  }

  @Kinds
  @DisplayName("S08 a close wakes a select that waits to receive")
  void s08CloseWakes(Kind kind) {
    for (Form form : Form.values()) {
      Chan<String> a = Chan.make();
      Chan<String> b = Chan.make(1);
      Selection s = Selection.of(form).receive(a).receive(b);
      try (Harness h = Harness.create()) {
        Harness.Child child = h.start(kind, () -> assertEquals(1, s.await())).awaitParked();
        b.close();
        child.join();
      }
      assertFalse(s.ok());
      assertNull(s.value());
      Queues.assertEmpty(a, b);
    }
  }

  @Kinds
  @DisplayName("C18 null is an ordinary element in a select too")
  void nullElement(Kind kind) {
    for (Form form : Form.values()) {
      Chan<String> a = Chan.make();
      Chan<String> b = Chan.make();
      Selection s = Selection.of(form).receive(a).receive(b);
      try (Harness h = Harness.create()) {
        Harness.Child child = h.start(kind, () -> assertEquals(0, s.await())).awaitParked();
        h.run(kind, () -> assertEquals(1, Selection.of(form).receive(b).send(a, null).await()));
        child.join();
      }
      assertTrue(s.ok());
      assertNull(s.value());
    }
  }

  @Capacities
  @Kinds
  @DisplayName("S18 a single case is the plain operation, with a default the try operation")
  void s18SingleCase(int cap, Kind kind) {
    for (Form form : Form.values()) {
      Chan<Integer> c = Chan.make(cap);
      Selection send = Selection.of(form).send(c, 7);
      Selection receive = Selection.of(form).receive(c);
      try (Harness h = Harness.create()) {
        h.run(
            kind,
            () -> {
              assertEquals(Selection.NONE, receive.poll());
              for (int i = 0; i < cap; i++) {
                assertEquals(0, i % 2 == 0 ? send.poll() : send.await());
              }
              assertEquals(Selection.NONE, send.poll());
              assertEquals(cap, c.len());
            });
        Harness.Child sender = h.start(kind, () -> assertEquals(0, send.await())).awaitParked();
        h.run(
            kind,
            () -> {
              for (int i = 0; i <= cap; i++) {
                assertEquals(0, receive.poll());
                assertEquals(7, receive.value());
              }
              assertEquals(Selection.NONE, receive.poll());
            });
        sender.join();
        Harness.Child receiver =
            h.start(kind, () -> assertEquals(0, receive.await())).awaitParked();
        c.send(8);
        receiver.join();
        assertEquals(8, receive.value());
      }
      Queues.assertEmpty(c);
    }
  }

  @Test
  @DisplayName("S19 evaluates channels and values once, in order, chosen or not")
  void s19Evaluation() {
    List<String> log = new ArrayList<>();
    Chan<String> a = Chan.make(1);
    Chan<String> b = Chan.make(1);
    a.send("v");
    Select.select(
        Select.onSend(noted(log, a, "1"), noted(log, "x", "2"), () -> log.add("full")),
        Select.onReceive(noted(log, (Chan<String>) null, "3"), v -> log.add("nil")),
        Select.onReceive(noted(log, b, "4"), v -> log.add("empty")),
        Select.onReceive(noted(log, a, "5"), log::add));
    assertEquals(List.of("1", "2", "3", "4", "5", "v"), log);
    Select select = new Select();
    Send<String> to = select.send(b).value("set once");
    for (int i = 0; i < 3; i++) {
      assertSame(to, select.await());
      assertEquals("set once", b.receive());
    }
    to.value("set anew");
    assertSame(to, select.await());
    assertEquals("set anew", b.receive());
  }

  private static <T> T noted(List<String> log, T v, String what) {
    log.add(what);
    return v;
  }

  @Kinds
  @DisplayName("S20 a loop form's branch can break out, return, and drop what was received")
  void s20Break(Kind kind) {
    Chan<Integer> c = Chan.make(1);
    Chan<Void> done = Chan.make();
    try (Harness h = Harness.create()) {
      h.go(
          () -> {
            for (int i = 0; i < 100; i++) {
              c.send(i);
            }
            done.close();
          });
      h.run(
          kind,
          () -> {
            Select select = new Select();
            Receive<Integer> from = select.receive(c);
            Receive<Void> end = select.receive(done);
            int n = 0;
            while (true) {
              Clause chosen = select.await();
              if (chosen == end) {
                break;
              }
              assertSame(from, chosen);
              n++;
            }
            assertFalse(end.ok());
            n += c.tryReceive().ok() ? 1 : 0;
            assertEquals(100, n);
            assertInstanceOf(Received.Empty.class, c.tryReceive());
          });
    }
  }
}
