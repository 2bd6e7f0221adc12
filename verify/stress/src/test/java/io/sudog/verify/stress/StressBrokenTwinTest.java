package io.sudog.verify.stress;

import io.sudog.channels.internal.Selectable;
import io.sudog.testing.Twin;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Broken twins of the code that programs run on: that a run of some seconds would notice. */
@DisplayName("A broken twin is caught by random programs:")
class StressBrokenTwinTest {
  // Widens a window; without a window it would do no harm.
  private static final String SPIN = "for (int k = 0; k < 50; k++) Thread.onSpinWait(); ";

  private static Twin twin(String module, String name) {
    try {
      return Twin.of(module, Class.forName(name));
    } catch (ClassNotFoundException e) {
      throw new LinkageError("no class to break", e);
    }
  }

  private static Twin channel() {
    return twin("channels", "io.sudog.channels.ChanCore");
  }

  private static Twin select() {
    return twin("select", "io.sudog.select.SelectOp");
  }

  @Test
  @DisplayName("a thief that loses a goroutine")
  void stealLoses() {
    twin("core", "io.sudog.runtime.RunQueue")
        .replace("mine.put(taken, global);", "")
        .assertCaughtBy(RunnerTest.class, "crowdsForTwins", 3, 20);
  }

  @Test
  @DisplayName("a full queue that loses the newcomer")
  void overflowLoses() {
    twin("core", "io.sudog.runtime.RunQueue")
        .replace("overflow.add(g); global.addAll(overflow);", "global.addAll(overflow);")
        .assertCaughtBy(RunnerTest.class, "forTwins", 2, 20);
  }

  @Test
  @DisplayName("a close that forgets the senders")
  void closeForgetsSenders() {
    channel()
        .replace("sendQueue.takeAll(receiveQueue.takeAll(null))", "receiveQueue.takeAll(null)")
        .assertCaughtBy(RunnerTest.class, "forTwins", 2, 20);
  }

  @Test
  @DisplayName("a close that forgets all waiters but one")
  void closeForgetsWaiters() {
    channel()
        .replace("chain = sg.unchain(); sg.waiter.ready();", "chain = null; sg.waiter.ready();")
        .assertCaughtBy(RunnerTest.class, "crowdsForTwins", 2, 20);
  }

  @Test
  @DisplayName("a select that leaves its losing records in the queues")
  void selectLeavesRecords() {
    select().replace("c.dequeue();", "").assertCaughtBy(RunnerTest.class, "forTwins", 2, 20);
  }

  @Test
  @DisplayName("a receive that prepares to wait after unlocking")
  void preparesAfterUnlocking() {
    String prepare = "sg.waiter.prepareFor(sg, isTimed(), WaitReason.CHAN_RECEIVE, this);";
    Twin.of("channels", Selectable.class)
        .replace(
            prepare + " enqueueReceiverLocked(sg); unlock();",
            "enqueueReceiverLocked(sg); unlock(); " + SPIN + prepare)
        .assertCaughtBy(RunnerTest.class, "forTwins", 3, 20);
  }

  @Test
  @DisplayName("a receive from a full buffer that forgets to wake the sender it moved up")
  void forgetsToWakeTheSender() {
    channel()
        .replaceAfter("Object poll()", "sender.waiter.ready();", "")
        .assertCaughtBy(RunnerTest.class, "forTwins", 1, 20);
  }

  @Test
  @DisplayName("a buffer that overtakes: a receiver takes a waiting sender's element first")
  void overtakes() {
    channel()
        .replaceAfter(
            "Object poll()", "if (count > 0) {", "if (count > 0 && sendQueue.isEmpty()) {")
        .assertCaughtBy(RunnerTest.class, "forTwins", 2, 20);
  }

  @Test
  @DisplayName("but one that is not broken is not")
  void passesUnchanged() {
    channel().assertPasses(RunnerTest.class, "forTwins", 2, 4);
  }
}
