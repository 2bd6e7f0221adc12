package io.sudog.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.runtime.Sudog;
import io.sudog.testing.Capacities;
import io.sudog.testing.Stress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;

/**
 * The channel's core agrees with a model, after each of many random operations. The model is what
 * the specification says, in the plainest way: a list for the buffer, one for those who wait to
 * send and one for those who wait to receive.
 */
@DisplayName("The channel's core and a sequential model")
class ChanCoreModelTest {
  private static final int SEQUENCES = Stress.times(60);
  private static final int OPERATIONS = 400;

  @Capacities
  @DisplayName("C23 agree after each of many random operations")
  void agreesWithTheModel(int cap) {
    long base = Stress.seed();
    for (int i = 0; i < SEQUENCES; i++) {
      long seed = base + i;
      Run run = new Run(cap, new Random(seed), i % 4 == 3);
      try {
        for (int k = 0; k < OPERATIONS; k++) {
          run.step();
        }
        run.end();
      } catch (Throwable failure) {
        throw new AssertionError(
            "-Dsudog.seed=" + seed + ", cap " + cap + ", after " + run.history, failure);
      }
    }
  }

  /** One who waits. */
  private static final class Party {
    final ProbeWaiter waiter;
    final Sudog sg;
    final boolean sends;
    boolean lost;

    Party(ProbeWaiter waiter, Sudog sg, boolean sends) {
      this.waiter = waiter;
      this.sg = sg;
      this.sends = sends;
    }
  }

  private static final class Run {
    final List<String> history = new ArrayList<>();
    private final List<String> woken = new ArrayList<>();
    private final List<String> expectedWoken = new ArrayList<>();
    private final ArrayDeque<Object> buffer = new ArrayDeque<>();
    private final List<Party> senders = new ArrayList<>();
    private final List<Party> receivers = new ArrayList<>();
    private final int cap;
    private final Random random;
    private final boolean mayClose;
    private final ChanCore core;
    private boolean closed;
    private int numbers;

    Run(int cap, Random random, boolean mayClose) {
      this.cap = cap;
      this.random = random;
      this.mayClose = mayClose;
      core = new ChanCore(cap);
    }

    void step() {
      int dice = random.nextInt(100);
      if (dice < 16) {
        offer();
      } else if (dice < 32) {
        poll();
      } else if (dice < 50) {
        send();
      } else if (dice < 68) {
        receive();
      } else if (dice < 80) {
        cancel(random.nextBoolean() ? senders : receivers);
      } else if (dice < 90) {
        winElsewhere(random.nextBoolean() ? senders : receivers);
      } else if (dice == 99 && mayClose) {
        close();
      }
      check();
    }

    /** Drains it all and closes. */
    void end() {
      while (!buffer.isEmpty() || senders.stream().anyMatch(p -> !p.lost)) {
        poll();
        check();
      }
      close();
      check();
    }

    private void check() {
      core.checkInvariants();
      assertEquals(expectedWoken, woken);
      assertEquals(buffer.size(), core.len());
      assertEquals(cap, core.capacity());
      // C23.
      boolean anySender = senders.stream().anyMatch(p -> p.sg.isQueued());
      boolean anyReceiver = receivers.stream().anyMatch(p -> p.sg.isQueued());
      boolean anyLost =
          senders.stream().anyMatch(p -> p.lost) || receivers.stream().anyMatch(p -> p.lost);
      assertFalse(anySender && anyReceiver && !anyLost);
    }

    private Object value() {
      // Some nulls: an ordinary element.
      int n = numbers++;
      return n % 11 == 10 ? null : "v" + n;
    }

    private Party party(boolean sends, @Nullable Object element) {
      ProbeWaiter waiter = new ProbeWaiter((sends ? "s" : "r") + numbers++, woken);
      Sudog sg = waiter.record(element);
      if (random.nextInt(3) == 0) {
        sg.ticket = waiter.openTicket();
      }
      return new Party(waiter, sg, sends);
    }

    /** The first who waits and can be woken; those before him are gone, too. */
    private @Nullable Party first(List<Party> queue) {
      while (!queue.isEmpty()) {
        Party p = queue.removeFirst();
        if (!p.lost) {
          return p;
        }
      }
      return null;
    }

