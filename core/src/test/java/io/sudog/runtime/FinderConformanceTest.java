package io.sudog.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.testing.Seam;
import io.sudog.testing.Twin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an M finds, and when another one is started for it; the test takes the Ms' steps. */
@DisplayName("The search for work")
class FinderConformanceTest {
  /** Later than any time of these tests, whose clock stands still at 0. */
  private static final long LATER = 3_600_000_000_000L;

  // ---- the order ------------------------------------------------------------------------------

  /** A network that has one goroutine ready, if any, and notes how it is asked. */
  static final class Network implements Poller {
    final List<String> log = new ArrayList<>();
    @Nullable G ready;

    @Override
    public void poll(long nanos, Consumer<? super Waiter> into) {
      log.add(nanos == 0 ? "polled" : "blocked for " + nanos);
      G g = ready;
      ready = null;
      if (g != null) {
        into.accept(g);
      }
    }

    @Override
    public void wake() {}

    @Override
    public int waiters() {
      return ready == null ? 0 : 1;
    }

    @Override
    public void close() {}
  }

  private static final String RELEASE = "G g = processors.release(m, p);";
  private static final String LAST_LOOK = "if (sched.anyWork() && processors.acquireIdle(m)) {";
  private static final String BLOCK = "if (polling.pollBlocking(m) && wasSpinning) {";
  private static final String SEAM = "io.sudog.testing.Seam.pass(); ";

  /** The real code with a network of ours, and with gaps in which something else may happen. */
  private static Twin observed() {
    return Twin.of("core", GmpSched.class)
        .replace(
            "new Polling(this, newPoller())",
            "new Polling(this, new FinderConformanceTest.Network())")
        .and(Finder.class)
        .replace(RELEASE, SEAM + RELEASE)
        .replaceAfter("private @Nullable G goIdle(M m, P p) {", LAST_LOOK, SEAM + LAST_LOOK)
        .replace(BLOCK, SEAM + BLOCK);
  }

  @Test
  @DisplayName("G14 goes through all places in Go's order, from a P's own timers to a thief's last")
  void searchOrder() {
    observed().assertPasses(FinderConformanceTest.class, "goThroughAllPlaces");
  }

  @Test
  @DisplayName("canary: one that gives the global queue no turn of its own, or polls too early")
  void brokenOrder() {
    observed()
        .replace("p.schedTick() % tunables.globalInterval() == 0", "false")
        .assertCaughtBy(FinderConformanceTest.class, "goThroughAllPlaces");
    observed()
        .replaceAfter(
            "timers.runDue(sched.clock.nanoTime()); }",
            "G g = findLocal(m, p);",
            "polling.pollNow(m.polled, p); G g = findLocal(m, p);")
        .assertCaughtBy(FinderConformanceTest.class, "goThroughAllPlaces");
  }

  static void goThroughAllPlaces() {
    try (SteppedSched s = new SteppedSched(2)) {
      M m = s.machineWithP();
      P own = s.ps[0];
      P other = s.ps[1];
      assertSame(own, m.p);
      Network network = (Network) s.sched.poller();
      List<String> log = network.log;
      s.startTimer(own, 0, () -> log.add("own timer"));
      s.sched.global.add(s.named("global, in turn"));
      own.queue.exchangeNext(s.named("next"));
      own.queue.put(s.named("local"), s.sched.global);
      s.sched.global.add(s.named("global"));
      network.ready = s.named("network");
      network.ready.setStatus(G.WAITING);
      other.queue.put(s.named("stolen"), s.sched.global);
      other.queue.exchangeNext(s.named("stolen next"));
      s.startTimer(other, 0, () -> log.add("other's timer"));
      for (int i = 0; i < 8; i++) {
        String found = s.search(m);
        log.add(found == null ? "again" : found);
      }
      assertEquals(
          List.of(
              "own timer",
              "global, in turn",
              "next",
              "local",
              "global",
              "polled",
              "again",
              "network",
              "stolen",
              "other's timer",
              "stolen next"),
          log);
    }
  }

  @Test
  @DisplayName("G14 looks again before and after it gives up its P, then blocks in the poller")
  void lastLooks() {
    observed().assertPasses(FinderConformanceTest.class, "goIdleAtLast");
  }

