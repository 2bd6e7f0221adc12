package io.sudog.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.runtime.Schedulers.Started;
import io.sudog.testing.Await;
import io.sudog.testing.Stress;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each row of the table on {@link G}. */
@DisplayName("G.execute")
class GExecuteTest {
  private static void park(Semaphore semaphore) {
    semaphore.acquire(false, WaitReason.SEMACQUIRE, null);
  }

  private static void wake(Semaphore semaphore) {
    semaphore.release(false);
  }

  @Nested
  @DisplayName("called with another thread's Runnable")
  class OtherRunnable {
    @Test
    @DisplayName("runs the virtual thread, which is no goroutine")
    void runsAdoptedThread() {
      try (Schedulers s = Schedulers.of(2)) {
        AtomicReference<Object> seen = new AtomicReference<>("unset");
        AtomicInteger steps = new AtomicInteger();
        Semaphore sema = new Semaphore();
        AtomicReference<Thread> child = new AtomicReference<>();
        Started parent =
            s.go(
                () -> {
                  child.set(
                      Thread.startVirtualThread(
                          () -> {
                            seen.set(Parking.currentG());
                            for (int i = 0; i < 100; i++) {
                              Thread.yield();
                              LockSupport.parkNanos(1_000);
                              steps.incrementAndGet();
                            }
                            park(sema);
                            steps.incrementAndGet();
                          }));
                  child.get().join();
                });
        Await.until("the child parks", () -> sema.waiters() == 1);
        assertNull(seen.get());
        assertEquals(100, steps.get());
        assertEquals(1, s.sched.goroutines());
        wake(sema);
        parent.join();
        assertEquals(101, steps.get());
      }
    }

    @Test
    @DisplayName("does not mistake it for the goroutine that reuses the descriptor")
    void survivesReuseOfTheDescriptor() {
      try (Schedulers s = Schedulers.calm(1)) {
        Semaphore sema = new Semaphore();
        AtomicReference<Thread> child = new AtomicReference<>();
        AtomicInteger childSteps = new AtomicInteger();
        Started first =
            s.go(
                () ->
                    child.set(
                        Thread.startVirtualThread(
                            () -> {
                              while (!Thread.currentThread().isInterrupted()) {
                                LockSupport.parkNanos(50_000);
                                childSteps.incrementAndGet();
                              }
                            })));
        first.join();
        AtomicBoolean woken = new AtomicBoolean();
        AtomicReference<Started> made = new AtomicReference<>();
        // Free descriptors stand in the P's list first, so it must be a goroutine that starts it.
        s.go(
                () ->
                    made.set(
                        s.go(
                            () -> {
                              park(sema);
                              woken.set(true);
                            })))
            .join();
        Started second = made.get();
        assertSame(first.g(), second.g());
        second.awaitStatus(G.WAITING);
        int before = childSteps.get();
        Await.until("the child goes on", () -> childSteps.get() > before + 20);
        assertEquals(G.WAITING, second.g().status());
        assertFalse(woken.get());
        wake(sema);
        second.join();
        child.get().interrupt();
        Await.until("the child ends", () -> !child.get().isAlive());
        assertTrue(woken.get());
      }
    }

    @Test
    @DisplayName("runs many of them, with locks between them and goroutines")
    void runsManyAdoptedThreads() {
      try (Schedulers s = Schedulers.shrunk(2)) {
        int parents = 8;
        int children = 8;
        ReentrantLock lock = new ReentrantLock();
        AtomicInteger sum = new AtomicInteger();
        List<Started> started = new ArrayList<>();
        for (int i = 0; i < parents; i++) {
          started.add(
              s.go(
                  () -> {
                    List<Thread> threads = new ArrayList<>();
                    for (int k = 0; k < children; k++) {
                      threads.add(
                          Thread.startVirtualThread(
                              () -> {
                                for (int n = 0; n < 50; n++) {
                                  lock.lock();
                                  try {
                                    Thread.yield();
                                    sum.incrementAndGet();
                                  } finally {
                                    lock.unlock();
                                  }
                                }
                              }));
                    }
                    for (Thread thread : threads) {
                      thread.join();
                    }
                  }));
        }
        started.forEach(Started::join);
        assertEquals(parents * children * 50, sum.get());
      }
    }
  }

