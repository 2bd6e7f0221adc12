package io.sudog.errgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.core.Go;
import io.sudog.core.PanicException;
import io.sudog.core.Task;
import io.sudog.sync.WaitGroup;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;

/** What Go's singleflight does when the function panics or calls goexit. */
@DisplayName("A suppressor of duplicate calls, of a function that does not return,")
class SingleFlightPanicConformanceTest {
  private static final String KEY = "key";

  private final SingleFlight<String, String> flight = new SingleFlight<>();
  private final Chan<Void> started = Chan.make(1);
  private final Chan<Void> gate = Chan.make();

  private String unexpected() {
    throw new AssertionError("called though a call is under way");
  }

  /** A function that is under way until the gate is opened, and then ends in a way. */
  private Callable<String> slow(Task end) {
    return () -> {
      started.send(null);
      gate.receive();
      end.run();
      return "returned";
    };
  }

  private static Task throwing(Error failure) {
    return () -> {
      throw failure;
    };
  }

  private void assertAfresh() throws Exception {
    assertEquals("afresh", flight.run(KEY, () -> "afresh"));
    assertEquals("singleflight, 0 calls under way", flight.toString());
  }

  // ---- panics ---------------------------------------------------------------------------------

  @Kinds
  @DisplayName("F04 throws its Error to every caller; nobody hangs, and the next starts afresh")
  void f04Panic(Kind kind) {
    try (Harness h = Harness.create()) {
      Error failure = new AssertionError("in the function");
      Callable<String> f = slow(throwing(failure));
      h.start(kind, () -> assertSame(failure, assertThrows(Error.class, () -> flight.run(KEY, f))));
      started.receive();
      for (int i = 0; i < 5; i++) {
        h.start(
                Kind.inTurn(i),
                () ->
                    assertSame(
                        failure,
                        assertThrows(Error.class, () -> flight.run(KEY, this::unexpected))))
            .awaitParked();
      }
      gate.close();
      h.join();
      h.run(kind, this::assertAfresh);
    }
  }

  @SuppressWarnings("unchecked") // erasure lets it pass where none is declared
  private static <E extends Throwable> void sneaky(Throwable failure) throws E {
    throw (E) failure;
  }

  @Kinds
  @DisplayName("F04 throws to every caller what is neither an Exception nor an Error, too")
  void f04OtherThrowable(Kind kind) {
    try (Harness h = Harness.create()) {
      Throwable failure = new Throwable("neither");
      Callable<String> f = slow(() -> sneaky(failure));
      h.start(
          kind, () -> assertSame(failure, assertThrows(Throwable.class, () -> flight.run(KEY, f))));
      started.receive();
      h.start(
              kind,
              () ->
                  assertSame(
                      failure,
                      assertThrows(Throwable.class, () -> flight.run(KEY, this::unexpected))))
          .awaitParked();
      gate.close();
    }
  }

  @Processors({1, 2, 8})
  @DisplayName("F05 ends the program for a caller of runChan, who cannot catch it")
  void f05EndsTheProgram(int processors) {
    for (int i = 0; i < Stress.times(10); i++) {
      Error failure = new AssertionError("in the function");
      PanicException panic =
          assertThrows(
              PanicException.class,
              () ->
                  Harness.program(
                      processors,
                      () -> {
                        SingleFlight<String, String> own = new SingleFlight<>();
                        var _ =
                            own.runChan(
                                KEY,
                                () -> {
                                  throw failure;
                                });
                        forEver();
                      }));
      assertSame(failure, panic.getCause());
    }
  }

  /** Until the program ends. */
  private static void forEver() {
    WaitGroup never = new WaitGroup();
    never.add(1);
    never.await();
  }

