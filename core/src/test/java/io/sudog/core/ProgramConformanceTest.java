package io.sudog.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.sync.WaitGroup;
import io.sudog.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How programs begin and end. */
@DisplayName("A program")
class ProgramConformanceTest {
  private static void waitForEver() {
    WaitGroup never = new WaitGroup();
    never.add(1);
    never.await();
  }

  private static void throwIt(Throwable e) throws Exception {
    if (e instanceof Error error) {
      throw error;
    }
    throw (Exception) e;
  }

  // ---- main -----------------------------------------------------------------------------------

  @Test
  @DisplayName("G40 runs main as goroutine 1, on a scheduler of its own")
  void mainIsOne() {
    AtomicReference<Goroutine> main = new AtomicReference<>();
    AtomicReference<Scheduler> scheduler = new AtomicReference<>();
    Go.run(
        () -> {
          main.set(Go.current());
          scheduler.set(Scheduler.current());
          assertTrue(Thread.currentThread().isVirtual());
          assertSame(Thread.currentThread(), Go.current().thread());
          assertEquals(Goroutine.State.RUNNING, Go.current().state());
        });
    assertEquals(1, main.get().id());
    assertEquals("main", main.get().name());
    assertNotSame(Scheduler.current(), scheduler.get());
    assertNull(Go.current());
  }

  @Test
  @DisplayName("rethrows what leaves main: unchecked as it is, checked in a PanicException")
  void mainThrows() {
    for (Throwable e :
        List.of(new IllegalArgumentException("x"), new AssertionError("y"), new Error("z"))) {
      assertSame(e, assertThrows(e.getClass(), () -> Go.run(() -> throwIt(e))));
    }
    IOException checked = new IOException("disk");
    PanicException panic = assertThrows(PanicException.class, () -> Go.run(() -> throwIt(checked)));
    assertSame(checked, panic.getCause());
    assertTrue(panic.getMessage().contains("disk"), panic.getMessage());
  }

  @Test
  @DisplayName("G35 ends when main returns; goroutines that are alive never run again")
  void abandons() throws InterruptedException {
    AtomicInteger steps = new AtomicInteger();
    List<Goroutine> left = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger ended = new AtomicInteger();
    Go.run(
        () -> {
          left.add(
              Go.go(
                  () -> {
                    try {
                      while (true) {
                        steps.incrementAndGet();
                        Go.gosched();
                      }
                    } finally {
                      ended.incrementAndGet();
                    }
                  }));
          left.add(Go.go(() -> Go.sleep(Duration.ofMillis(20))));
          left.add(Go.go(() -> Thread.sleep(20)));
          Await.until("they run", () -> steps.get() > 10);
        });
    int before = steps.get();
    Thread.sleep(60);
    // One that runs on another processor at the end gets as far as its next scheduling point.
    assertTrue(steps.get() <= before + 1, () -> before + ", then " + steps);
    assertEquals(0, ended.get());
    for (Goroutine g : left) {
      assertFalse(g.isDone(), g::toString);
    }
  }

