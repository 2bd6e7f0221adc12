package io.sudog.channels;

import static io.sudog.channels.ChanCore.CLOSED;
import static io.sudog.channels.ChanCore.CLOSED_MARK;
import static io.sudog.channels.ChanCore.DONE;
import static io.sudog.channels.ChanCore.EMPTY_MARK;
import static io.sudog.channels.ChanCore.FULL;
import static io.sudog.channels.ChanCore.QUEUED;
import static io.sudog.channels.ProbeWaiter.assertCompleted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.runtime.Sudog;
import io.sudog.testing.Capacities;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The channel's core under callbacks for waiters: no thread, no scheduler, no chance. */
@DisplayName("The channel's core")
class ChanCoreTest {
  private final List<String> log = new ArrayList<>();

  private Sudog sender(String name, Object v) {
    return new ProbeWaiter(name, log).record(v);
  }

  private Sudog receiver(String name) {
    return new ProbeWaiter(name, log).record(null);
  }

  private static ChanCore full(int cap) {
    ChanCore core = new ChanCore(cap);
    for (int i = 0; i < cap; i++) {
      assertEquals(DONE, core.offer("b" + i));
    }
    return core;
  }

  private static Sudog queuedSend(ChanCore core, Sudog sg) {
    assertEquals(QUEUED, core.sendOrEnqueue(sg));
    assertTrue(sg.isQueued());
    core.checkInvariants();
    return sg;
  }

  private static Sudog queuedReceive(ChanCore core, Sudog sg) {
    assertEquals(QUEUED, core.receiveOrEnqueue(sg));
    assertTrue(sg.isQueued());
    core.checkInvariants();
    return sg;
  }

