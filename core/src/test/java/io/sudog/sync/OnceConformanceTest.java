package io.sudog.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.core.Go;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Processors;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Go's Once, OnceFunc and OnceValue do. */
@DisplayName("Once as in Go")
class OnceConformanceTest {
  /** Plain on purpose: the once orders it. */
  private static final class Counter {
    int n;
  }

  // ---- run ------------------------------------------------------------------------------------

  @Processors
  @DisplayName("Y16 many callers, one run, and each sees what it did")
  void y16RunsOnce(int processors) {
    for (int round = 0; round < 20; round++) {
      Once once = new Once();
      Counter counter = new Counter();
      try (Harness h = Harness.create(processors)) {
        for (int i = 0; i < 10; i++) {
          h.start(
              Kind.mixed(i),
              () -> {
                once.run(() -> counter.n++);
                assertEquals(1, counter.n);
              });
        }
      }
      once.run(() -> counter.n++);
      assertEquals(1, counter.n);
    }
  }

  @Kinds
  @DisplayName("Y16 callers that come meanwhile wait until it has been done")
  void y16CallersWait(Kind kind) {
    for (Kind first : Kind.values()) {
      try (Harness h = Harness.create()) {
        Once once = new Once();
        Counter counter = new Counter();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        h.start(
            first,
            () ->
                once.run(
                    () -> {
                      begun.countDown();
                      awaitUnchecked(gate);
                      counter.n++;
                    }));
        Await.until("it has begun", () -> begun.getCount() == 0);
        List<Harness.Child> callers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          callers.add(
              h.start(
                      kind,
                      () -> {
                        once.run(() -> counter.n += 100);
                        assertEquals(1, counter.n);
                      })
                  .awaitParked());
        }
        gate.countDown();
        callers.forEach(Harness.Child::join);
      }
    }
  }

  private static void awaitUnchecked(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Kinds
  @DisplayName("Y17 a run that fails counts as done: the failure is the first caller's alone")
  void y17FailureCounts(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            for (Throwable failure : List.of(new IllegalStateException("x"), new Error("y"))) {
              Once once = new Once();
              assertSame(
                  failure, assertThrows(Throwable.class, () -> once.run(() -> throwIt(failure))));
              once.run(
                  () -> {
                    throw new AssertionError("run twice");
                  });
            }
          });
    }
  }

  @Kinds
  @DisplayName("Y17 those who wait for a run that fails go on")
  void y17WaitersGoOn(Kind kind) {
    try (Harness h = Harness.create()) {
      Once once = new Once();
      IllegalStateException failure = new IllegalStateException("x");
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch gate = new CountDownLatch(1);
      h.start(
          kind,
          () ->
              assertSame(
                  failure,
                  assertThrows(
                      IllegalStateException.class,
                      () ->
                          once.run(
                              () -> {
                                begun.countDown();
                                awaitUnchecked(gate);
                                throw failure;
                              }))));
      Await.until("it has begun", () -> begun.getCount() == 0);
      AtomicInteger ran = new AtomicInteger();
      Harness.Child waiter = h.start(kind, () -> once.run(ran::incrementAndGet)).awaitParked();
      gate.countDown();
      waiter.join();
      assertEquals(0, ran.get());
    }
  }

  @Test
  @DisplayName("Y17 a run that ends by goexit counts as done")
  void y17Goexit() {
    try (Harness h = Harness.create()) {
      Once once = new Once();
      AtomicInteger after = new AtomicInteger();
      h.run(
          Kind.GOROUTINE,
          () -> {
            once.run(Go::goexit);
            after.incrementAndGet();
          });
      h.run(Kind.GOROUTINE, () -> once.run(after::incrementAndGet));
      assertEquals(0, after.get());
    }
  }

  private static void throwIt(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) e;
  }

  // ---- of and value ---------------------------------------------------------------------------

  @Processors
  @DisplayName("Y18 a value is computed once, for all callers")
  void y18Value(int processors) {
    try (Harness h = Harness.create(processors)) {
      AtomicInteger computed = new AtomicInteger();
      Supplier<String> value = Once.value(() -> "value " + computed.incrementAndGet());
      AtomicInteger acted = new AtomicInteger();
      Runnable action = Once.of(acted::incrementAndGet);
      assertEquals(0, computed.get());
      assertEquals(0, acted.get());
      for (int i = 0; i < 10; i++) {
        h.start(
            Kind.mixed(i),
            () -> {
              String got = value.get();
              assertEquals("value 1", got);
              assertSame(got, value.get());
              action.run();
              assertEquals(1, acted.get());
            });
      }
      h.join();
      assertEquals(1, computed.get());
      assertEquals(1, acted.get());
    }
  }

  @Test
  @DisplayName("Y18 null is a value")
  void y18Null() {
    AtomicInteger computed = new AtomicInteger();
    Supplier<String> value =
        Once.value(
            () -> {
              computed.incrementAndGet();
              return null;
            });
    assertNull(value.get());
    assertNull(value.get());
    assertEquals(1, computed.get());
  }

  @Kinds
  @DisplayName("Y18 where the function failed each call fails with the same exception")
  void y18Failure(Kind kind) {
    try (Harness h = Harness.create()) {
      for (Throwable failure : List.of(new IllegalStateException("x"), new Error("y"))) {
        AtomicInteger ran = new AtomicInteger();
        Supplier<String> value =
            Once.value(
                () -> {
                  ran.incrementAndGet();
                  throwIt(failure);
                  return "";
                });
        Runnable action =
            Once.of(
                () -> {
                  ran.incrementAndGet();
                  throwIt(failure);
                });
        for (int i = 0; i < 3; i++) {
          h.start(kind, () -> assertSame(failure, assertThrows(Throwable.class, value::get)));
          h.start(kind, () -> assertSame(failure, assertThrows(Throwable.class, action::run)));
        }
        h.join();
        assertEquals(2, ran.get());
      }
    }
  }

  @Test
  @DisplayName("Y18 after goexit it is not run again, and nobody gets a value")
  void y18Goexit() {
    try (Harness h = Harness.create()) {
      AtomicInteger ran = new AtomicInteger();
      AtomicInteger after = new AtomicInteger();
      Supplier<String> value =
          Once.value(
              () -> {
                ran.incrementAndGet();
                return Go.goexit();
              });
      Runnable action =
          Once.of(
              () -> {
                ran.incrementAndGet();
                Go.goexit();
              });
      for (Runnable call : List.<Runnable>of(() -> assertNull(value.get()), action)) {
        h.run(
            Kind.GOROUTINE,
            () -> {
              call.run();
              after.incrementAndGet();
            });
        for (int i = 0; i < 2; i++) {
          h.run(Kind.GOROUTINE, () -> assertThrows(IllegalStateException.class, call::run));
          h.run(Kind.PLATFORM, () -> assertThrows(IllegalStateException.class, call::run));
        }
      }
      assertEquals(2, ran.get());
      assertEquals(0, after.get());
    }
  }

  // ---- what it keeps --------------------------------------------------------------------------

  private static Supplier<Integer> valueOf(List<WeakReference<Object>> used) {
    Object state = new Object();
    used.add(new WeakReference<>(state));
    return Once.value(state::hashCode);
  }

  private static Runnable actionOf(List<WeakReference<Object>> used, boolean fails) {
    Object state = new Object();
    used.add(new WeakReference<>(state));
    return Once.of(
        () -> {
          if (state.hashCode() == 0 || fails) {
            throw new IllegalStateException("x");
          }
        });
  }

  @Test
  @DisplayName("Y19 the function is forgotten once it has run, however it ended")
  void y19Forgotten() {
    List<WeakReference<Object>> used = new ArrayList<>();
    Supplier<Integer> value = valueOf(used);
    Runnable action = actionOf(used, false);
    Runnable failing = actionOf(used, true);
    System.gc();
    assertTrue(used.stream().noneMatch(r -> r.refersTo(null)), "needed until it has run");
    assertNotNull(value.get());
    action.run();
    assertThrows(IllegalStateException.class, failing::run);
    Await.until(
        "all three are collected",
        () -> {
          System.gc();
          return used.stream().allMatch(r -> r.refersTo(null));
        });
    assertNotNull(value.get());
    action.run();
    assertThrows(IllegalStateException.class, failing::run);
  }

  private static String failsHere() {
    throw new IllegalStateException("x");
  }

  @Test
  @DisplayName("Y19 the exception keeps the trace of where it was thrown")
  void y19KeepsTheTrace() {
    Supplier<String> value = Once.value(OnceConformanceTest::failsHere);
    for (int i = 0; i < 2; i++) {
      IllegalStateException e = assertThrows(IllegalStateException.class, value::get);
      assertEquals("failsHere", e.getStackTrace()[0].getMethodName());
    }
  }
}