  @Test
  @DisplayName("keeps the interrupt status of the thread that waits for it, and goes on")
  void interruptedRunner() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    AtomicReference<Object> result = new AtomicReference<>();
    Thread runner =
        Thread.ofPlatform()
            .start(
                () -> {
                  Go.run(
                      () -> {
                        started.countDown();
                        Thread.sleep(50);
                      });
                  result.set(Thread.currentThread().isInterrupted());
                });
    started.await();
    runner.interrupt();
    runner.join();
    assertEquals(true, result.get());
  }

  // ---- panics ---------------------------------------------------------------------------------

  @Test
  @DisplayName("G32 a checked exception and an Error end it likewise, and so does one without text")
  void panicsOfAllKinds() {
    for (Throwable cause :
        List.of(
            new IOException("disk"),
            new AssertionError("assertion"),
            new StackOverflowError(),
            new Exception())) {
      PanicException e =
          assertThrows(
              PanicException.class,
              () ->
                  Go.run(
                      () -> {
                        Go.go(() -> throwIt(cause));
                        waitForEver();
                      }));
      assertSame(cause, e.getCause());
      assertTrue(e.getMessage().contains(cause.toString()), e.getMessage());
    }
  }

  @Test
  @DisplayName("outside a run the thread's uncaught-exception handler takes a panic, nothing stops")
  void panicOutsideARun() throws InterruptedException {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    CountDownLatch handled = new CountDownLatch(1);
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler(
        (t, e) -> {
          seen.set(e);
          handled.countDown();
        });
    try {
      Error cause = new Error("daemon");
      Goroutine g = Go.go(() -> throwIt(cause));
      assertTrue(handled.await(20, TimeUnit.SECONDS));
      assertSame(cause, seen.get());
      g.join();
      assertTrue(g.isDone());
      AtomicInteger ran = new AtomicInteger();
      Go.go(ran::incrementAndGet).join();
      assertEquals(1, ran.get());
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  @DisplayName("onPanic takes panics instead: nothing ends, in a run and outside")
  void onPanic() {
    List<Throwable> seen = Collections.synchronizedList(new ArrayList<>());
    List<Goroutine> who = Collections.synchronizedList(new ArrayList<>());
    try (Scheduler s =
        Scheduler.builder()
            .onPanic(
                (g, e) -> {
                  who.add(g);
                  seen.add(e);
                })
            .build()) {
      Error first = new Error("1");
      Goroutine a = s.go("a", () -> throwIt(first));
      a.join();
      assertEquals(List.of(first), seen);
      assertEquals(List.of(a), who);
      Error second = new Error("2");
      AtomicInteger after = new AtomicInteger();
      s.run(
          () -> {
            Go.go(() -> throwIt(second)).join();
            after.incrementAndGet();
          });
      assertEquals(List.of(first, second), seen);
      assertEquals(1, after.get());
      IllegalStateException ofMain = new IllegalStateException("main");
      assertSame(
          ofMain, assertThrows(IllegalStateException.class, () -> s.run(() -> throwIt(ofMain))));
      assertEquals(2, seen.size());
    }
  }

  @Test
  @DisplayName("G34 a goroutine that catches an exception goes on, on a thread of its own too")
  void caughtGoesOn() {
    for (boolean locked : new boolean[] {false, true}) {
      List<String> trace = Collections.synchronizedList(new ArrayList<>());
      Go.run(
          () -> {
            WaitGroup gate = new WaitGroup();
            gate.add(1);
            Goroutine g =
                Go.go(
                    () -> {
                      if (locked) {
                        Go.lockOSThread();
                      }
                      for (Throwable e : List.of(new IOException("x"), new Error("y"))) {
                        try {
                          throwIt(e);
                        } catch (IOException | Error caught) {
                          trace.add(caught.getMessage());
                        }
                        Go.sleep(Duration.ofMillis(1));
                        gate.await();
                        Go.go(Go::gosched).join();
                      }
                      trace.add("went on");
                    });
            gate.done();
            g.join();
          });
      assertEquals(List.of("x", "y", "went on"), trace);
    }
  }

  @Test
  @DisplayName("G34 who started a goroutine cannot catch what that throws")
  void othersCannotCatch() {
    AtomicInteger caught = new AtomicInteger();
    IllegalStateException failure = new IllegalStateException("the child's");
    PanicException e =
        assertThrows(
            PanicException.class,
            () ->
                Go.run(
                    () -> {
                      try {
                        Go.go(() -> throwIt(failure)).join();
                        waitForEver();
                      } catch (RuntimeException seen) {
                        caught.incrementAndGet();
                      }
                    }));
    assertSame(failure, e.getCause());
    assertEquals(0, caught.get());
  }

  @Test
  @DisplayName("G33 what is caught and thrown again is reported once, as it is")
  void thrownAgain() {
    IllegalStateException failure = new IllegalStateException("boom");
    PanicException e =
        assertThrows(
            PanicException.class,
            () ->
                Go.run(
                    () -> {
                      Go.go(
                          () -> {
                            try {
                              throw failure;
                            } catch (IllegalStateException caught) {
                              throw caught;
                            }
                          });
                      waitForEver();
                    }));
    assertSame(failure, e.getCause());
    assertNull(failure.getCause());
    assertEquals(0, failure.getSuppressed().length + e.getSuppressed().length);
  }

  @Test
  @DisplayName("G38 finally blocks may yield, wait and block while an exception leaves")
  void leavingSlowly() {
    IllegalStateException failure = new IllegalStateException("boom");
    AtomicInteger steps = new AtomicInteger();
    Task body =
        () -> {
          try {
            throw failure;
          } finally {
            Go.gosched();
            Go.blocking(steps::incrementAndGet);
            Go.sleep(Duration.ofMillis(1));
            Go.go(Go::gosched).join();
            steps.incrementAndGet();
          }
        };
    PanicException e =
        assertThrows(
            PanicException.class,
            () ->
                Go.run(
                    () -> {
                      Go.go(body);
                      waitForEver();
                    }));
    assertSame(failure, e.getCause());
    assertEquals(2, steps.get());
    assertSame(
        failure,
        assertThrows(
            IllegalStateException.class,
            () ->
                Go.run(
                    () -> {
                      Go.go(ProgramConformanceTest::waitForEver);
                      body.run();
                    })));
    assertEquals(4, steps.get());
  }

  // ---- goexit ---------------------------------------------------------------------------------

  @Test
  @DisplayName("G30 goexit runs finally blocks, catch (Exception) does not see it")
  void goexit() {
    List<String> trace = Collections.synchronizedList(new ArrayList<>());
    Go.run(
        () -> {
          Goroutine g =
              Go.go(
                  () -> {
                    try {
                      try {
                        Go.goexit();
                      } catch (Exception e) {
                        trace.add("caught " + e);
                      } finally {
                        trace.add("inner");
                      }
                      trace.add("went on");
                    } finally {
                      trace.add("outer");
                    }
                  });
          g.join();
          assertTrue(g.isDone());
          assertEquals(Goroutine.State.DEAD, g.state());
        });
    assertEquals(List.of("inner", "outer"), trace);
  }

  @Test
  @DisplayName("G30 goexit outside a goroutine is refused")
  void goexitOutside() {
    assertThrows(IllegalStateException.class, () -> Go.<Void>goexit());
  }

  @Test
  @DisplayName("G31 goexit in main lets the others run on; then: no goroutines")
  void goexitInMain() {
    AtomicInteger steps = new AtomicInteger();
    DeadlockException e =
        assertThrows(
            DeadlockException.class,
            () ->
                Go.run(
                    () -> {
                      Go.go(
                          () -> {
                            for (int i = 0; i < 10; i++) {
                              Go.gosched();
                              Go.sleep(Duration.ofMillis(1));
                              steps.incrementAndGet();
                            }
                          });
                      Go.goexit();
                    }));
    assertEquals(10, steps.get());
    assertTrue(
        e.getMessage().startsWith("no goroutines (main called runtime.Goexit) - deadlock!"),
        e.getMessage());
  }

  @Test
  @DisplayName("G31 the same when the others end up waiting, and a panic of theirs ends it")
  void goexitInMainThen() {
    DeadlockException e =
        assertThrows(
            DeadlockException.class,
            () ->
                Go.run(
                    () -> {
                      Go.go(ProgramConformanceTest::waitForEver);
                      Go.goexit();
                    }));
    assertTrue(e.getMessage().contains("main called runtime.Goexit"), e.getMessage());
    assertThrows(
        PanicException.class,
        () ->
            Go.run(
                () -> {
                  Go.go(
                      () -> {
                        Go.sleep(Duration.ofMillis(5));
                        throw new IOException("late");
                      });
                  Go.goexit();
                }));
  }

  // ---- several, nested ------------------------------------------------------------------------

  @Test
  @DisplayName("may be run inside a goroutine of another")
  void nested() {
    AtomicInteger depth = new AtomicInteger();
    Go.run(
        () -> {
          Scheduler outer = Scheduler.current();
          Go.run(
              () -> {
                assertNotSame(outer, Scheduler.current());
                Go.run(depth::incrementAndGet);
                Go.go(depth::incrementAndGet).join();
              });
          assertSame(outer, Scheduler.current());
          assertEquals(1, Go.current().id());
        });
    assertEquals(2, depth.get());
  }

  @Test
  @DisplayName("is refused to a goroutine of the same scheduler, and during another run")
  void refused() throws InterruptedException {
    try (Scheduler s = Scheduler.builder().build()) {
      s.run(
          () -> {
            IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> s.run(() -> {}));
            assertTrue(e.getMessage().contains("goroutine of the same scheduler"), e.getMessage());
          });
      CountDownLatch inside = new CountDownLatch(1);
      CountDownLatch end = new CountDownLatch(1);
      Thread other =
          Thread.ofPlatform()
              .start(
                  () ->
                      s.run(
                          () -> {
                            inside.countDown();
                            end.await();
                          }));
      inside.await();
      assertThrows(IllegalStateException.class, () -> s.run(() -> {}));
      end.countDown();
      other.join();
      AtomicInteger again = new AtomicInteger();
      s.run(again::incrementAndGet);
      s.run(again::incrementAndGet);
      assertEquals(2, again.get());
    }
  }

  @Test
  @DisplayName("on a scheduler built by hand leaves its goroutines alive")
  void handBuiltLivesOn() {
    try (Scheduler s = Scheduler.builder().processors(2).build()) {
      AtomicInteger steps = new AtomicInteger();
      AtomicReference<Goroutine> g = new AtomicReference<>();
      s.run(
          () ->
              g.set(
                  Go.go(
                      () -> {
                        for (int i = 0; i < 50; i++) {
                          Go.gosched();
                          steps.incrementAndGet();
                        }
                      })));
      g.get().join();
      assertEquals(50, steps.get());
    }
  }

  @Test
  @DisplayName("ends with an IllegalStateException when its scheduler is closed under it")
  void closedDuringRun() throws InterruptedException {
    Scheduler s = Scheduler.builder().name("short-lived").build();
    CountDownLatch inside = new CountDownLatch(1);
    AtomicReference<Throwable> result = new AtomicReference<>();
    Thread runner =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    s.run(
                        () -> {
                          inside.countDown();
                          Go.sleep(Duration.ofHours(1));
                        });
                  } catch (Throwable e) {
                    result.set(e);
                  }
                });
    inside.await();
    s.close();
    s.close();
    runner.join();
    assertInstanceOf(IllegalStateException.class, result.get());
    assertTrue(result.get().getMessage().contains("short-lived"));
    assertThrows(IllegalStateException.class, () -> s.run(() -> {}));
    assertThrows(IllegalStateException.class, () -> s.go(() -> {}));
  }

  @Test
  @DisplayName("has schedulers apart: several at once, each with its own ids and goroutines")
  void severalAtOnce() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 8; i++) {
      int processors = 1 + i % 3;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      for (int k = 0; k < 20; k++) {
                        try (Scheduler s = Scheduler.builder().processors(processors).build()) {
                          s.run(
                              () -> {
                                assertEquals(1, Go.current().id());
                                assertEquals(processors, Go.gomaxprocs());
                                WaitGroup all = new WaitGroup();
                                for (int n = 0; n < 50; n++) {
                                  all.go(Go::gosched);
                                }
                                all.await();
                              });
                        }
                      }
                    } catch (Throwable e) {
                      failures.add(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (!failures.isEmpty()) {
      throw new AssertionError(failures.getFirst());
    }
  }

  // ---- ids, counts ----------------------------------------------------------------------------

  @Test
  @DisplayName("G40 ids are unique and never used again; handles stay their goroutine's")
  void ids() {
    try (Scheduler s = TestSchedulers.shrunk(2)) {
      Set<Long> ids = new HashSet<>();
      List<Goroutine> handles = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        Goroutine g = s.go("g" + i, () -> {});
        handles.add(g);
        assertTrue(ids.add(g.id()), g::toString);
        if (i % 3 == 0) {
          g.join();
        }
      }
      s.run(
          () -> {
            for (int i = 0; i < 2_000; i++) {
              Goroutine g = Go.go(() -> {});
              handles.add(g);
              assertTrue(ids.add(g.id()), g::toString);
            }
          });
      for (int i = 0; i < handles.size(); i++) {
        Goroutine g = handles.get(i);
        g.join();
        assertTrue(g.isDone());
        assertEquals(Goroutine.State.DEAD, g.state());
        assertEquals("", g.waitReason());
        assertEquals(i < 2_000 ? "g" + i : "", g.name());
      }
    }
  }

  @Test
  @DisplayName("G40 numGoroutine counts users' goroutines and agrees with the dump")
  void numGoroutine() {
    Go.run(
        () -> {
          assertEquals(1, Go.numGoroutine());
          WaitGroup gate = new WaitGroup();
          gate.add(1);
          List<Goroutine> all = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            all.add(Go.go(gate::await));
          }
          assertEquals(11, Go.numGoroutine());
          for (Goroutine g : all) {
            Await.waiting(g, "sync.WaitGroup.Wait");
          }
          String dump = Scheduler.current().dump();
          assertEquals(11, dump.split("(?m)^goroutine \\d+ \\[", -1).length - 1, dump);
          gate.done();
          all.forEach(Goroutine::join);
          assertEquals(1, Go.numGoroutine());
        });
  }

  // ---- handles --------------------------------------------------------------------------------

  @Test
  @DisplayName("a handle knows name, thread and state, and current is always the same one")
  void handles() {
    Go.run(
        () -> {
          AtomicReference<Goroutine> self = new AtomicReference<>();
          WaitGroup gate = new WaitGroup();
          gate.add(1);
          Goroutine g =
              Go.go(
                  "named",
                  () -> {
                    self.set(Go.current());
                    assertSame(Go.current(), Go.current());
                    gate.await();
                  });
          Await.waiting(g, "sync.WaitGroup.Wait");
          assertSame(g, self.get());
          assertEquals("named", g.name());
          Thread thread = assertNotNull2(g.thread());
          assertEquals("named", thread.getName());
          assertTrue(thread.isVirtual());
          assertEquals(Goroutine.State.WAITING, g.state());
          assertTrue(g.toString().contains("named") && g.toString().contains("WAITING"));
          assertFalse(g.join(Duration.ZERO));
          assertFalse(g.join(Duration.ofSeconds(-1)));
          gate.done();
          g.join();
          assertTrue(g.join(Duration.ZERO));
          assertSame(thread, g.thread());
          Await.until("its thread has ended", () -> !thread.isAlive());
        });
  }

  @Test
  @DisplayName("a goroutine cannot join itself")
  void joinSelf() {
    Go.run(
        () -> {
          assertThrows(IllegalStateException.class, () -> Go.current().join());
          assertThrows(IllegalStateException.class, () -> Go.current().join(Duration.ofSeconds(1)));
        });
  }

  @Test
  @DisplayName("many may join one goroutine, from each kind of thread")
  void manyJoin() throws InterruptedException {
    try (Scheduler s = Scheduler.builder().processors(2).build()) {
      WaitGroup gate = new WaitGroup();
      gate.add(1);
      Goroutine g = s.go(gate::await);
      AtomicInteger joined = new AtomicInteger();
      List<Goroutine> goroutines = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      Runnable body =
          () -> {
            g.join();
            assertTrue(g.isDone());
            assertTrue(g.join(Duration.ofHours(1)));
            joined.incrementAndGet();
          };
      for (int i = 0; i < 10; i++) {
        goroutines.add(s.go(body::run));
        threads.add(Thread.ofPlatform().start(body));
        threads.add(Thread.ofVirtual().start(body));
      }
      for (Goroutine one : goroutines) {
        Await.waiting(one, "join");
      }
      gate.done();
      goroutines.forEach(Goroutine::join);
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(30, joined.get());
    }
  }

  private static <T> T assertNotNull2(T value) {
    assertNotNull(value);
    return value;
  }
}
