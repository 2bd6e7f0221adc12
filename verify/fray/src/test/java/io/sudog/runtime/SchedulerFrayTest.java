package io.sudog.runtime;

import static io.sudog.verify.fray.Interleavings.assertDeadlocks;
import static io.sudog.verify.fray.Interleavings.explore;
import static io.sudog.verify.fray.Interleavings.together;
import static io.sudog.verify.fray.Interleavings.twin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.testing.Twin;
import io.sudog.verify.fray.Interleavings;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The real scheduler on real Ms, without sysmon, whose naps would rescue what is lost here. What
 * the Ms run are plain tasks instead of continuations; such a task blocks its M, as a goroutine in
 * native code does.
 */
@DisplayName("The scheduler's hand-shakes")
class SchedulerFrayTest {
  /** Runs a scenario on a scheduler of its own; a lost task leaves it waiting for ever. */
  private static void with(int processors, Scenario scenario) throws Exception {
    Constructor<GmpSched> constructor = GmpSched.class.getDeclaredConstructor(Sched.Config.class);
    constructor.setAccessible(true);
    GmpSched sched =
        constructor.newInstance(
            new Sched.Config(
                "fray",
                processors,
                Tunables.SHRUNK,
                () -> 1,
                bound -> 0,
                false,
                null,
                Sched.Kind.BUILT));
    scenario.run(sched);
    sched.close();
  }

  /** What happens on a scheduler. */
  private interface Scenario {
    void run(GmpSched sched) throws Exception;
  }

