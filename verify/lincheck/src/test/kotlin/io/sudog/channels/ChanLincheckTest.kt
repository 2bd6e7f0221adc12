package io.sudog.channels

import io.sudog.channels.internal.Selectable
import io.sudog.testing.Twin
import io.sudog.verify.lincheck.Canary
import io.sudog.verify.lincheck.Checks
import org.junit.jupiter.api.DisplayName
import org.junit.jupiter.api.Test

@DisplayName("A channel is linearizable")
class ChanLincheckTest {
  private fun model(threads: Int, actors: Int, specification: Class<*>) =
    Checks.model(
      threads,
      actors,
      specification,
      Checks.MANY_ITERATIONS,
      Checks.MANY_INVOCATIONS,
    )

  @Test
  @DisplayName("C01 C12 C13 without a buffer")
  fun unbuffered() {
    model(2, 2, UnbufferedSpec::class.java)
      .addCustomScenario {
        parallel {
          thread { actor(UnbufferedOps::send, 1) }
          thread { actor(UnbufferedOps::receiveOk) }
          thread { actor(UnbufferedOps::close) }
        }
      }
      .check(UnbufferedOps::class.java)
  }

  @Test
  @DisplayName("C10 C11 C24 with one slot")
  fun oneSlot() {
    model(2, 2, OneSlotSpec::class.java)
      .addCustomScenario {
        parallel {
          thread { actor(OneSlotOps::receiveOk); actor(OneSlotOps::tryReceive) }
          thread { actor(OneSlotOps::trySend, 1); actor(OneSlotOps::tryReceive) }
        }
      }
      .addCustomScenario {
        parallel {
          thread { actor(OneSlotOps::trySend, 1); actor(OneSlotOps::tryReceive) }
          thread { actor(OneSlotOps::close); actor(OneSlotOps::tryReceive) }
        }
      }
      .check(OneSlotOps::class.java)
  }

  @Test
  @DisplayName("C06 C21 with two slots")
  fun twoSlots() {
    model(2, 2, TwoSlotsSpec::class.java)
      .addCustomScenario {
        parallel {
          thread { actor(TwoSlotsOps::send, 1); actor(TwoSlotsOps::send, 2) }
          thread { actor(TwoSlotsOps::send, 3); actor(TwoSlotsOps::len) }
          thread { actor(TwoSlotsOps::receiveOk); actor(TwoSlotsOps::receiveOk) }
        }
      }
      .check(TwoSlotsOps::class.java)
  }
}

@DisplayName("Lincheck catches a channel")
class ChanCanaryLincheckTest {
  private fun core() = Twin.of("channels", ChanCore::class.java)

  private fun assertCaught(twin: Twin, check: String) =
    Canary.assertCaught(twin, ChanLincheckTest::class.java, check)

  @Test
  @DisplayName("that is unlocked between a receiver's look and its place in the queue")
  fun gap() =
    assertCaught(
      Twin.of("channels", Selectable::class.java)
        .replace(
          "enqueueReceiverLocked(sg); unlock();",
          "unlock(); lock(); enqueueReceiverLocked(sg); unlock();",
        ),
      "unbuffered",
    )

  @Test
  @DisplayName("whose close forgets the senders that wait")
  fun closeForgetsSenders() =
    assertCaught(
      core().replace("sendQueue.takeAll(receiveQueue.takeAll(null))", "receiveQueue.takeAll(null)"),
      "unbuffered",
    )

  @Test
  @DisplayName("whose receive without waiting takes no lock")
  fun noLock() =
    assertCaught(
      core()
        .replaceAfter("Object poll()", "lock();", "")
        .replaceAfter("Object v = sender == null ? takeHead() :", "unlock();", "")
        .replaceAfter("Object v = sender.element; sender.success = true;", "unlock();", "")
        .replaceAfter("boolean end = closed;", "unlock();", ""),
      "oneSlot",
    )

  @Test
  @DisplayName("C24 that looks at the close before it looks for an element")
  fun closedFirst() =
    assertCaught(
      core()
        .replace(
          "if (isSurelyEmpty() && !closed) { return EMPTY_MARK; }",
          "if (!closed && isSurelyEmpty()) { return EMPTY_MARK; }",
        ),
      "oneSlot",
    )

  @Test
  @DisplayName("C21 whose full buffer takes a waiting sender's element for the head")
  fun overtakes() =
    assertCaught(
      core()
        .replace(
          "ring[i] = sender.element; int next = i + 1 == ring.length ? 0 : i + 1;",
          "ring[i] = sender.element; int next = i;",
        ),
      "twoSlots",
    )
}
