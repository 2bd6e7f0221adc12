package io.sudog.errgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.channels.Received;
import io.sudog.core.Go;
import io.sudog.core.Task;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.function.Executable;

/** What Go's singleflight does; SingleFlightPanicConformanceTest has panics and goexit. */
@DisplayName("A suppressor of duplicate calls as in Go")
class SingleFlightConformanceTest {
  private static final String KEY = "key";

  /** A call that is under way until it is told to end. */
  private static final class Slow implements Callable<String> {
    final Chan<Void> gate = Chan.make();
    final AtomicInteger calls = new AtomicInteger();
    final String value;

    Slow(String value) {
      this.value = value;
    }

    @Override
    public String call() {
      calls.incrementAndGet();
      gate.receive();
      return value;
    }

    void awaitStarted() {
      Await.until("the call is under way", () -> calls.get() > 0);
    }
  }

  private static String unexpected() {
    throw new AssertionError("called though a call is under way");
  }

  private static void assertUnderWay(int n, SingleFlight<?, ?> flight) {
    assertEquals("singleflight, " + n + " calls under way", flight.toString());
  }

  // ---- run ------------------------------------------------------------------------------------

  @Kinds
  @DisplayName("F01 a call gives what the function returned, or threw, and is not remembered")
  void f01Alone(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            SingleFlight<String, Integer> flight = new SingleFlight<>();
            Thread caller = Thread.currentThread();
            for (int i = 0; i < 3; i++) {
              int value = i;
              assertEquals(
                  value,
                  flight.run(
                      KEY,
                      () -> {
                        assertSame(caller, Thread.currentThread());
                        return value;
                      }));
              assertNull(flight.run(KEY, () -> null));
              for (Exception failure :
                  List.of(new IOException(), new RuntimeException(), new InterruptedException())) {
                assertSame(
                    failure,
                    assertThrows(
                        Exception.class,
                        () ->
                            flight.run(
                                KEY,
                                () -> {
                                  throw failure;
                                })));
              }
            }
            assertUnderWay(0, flight);
          });
    }
  }

  @Kinds
  @DisplayName("F01 callers that come during a call wait for it and share its value")
  void f01Share(Kind kind) {
    for (Kind partner : Kind.values()) {
      try (Harness h = Harness.create()) {
        SingleFlight<String, String> flight = new SingleFlight<>();
        Slow slow = new Slow("value");
        List<String> got = Harness.sharedList();
        h.start(kind, () -> got.add(flight.run(KEY, slow)));
        slow.awaitStarted();
        for (int i = 0; i < 5; i++) {
          // An equal key is the same key.
          String key = String.valueOf(KEY.toCharArray());
          h.start(partner, () -> got.add(flight.run(key, SingleFlightConformanceTest::unexpected)))
              .awaitParked();
        }
        assertUnderWay(1, flight);
        slow.gate.close();
        h.join();
        assertEquals(6, got.size());
        got.forEach(value -> assertSame(slow.value, value));
        assertEquals(1, slow.calls.get());
        assertUnderWay(0, flight);
      }
    }
  }

  @Kinds
  @DisplayName("F01 callers that come during a call share its exception, the same object")
  void f01ShareException(Kind kind) {
    try (Harness h = Harness.create()) {
      SingleFlight<String, String> flight = new SingleFlight<>();
      Slow slow = new Slow("");
      IOException failure = new IOException("disk");
      Task fails =
          () ->
              assertSame(
                  failure,
                  assertThrows(
                      IOException.class,
                      () ->
                          flight.run(
                              KEY,
                              () -> {
                                var _ = slow.call();
                                throw failure;
                              })));
      h.start(kind, fails);
      slow.awaitStarted();
      for (Kind other : Kind.values()) {
        h.start(other, fails).awaitParked();
      }
      slow.gate.close();
      h.join();
      assertEquals(1, slow.calls.get());
    }
  }

  @Kinds
  @DisplayName("F01 calls for different keys do not wait for each other")
  void f01Keys(Kind kind) {
    try (Harness h = Harness.create()) {
      SingleFlight<String, String> flight = new SingleFlight<>();
      Slow slow = new Slow("slow");
      h.start(kind, () -> assertEquals("slow", flight.run(KEY, slow)));
      slow.awaitStarted();
      h.run(kind, () -> assertEquals("other", flight.run("other", () -> "other")));
      h.run(
          kind,
          () -> assertEquals("nested", flight.run("a", () -> flight.run("b", () -> "nested"))));
      slow.gate.close();
    }
  }

  @Processors({1, 2, 8})
  @DisplayName(
      "F01 of callers at the same time each gets a value, of a call that was then under way")
  void f01Many(int processors) {
    SingleFlight<Integer, Integer> flight = new SingleFlight<>();
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger now = new AtomicInteger();
    try (Harness h = Harness.create(processors)) {
      for (int i = 0; i < 8; i++) {
        h.start(
            Kind.mixed(i),
            () -> {
              for (int n = 0; n < Stress.times(300); n++) {
                int before = calls.get();
                int value =
                    flight.run(
                        1,
                        () -> {
                          assertEquals(1, now.incrementAndGet(), "two at a time");
                          Go.gosched();
                          now.decrementAndGet();
                          return calls.incrementAndGet();
                        });
                // Equal: of a call whose function has returned, but not yet the call.
                assertTrue(value >= before, "a value of a call that had ended");
              }
            });
      }
      h.join();
    }
    assertUnderWay(0, flight);
  }

  // ---- runChan --------------------------------------------------------------------------------

  @Kinds
  @DisplayName("F02 runChan gives one result, in a buffer, on a channel that is never closed")
  void f02OneResult(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            SingleFlight<String, String> flight = new SingleFlight<>();
            Slow slow = new Slow("value");
            ReceiveChan<SingleFlight.Result<String>> first = flight.runChan(KEY, slow);
            slow.awaitStarted();
            ReceiveChan<SingleFlight.Result<String>> other =
                flight.runChan(KEY, SingleFlightConformanceTest::unexpected);
            assertNotSame(first, other);
            assertInstanceOf(Received.Empty.class, first.tryReceive());
            slow.gate.close();
            // Nobody receives yet: the call ends all the same, and the results stay.
            Await.until("the results are there", () -> first.len() == 1 && other.len() == 1);
            SingleFlight.Result<String> expected = new SingleFlight.Result<>("value", null, true);
            for (ReceiveChan<SingleFlight.Result<String>> c : List.of(first, other)) {
              assertEquals(expected, c.receive());
              assertInstanceOf(Received.Empty.class, c.tryReceive());
            }
            assertUnderWay(0, flight);
          });
    }
  }

  @Kinds
  @DisplayName("F01 F02 a result is shared if others got it, whichever way, and else not")
  void f02Shared(Kind kind) {
    try (Harness h = Harness.create()) {
      SingleFlight<String, String> flight = new SingleFlight<>();
      h.run(
          kind,
          () -> {
            assertEquals(
                new SingleFlight.Result<>("alone", null, false),
                flight.runChan(KEY, () -> "alone").receive());
            IOException failure = new IOException("disk");
            assertEquals(
                new SingleFlight.Result<String>(null, failure, false),
                flight
                    .runChan(
                        KEY,
                        () -> {
                          throw failure;
                        })
                    .receive());
          });
      // One that runs and one that gets a channel share, whoever came first.
      Slow slow = new Slow("shared");
      h.start(kind, () -> assertEquals("shared", flight.run(KEY, slow)));
      slow.awaitStarted();
      var joined = flight.runChan(KEY, SingleFlightConformanceTest::unexpected);
      slow.gate.close();
      assertEquals(new SingleFlight.Result<>("shared", null, true), joined.receive());
      h.join();
      Slow again = new Slow("again");
      var first = flight.runChan(KEY, again);
      again.awaitStarted();
      h.start(
              kind,
              () -> assertEquals("again", flight.run(KEY, SingleFlightConformanceTest::unexpected)))
          .awaitParked();
      again.gate.close();
      assertEquals(new SingleFlight.Result<>("again", null, true), first.receive());
    }
  }

  // ---- forget ---------------------------------------------------------------------------------

  @Kinds
  @DisplayName("F03 after forget the next call starts afresh, and the old one serves its callers")
  void f03Forget(Kind kind) {
    try (Harness h = Harness.create()) {
      SingleFlight<String, String> flight = new SingleFlight<>();
      Slow old = new Slow("old");
      Slow young = new Slow("young");
      h.start(kind, () -> assertEquals("old", flight.run(KEY, old)));
      old.awaitStarted();
      Harness.Child waits =
          h.start(
                  kind,
                  () ->
                      assertEquals("old", flight.run(KEY, SingleFlightConformanceTest::unexpected)))
              .awaitParked();
      var channel = flight.runChan(KEY, SingleFlightConformanceTest::unexpected);
      h.run(kind, () -> flight.forget(KEY));
      h.run(kind, () -> flight.forget(KEY));
      Harness.Child next = h.start(kind, () -> assertEquals("young", flight.run(KEY, young)));
      young.awaitStarted();
      old.gate.close();
      waits.join();
      assertEquals(new SingleFlight.Result<>("old", null, true), channel.receive());
      // The end of the old call has not made the new one be forgotten.
      Harness.Child joins =
          h.start(
                  kind,
                  () ->
                      assertEquals(
                          "young", flight.run(KEY, SingleFlightConformanceTest::unexpected)))
              .awaitParked();
      young.gate.close();
      next.join();
      joins.join();
      assertEquals(1, old.calls.get());
      assertEquals(1, young.calls.get());
    }
  }

  /** A key whose hash code cannot be had. */
  private static final class Unhashable {
    @Override
    public int hashCode() {
      throw new UnsupportedOperationException("no hash code");
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }
  }

  @Kinds
  @DisplayName("F03 a key or function that is refused leaves nothing locked")
  void f03Refused(Kind kind) {
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            SingleFlight<Object, String> flight = new SingleFlight<>();
            for (Executable call :
                List.<Executable>of(
                    () -> flight.forget(null),
                    () -> flight.run(null, () -> ""),
                    () -> flight.run(KEY, null),
                    () -> flight.runChan(null, () -> ""),
                    () -> flight.runChan(KEY, null))) {
              assertThrows(NullPointerException.class, call);
            }
            Unhashable key = new Unhashable();
            for (Executable call :
                List.<Executable>of(
                    () -> flight.forget(key),
                    () -> flight.run(key, () -> ""),
                    () -> flight.runChan(key, () -> ""))) {
              assertThrows(UnsupportedOperationException.class, call);
            }
            assertEquals("value", flight.run(KEY, () -> "value"));
            assertUnderWay(0, flight);
          });
    }
  }
}