  @Nested
  @DisplayName("called on the M whose current G it is")
  class OnOwnM {
    @Test
    @DisplayName("commits a park; the M goes on to the next")
    void commitsThePark() {
      try (Schedulers s = Schedulers.calm(1)) {
        Semaphore sema = new Semaphore();
        Started g = s.go(() -> park(sema));
        g.awaitStatus(G.WAITING);
        s.go(() -> {}).join();
        assertEquals(G.WAITING, g.g().status());
        assertEquals(GState.WAITING, g.g().state());
        assertEquals("semacquire", g.g().waitReason());
        wake(sema);
        g.join();
      }
    }

    @Test
    @DisplayName("queues again a goroutine that yields, behind the others")
    void requeuesOnYield() {
      try (Schedulers s = Schedulers.calm(1)) {
        List<String> order = new ArrayList<>();
        s.go(
                () -> {
                  start(s, () -> order.add("other"));
                  Thread.yield();
                  order.add("yielder");
                })
            .join();
        assertEquals(List.of("other", "yielder"), order);
      }
    }

    @Test
    @DisplayName("queues again a goroutine whose park ready() overtook")
    void requeuesAnOvertakenPark() throws InterruptedException {
      try (Schedulers s = Schedulers.calm(1)) {
        AtomicInteger status = new AtomicInteger(-1);
        AtomicInteger prepared = new AtomicInteger(-1);
        List<String> order = new ArrayList<>();
        CountDownLatch otherRan = new CountDownLatch(1);
        s.go(
                () -> {
                  G g = Parking.currentG();
                  start(
                      s,
                      () -> {
                        order.add("other");
                        otherRan.countDown();
                      });
                  g.prepare(WaitReason.SEMACQUIRE, null);
                  prepared.set(g.status());
                  g.ready();
                  status.set(g.status());
                  g.park();
                  order.add("overtaken, " + g.status());
                })
            .join();
        otherRan.await();
        assertEquals(G.PARKING, prepared.get());
        assertEquals(G.RUNNABLE, status.get());
        // It goes into runNext, as if it had been woken just now.
        assertEquals(List.of("overtaken, " + G.RUNNING, "other"), order);
      }
    }
  }

  private static void start(Schedulers s, Runnable body) {
    s.sched.start(s.sched.prepare(null, body::run));
  }

  @Nested
  @DisplayName("called for a goroutine that the JDK parked")
  class JdkWait {
    @Test
    @DisplayName("queues it: unpark")
    void unpark() {
      try (Schedulers s = Schedulers.of(1)) {
        AtomicBoolean go = new AtomicBoolean();
        Started g =
            s.go(
                () -> {
                  while (!go.get()) {
                    LockSupport.park();
                  }
                });
        g.awaitStatus(G.JDK_WAIT);
        assertEquals(GState.WAITING, g.g().state());
        assertEquals("JDK wait", g.g().waitReason());
        go.set(true);
        LockSupport.unpark(g.g().thread());
        g.join();
      }
    }

    @Test
    @DisplayName("queues it: monitor, Object.wait, sleep, timed park")
    void otherWaits() {
      try (Schedulers s = Schedulers.of(1)) {
        Object monitor = new Object();
        CountDownLatch entered = new CountDownLatch(1);
        AtomicBoolean notified = new AtomicBoolean();
        Started contender;
        synchronized (monitor) {
          contender =
              s.go(
                  () -> {
                    synchronized (monitor) {
                      entered.countDown();
                      while (!notified.get()) {
                        monitor.wait();
                      }
                    }
                  });
          contender.awaitStatus(G.JDK_WAIT);
          assertEquals(1, entered.getCount());
        }
        Await.until("it waits in the monitor", () -> entered.getCount() == 0);
        contender.awaitStatus(G.JDK_WAIT);
        synchronized (monitor) {
          notified.set(true);
          monitor.notifyAll();
        }
        contender.join();
        s.go(
                () -> {
                  Thread.sleep(2);
                  LockSupport.parkNanos(1_000_000);
                })
            .join();
      }
    }

    @Test
    @DisplayName("loses no wake-up of park and unpark")
    void parkUnparkStorm() {
      int rounds = Stress.times(20_000);
      for (int processors : new int[] {1, 2}) {
        try (Schedulers s = Schedulers.shrunk(processors)) {
          AtomicInteger turn = new AtomicInteger();
          Thread[] threads = new Thread[2];
          CountDownLatch known = new CountDownLatch(2);
          List<Started> pair = new ArrayList<>();
          for (int side = 0; side < 2; side++) {
            int me = side;
            pair.add(
                s.go(
                    () -> {
                      threads[me] = Thread.currentThread();
                      known.countDown();
                      known.await();
                      for (int i = 0; i < rounds; i++) {
                        while (turn.get() != me) {
                          LockSupport.park();
                        }
                        turn.set(1 - me);
                        LockSupport.unpark(threads[1 - me]);
                      }
                    }));
          }
          pair.forEach(Started::join);
        }
      }
    }
  }