  @Processors({1, 2, 8})
  @DisplayName("F05 ends the program when a caller of runChan shares with one that would catch it")
  void f05SharedEndsTheProgram(int processors) {
    for (int i = 0; i < Stress.times(10); i++) {
      Error failure = new AssertionError("in the function");
      AtomicInteger caught = new AtomicInteger();
      PanicException panic =
          assertThrows(
              PanicException.class,
              () ->
                  Harness.program(
                      processors,
                      () -> {
                        SingleFlight<String, String> own = new SingleFlight<>();
                        Chan<Void> under = Chan.make();
                        Chan<Void> joined = Chan.make();
                        Go.go(
                            () -> {
                              assertSame(
                                  failure,
                                  assertThrows(
                                      Error.class,
                                      () ->
                                          own.run(
                                              KEY,
                                              () -> {
                                                under.send(null);
                                                joined.receive();
                                                throw failure;
                                              })));
                              caught.incrementAndGet();
                            });
                        under.receive();
                        var _ = own.runChan(KEY, this::unexpected);
                        joined.close();
                        forEver();
                      }));
      assertSame(failure, panic.getCause());
      assertTrue(caught.get() <= 1);
    }
  }

  @Kinds({Kind.PLATFORM, Kind.VIRTUAL})
  @DisplayName("F05 gives a PanicException to callers of runChan where nothing ends")
  void f05WhereNothingEnds(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            Error failure = new AssertionError("expected by this test");
            var first = flight.runChan(KEY, slow(throwing(failure)));
            started.receive();
            var other = flight.runChan(KEY, this::unexpected);
            gate.close();
            for (var channel : new Object[] {first.receive(), other.receive()}) {
              SingleFlight.Result<?> result = (SingleFlight.Result<?>) channel;
              assertNull(result.value());
              assertSame(
                  failure, assertInstanceOf(PanicException.class, result.error()).getCause());
              assertTrue(result.shared());
            }
            assertAfresh();
          });
    }
  }

  // ---- goexit ---------------------------------------------------------------------------------

  @Kinds
  @DisplayName("F06 ends every calling goroutine by goexit, and throws to other threads")
  void f06Goexit(Kind kind) {
    try (Harness h = Harness.create()) {
      AtomicInteger unwound = new AtomicInteger();
      AtomicInteger returned = new AtomicInteger();
      Callable<String> f = slow(Go::goexit);
      h.go(() -> exits(f, unwound, returned));
      started.receive();
      h.go(() -> exits(this::unexpected, unwound, returned)).awaitParked();
      h.start(
              kind,
              () -> {
                if (kind == Kind.GOROUTINE) {
                  exits(this::unexpected, unwound, returned);
                } else {
                  assertTrue(
                      assertThrows(
                              IllegalStateException.class, () -> flight.run(KEY, this::unexpected))
                          .getMessage()
                          .contains("goexit"));
                  unwound.incrementAndGet();
                }
              })
          .awaitParked();
      var channel = flight.runChan(KEY, this::unexpected);
      gate.close();
      h.join();
      assertEquals(3, unwound.get());
      assertEquals(0, returned.get());
      Exception error = channel.receive().error();
      assertNotNull(error);
      assertInstanceOf(IllegalStateException.class, error);
      h.run(kind, this::assertAfresh);
    }
  }

  private void exits(Callable<String> f, AtomicInteger unwound, AtomicInteger returned)
      throws Exception {
    try {
      var _ = flight.run(KEY, f);
      returned.incrementAndGet();
    } finally {
      unwound.incrementAndGet();
    }
  }

  @Kinds
  @DisplayName("F06 gives callers of runChan an error after goexit, and the next starts afresh")
  void f06RunChan(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            var channel = flight.runChan(KEY, Go::goexit);
            assertInstanceOf(IllegalStateException.class, channel.receive().error());
            Await.until(
                "the call is over",
                () -> flight.toString().equals("singleflight, 0 calls under way"));
            assertAfresh();
          });
    }
  }

  @Kinds({Kind.PLATFORM, Kind.VIRTUAL})
  @DisplayName("F06 throws what goexit throws on a thread that is no goroutine, like any exception")
  void f06NoGoroutine(Kind kind) {
    try (Harness h = Harness.create()) {
      Callable<String> f = slow(Go::goexit);
      h.start(kind, () -> assertThrows(IllegalStateException.class, () -> flight.run(KEY, f)));
      started.receive();
      h.go(() -> assertThrows(IllegalStateException.class, () -> flight.run(KEY, this::unexpected)))
          .awaitParked();
      gate.close();
    }
  }
}
