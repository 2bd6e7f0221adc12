package io.sudog.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.runtime.Sudog;
import io.sudog.runtime.WaitReason;
import io.sudog.runtime.Waiter;
import io.sudog.testing.Await;
import io.sudog.testing.Capacities;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Race;
import io.sudog.testing.Stress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What cannot be seen through Chan: cancels and tickets that race with partners and closes. */
@DisplayName("The channel's core under stress")
class ChanCoreStressTest {
  private static final int PARTIES = 3;

  /** A waiter that notes its wake-up, for a test to wait for. */
  private static final class FlagWaiter extends Waiter {
    private final AtomicInteger state = new AtomicInteger();

    @Override
    public void prepare(WaitReason reason, @Nullable Object on) {
      // In two queues it prepares twice, and may have been readied in between.
      state.compareAndSet(0, 1);
    }

    @Override
    public void park() {
      Await.until("a wake-up", () -> state.get() == 2);
      state.set(0);
    }

    @Override
    public void ready() {
      assertEquals(1, state.getAndSet(2), "readied twice, or though it does not wait");
    }

    void unprepare() {
      assertEquals(1, state.getAndSet(0));
    }
  }

  @Capacities
  @DisplayName("cancels that race with partners lose nothing and double nothing")
  void cancelsRace(int cap) {
    int each = Stress.times(4_000);
    ChanCore core = new ChanCore(cap);
    AtomicLong sent = new AtomicLong();
    AtomicLong received = new AtomicLong();
    AtomicInteger senders = new AtomicInteger(PARTIES);
    long seed = Stress.seed();
    try (Harness h = Harness.create()) {
      for (int p = 0; p < PARTIES; p++) {
        int me = p;
        h.start(
            Kind.PLATFORM,
            "sender " + p + ", seed " + seed,
            () -> {
              Random random = new Random(seed + me);
              FlagWaiter waiter = new FlagWaiter();
              for (int i = 0; i < each; i++) {
                Sudog sg = waiter.sudog();
                sg.element = (long) i * PARTIES + me;
                if (core.sendOrEnqueue(sg) == ChanCore.QUEUED) {
                  if (random.nextBoolean() && core.dequeueSender(sg)) {
                    waiter.unprepare();
                    continue;
                  }
                  waiter.park();
                }
                assertTrue(sg.success);
                sent.addAndGet((Long) sg.element);
              }
              if (senders.decrementAndGet() == 0) {
                assertTrue(core.close());
              }
            });
        h.start(
            Kind.PLATFORM,
            "receiver " + p + ", seed " + seed,
            () -> {
              Random random = new Random(seed - 1 - me);
              FlagWaiter waiter = new FlagWaiter();
              while (true) {
                Sudog sg = waiter.sudog();
                int outcome = core.receiveOrEnqueue(sg);
                if (outcome == ChanCore.QUEUED) {
                  if (random.nextBoolean() && core.dequeueReceiver(sg)) {
                    waiter.unprepare();
                    continue;
                  }
                  waiter.park();
                }
                if (!sg.success) {
                  return;
                }
                received.addAndGet((Long) sg.element);
              }
            });
      }
    }
    assertEquals(sent.get(), received.get());
    assertEquals(0, core.len());
    core.checkInvariants();
  }

  @Capacities
  @DisplayName("S17 who waits on two channels at once gets one value a round, and none is lost")
  void ticketsRace(int cap) {
    int each = Stress.times(3_000);
    long seed = Stress.seed();
    ChanCore[] cores = {new ChanCore(cap), new ChanCore(cap)};
    AtomicLong sent = new AtomicLong();
    AtomicLong received = new AtomicLong();
    try (Harness h = Harness.create()) {
      List<Harness.Child> senders = new ArrayList<>();
      for (int p = 0; p < 4; p++) {
        ChanCore core = cores[p % 2];
        int me = p;
        senders.add(
            h.start(
                Kind.PLATFORM,
                () -> {
                  FlagWaiter waiter = new FlagWaiter();
                  for (int i = 0; i < each; i++) {
                    Sudog sg = waiter.sudog();
                    sg.element = (long) i * 4 + me;
                    if (core.sendOrEnqueue(sg) == ChanCore.QUEUED) {
                      waiter.park();
                    }
                    assertTrue(sg.success);
                    sent.addAndGet((Long) sg.element);
                  }
                }));
      }
      for (int p = 0; p < PARTIES; p++) {
        Random random = new Random(seed + p);
        h.start(Kind.PLATFORM, "seed " + seed, () -> receiveFromBoth(cores, received, random));
      }
      senders.forEach(Harness.Child::join);
      assertTrue(cores[0].close());
      assertTrue(cores[1].close());
    }
    assertEquals(sent.get(), received.get());
    for (ChanCore core : cores) {
      core.checkInvariants();
      assertEquals(0, core.len());
    }
  }