  @Nested
  @DisplayName("called from elsewhere while the goroutine runs")
  class Running {
    @Test
    @DisplayName("is remembered once: RUNNING_WOKEN, which a park of ours overwrites")
    void thenParkOfOurs() {
      try (Schedulers s = Schedulers.calm(1)) {
        AtomicBoolean go = new AtomicBoolean();
        Semaphore sema = new Semaphore();
        AtomicInteger after = new AtomicInteger();
        Started g =
            s.go(
                () -> {
                  spinUntil(go);
                  park(sema);
                  after.incrementAndGet();
                });
        g.awaitStatus(G.RUNNING);
        Runnable continuation = assertNotNull2(g.g().continuation());
        g.g().execute(continuation);
        assertEquals(G.RUNNING_WOKEN, g.g().status());
        assertEquals(GState.RUNNING, g.g().state());
        g.g().execute(continuation);
        assertEquals(G.RUNNING_WOKEN, g.g().status());
        go.set(true);
        g.awaitStatus(G.WAITING);
        s.go(() -> {}).join();
        assertEquals(G.WAITING, g.g().status());
        assertEquals(0, after.get());
        wake(sema);
        g.join();
        assertEquals(1, after.get());
      }
    }

    @Test
    @DisplayName("is remembered: a park of the JDK's is tried once more, and still waits")
    void thenParkOfTheJdk() {
      try (Schedulers s = Schedulers.calm(1)) {
        AtomicBoolean go = new AtomicBoolean();
        AtomicInteger after = new AtomicInteger();
        Started g =
            s.go(
                () -> {
                  spinUntil(go);
                  LockSupport.park();
                  after.incrementAndGet();
                });
        g.awaitStatus(G.RUNNING);
        g.g().execute(assertNotNull2(g.g().continuation()));
        assertEquals(G.RUNNING_WOKEN, g.g().status());
        go.set(true);
        g.awaitStatus(G.JDK_WAIT);
        s.go(() -> {}).join();
        assertEquals(0, after.get());
        assertEquals(G.JDK_WAIT, g.g().status());
        LockSupport.unpark(g.g().thread());
        g.join();
        assertEquals(1, after.get());
      }
    }

    @Test
    @DisplayName("is remembered: a yield goes on once")
    void thenYield() {
      try (Schedulers s = Schedulers.calm(1)) {
        AtomicBoolean go = new AtomicBoolean();
        AtomicInteger after = new AtomicInteger();
        Started g =
            s.go(
                () -> {
                  spinUntil(go);
                  Thread.yield();
                  after.incrementAndGet();
                });
        g.awaitStatus(G.RUNNING);
        g.g().execute(assertNotNull2(g.g().continuation()));
        go.set(true);
        g.join();
        assertEquals(1, after.get());
      }
    }

    @Test
    @DisplayName("is remembered: its end is its end")
    void thenEnd() {
      try (Schedulers s = Schedulers.calm(1)) {
        AtomicBoolean go = new AtomicBoolean();
        Started g = s.go(() -> spinUntil(go));
        g.awaitStatus(G.RUNNING);
        g.g().execute(assertNotNull2(g.g().continuation()));
        go.set(true);
        g.join();
        s.go(() -> {}).join();
        assertEquals(0, s.sched.goroutines());
      }
    }
  }

  @Nested
  @DisplayName("called while the goroutine is parked by us or queued")
  class Spurious {
    @Test
    @DisplayName("WAITING: is ignored")
    void waiting() {
      try (Schedulers s = Schedulers.calm(1)) {
        Semaphore sema = new Semaphore();
        AtomicInteger after = new AtomicInteger();
        Started g =
            s.go(
                () -> {
                  park(sema);
                  after.incrementAndGet();
                });
        g.awaitStatus(G.WAITING);
        g.g().execute(assertNotNull2(g.g().continuation()));
        s.go(() -> {}).join();
        assertEquals(G.WAITING, g.g().status());
        assertEquals(0, after.get());
        wake(sema);
        g.join();
      }
    }

