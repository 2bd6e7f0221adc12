package io.sudog.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.core.Task;
import io.sudog.testing.Capacities;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import org.junit.jupiter.api.DisplayName;

/** Interrupts end no wait on a channel, on no kind of thread, and are not forgotten. */
@DisplayName("Interrupts and channels")
class ChanInterruptTest {
  /** Runs an operation that waits, under interrupts, then what ends the wait. */
  private static void underInterrupts(Kind kind, Task waits, Runnable ends) {
    try (Harness h = Harness.create()) {
      Harness.Child child =
          h.start(
              kind,
              () -> {
                waits.run();
                assertTrue(Thread.currentThread().isInterrupted(), "the status is kept");
              });
      for (int i = 0; i < 5; i++) {
        child.awaitParked();
        child.thread().interrupt();
      }
      child.awaitParked();
      assertFalse(child.isDone());
      ends.run();
    }
  }

  @Capacities({0, 2})
  @Kinds
  @DisplayName("do not end a receive")
  void receive(int cap, Kind kind) {
    Chan<Integer> c = Chan.make(cap);
    underInterrupts(kind, () -> assertEquals(1, c.receive()), () -> c.send(1));
    underInterrupts(
        kind, () -> assertEquals(new Received.Value<>(1), c.receiveOk()), () -> c.send(1));
    underInterrupts(kind, () -> assertEquals(1, c.iterator().next()), () -> c.send(1));
    underInterrupts(kind, () -> assertFalse(c.receiveOk().ok()), c::close);
  }

  @Capacities({0, 2})
  @Kinds
  @DisplayName("do not end a send")
  void send(int cap, Kind kind) {
    Chan<Integer> c = Chan.make(cap);
    for (int i = 0; i < cap; i++) {
      c.send(0);
    }
    underInterrupts(kind, () -> c.send(1), c::receive);
    underInterrupts(kind, () -> assertTrue(c.sendIfOpen(1)), c::receive);
    underInterrupts(
        kind, () -> ChanCloseConformanceTest.assertSendThrows(() -> c.send(1)), c::close);
  }

  @Capacities({0, 2})
  @Kinds
  @DisplayName("that came before do not keep an operation from waiting, or from not waiting")
  void before(int cap, Kind kind) {
    Chan<Integer> c = Chan.make(cap);
    try (Harness h = Harness.create()) {
      Harness.Child child =
          h.start(
              kind,
              () -> {
                Thread.currentThread().interrupt();
                for (int i = 0; i < 3; i++) {
                  assertEquals(i, c.receive());
                }
                for (int i = 0; i < 3; i++) {
                  c.send(i);
                }
                assertTrue(Thread.currentThread().isInterrupted());
              });
      for (int i = 0; i < 3; i++) {
        child.awaitParked();
        c.send(i);
      }
      for (int i = 0; i < 3; i++) {
        if (cap == 0) {
          child.awaitParked();
        }
        assertEquals(i, c.receive());
      }
      h.run(
          kind,
          () -> {
            Thread.currentThread().interrupt();
            assertEquals(cap > 0, c.trySend(1));
            assertEquals(cap > 0, c.tryReceive().ok());
            c.close();
            assertFalse(c.receiveOk().ok());
            assertTrue(Thread.currentThread().isInterrupted());
          });
    }
  }
}