  /** Queues a task where a waker on the same thread would queue the goroutine that it readies. */
  private static void ready(GmpSched sched, Runnable task) {
    G g = new G(sched, task);
    g.setStatus(G.RUNNABLE);
    sched.queueReady(g);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("submitting and going idle: every task is run")
  void submit() {
    explore(
        () ->
            with(
                2,
                sched -> {
                  Interleavings.Body submitter =
                      () -> {
                        // The second comes while the M that ran the first is on its way to rest.
                        for (int i = 0; i < 2; i++) {
                          CountDownLatch run = new CountDownLatch(1);
                          sched.adopt(run::countDown);
                          await(run);
                        }
                      };
                  together(submitter, submitter);
                }));
  }

  @Test
  @DisplayName("a task that waits for another, queued on the same P, gets a second M for it")
  void secondM() {
    explore(
        () ->
            with(
                2,
                sched -> {
                  CountDownLatch inner = new CountDownLatch(1);
                  CountDownLatch outer = new CountDownLatch(1);
                  sched.adopt(
                      () -> {
                        ready(sched, inner::countDown);
                        await(inner);
                        outer.countDown();
                      });
                  await(outer);
                }));
  }

  @Test
  @DisplayName("the only P is taken from an M that is stuck, and its queue goes on elsewhere")
  void handOff() {
    explore(
        () ->
            with(
                1,
                sched -> {
                  CountDownLatch running = new CountDownLatch(1);
                  CountDownLatch inner = new CountDownLatch(1);
                  CountDownLatch outer = new CountDownLatch(1);
                  sched.adopt(
                      () -> {
                        running.countDown();
                        ready(sched, inner::countDown);
                        await(inner);
                        outer.countDown();
                      });
                  await(running);
                  P fresh = sched.processors.replace(sched.processors.all()[0]);
                  if (fresh != null) {
                    sched.handOffP(fresh);
                  }
                  await(outer);
                }));
  }

  @Test
  @DisplayName("the only P is taken from a task in a blocking call, which then comes back")
  void blockingCall() {
    explore(
        () ->
            with(
                1,
                sched -> {
                  CountDownLatch entered = new CountDownLatch(1);
                  CountDownLatch inner = new CountDownLatch(1);
                  CountDownLatch last = new CountDownLatch(1);
                  sched.adopt(
                      () -> {
                        G g = ((M) Thread.currentThread()).current;
                        sched.blockingEntered(g);
                        entered.countDown();
                        await(inner);
                        sched.blockingExited(g);
                        ready(sched, last::countDown);
                      });
                  await(entered);
                  together(
                      () -> sched.adopt(inner::countDown),
                      () -> {
                        P held = sched.processors.all()[0];
                        assertEquals(PState.SYSCALL, held.status());
                        sched.handOffP(sched.processors.replace(held));
                      });
                  await(last);
                }));
  }

  @Test
  @DisplayName("a spinner that gets no P, a P that is laid aside, and a task that relied on both")
  void spinnerWithoutP() {
    explore(
        () ->
            with(
                1,
                sched -> {
                  CountDownLatch run = new CountDownLatch(1);
                  M holder = new M(sched, 0);
                  assertTrue(sched.processors.acquireIdle(holder));
                  P held = sched.processors.takeFrom(holder);
                  assertTrue(sched.machines.becomeFirstSpinner());
                  together(
                      () -> sched.machines.start(null, true),
                      () -> sched.handOffP(held),
                      () -> sched.adopt(run::countDown));
                  await(run);
                }));
  }

  @Test
  @DisplayName("the world stops and starts with one P more; tasks that came meanwhile are run")
  void stopTheWorld() {
    explore(
        () ->
            with(
                1,
                sched -> {
                  CountDownLatch first = new CountDownLatch(1);
                  CountDownLatch second = new CountDownLatch(1);
                  together(
                      () -> sched.adopt(first::countDown),
                      () -> {
                        List<P> running = sched.processors.stopTheWorld();
                        while (!sched.processors.isWorldStopped()) {
                          Thread.yield();
                        }
                        sched.adopt(second::countDown);
                        sched.resizeAndStartTheWorld(2);
                        assertEquals(2, sched.processors());
                        assertTrue(running.size() <= 1);
                      });
                  await(first);
                  await(second);
                }));
  }

  @Test
  @DisplayName("a blocked poller is woken, whenever that comes")
  void pollerWoken() {
    explore(
        () -> {
          NullPoller poller = new NullPoller();
          together(() -> poller.poll(Poller.FOREVER, waiter -> {}), poller::wake);
        });
  }

  @Test
  @DisplayName("canary: nobody is started for a task")
  void submitWithoutWake() {
    Twin twin =
        twin("core", GmpSched.class)
            .replaceAfter(
                "private void submit(G g) {", "wakeP(); }", "if (p != null) { wakeP(); } }");
    assertDeadlocks(twin, SchedulerFrayTest.class, "submit");
  }

  @Test
  @DisplayName("canary: nobody is started for a task that is queued on a P")
  void readyWithoutWake() {
    Twin twin =
        twin("core", GmpSched.class)
            .replaceAfter(
                "private void submit(G g) {", "wakeP(); }", "if (p == null) { wakeP(); } }");
    assertDeadlocks(twin, SchedulerFrayTest.class, "secondM");
  }

  @Test
  @DisplayName("canary: a P that goes idle is not followed by a look at the queues")
  void idleWithoutLook() {
    Twin twin =
        twin("core", Finder.class)
            .replaceAfter(
                "private @Nullable G goIdle(M m, P p) {",
                "if (sched.anyWork() && processors.acquireIdle(m)) {",
                "if (m.p != null && processors.acquireIdle(m)) {")
            .and(Processors.class)
            .replace("G g = sched.global.poll();", "G g = null;");
    assertDeadlocks(twin, SchedulerFrayTest.class, "submit");
  }

  @Test
  @DisplayName("canary: a spinner that found no P does not look again")
  void cancelledSpinner() {
    Twin twin =
        twin("core", Machines.class)
            .replaceAfter(
                "private void cancelSpinner() {", "if (sched.anyWork()) { sched.wakeP(); }", "");
    assertDeadlocks(twin, SchedulerFrayTest.class, "spinnerWithoutP");
  }

  @Test
  @DisplayName("canary: an idle M is unparked before its permit is there")
  void unparkBeforePermit() {
    // Not at the end, which waits for the Ms without parking for good.
    Twin twin =
        twin("core", M.class)
            .replace(
                "permit = 1; LockSupport.unpark(this);",
                "if (sched.isClosed()) { permit = 1; } LockSupport.unpark(this); permit = 1;");
    assertDeadlocks(twin, SchedulerFrayTest.class, "submit");
  }

  @Test
  @DisplayName("canary: an idle M is woken before it can see its P")
  void wokenBeforeP() {
    Twin twin =
        twin("core", Machines.class)
            .replace(
                "m.nextP = p; m.nextSpinning = spin; m.unparkM();",
                "m.nextSpinning = spin; m.unparkM(); Thread.yield(); m.nextP = p;");
    assertDeadlocks(twin, SchedulerFrayTest.class, "submit");
  }

  @Test
  @DisplayName("canary: a P is marked as taken after its queue was emptied")
  void retiredLate() {
    Twin twin =
        twin("core", Processors.class)
            .replace(
                "p.retire(); unlock(); sched.drain(p); return fresh;",
                "unlock(); sched.drain(p); p.retire(); return fresh;");
    assertDeadlocks(twin, SchedulerFrayTest.class, "handOff");
  }

  @Test
  @DisplayName("canary: the P of a blocking call gets no M, though there is work")
  void blockingWithoutHandOff() {
    Twin twin =
        twin("core", GmpSched.class)
            .replaceAfter("void handOffP(P p) {", "machines.start(p, false); return;", "return;");
    assertDeadlocks(twin, SchedulerFrayTest.class, "blockingCall");
  }

  @Test
  @DisplayName("canary: whoever takes a P does not empty its queue")
  void replacedNotDrained() {
    Twin twin =
        twin("core", Processors.class)
            .replaceAfter(
                "p.retire(); unlock();", "sched.drain(p); return fresh;", "return fresh;");
    assertDeadlocks(twin, SchedulerFrayTest.class, "handOff");
  }

  @Test
  @DisplayName("canary: a put to a P that was taken is left there")
  void putToHusk() {
    Twin twin = twin("core", P.class).replaceAfter("void putNext(G g) {", "sched.drain(this);", "");
    assertDeadlocks(twin, SchedulerFrayTest.class, "handOff");
  }

  @Test
  @DisplayName("canary: the world is started and nobody told of the work there is")
  void startedWithoutMs() {
    Twin twin = twin("core", GmpSched.class).replace("machines.start(null, false);", "");
    assertDeadlocks(twin, SchedulerFrayTest.class, "stopTheWorld");
  }

  @Test
  @DisplayName("canary: the poller is unparked before it can see why")
  void unparkBeforeWoken() {
    Twin twin =
        twin("core", NullPoller.class)
            .replace(
                "woken = true; LockSupport.unpark(sleeper);",
                "LockSupport.unpark(sleeper); woken = true;");
    assertDeadlocks(twin, SchedulerFrayTest.class, "pollerWoken");
  }

  @Test
  @DisplayName("canary: the poller names itself after it has looked")
  void namedLate() {
    Twin twin =
        twin("core", NullPoller.class)
            .replace("sleeper = Thread.currentThread(); long deadline", "long deadline")
            .replace("while (!woken) {", "while (!woken) { sleeper = Thread.currentThread();");
    assertDeadlocks(twin, SchedulerFrayTest.class, "pollerWoken");
  }

  // ---- timers and the poller --------------------------------------------------------------------

  private static final long LATE = 1000;
  private static final long EARLY = 500;

  /** Sleeps until it is woken, unless the sleep would end in time for the early timer. */
  private static final class Doorbell implements Poller {
    private final NullPoller bell = new NullPoller();

    @Override
    public void poll(long nanos, Consumer<? super Waiter> into) {
      if (nanos > EARLY) {
        bell.poll(FOREVER, into);
      }
    }

    @Override
    public void wake() {
      bell.wake();
    }

    @Override
    public int waiters() {
      return 0;
    }

    @Override
    public void close() {}
  }

  /** A timer that nobody lets fire. */
  private static final class Tick extends RuntimeTimer {
    @Override
    protected void fire(long due, int round, long now) {
      throw new AssertionError();
    }
  }

  @Test
  @DisplayName("a timer that becomes the earliest ends the sleep of the M in the poller")
  void timerEndsSleep() {
    explore(
        () ->
            with(
                1,
                sched -> {
                  Polling polling = new Polling(sched, new Doorbell());
                  // With no P idle, adding a timer has nobody to start but the sleeper to wake.
                  M holder = new M(sched, 0);
                  assertTrue(sched.processors.acquireIdle(holder));
                  M sleeper = new M(sched, 1);
                  TimerHeap heap = sched.processors.all()[0].timers;
                  assertTrue(heap.start(new Tick(), LATE, 0));
                  together(
                      () -> assertFalse(polling.pollBlocking(sleeper)),
                      () -> {
                        assertTrue(heap.start(new Tick(), EARLY, 0));
                        polling.timerAdded(EARLY);
                      });
                }));
  }

  @Test
  @DisplayName("canary: the sleeper does not look at the timers again once it is announced")
  void sleepsWithoutSecondLook() {
    Twin twin =
        twin("core", Polling.class).replace("until = Math.min(until, sched.earliestTimer());", "");
    assertDeadlocks(twin, SchedulerFrayTest.class, "timerEndsSleep");
  }

  @Test
  @DisplayName("canary: adding a timer does not wake the sleeper")
  void timerWakesNobody() {
    Twin twin =
        twin("core", Polling.class)
            .replaceAfter("void timerAdded(long when) {", "poller.wake();", "");
    assertDeadlocks(twin, SchedulerFrayTest.class, "timerEndsSleep");
  }

  // ---- the deadlock check's counts
  // ---------------------------------------------------------------

  @Test
  @DisplayName("the deadlock check never finds all at rest while a task waits for its M")
  void mayAct() {
    explore(
        () ->
            with(
                2,
                sched -> {
                  CountDownLatch idle = new CountDownLatch(1);
                  sched.adopt(idle::countDown);
                  await(idle);
                  AtomicBoolean ended = new AtomicBoolean();
                  CountDownLatch begun = new CountDownLatch(1);
                  CountDownLatch done = new CountDownLatch(1);
                  sched.adopt(
                      () -> {
                        begun.countDown();
                        ready(
                            sched,
                            () -> {
                              ended.set(true);
                              done.countDown();
                            });
                      });
                  await(begun);
                  for (int i = 0; i < 6; i++) {
                    assertTrue(sched.mayAct(0) || ended.get());
                  }
                  await(done);
                }));
  }

  @Test
  @DisplayName("canary: an M that is woken stays among the idle")
  void wokenCountsAsIdle() {
    Twin twin =
        twin("core", Machines.class)
            .replace("idle.remove(idle.size() - 1)", "idle.get(idle.size() - 1)");
    assertInstanceOf(AssertionError.class, twin.assertCaughtBy(SchedulerFrayTest.class, "mayAct"));
  }
}