    private void expectWoken(Party p, boolean success, @Nullable Object element) {
      expectedWoken.add(p.waiter.toString());
      assertFalse(p.waiter.isWaiting(), "not woken: " + p.waiter);
      assertFalse(p.sg.isQueued());
      assertEquals(success, p.sg.success);
      assertEquals(element, p.sg.element);
    }

    // Each of these does the operation, then the same to the model, and compares.

    private void offer() {
      Object v = value();
      history.add("offer " + v);
      int outcome = core.offer(v);
      assertEquals(
          modelSend(v) ? ChanCore.DONE : closed ? ChanCore.CLOSED : ChanCore.FULL, outcome);
    }

    private void send() {
      Object v = value();
      Party p = party(true, v);
      history.add(p.waiter + " sends " + v);
      int outcome = core.sendOrEnqueue(p.sg);
      if (modelSend(v)) {
        assertEquals(ChanCore.DONE, outcome);
        assertTrue(p.sg.success);
      } else {
        assertFalse(p.sg.success);
        assertEquals(closed ? ChanCore.CLOSED : ChanCore.QUEUED, outcome);
        enqueueUnlessClosed(p, senders);
      }
    }

    private boolean modelSend(@Nullable Object v) {
      if (closed) {
        return false;
      }
      Party receiver = first(receivers);
      if (receiver != null) {
        expectWoken(receiver, true, v);
        return true;
      }
      if (buffer.size() < cap) {
        buffer.add(wrapped(v));
        return true;
      }
      return false;
    }

    private void poll() {
      history.add("poll");
      Object got = core.poll();
      Object expected = modelReceive();
      if (expected == null) {
        assertEquals(closed ? ChanCore.CLOSED_MARK : ChanCore.EMPTY_MARK, got);
      } else {
        assertEquals(unwrapped(expected), got);
      }
    }

    private void receive() {
      Party p = party(false, null);
      history.add(p.waiter + " receives");
      int outcome = core.receiveOrEnqueue(p.sg);
      Object expected = modelReceive();
      if (expected != null) {
        assertEquals(ChanCore.DONE, outcome);
        assertTrue(p.sg.success);
        assertEquals(unwrapped(expected), p.sg.element);
      } else {
        assertEquals(closed ? ChanCore.CLOSED : ChanCore.QUEUED, outcome);
        assertFalse(p.sg.success);
        enqueueUnlessClosed(p, receivers);
      }
    }

    private @Nullable Object modelReceive() {
      if (!buffer.isEmpty()) {
        Object v = buffer.remove();
        Party sender = first(senders);
        if (sender != null) {
          buffer.add(wrapped(sender.sg.element));
          expectWoken(sender, true, sender.sg.element);
        }
        return v;
      }
      Party sender = first(senders);
      if (sender != null) {
        expectWoken(sender, true, sender.sg.element);
        return wrapped(sender.sg.element);
      }
      return null;
    }

    private void enqueueUnlessClosed(Party p, List<Party> queue) {
      if (!closed) {
        queue.add(p);
        assertTrue(p.sg.isQueued());
        assertTrue(p.waiter.isWaiting());
      }
    }

    private void cancel(List<Party> queue) {
      if (queue.isEmpty()) {
        return;
      }
      Party p = queue.remove(random.nextInt(queue.size()));
      history.add("cancel " + p.waiter);
      boolean queued = p.sg.isQueued();
      assertTrue(queued || p.lost);
      assertEquals(queued, p.sends ? core.dequeueSender(p.sg) : core.dequeueReceiver(p.sg));
      assertFalse(p.sg.isQueued());
    }

    private void winElsewhere(List<Party> queue) {
      for (Party p : queue) {
        if (p.sg.ticket != Sudog.UNCONTESTED && !p.lost) {
          history.add(p.waiter + " woken elsewhere");
          assertTrue(p.waiter.winTicket(p.sg.ticket));
          p.waiter.wokenElsewhere();
          p.lost = true;
          return;
        }
      }
    }

    private void close() {
      history.add("close");
      assertEquals(!closed, core.close());
      closed = true;
      Party p;
      while ((p = first(receivers)) != null) {
        expectWoken(p, false, null);
      }
      while ((p = first(senders)) != null) {
        expectWoken(p, false, p.sg.element);
      }
    }

    // The model's buffer holds no nulls.
    private static final Object NULL = "null";

    private static Object wrapped(@Nullable Object v) {
      return v == null ? NULL : v;
    }

    private static @Nullable Object unwrapped(Object v) {
      return v == NULL ? null : v;
    }
  }
}
