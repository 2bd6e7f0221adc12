package io.sudog.samples.cli;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sudog.context.CanceledException;
import org.junit.jupiter.api.Test;

class InterruptTest {
  @Test
  void aSignalEndsTheContextAndWaitsForTheProgram() throws Exception {
    Thread signal;
    try (Interrupt interrupt = Interrupt.watch()) {
      assertNull(interrupt.context().err());
      signal = Thread.ofPlatform().start(interrupt::interrupted);
      interrupt.context().done().receive();
      assertInstanceOf(CanceledException.class, interrupt.context().err());
    }
    signal.join();
  }
}
