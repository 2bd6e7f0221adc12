package io.sudog.channels;

import static io.sudog.channels.ChanCore.EMPTY_MARK;
import static io.sudog.channels.ChanCore.FULL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.internal.Receiving;
import io.sudog.channels.internal.Selectable;
import io.sudog.runtime.Sudog;
import io.sudog.runtime.WaitQueue;
import io.sudog.testing.Kind;
import io.sudog.testing.Seam;
import io.sudog.testing.Twin;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Broken twins of the channel's code: that each ORDER, WAKEUP and INVARIANT in it has its test. */
@DisplayName("A broken twin of the channel is caught:")
class ChanBrokenTwinTest {
  private static final String SEAM = "io.sudog.testing.Seam.pass()";

  private static Twin core() {
    return Twin.of("channels", ChanCore.class);
  }

  private static Twin selectable() {
    return Twin.of("channels", Selectable.class);
  }

  // ---- WAKEUP ---------------------------------------------------------------------------------

  private static Twin preparesReceiveAfterUnlocking(String pause) {
    String prepare = "sg.waiter.prepareFor(sg, isTimed(), WaitReason.CHAN_RECEIVE, this);";
    return selectable()
        .replace(
            prepare + " enqueueReceiverLocked(sg); unlock();",
            "enqueueReceiverLocked(sg); unlock(); " + pause + prepare);
  }

  @Test
  @DisplayName("a receive that prepares after unlocking, by the probe's protocol check")
  void preparesReceiveAfterUnlocking1() {
    preparesReceiveAfterUnlocking("").assertCaughtBy(ChanCoreTest.class, "c22Receivers", 0);
  }

  @Test
  @DisplayName("a receive that prepares after unlocking, by a lost wake-up under stress")
  void preparesReceiveAfterUnlocking2() {
    // The pause widens the window; without a window it would do no harm.
    preparesReceiveAfterUnlocking("for (int i = 0; i < 50; i++) Thread.onSpinWait(); ")
        .assertCaughtBy(ChanStressTest.class, "pingPongForLong", 3);
  }

  @Test
  @DisplayName("a send that prepares after unlocking, by the probe's protocol check")
  void preparesSendAfterUnlocking() {
    String prepare = "sg.waiter.prepareFor(sg, false, WaitReason.CHAN_SEND, this);";
    selectable()
        .replace(
            prepare + " enqueueSenderLocked(sg); unlock();",
            "enqueueSenderLocked(sg); unlock(); " + prepare)
        .assertCaughtBy(ChanCoreTest.class, "c22Senders", 1);
  }