  /**
   * Until both channels are closed: waits on both under one ticket. Where the second has a value at
   * once, while a partner wins the ticket through the first, it takes two.
   */
  private static void receiveFromBoth(ChanCore[] cores, AtomicLong received, Random random) {
    FlagWaiter waiter = new FlagWaiter();
    boolean[] open = {true, true};
    while (open[0] || open[1]) {
      int ticket = waiter.openTicket();
      int first = random.nextInt(2);
      Sudog[] queued = new Sudog[2];
      boolean stay = true;
      for (int i : new int[] {first, 1 - first}) {
        Sudog sg = new Sudog(waiter);
        sg.ticket = ticket;
        switch (open[i] ? cores[i].receiveOrEnqueue(sg) : ChanCore.CLOSED) {
          case ChanCore.DONE -> {
            received.addAndGet((Long) sg.element);
            stay = false;
          }
          case ChanCore.CLOSED -> open[i] = false;
          default -> queued[i] = sg;
        }
      }
      if (queued[0] == null && queued[1] == null) {
        continue;
      }
      if ((!stay || random.nextBoolean()) && waiter.winTicket(ticket)) {
        waiter.unprepare();
      } else {
        waiter.park();
      }
      for (int i = 0; i < 2; i++) {
        Sudog sg = queued[i];
        if (sg != null && !cores[i].dequeueReceiver(sg) && sg.success) {
          received.addAndGet((Long) sg.element);
        }
      }
    }
  }

  @Test
  @DisplayName("C04 a try-send finds the waiting receiver or the close, never that it is not ready")
  void trySendRacesWithClose() {
    int rounds = Stress.times(20_000);
    ChanCore[] cores = new ChanCore[rounds];
    for (int i = 0; i < rounds; i++) {
      cores[i] = new ChanCore(0);
      assertEquals(ChanCore.QUEUED, cores[i].receiveOrEnqueue(new FlagWaiter().sudog()));
    }
    Race.run(
        rounds,
        i -> assertTrue(cores[i].close()),
        i -> assertNotEquals(ChanCore.FULL, cores[i].offer("v"), "at no moment it was full"));
  }

  @Test
  @DisplayName(
      "C24 a try-receive finds the waiting sender or the close, never that there is nothing")
  void tryReceiveRacesWithClose() {
    int rounds = Stress.times(20_000);
    ChanCore[] cores = new ChanCore[rounds];
    for (int i = 0; i < rounds; i++) {
      cores[i] = new ChanCore(0);
      Sudog sg = new FlagWaiter().sudog();
      sg.element = "v";
      assertEquals(ChanCore.QUEUED, cores[i].sendOrEnqueue(sg));
    }
    Race.run(
        rounds,
        i -> assertTrue(cores[i].close()),
        i -> assertNotEquals(ChanCore.EMPTY_MARK, cores[i].poll(), "at no moment it was empty"));
  }

  @Test
  @DisplayName("C24 a try-receive that races with close and drain, in step with it")
  void tryReceiveRacesWithCloseAndDrain() {
    int rounds = Stress.times(20_000);
    ChanCore[] cores = new ChanCore[rounds];
    for (int i = 0; i < rounds; i++) {
      cores[i] = new ChanCore(1);
      assertEquals(ChanCore.DONE, cores[i].offer("v"));
    }
    Race.run(
        rounds,
        i -> {
          assertTrue(cores[i].close());
          assertNotEquals(ChanCore.EMPTY_MARK, cores[i].poll());
        },
        i -> assertNotEquals(ChanCore.EMPTY_MARK, cores[i].poll(), "at no moment it was empty"));
  }

  @Test
  @DisplayName("C04 a try-send to a full channel that is being closed never succeeds")
  void trySendToFullRacesWithClose() {
    int rounds = Stress.times(20_000);
    ChanCore[] cores = new ChanCore[rounds];
    for (int i = 0; i < rounds; i++) {
      cores[i] = new ChanCore(1);
      assertEquals(ChanCore.DONE, cores[i].offer("v"));
    }
    Race.run(
        rounds,
        i -> assertTrue(cores[i].close()),
        i -> assertNotEquals(ChanCore.DONE, cores[i].offer("w")));
  }
}