    @Test
    @DisplayName("RUNNABLE: is ignored, it runs once")
    void runnable() {
      try (Schedulers s = Schedulers.calm(1)) {
        AtomicBoolean go = new AtomicBoolean();
        AtomicInteger ran = new AtomicInteger();
        Started hog = s.go(() -> spinUntil(go));
        hog.awaitStatus(G.RUNNING);
        Started g = s.go(ran::incrementAndGet);
        assertEquals(G.RUNNABLE, g.g().status());
        Runnable continuation = assertNotNull2(g.g().continuation());
        for (int i = 0; i < 10; i++) {
          g.g().execute(continuation);
        }
        assertEquals(1, s.sched.global.size());
        go.set(true);
        g.join();
        hog.join();
        assertEquals(1, ran.get());
        assertEquals(0, s.sched.goroutines());
      }
    }

    @Test
    @DisplayName("PARKING: is ignored, the park that follows waits for ready")
    void parking() {
      try (Schedulers s = Schedulers.calm(1)) {
        AtomicBoolean go = new AtomicBoolean();
        AtomicInteger after = new AtomicInteger();
        Started g =
            s.go(
                () -> {
                  G self = Parking.currentG();
                  self.prepare(WaitReason.SEMACQUIRE, null);
                  spinUntil(go);
                  self.park();
                  after.incrementAndGet();
                });
        g.awaitStatus(G.PARKING);
        g.g().execute(assertNotNull2(g.g().continuation()));
        assertEquals(G.PARKING, g.g().status());
        go.set(true);
        g.awaitStatus(G.WAITING);
        assertEquals(0, after.get());
        g.g().ready();
        g.join();
      }
    }

    @Test
    @DisplayName("getStackTrace without end on parked goroutines neither wakes nor loses one")
    void stackTraceStorm() throws InterruptedException {
      try (Schedulers s = Schedulers.shrunk(2)) {
        int n = 20;
        int rounds = Stress.times(300);
        Semaphore[] semas = new Semaphore[n];
        AtomicInteger[] wakes = new AtomicInteger[n];
        List<Started> all = new ArrayList<>();
        for (int i = 0; i < n; i++) {
          Semaphore sema = new Semaphore();
          AtomicInteger count = new AtomicInteger();
          semas[i] = sema;
          wakes[i] = count;
          all.add(
              s.go(
                  () -> {
                    for (int k = 0; k < rounds; k++) {
                      park(sema);
                      count.incrementAndGet();
                      if (k % 7 == 0) {
                        Thread.yield();
                      }
                      if (k % 11 == 0) {
                        LockSupport.parkNanos(1);
                      }
                    }
                  }));
        }
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger traces = new AtomicInteger();
        List<Thread> threads = all.stream().map(g -> g.g().thread()).toList();
        Thread attacker =
            Thread.ofPlatform()
                .start(
                    () -> {
                      while (!stop.get()) {
                        for (Thread thread : threads) {
                          if (thread.getStackTrace().length > 0) {
                            traces.incrementAndGet();
                          }
                        }
                      }
                    });
        for (int k = 0; k < rounds; k++) {
          for (int i = 0; i < n; i++) {
            int round = k;
            AtomicInteger count = wakes[i];
            if (count.get() > round) {
              throw new AssertionError("goroutine " + i + " was woken by nobody");
            }
            wake(semas[i]);
            Await.until("wake " + i + " round " + k, () -> count.get() > round);
          }
        }
        all.forEach(Started::join);
        stop.set(true);
        attacker.join();
        assertTrue(traces.get() > 0);
      }
    }
  }

  @Nested
  @DisplayName("called for a goroutine that is pinned")
  class Pinned {
    @Test
    @DisplayName("in a class initialiser: is ignored; the park holds its M, not its P")
    void classInitialiser() {
      try (Schedulers s = Schedulers.of(1)) {
        Started g =
            s.go(
                () -> {
                  if (Initialised.VALUE != 42) {
                    throw new AssertionError("not initialised");
                  }
                });
        checkPinned(s, g, Gate.SEMA);
      }
    }

    /** Its initialiser waits. */
    static final class Initialised {
      static final int VALUE;

      static {
        park(Gate.SEMA);
        VALUE = 42;
      }

      private Initialised() {}
    }

    @Test
    @DisplayName("under a native frame: is ignored; the park holds its M, not its P")
    void nativeFrame() {
      try (Schedulers s = Schedulers.of(1)) {
        Started g = s.go(() -> callThroughNative(NATIVE));
        checkPinned(s, g, NATIVE);
      }
    }

