package io.sudog.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.internal.Receiving;
import io.sudog.context.Context;
import io.sudog.context.DeadlineExceededException;
import io.sudog.testing.Seam;
import io.sudog.testing.Twin;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What partners may do between the early end of a wait and the leaving of the queue. */
@DisplayName("A wait that was ended early and has not left its queue yet")
class BoundedWaitTwinTest {
  private static final String SEAM = "io.sudog.testing.Seam.pass(); ";
  private static final Duration MOMENT = Duration.ofMillis(2);

  @Test
  @DisplayName("receives nothing")
  void receiver() {
    Twin.of("channels", Receiving.class)
        .replace("c.dequeueReceiver(sg);", SEAM + "c.dequeueReceiver(sg);")
        .assertPasses(BoundedWaitTwinTest.class, "sendMeanwhile");
  }

  static void sendMeanwhile() {
    Chan<String> c = Chan.make();
    for (int i = 0; i < 3; i++) {
      Seam.atNextPass(() -> assertFalse(c.trySend("to nobody")));
      assertThrows(
          DeadlineExceededException.class,
          () -> c.receiveUntil(Context.withTimeout(Context.background(), MOMENT)));
      assertFalse(c.trySend("to nobody"));
    }
    Seam.atNextPass(c::close);
    assertThrows(
        DeadlineExceededException.class,
        () -> c.receiveUntil(Context.withTimeout(Context.background(), MOMENT)));
    assertFalse(c.receiveOk().ok());
  }

  @Test
  @DisplayName("sends nothing")
  void sender() {
    Twin.of("channels", Chan.class)
        .replace("c.dequeueSender(sg);", SEAM + "c.dequeueSender(sg);")
        .assertPasses(BoundedWaitTwinTest.class, "receiveMeanwhile");
  }

  static void receiveMeanwhile() {
    Chan<String> c = Chan.make(1);
    c.send("before");
    for (int i = 0; i < 3; i++) {
      Seam.atNextPass(
          () -> {
            assertEquals("before", c.receive());
            assertFalse(c.tryReceive().ok());
            assertTrue(c.trySend("before"));
          });
      assertThrows(
          DeadlineExceededException.class,
          () -> c.sendUntil(Context.withTimeout(Context.background(), MOMENT), "late"));
      assertEquals(1, c.len());
    }
    assertEquals("before", c.receive());
    assertFalse(c.tryReceive().ok());
  }
}