  @Test
  @DisplayName("canary: one that does not look again when it has given up its P")
  void brokenLastLook() {
    observed()
        .replaceAfter("private @Nullable G goIdle(M m, P p) {", "sched.anyWork()", "false")
        .assertCaughtBy(FinderConformanceTest.class, "goIdleAtLast");
  }

  static void goIdleAtLast() {
    try (SteppedSched s = new SteppedSched(2)) {
      M m = s.machineWithP();
      P own = s.ps[0];
      P other = s.ps[1];
      List<String> log = ((Network) s.sched.poller()).log;

      // Before it gives up its P: found at once, by who still holds it.
      Seam.atNextPass(() -> s.sched.global.add(s.named("late")));
      assertEquals("late", s.search(m));
      assertSame(own, m.p);

      // After that: it takes a P again, spins, and finds it.
      Seam.atNextPass(
          () -> Seam.atNextPass(() -> other.queue.put(s.named("later"), s.sched.global)));
      assertNull(s.search(m));
      assertSame(own, m.p);
      assertTrue(m.spinning);
      assertEquals("later", s.search(m));

      // A timer that is added then: it sleeps no longer than until that.
      Seam.atNextPass(
          () -> Seam.atNextPass(() -> Seam.atNextPass(() -> s.startTimer(other, LATER, () -> {}))));
      assertEquals(List.of(), log);
      assertNull(s.search(m));
      assertEquals(List.of("blocked for " + LATER), log);
      assertNotNull(m.p);
    }
  }

  @Test
  @DisplayName("G14 an M that finds nothing, no timer and no socket included, is left without a P")
  void nothingAtAll() {
    try (SteppedSched s = new SteppedSched(2)) {
      M m = s.machineWithP();
      assertNull(s.search(m));
      assertNull(m.p);
      assertEquals(2, s.sched.processors.idle());
      assertEquals(0, s.sched.machines.spinning());
    }
  }

  // ---- spinning -------------------------------------------------------------------------------

  @Test
  @DisplayName("G11 an M begins to spin only while twice the spinners are fewer than the busy Ps")
  void spinLimit() {
    spinWithin();
  }

  @Test
  @DisplayName("canary: one without a limit on spinners, or with one too many")
  void brokenSpinLimit() {
    for (String limit :
        List.of("true", "2 * machines.spinning() <= all.length - processors.idle()")) {
      Twin.of("core", Finder.class)
          .replace("2 * machines.spinning() < all.length - processors.idle()", limit)
          .assertCaughtBy(FinderConformanceTest.class, "spinWithin");
    }
  }

  static void spinWithin() {
    int processors = 8;
    try (SteppedSched s = new SteppedSched(processors)) {
      List<M> ms = new ArrayList<>();
      for (int busy = 1; busy <= processors; busy++) {
        while (ms.size() < busy) {
          ms.add(s.machineWithP());
        }
        for (int spinning = 0; spinning < busy; spinning++) {
          M m = ms.getLast();
          for (int i = 0; i < spinning; i++) {
            s.sched.machines.startSpinning(ms.get(i));
          }
          s.choices = 0;
          assertNull(s.search(m));
          String at = spinning + " spin, " + busy + " Ps are busy";
          assertEquals(2 * spinning < busy, s.choices > 0, at);
          // Whatever it did, it has stopped, and its P is free.
          assertNull(m.p, at);
          assertEquals(spinning, s.sched.machines.spinning(), at);
          for (int i = 0; i < spinning; i++) {
            s.sched.machines.stopSpinning(ms.get(i));
          }
          assertTrue(s.sched.processors.acquireIdle(m), at);
        }
      }
    }
  }

  @Test
  @DisplayName("G11 an M that spins already goes on, however many there are")
  void spinsOn() {
    try (SteppedSched s = new SteppedSched(2)) {
      M m = s.machineWithP();
      for (M each : List.of(s.machineWithP(), m)) {
        s.sched.machines.startSpinning(each);
      }
      assertNull(s.search(m));
      assertTrue(s.choices > 0);
    }
  }