  @Capacities
  @DisplayName("C22 serves waiting receivers in the order they came")
  void c22Receivers(int cap) {
    ChanCore core = new ChanCore(cap);
    List<Sudog> records = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      records.add(queuedReceive(core, receiver("r" + i)));
    }
    for (int i = 0; i < 5; i++) {
      if (i % 2 == 0) {
        assertEquals(DONE, core.offer("v" + i));
      } else {
        assertEquals(DONE, core.sendOrEnqueue(sender("s" + i, "v" + i)));
      }
      assertCompleted(records.get(i), true, "v" + i);
      core.checkInvariants();
    }
    assertEquals(List.of("r0", "r1", "r2", "r3", "r4"), log);
  }

  @Capacities
  @DisplayName("C22 serves waiting senders in the order they came, after what is buffered")
  void c22Senders(int cap) {
    ChanCore core = full(cap);
    for (int i = 0; i < 5; i++) {
      queuedSend(core, sender("s" + i, "w" + i));
    }
    for (int i = 0; i < cap + 5; i++) {
      Object expected = i < cap ? "b" + i : "w" + (i - cap);
      if (i % 2 == 0) {
        assertEquals(expected, core.poll());
      } else {
        Sudog sg = receiver("r");
        assertEquals(DONE, core.receiveOrEnqueue(sg));
        assertCompleted(sg, true, expected);
      }
      core.checkInvariants();
    }
    assertEquals(List.of("s0", "s1", "s2", "s3", "s4"), log);
    assertSame(EMPTY_MARK, core.poll());
  }

  @Capacities
  @DisplayName("C20 hands a value over directly: len is untouched, before and after the wake-up")
  void c20HandOver(int cap) {
    ChanCore core = new ChanCore(cap);
    int[] len = {-1};
    ProbeWaiter waiter = new ProbeWaiter("r", log).onReady(() -> len[0] = core.len());
    Sudog sg = queuedReceive(core, waiter.record(null));
    assertEquals(DONE, core.offer("v"));
    assertEquals(0, len[0]);
    assertEquals(0, core.len());
    assertCompleted(sg, true, "v");
    assertSame(EMPTY_MARK, core.poll());
  }

  @Capacities({1, 2, 7, 128})
  @DisplayName("C21 takes the head and moves the first sender's value up in one critical section")
  void c21MovesUp(int cap) {
    ChanCore core = full(cap);
    List<Integer> lens = new ArrayList<>();
    Sudog first =
        queuedSend(
            core, new ProbeWaiter("s0", log).onReady(() -> lens.add(core.len())).record("w0"));
    Sudog second = queuedSend(core, sender("s1", "w1"));
    assertEquals("b0", core.poll());
    assertEquals(List.of(cap), lens);
    assertTrue(first.success && !first.isQueued());
    assertTrue(second.isQueued());
    core.checkInvariants();
    assertEquals("b1".equals(core.poll()), cap > 1);
    assertEquals(cap, core.len());
    for (int i = 2; i < cap; i++) {
      assertEquals("b" + i, core.poll());
    }
    if (cap > 1) {
      assertEquals("w0", core.poll());
    }
    assertEquals("w1", core.poll());
    assertEquals(0, core.len());
  }

  @Capacities
  @DisplayName("C29 close marks the channel and collects all waiters before it wakes the first")
  void c29CloseCollectsFirst(int cap) {
    ChanCore core = full(cap);
    List<Sudog> records = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ProbeWaiter waiter =
          new ProbeWaiter("s" + i, log)
              .onReady(
                  () -> {
                    assertTrue(records.stream().noneMatch(Sudog::isQueued));
                    assertTrue(records.stream().noneMatch(sg -> sg.success));
                    assertEquals(CLOSED, core.offer("late"));
                    assertFalse(core.close());
                    core.checkInvariants();
                  });
      records.add(queuedSend(core, waiter.record("w" + i)));
    }
    assertTrue(core.close());
    assertEquals(List.of("s0", "s1", "s2", "s3"), log);
    for (int i = 0; i < cap; i++) {
      assertEquals("b" + i, core.poll());
    }
    assertSame(CLOSED_MARK, core.poll());
  }

  @Capacities
  @DisplayName("C12 close wakes the waiting receivers in order, with nothing")
  void c12Close(int cap) {
    ChanCore core = new ChanCore(cap);
    List<Sudog> records = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      records.add(queuedReceive(core, receiver("r" + i)));
    }
    assertTrue(core.close());
    assertEquals(List.of("r0", "r1", "r2"), log);
    records.forEach(sg -> assertCompleted(sg, false, null));
    assertEquals(CLOSED, core.receiveOrEnqueue(records.getFirst()));
    assertEquals(CLOSED, core.sendOrEnqueue(sender("s", "v")));
    assertFalse(core.close());
    core.checkInvariants();
  }

  @Capacities
  @DisplayName("C29 a woken party may use the channel at once: its waker holds no lock")
  void c29WokenMayGoOn(int cap) {
    ChanCore core = new ChanCore(cap);
    Sudog again = receiver("again");
    ProbeWaiter waiter =
        new ProbeWaiter("r", log).onReady(() -> assertEquals(QUEUED, core.receiveOrEnqueue(again)));
    queuedReceive(core, waiter.record(null));
    assertEquals(DONE, core.offer("v"));
    assertTrue(again.isQueued());
    assertEquals(DONE, core.offer("v2"));
    assertCompleted(again, true, "v2");
    assertEquals(List.of("r", "again"), log);
  }

  @Capacities
  @DisplayName("a cancelled send is not sent, and the others keep their order, wherever it stood")
  void dequeueSender(int cap) {
    for (int cancelled = 0; cancelled < 3; cancelled++) {
      ChanCore core = full(cap);
      List<Sudog> records = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        records.add(queuedSend(core, sender("s" + i, i)));
      }
      Sudog sg = records.get(cancelled);
      assertFalse(core.dequeueReceiver(sg));
      assertTrue(core.dequeueSender(sg));
      assertFalse(core.dequeueSender(sg));
      assertFalse(sg.isQueued());
      core.checkInvariants();
      List<Object> received = new ArrayList<>();
      Object v;
      while ((v = core.poll()) != EMPTY_MARK) {
        received.add(v);
      }
      List<Object> expected = new ArrayList<>(List.of(0, 1, 2));
      expected.remove(cancelled);
      assertEquals(expected, received.subList(cap, received.size()));
      for (Sudog other : records) {
        assertFalse(core.dequeueSender(other));
      }
    }
  }

  @Capacities
  @DisplayName("a cancelled receive gets nothing, and the others keep their order")
  void dequeueReceiver(int cap) {
    for (int cancelled = 0; cancelled < 3; cancelled++) {
      ChanCore core = new ChanCore(cap);
      List<Sudog> records = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        records.add(queuedReceive(core, receiver("r" + i)));
      }
      Sudog sg = records.remove(cancelled);
      assertFalse(core.dequeueSender(sg));
      assertTrue(core.dequeueReceiver(sg));
      assertFalse(core.dequeueReceiver(sg));
      core.checkInvariants();
      for (int i = 0; i < 2; i++) {
        assertEquals(DONE, core.offer("v" + i));
        assertCompleted(records.get(i), true, "v" + i);
        assertFalse(core.dequeueReceiver(records.get(i)));
      }
      assertNull(sg.element);
      assertEquals(cap == 0 ? FULL : DONE, core.offer("rest"));
    }
  }

  @Test
  @DisplayName("a cancel that comes after a close says so")
  void cancelAfterClose() {
    ChanCore core = new ChanCore(0);
    Sudog sg = queuedSend(core, sender("s", "v"));
    assertTrue(core.close());
    assertFalse(core.dequeueSender(sg));
    assertFalse(sg.success);
  }

  // ---- waiters in several queues --------------------------------------------------------------

  private static Sudog ticketed(ProbeWaiter waiter, int ticket, Object element) {
    Sudog sg = waiter.record(element);
    sg.ticket = ticket;
    return sg;
  }

  @Capacities
  @DisplayName("S17 a receiver that was woken elsewhere is skipped, and the next one served")
  void skipsReceiverWonElsewhere(int cap) {
    ChanCore one = new ChanCore(cap);
    ChanCore other = new ChanCore(cap);
    ProbeWaiter both = new ProbeWaiter("both", log);
    int ticket = both.openTicket();
    Sudog onOne = queuedReceive(one, ticketed(both, ticket, null));
    Sudog onOther = queuedReceive(other, ticketed(both, ticket, null));
    Sudog next = queuedReceive(one, receiver("next"));
    assertEquals(DONE, other.offer("x"));
    assertCompleted(onOther, true, "x");
    assertTrue(onOne.isQueued());
    assertEquals(DONE, one.offer("y"));
    assertCompleted(onOne, false, null);
    assertCompleted(next, true, "y");
    assertEquals(List.of("both", "next"), log);
    assertFalse(one.dequeueReceiver(onOne));
    one.checkInvariants();
  }

  @Capacities
  @DisplayName("S17 a sender that was woken elsewhere is skipped: its value is not received")
  void skipsSenderWonElsewhere(int cap) {
    ChanCore one = full(cap);
    ChanCore other = full(cap);
    ProbeWaiter both = new ProbeWaiter("both", log);
    int ticket = both.openTicket();
    Sudog onOne = queuedSend(one, ticketed(both, ticket, "no"));
    queuedSend(other, ticketed(both, ticket, "yes"));
    queuedSend(one, sender("next", "next's"));
    drain(other, cap, "yes");
    drain(one, cap, "next's");
    assertFalse(onOne.success);
    assertEquals(List.of("both", "next"), log);
  }

  private static void drain(ChanCore core, int cap, Object last) {
    for (int i = 0; i < cap; i++) {
      assertEquals("b" + i, core.poll());
    }
    assertEquals(last, core.poll());
    assertSame(EMPTY_MARK, core.poll());
    core.checkInvariants();
  }

  @Capacities
  @DisplayName("S17 when all were woken elsewhere, it is as if nobody waited")
  void skipsAll(int cap) {
    ChanCore core = new ChanCore(cap);
    for (int i = 0; i < 3; i++) {
      ProbeWaiter waiter = new ProbeWaiter("r" + i, log);
      int ticket = waiter.openTicket();
      queuedReceive(core, ticketed(waiter, ticket, null));
      assertTrue(waiter.winTicket(ticket));
      assertFalse(waiter.winTicket(ticket));
      waiter.wokenElsewhere();
    }
    if (cap == 0) {
      assertEquals(FULL, core.offer("v"));
      queuedSend(core, sender("s", "v"));
    } else {
      assertEquals(DONE, core.offer("v"));
      assertEquals(1, core.len());
    }
    core.checkInvariants();
    assertEquals("v", core.poll());
  }

  @Capacities
  @DisplayName("S17 close does not wake one that was woken elsewhere")
  void closeSkips(int cap) {
    ChanCore one = new ChanCore(cap);
    ChanCore other = new ChanCore(cap);
    ProbeWaiter both = new ProbeWaiter("both", log);
    int ticket = both.openTicket();
    Sudog onOne = queuedReceive(one, ticketed(both, ticket, null));
    Sudog onOther = queuedReceive(other, ticketed(both, ticket, null));
    assertTrue(one.close());
    assertTrue(other.close());
    assertEquals(List.of("both"), log);
    assertCompleted(onOne, false, null);
    assertFalse(onOther.isQueued());
  }

  @Test
  @DisplayName("S17 a record left behind from an earlier round is not won in a later one")
  void staleRecordLoses() {
    ChanCore one = new ChanCore(0);
    ChanCore other = new ChanCore(0);
    ProbeWaiter waiter = new ProbeWaiter("w", log);
    int first = waiter.openTicket();
    Sudog stale = queuedReceive(one, ticketed(waiter, first, null));
    queuedReceive(other, ticketed(waiter, first, null));
    assertEquals(DONE, other.offer("x"));
    int second = waiter.openTicket();
    assertNotEquals(first, second);
    Sudog fresh = queuedReceive(one, ticketed(waiter, second, null));
    assertEquals(DONE, one.offer("y"));
    assertNull(stale.element);
    assertCompleted(fresh, true, "y");
    assertEquals(List.of("w", "w"), log);
  }

  @Test
  @DisplayName("has a number of its own, and says what it holds")
  void describesItself() {
    ChanCore core = new ChanCore(2);
    assertEquals(core.number(), core.number());
    assertNotEquals(core.number(), new ChanCore(2).number());
    assertEquals("chan " + core.number() + " (len 0, cap 2)", core.toString());
  }
}