    private static final Semaphore NATIVE = new Semaphore();

    private void checkPinned(Schedulers s, Started g, Semaphore sema) {
      g.awaitStatus(G.PINNED);
      assertEquals(GState.WAITING, g.g().state());
      g.g().execute(assertNotNull2(g.g().continuation()));
      assertEquals(G.PINNED, g.g().status());
      AtomicInteger others = new AtomicInteger();
      for (int i = 0; i < 10; i++) {
        s.go(
                () -> {
                  Thread.yield();
                  others.incrementAndGet();
                })
            .join();
      }
      assertEquals(10, others.get());
      assertEquals(G.PINNED, g.g().status());
      wake(sema);
      g.join();
      s.go(() -> {}).join();
      assertEquals(1, s.sched.stats().processors().size());
    }

    @Test
    @DisplayName("loses no wake-up over many pinned parks, interrupts and yields")
    void pinnedStorm() {
      try (Schedulers s = Schedulers.shrunk(1)) {
        int rounds = Stress.times(300);
        Semaphore ping = new Semaphore();
        Semaphore pong = new Semaphore();
        AtomicReference<Thread> pinned = new AtomicReference<>();
        Started a =
            s.go(
                () -> {
                  pinned.set(Thread.currentThread());
                  for (int i = 0; i < rounds; i++) {
                    callThroughNative(ping);
                    wake(pong);
                    if (i % 3 == 0) {
                      Thread.yield();
                    }
                  }
                });
        Started b =
            s.go(
                () -> {
                  for (int i = 0; i < rounds; i++) {
                    wake(ping);
                    if (i % 5 == 0 && pinned.get() != null) {
                      pinned.get().interrupt();
                    }
                    park(pong);
                  }
                });
        a.join();
        b.join();
      }
    }
  }

  /** Apart from the class it opens, so that the test can wake the initialiser. */
  static final class Gate {
    static final Semaphore SEMA = new Semaphore();

    private Gate() {}
  }

  @Test
  @DisplayName("called after its scheduler was closed: is ignored, whatever it waited in")
  void closed() {
    AtomicInteger after = new AtomicInteger();
    Semaphore sema = new Semaphore();
    Started jdk;
    Started ours;
    try (Schedulers s = Schedulers.of(2)) {
      jdk =
          s.go(
              () -> {
                LockSupport.park();
                after.incrementAndGet();
              });
      ours =
          s.go(
              () -> {
                park(sema);
                after.incrementAndGet();
              });
      jdk.awaitStatus(G.JDK_WAIT);
      ours.awaitStatus(G.WAITING);
    }
    LockSupport.unpark(jdk.g().thread());
    wake(sema);
    assertEquals(0, after.get());
    assertFalse(jdk.isDone());
  }

  private static void spinUntil(AtomicBoolean flag) {
    while (!flag.get()) {
      Thread.onSpinWait();
    }
  }

  private static <T> T assertNotNull2(T value) {
    assertNotNull(value);
    return value;
  }

  // ---- a native frame: the C library's qsort calls back ---------------------------------------

  private static final ThreadLocal<Semaphore> COMPARATORS_SEMA = new ThreadLocal<>();

  @SuppressWarnings({"restricted", "unused"}) // an upcall
  private static int compare(MemorySegment a, MemorySegment b) {
    Semaphore sema = COMPARATORS_SEMA.get();
    if (sema != null) {
      COMPARATORS_SEMA.remove();
      park(sema);
    }
    return Integer.compare(
        a.reinterpret(4).get(ValueLayout.JAVA_INT, 0),
        b.reinterpret(4).get(ValueLayout.JAVA_INT, 0));
  }

  @SuppressWarnings("restricted")
  private static void callThroughNative(Semaphore sema) throws Exception {
    COMPARATORS_SEMA.set(sema);
    Linker linker = Linker.nativeLinker();
    MethodHandle qsort =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("qsort"),
            FunctionDescriptor.ofVoid(
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS));
    MethodHandle compare =
        MethodHandles.lookup()
            .findStatic(
                GExecuteTest.class,
                "compare",
                MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment array = arena.allocateFrom(ValueLayout.JAVA_INT, 2, 1);
      MemorySegment stub =
          linker.upcallStub(
              compare,
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
              arena);
      qsort.invokeExact(array, 2L, 4L, stub);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    if (COMPARATORS_SEMA.get() != null) {
      throw new AssertionError("the comparator was not called");
    }
  }
}