  @Test
  @DisplayName("G11 who submits starts a thread only if a P is idle and nobody spins")
  void submitting() throws InterruptedException {
    try (SteppedSched s = new SteppedSched(2)) {
      M first = s.machineWithP();
      M second = s.machineWithP();
      CountDownLatch ran = new CountDownLatch(3);
      // No P is idle.
      s.sched.start(s.unstarted(ran::countDown));
      assertEquals(0, s.threads());
      assertEquals(0, s.sched.machines.spinning());
      // One is, and somebody spins.
      s.sched.machines.startSpinning(first);
      s.takeBack(second);
      s.sched.start(s.unstarted(ran::countDown));
      assertEquals(0, s.threads());
      assertEquals(1, s.sched.machines.spinning());
      assertEquals(2, s.sched.global.size());
      // Nobody spins any more.
      s.sched.machines.stopSpinning(first);
      s.sched.start(s.unstarted(ran::countDown));
      assertEquals(1, s.threads());
      ran.await();
    }
  }

  // ---- handing off ----------------------------------------------------------------------------

  @Test
  @DisplayName("G23 a P that is handed off gets a thread if it has work, or there is some for all")
  void handOffWithWork() throws InterruptedException {
    for (boolean local : new boolean[] {true, false}) {
      try (SteppedSched s = new SteppedSched(2)) {
        M m = s.machineWithP();
        CountDownLatch ran = new CountDownLatch(1);
        G g = s.runnable(ran::countDown);
        if (local) {
          m.p.queue.put(g, s.sched.global);
        } else {
          s.sched.global.add(g);
        }
        s.sched.handOffP(s.inHand(m));
        assertEquals(1, s.threads());
        ran.await();
      }
    }
  }

  @Test
  @DisplayName("G23 one without work gets a thread that looks for some, if all others are at work")
  void handOffToASpinner() {
    for (boolean spinner : new boolean[] {false, true}) {
      try (SteppedSched s = new SteppedSched(2)) {
        M m = s.machineWithP();
        M other = s.machineWithP();
        if (spinner) {
          s.sched.machines.startSpinning(other);
        }
        s.sched.handOffP(s.inHand(m));
        assertEquals(spinner ? 0 : 1, s.threads());
        if (spinner) {
          assertEquals(1, s.sched.processors.idle());
        }
      }
    }
  }

  @Test
  @DisplayName("G23 the last one that ran gets a thread if there is a timer to wait for, else none")
  void handOffOfTheLast() {
    for (boolean timer : new boolean[] {false, true}) {
      try (SteppedSched s = new SteppedSched(2)) {
        M m = s.machineWithP();
        if (timer) {
          s.startTimer(s.ps[1], LATER, () -> {});
        }
        s.sched.handOffP(s.inHand(m));
        assertEquals(timer ? 1 : 0, s.threads());
        if (!timer) {
          assertEquals(2, s.sched.processors.idle());
          assertTrue(Arrays.stream(s.ps).allMatch(p -> p.status() == PState.IDLE));
        }
      }
    }
  }

  // ---- others' timers -------------------------------------------------------------------------

  @Test
  @DisplayName("T21 an M that has nothing to run runs the due timers of other Ps, and no others")
  void othersTimers() {
    try (SteppedSched s = new SteppedSched(3)) {
      M m = s.machineWithP();
      M busy = s.machineWithP();
      List<String> fired = new ArrayList<>();
      s.startTimer(
          s.ps[1],
          0,
          () -> {
            fired.add("of a busy P");
            m.p.queue.put(s.named("woken"), s.sched.global);
          });
      s.startTimer(s.ps[1], LATER, () -> fired.add("too early"));
      s.startTimer(s.ps[2], -1, () -> fired.add("of an idle P"));
      // Who has something to run leaves them to others.
      m.p.queue.put(s.named("local"), s.sched.global);
      assertEquals("local", s.search(m));
      assertEquals(List.of(), fired);
      assertEquals("woken", s.search(m));
      assertEquals(List.of("of an idle P", "of a busy P"), fired);
      assertSame(s.ps[1], busy.p);
    }
  }

  @Test
  @DisplayName("T21 the timer of a goroutine that never leaves its P is run by another")
  void timersOfAHog() {
    try (Schedulers s = Schedulers.calm(2)) {
      AtomicBoolean fired = new AtomicBoolean();
      s.go(
              () -> {
                s.sched.startTimer(
                    new RuntimeTimer() {
                      @Override
                      protected void fire(long due, int round, long now) {
                        fired.set(true);
                      }
                    },
                    s.sched.later(1_000_000),
                    0);
                while (!fired.get()) {
                  Thread.onSpinWait();
                }
              })
          .join();
    }
  }
}
