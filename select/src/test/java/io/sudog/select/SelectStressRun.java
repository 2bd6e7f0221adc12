package io.sudog.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.ChannelClosedException;
import io.sudog.channels.Received;
import io.sudog.context.CancelContext;
import io.sudog.context.CanceledException;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/*
 * Senders send a bounded number of elements by random operations. Receivers go on until all senders
 * have ended, so no sender may stay stuck: a receiver that waits without an end waits for all open
 * channels. Some parties do both. A goroutine keeps cancelling the context that bounds some of the
 * waits.
 */
/** One random program of selects, and the law that it must obey. */
final class SelectStressRun {
  private static final int[] CAPACITIES = {0, 1, 2, 3, 7};
  private static final int SENDERS = 4;
  private static final int RECEIVERS = 4;
  private static final int EACH = 600;
  private static final Duration MOMENT = Duration.ofNanos(20_000);

  /** An element: who sent it, as which of its own. */
  private record Item(int sender, int number) {}

  private final long seed;
  private final int processors;
  private final boolean closing;
  private final List<Chan<Item>> channels = new ArrayList<>();
  private final Chan<Void> quit = Chan.make();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicReference<CancelContext> bound =
      new AtomicReference<>(Context.withCancel(Context.background()));
  private final List<Party> parties = new ArrayList<>();
  private final long end;

  private SelectStressRun(long seed, int processors, boolean closing, long end) {
    this.seed = seed;
    this.processors = processors;
    this.closing = closing;
    this.end = end;
    for (int cap : CAPACITIES) {
      channels.add(Chan.make(cap));
    }
  }

  /** Runs one after the other, for a time. */
  static void during(Duration atMost, int processors, boolean closing) {
    long end = System.nanoTime() + atMost.toNanos();
    Random seeds = new Random(Stress.seed());
    do {
      new SelectStressRun(seeds.nextLong(), processors, closing, end).go();
    } while (System.nanoTime() < end);
  }

  private void go() {
    try {
      try (Harness h = Harness.shrunk(processors)) {
        start(h);
      }
      check();
    } catch (Throwable failure) {
      failure.addSuppressed(
          new AssertionError("-Dsudog.seed gave the run " + seed + ", channels " + channels));
      throw failure;
    }
  }