  @Test
  @DisplayName("a receive that parks before its record is in the queue, by a hang")
  void neverEnqueues() {
    core()
        .replace("receiveQueue.enqueue(sg);", "")
        .assertCaughtBy(ChanConformanceTest.class, "c01ReceiveWaitsForSender", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("a hand-over that wakes under the lock")
  void wakesUnderTheLock() {
    core()
        .replaceAfter(
            "int offer(",
            "unlock(); receiver.waiter.ready();",
            "receiver.waiter.ready(); unlock();")
        .assertCaughtBy(ChanCoreTest.class, "c29WokenMayGoOn", 0);
    selectable()
        .replaceAfter(
            "int sendOrEnqueue(",
            "unlock(); return outcome(sg, partner);",
            "int outcome = outcome(sg, partner); unlock(); return outcome;")
        .assertCaughtBy(ChanCoreTest.class, "c22Receivers", 0);
  }

  @Test
  @DisplayName("a hand-over that forgets to wake")
  void forgetsToWake() {
    core()
        .replaceAfter("int offer(", "receiver.waiter.ready();", "")
        .assertCaughtBy(ChanConformanceTest.class, "c20DirectHandOver", 1, Kind.VIRTUAL);
    selectable()
        .replace("partner.waiter.ready();", "")
        .assertCaughtBy(ChanCoreTest.class, "c22Receivers", 0);
  }

  @Test
  @DisplayName("a receive from a full buffer that forgets to wake the sender it moved up")
  void forgetsToWakeTheSender() {
    core()
        .replaceAfter("Object poll()", "sender.waiter.ready();", "")
        .assertCaughtBy(ChanConformanceTest.class, "c21SendersMoveUp", 1, Kind.PLATFORM);
  }

  @Test
  @DisplayName("a close that wakes receivers only")
  void closeForgetsSenders() {
    core()
        .replace("sendQueue.takeAll(receiveQueue.takeAll(null))", "receiveQueue.takeAll(null)")
        .assertCaughtBy(ChanCloseConformanceTest.class, "c13WakesSenders", 0, Kind.GOROUTINE);
  }

  @Test
  @DisplayName("a close that wakes one by one while it collects")
  void closeWakesWhileCollecting() {
    core()
        .replace(
            "Sudog chain = sendQueue.takeAll(receiveQueue.takeAll(null));",
            """
            Sudog early = sendQueue.dequeue();
            if (early != null) {
              unlock();
              early.waiter.ready();
              lock();
            }
            Sudog chain = sendQueue.takeAll(receiveQueue.takeAll(null));
            """)
        .assertCaughtBy(ChanCoreTest.class, "c29CloseCollectsFirst", 1);
  }

  // ---- the lock -------------------------------------------------------------------------------

  @Test
  @DisplayName("a blocking send without the lock, by a lost or doubled value under stress")
  void sendWithoutLock() {
    selectable()
        .replaceAfter("int sendOrEnqueue(Sudog sg)", "lock();", "")
        .assertCaughtBy(ChanStressTest.class, "contendForLong", 0, 3);
  }

  @Test
  @DisplayName("all without the lock, by a lost or doubled value under stress")
  void withoutLock() {
    // As on one processor: what lock() and unlock() do not do here, nobody else does.
    core()
        .replaceAfter("int offer(", "lock();", "")
        .replaceAfter("Object poll()", "lock();", "")
        .and(Selectable.class)
        .replaceAfter("int sendOrEnqueue(", "lock();", "")
        .replaceAfter("int receiveOrEnqueue(", "lock();", "")
        .assertCaughtBy(ChanStressTest.class, "contendForLong", 7, 3);
  }

  // ---- ORDER ----------------------------------------------------------------------------------

  @Test
  @DisplayName("C24 a try-receive that reads closed before it reads whether anything is there")
  void readsClosedFirst() {
    core()
        .replaceAfter(
            "Object poll()",
            "isSurelyEmpty() && !closed",
            "!closed && " + SEAM + " && isSurelyEmpty()")
        .assertCaughtBy(ChanBrokenTwinTest.class, "closeAndDrainInPoll");
    core()
        .replaceAfter(
            "Object poll()",
            "isSurelyEmpty() && !closed",
            "isSurelyEmpty() && " + SEAM + " && !closed")
        .assertPasses(ChanBrokenTwinTest.class, "closeAndDrainInPoll");
  }

  /** Between its two reads, a partner drains the channel and closes it. */
  static void closeAndDrainInPoll() {
    for (int cap = 0; cap < 2; cap++) {
      ChanCore core = new ChanCore(cap);
      if (cap == 0) {
        assertEquals(ChanCore.QUEUED, core.sendOrEnqueue(new ProbeWaiter("s").record("v")));
      } else {
        assertEquals(ChanCore.DONE, core.offer("v"));
      }
      Seam.atNextPass(
          () -> {
            assertTrue(core.close());
            core.poll();
          });
      assertNotEquals(EMPTY_MARK, core.poll(), "at no moment it was open and empty");
    }
  }

  @Test
  @DisplayName("C24 a try-receive that does not look at closed")
  void doesNotReadClosed() {
    core()
        .replaceAfter("Object poll()", "isSurelyEmpty() && !closed", "isSurelyEmpty()")
        .assertCaughtBy(ChanCloseConformanceTest.class, "c25ClosedIsReady", Kind.PLATFORM);
  }

  @Test
  @DisplayName("C04 a try-send that reads closed before it reads whether a receiver waits")
  void sendReadsClosedFirst() {
    core()
        .replaceAfter(
            "int offer(", "isSurelyFull() && !closed", "!closed && " + SEAM + " && isSurelyFull()")
        .assertCaughtBy(ChanBrokenTwinTest.class, "closeInOffer");
    core()
        .replaceAfter(
            "int offer(", "isSurelyFull() && !closed", "isSurelyFull() && " + SEAM + " && !closed")
        .assertPasses(ChanBrokenTwinTest.class, "closeInOffer");
  }

  /** Between its two reads, the channel is closed, and the waiting receiver is gone. */
  static void closeInOffer() {
    ChanCore core = new ChanCore(0);
    Sudog receiver = new ProbeWaiter("r").record(null);
    assertEquals(ChanCore.QUEUED, core.receiveOrEnqueue(receiver));
    Seam.atNextPass(() -> assertTrue(core.close()));
    assertNotEquals(FULL, core.offer("v"), "at no moment it was open with nobody waiting");
  }

  // ---- what the queues and slots hold ---------------------------------------------------------

  @Test
  @DisplayName("C27 a slot that is not cleared")
  void slotNotCleared() {
    core()
        .replace("ring[i] = null;", "")
        .assertCaughtBy(ChanMemoryConformanceTest.class, "c27SlotsAreCleared", 1, Kind.PLATFORM);
  }

  @Test
  @DisplayName("C27 a waiter that keeps what it received")
  void waiterKeepsElement() {
    Twin.of("channels", Receiving.class)
        .replaceAfter("T value(Sudog sg)", "sg.element = null;", "")
        .assertCaughtBy(ChanMemoryConformanceTest.class, "c27WaitersAreCleared", 0, Kind.PLATFORM);
  }

  @Test
  @DisplayName("C21 a receive from a full buffer that leaves the senders where they are")
  void sendersStay() {
    core()
        .replace("sendQueue.isEmpty() ? null : sendQueue.dequeue()", "null")
        .assertCaughtBy(ChanCoreModelTest.class, "agreesWithTheModel", 2);
  }

  @Test
  @DisplayName("C21 a receive from a full buffer that takes the sender's value at once")
  void sendersJumpTheQueue() {
    core()
        .replace("Object v = ring[i]; ring[i] = sender.element;", "Object v = sender.element;")
        .assertCaughtBy(ChanConformanceTest.class, "c06Order", 2, Kind.GOROUTINE);
  }

  @Test
  @DisplayName("C24 a receive from a full buffer that lets it look empty in between")
  void looksEmptyInBetween() {
    String exchange = "Object v = ring[i]; ring[i] = sender.element;";
    core()
        .replace(exchange, exchange + SEAM + ";")
        .assertPasses(ChanBrokenTwinTest.class, "receiveFromFull");
    core()
        .replace(
            exchange,
            "COUNT.setOpaque(this, count - 1);"
                + (exchange + SEAM + ";")
                + "COUNT.setOpaque(this, count + 1);")
        .assertCaughtBy(ChanBrokenTwinTest.class, "receiveFromFull");
  }

  /** Somebody looks at a full channel while its head is exchanged for a sender's element. */
  static void receiveFromFull() {
    ChanCore core = new ChanCore(1);
    assertEquals(Selectable.DONE, core.offer("a"));
    Sudog sender = new ProbeWaiter("sender").record("b");
    assertEquals(Selectable.QUEUED, core.sendOrEnqueue(sender));
    Seam.atNextPass(
        () -> {
          assertEquals(1, core.len());
          assertFalse(core.receiveMustWait());
        });
    assertEquals("a", core.poll());
    assertEquals("b", core.poll());
  }

  @Test
  @DisplayName("C22 receivers on a stack")
  void receiversOnAStack() {
    core()
        .replace("receiveQueue.enqueue(sg);", "receiveQueue.enqueueFirst(sg);")
        .assertCaughtBy(ChanConformanceTest.class, "c22ReceiversInOrder", 0);
  }

  @Test
  @DisplayName("C22 senders on a stack")
  void sendersOnAStack() {
    core()
        .replace("sendQueue.enqueue(sg);", "sendQueue.enqueueFirst(sg);")
        .assertCaughtBy(ChanConformanceTest.class, "c22SendersInOrder", 0);
  }

  @Test
  @DisplayName("C20 a value that goes through the buffer though a receiver waits")
  void buffersThoughReceiverWaits() {
    core()
        .replaceAfter(
            "int offer(",
            "Sudog receiver = receiveQueue.dequeue();",
            "Sudog receiver = count < ring.length ? null : receiveQueue.dequeue();")
        .assertCaughtBy(ChanCoreModelTest.class, "agreesWithTheModel", 7);
  }

  @Test
  @DisplayName("C14 a send that does not look at closed")
  void sendsOnClosed() {
    core()
        .replaceAfter("Sudog trySendLocked(", "if (closed)", "if (false)")
        .assertCaughtBy(ChanCoreTest.class, "c12Close", 0);
  }

  @Test
  @DisplayName("S17 a waker that does not ask for the ticket")
  void ticketIgnored() {
    Twin.of("core", WaitQueue.class)
        .replaceAfter(
            "Sudog dequeue()", "sg.ticket == Sudog.UNCONTESTED || sg.waiter.winFor(sg)", "true")
        .assertCaughtBy(ChanCoreTest.class, "skipsReceiverWonElsewhere", 0);
  }

  @Test
  @DisplayName("and the original is not")
  void originalPasses() {
    core().assertPasses(ChanCoreModelTest.class, "agreesWithTheModel", 2);
    core().assertPasses(ChanStressTest.class, "contendForLong", 7, 3);
    core().assertPasses(ChanCoreTest.class, "c29WokenMayGoOn", 0);
    assertSame(ChanCore.class, new ChanCore(0).getClass());
  }
}
