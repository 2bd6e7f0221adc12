package io.sudog.verify.fray;

import static io.sudog.verify.fray.Interleavings.assertDeadlocks;
import static io.sudog.verify.fray.Interleavings.explore;
import static io.sudog.verify.fray.Interleavings.together;
import static io.sudog.verify.fray.Interleavings.twin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sudog.channels.Chan;
import io.sudog.runtime.ForeignThread;
import io.sudog.testing.Twin;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Park and ready of foreign threads, through channels. */
@DisplayName("Channels between threads")
class ChannelFrayTest {
  private static Twin channels() {
    try {
      return twin("channels", Class.forName("io.sudog.channels.ChanCore"));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static Twin selectable() {
    try {
      return twin("channels", Class.forName("io.sudog.channels.internal.Selectable"));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("unbuffered, there and back")
  void pingPong() {
    explore(
        () -> {
          Chan<Integer> there = Chan.make();
          Chan<Integer> back = Chan.make();
          together(
              () -> {
                for (int i = 0; i < 2; i++) {
                  back.send(there.receive() + 1);
                }
              },
              () -> {
                for (int i = 0; i < 2; i++) {
                  there.send(i);
                  assertEquals(i + 1, back.receive());
                }
              });
        });
  }

  @Test
  @DisplayName("a buffer of one, two senders")
  void buffered() {
    explore(
        () -> {
          Chan<Integer> c = Chan.make(1);
          together(
              () -> {
                c.send(1);
                c.send(2);
              },
              () -> c.send(4),
              () -> assertEquals(7, c.receive() + c.receive() + c.receive()));
          assertEquals(0, c.len());
        });
  }

  @Test
  @DisplayName("close wakes all receivers")
  void close() {
    explore(
        () -> {
          Chan<Integer> c = Chan.make();
          together(() -> assertNull(c.receive()), () -> assertFalse(c.receiveOk().ok()), c::close);
        });
  }

  @Test
  @DisplayName("canary: unpark before the state")
  void unparkBeforeReady() {
    Twin twin =
        twin("core", ForeignThread.class)
            .replaceAfter(
                "usedIn = Program.newest();",
                "WAKES.getAndIncrement();",
                "LockSupport.unpark(thread);")
            .replaceAfter("does not wait\"); }", "LockSupport.unpark(thread);", "");
    assertDeadlocks(twin, ChannelFrayTest.class, "pingPong");
  }

  @Test
  @DisplayName("canary: ready without unpark")
  void readyWithoutUnpark() {
    Twin twin = twin("core", ForeignThread.class).replace("LockSupport.unpark(thread);", "");
    assertDeadlocks(twin, ChannelFrayTest.class, "pingPong");
  }

  @Test
  @DisplayName("canary: prepare after unlocking")
  void prepareAfterUnlock() {
    Twin twin =
        selectable()
            .replace(
                "sg.waiter.prepareFor(sg, isTimed(), WaitReason.CHAN_RECEIVE, this);"
                    + " enqueueReceiverLocked(sg); unlock();",
                "enqueueReceiverLocked(sg); unlock();"
                    + " sg.waiter.prepareFor(sg, isTimed(), WaitReason.CHAN_RECEIVE, this);");
    Interleavings.assertThrown(
        IllegalStateException.class, twin, ChannelFrayTest.class, "pingPong");
  }

  @Test
  @DisplayName("canary: a waiting sender's element is taken and the sender left asleep")
  void refilledButNotReadied() {
    Twin twin =
        channels()
            .replaceAfter(
                "Object v = sender == null ? takeHead() : exchangeHead(sender);",
                "sender.waiter.ready();",
                "");
    assertDeadlocks(twin, ChannelFrayTest.class, "buffered");
  }

  @Test
  @DisplayName("canary: a receiver looks at the buffer without the lock, then enqueues")
  void lookOutsideTheLock() {
    Twin twin =
        selectable()
            .replaceAfter(
                "public final int receiveOrEnqueue(Sudog sg) {",
                "lock(); Sudog partner = tryReceiveLocked(sg);",
                "lock(); Sudog partner = tryReceiveLocked(sg);"
                    + " if (partner == MUST_WAIT) { unlock(); lock(); }");
    assertDeadlocks(twin, ChannelFrayTest.class, "pingPong");
  }

  @Test
  @DisplayName("canary: close forgets the receivers")
  void closeForgets() {
    Twin twin =
        channels()
            .replace(
                "Sudog chain = sendQueue.takeAll(receiveQueue.takeAll(null));",
                "Sudog chain = sendQueue.takeAll(null);");
    assertDeadlocks(twin, ChannelFrayTest.class, "close");
  }
}