  private void start(Harness h) {
    for (int i = 0; i < RECEIVERS; i++) {
      Party receiver = new Party(SENDERS + i);
      h.start(Kind.mixed(i), receiver::receiveUntilOver);
    }
    List<Harness.Child> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      Party sender = new Party(i);
      senders.add(h.start(Kind.mixed(i + 2), sender::send));
    }
    h.go(
        () -> {
          while (!over.get()) {
            CancelContext next = Context.withCancel(Context.background());
            CancelContext last = bound.getAndSet(next);
            Go.gosched();
            last.cancel();
          }
          bound.get().cancel();
        });
    if (closing) {
      Random random = new Random(seed - 1);
      h.go(
          () -> {
            for (Chan<Item> c : channels) {
              for (int i = random.nextInt(100); i > 0; i--) {
                Go.gosched();
              }
              c.close();
            }
          });
    }
    senders.forEach(Harness.Child::join);
    over.set(true);
    quit.close();
  }

  private void check() {
    for (int c = 0; c < channels.size(); c++) {
      Chan<Item> channel = channels.get(c);
      Map<Item, Integer> balance = new HashMap<>();
      for (Party party : parties) {
        party.sent.get(c).forEach(item -> balance.merge(item, 1, Integer::sum));
        party.received.get(c).forEach(item -> balance.merge(item, -1, Integer::sum));
        party.assertInOrder(c);
      }
      for (Received<Item> left = channel.tryReceive(); left.ok(); left = channel.tryReceive()) {
        balance.merge(left.value(), -1, Integer::sum);
      }
      balance.values().removeIf(n -> n == 0);
      assertEquals(Map.of(), balance, () -> "sent less received of " + channel);
      Queues.assertEmpty(channel);
    }
    Queues.assertEmpty(quit);
  }

  /** A goroutine or thread, and what it has sent to and received from each channel. */
  private final class Party {
    private final int me;
    private final Random random;
    private final List<List<Item>> sent = new ArrayList<>();
    private final List<List<Item>> received = new ArrayList<>();
    private final boolean[] closed = new boolean[CAPACITIES.length];
    private int next;

    Party(int me) {
      this.me = me;
      random = new Random(seed + me);
      for (int i = 0; i < CAPACITIES.length; i++) {
        sent.add(new ArrayList<>());
        received.add(new ArrayList<>());
      }
      parties.add(this);
    }

    void send() {
      while (next < EACH && (next % 16 != 0 || System.nanoTime() < end)) {
        int c = random.nextInt(CAPACITIES.length);
        Item item = new Item(me, next++);
        try {
          if (random.nextInt(5) == 0) {
            sendAlone(c, item);
          } else {
            select(c, item);
          }
        } catch (CanceledException e) {
          // It was not sent.
          continue;
        } catch (ChannelClosedException e) {
          assertTrue(closing, "closed by nobody");
        }
        if (random.nextInt(8) == 0) {
          Go.gosched();
        }
      }
    }

    private void sendAlone(int c, Item item) {
      switch (random.nextInt(3)) {
        case 0 -> channels.get(c).send(item);
        case 1 -> channels.get(c).sendUntil(bound.get(), item);
        default -> {
          if (!channels.get(c).trySend(item)) {
            return;
          }
        }
      }
      sent.get(c).add(item);
    }

    void receiveUntilOver() {
      while (!over.get()) {
        try {
          if (random.nextInt(5) == 0) {
            receiveAlone(random.nextInt(CAPACITIES.length));
          } else {
            select(-1, null);
          }
        } catch (CanceledException e) {
          // Nothing was received.
        }
      }
    }

    private void receiveAlone(int c) {
      Received<Item> r =
          random.nextBoolean()
              ? channels.get(c).tryReceive()
              : channels.get(c).receiveOkUntil(bound.get());
      if (r.ok()) {
        received.get(c).add(r.value());
      }
    }

    /** A select that sends an item to a channel, or to several, or none, and receives from some. */
    private void select(int to, @Nullable Item item) {
      List<Integer> aims = new ArrayList<>();
      int sends = item == null ? 0 : 1 + random.nextInt(3);
      for (int i = 0; i < sends; i++) {
        aims.add(i == 0 ? to : random.nextInt(CAPACITIES.length));
      }
      // Who sends and receives in one select goes on once it has received: its item is not sent.
      int receives = item != null ? (random.nextInt(3) == 0 ? 1 : 0) : 1 + random.nextInt(3);
      boolean patient = item != null || random.nextBoolean();
      if (item == null && patient) {
        for (int i = 0; i < CAPACITIES.length; i++) {
          aims.add(i);
        }
      } else {
        for (int i = 0; i < receives; i++) {
          aims.add(random.nextInt(CAPACITIES.length));
        }
      }
      boolean quits = item == null;
      if (random.nextBoolean()) {
        loop(aims, sends, item, patient, quits);
      } else {
        statement(aims, sends, item, patient, quits);
      }
    }

    private void loop(
        List<Integer> aims, int sends, @Nullable Item item, boolean patient, boolean quits) {
      Select select = random.nextInt(4) == 0 ? Select.inOrder() : new Select();
      for (int i = 0; i < aims.size(); i++) {
        Chan<Item> c = aim(aims.get(i), i < sends);
        if (i < sends) {
          var _ = select.send(c).value(item);
        } else {
          var _ = select.receive(c);
        }
      }
      if (quits) {
        var _ = select.receive(quit);
      }
      Clause chosen =
          switch (random.nextInt(patient ? 2 : 4)) {
            case 0 -> patient ? select.await() : select.poll();
            case 1 -> select.awaitUntil(bound.get());
            case 2 -> select.await(MOMENT);
            default -> select.poll();
          };
      if (chosen == null || chosen.index() == aims.size()) {
        return;
      }
      if (chosen instanceof Receive<?> receive) {
        note(aims.get(chosen.index()), receive.ok() ? (Item) receive.value() : null);
      } else {
        sent.get(aims.get(chosen.index())).add(item);
      }
    }

    private void statement(
        List<Integer> aims, int sends, @Nullable Item item, boolean patient, boolean quits) {
      List<Case> cases = new ArrayList<>();
      for (int i = 0; i < aims.size(); i++) {
        int to = aims.get(i);
        Chan<Item> c = aim(to, i < sends);
        cases.add(
            i < sends
                ? Select.onSend(c, item, () -> sent.get(to).add(item))
                : Select.onReceiveOk(c, r -> note(to, r.value())));
      }
      if (quits) {
        cases.add(Select.onReceive(quit, v -> {}));
      }
      if (!patient) {
        cases.add(
            random.nextBoolean() ? Select.onDefault(() -> {}) : Select.onTimeout(MOMENT, () -> {}));
      }
      Select.select(cases.toArray(Case[]::new));
    }

    /** Nil in place of one that is known to be closed, most of the time. */
    private @Nullable Chan<Item> aim(int c, boolean send) {
      return !send && closed[c] && random.nextInt(8) > 0 ? null : channels.get(c);
    }

    private void note(int c, @Nullable Item item) {
      if (item != null) {
        received.get(c).add(item);
      } else {
        assertTrue(closing, "closed by nobody");
        closed[c] = true;
      }
    }

    /** Of each sender's elements one receiver gets an earlier one earlier. */
    void assertInOrder(int c) {
      int[] last = new int[SENDERS];
      for (Item item : received.get(c)) {
        assertTrue(item.number() + 1 > last[item.sender()], () -> "out of order: " + item);
        last[item.sender()] = item.number() + 1;
      }
    }
  }
}
