package io.sudog.select;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sudog.channels.Chan;
import io.sudog.channels.internal.ChanAccess;
import io.sudog.channels.internal.Selectable;
import io.sudog.runtime.WaitQueue;
import java.lang.reflect.Field;
import java.util.Objects;

/** Who stands in a channel's queues. */
final class Queues {
  private Queues() {}

  static Selectable core(Chan<?> c) {
    return Objects.requireNonNull(ChanAccess.coreOf(c));
  }

  static int receivers(Chan<?> c) {
    return size(c, "receiveQueue");
  }

  static int senders(Chan<?> c) {
    return size(c, "sendQueue");
  }

  private static int size(Chan<?> c, String queue) {
    Selectable core = core(c);
    try {
      Field field = core.getClass().getDeclaredField(queue);
      field.setAccessible(true);
      WaitQueue records = (WaitQueue) field.get(core);
      core.lock();
      try {
        records.checkInvariants();
        return records.size();
      } finally {
        core.unlock();
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the channel's core has no " + queue, e);
    }
  }

  /** Nobody has left a record behind. */
  static void assertEmpty(Chan<?>... channels) {
    for (Chan<?> c : channels) {
      assertEquals(0, receivers(c), () -> "receivers that stand in a queue of " + c);
      assertEquals(0, senders(c), () -> "senders that stand in a queue of " + c);
    }
  }
}
