package io.sudog.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.core.DeadlockException;
import io.sudog.core.Task;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Go's nil channel does. */
@DisplayName("The nil channel as in Go")
class NilChanConformanceTest {
  @Test
  @DisplayName("C09 len and cap are 0")
  void c09LenAndCap() {
    assertEquals(0, Chan.nil().len());
    assertEquals(0, Chan.nil().cap());
    assertSame(Chan.nil(), Chan.nil());
  }

  @Test
  @DisplayName("C15 closing it throws")
  void c15Close() {
    ChannelClosedException e = assertThrows(ChannelClosedException.class, () -> Chan.nil().close());
    assertEquals("close of nil channel", e.getMessage());
  }

  @Kinds
  @DisplayName("C17 sends and receives in all forms wait for ever, interrupts or not")
  void c17BlocksForEver(Kind kind) {
    Chan<Integer> c = Chan.nil();
    Task[] forms = {
      () -> c.send(1),
      () -> c.sendIfOpen(1),
      c::receive,
      c::receiveOk,
      () -> assertFalse(c.iterator().hasNext()),
      () -> assertEquals(0, c.stream().count())
    };
    try (Harness h = Harness.create()) {
      for (Task form : forms) {
        Harness.Child child = h.start(kind, form);
        child.abandon();
        child.awaitParked();
        child.thread().interrupt();
        child.awaitParked();
        assertFalse(child.isDone());
      }
    }
  }

  @Test
  @DisplayName("C17 the waits have Go's words in the dump")
  void c17WaitReasons() {
    Chan<Integer> c = Chan.nil();
    try (Harness h = Harness.create()) {
      Harness.Child sender = h.go(() -> c.send(1));
      Harness.Child receiver = h.go(c::receive);
      sender.abandon();
      receiver.abandon();
      sender.awaitParked();
      receiver.awaitParked();
      assertEquals("chan send (nil chan)", sender.goroutine().waitReason());
      assertEquals("chan receive (nil chan)", receiver.goroutine().waitReason());
      String dump = h.scheduler().dump();
      assertTrue(dump.contains("[chan send (nil chan)]"), dump);
      assertTrue(dump.contains("[chan receive (nil chan)]"), dump);
    }
  }

  @Test
  @DisplayName("C17 a program that only waits for it is a deadlock")
  void c17Deadlock() {
    assertThrows(DeadlockException.class, () -> Harness.program(2, () -> Chan.nil().receive()));
    assertThrows(
        DeadlockException.class, () -> Harness.program(2, () -> Chan.<Integer>nil().send(1)));
  }

  @Kinds
  @DisplayName("C03 C04 the try forms say that it is not ready")
  void tryForms(Kind kind) {
    Chan<Integer> c = Chan.nil();
    try (Harness h = Harness.create()) {
      h.run(
          kind,
          () -> {
            assertFalse(c.trySend(1));
            assertInstanceOf(Received.Empty.class, c.tryReceive());
          });
    }
  }
}
