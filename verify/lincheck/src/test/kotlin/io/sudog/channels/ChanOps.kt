package io.sudog.channels

import io.sudog.channels.internal.Selectable
import io.sudog.runtime.Sudog
import io.sudog.verify.lincheck.GoSpec
import io.sudog.verify.lincheck.GoSpec.Case
import io.sudog.verify.lincheck.GoSpec.Companion.CLOSED
import io.sudog.verify.lincheck.GoSpec.Companion.SENT
import io.sudog.verify.lincheck.ResumingWaiter
import org.jetbrains.lincheck.datastructures.IntGen
import org.jetbrains.lincheck.datastructures.Operation
import org.jetbrains.lincheck.datastructures.Param

/** Closes a channel, for packages that cannot; false when closed already. */
fun closeCore(core: Selectable): Boolean = (core as ChanCore).close()

/** What a send is to report. */
fun sent(sg: Sudog): String = if (sg.success) SENT else CLOSED

/** What a receive is to report. */
fun received(sg: Sudog): String = if (sg.success) "${sg.element}" else CLOSED

/**
 * A channel's operations, as [Chan] puts them together: the fast half, then the half that waits.
 *
 * @param capacity the channel's
 */
@Param(name = "v", gen = IntGen::class, conf = "1:9")
abstract class ChanOps(capacity: Int) {
  private val core = ChanCore(capacity)

  @Operation(cancellableOnSuspension = false)
  suspend fun send(@Param(name = "v") v: Int) {
    if (!sendIfOpen(v)) {
      throw ChannelClosedException("send on closed channel")
    }
  }

  @Operation(cancellableOnSuspension = false)
  suspend fun sendIfOpen(@Param(name = "v") v: Int): Boolean {
    val outcome = core.offer(v)
    if (outcome != ChanCore.FULL) {
      return outcome == Selectable.DONE
    }
    val waiter = ResumingWaiter()
    val sg = waiter.sudog()
    sg.element = v
    waiter.await { core.sendOrEnqueue(sg) == Selectable.QUEUED }
    return sg.success
  }

  @Operation(cancellableOnSuspension = false)
  suspend fun receiveOk(): String {
    val v = core.poll()
    if (v !== ChanCore.EMPTY_MARK) {
      return if (v === ChanCore.CLOSED_MARK) CLOSED else "$v"
    }
    val waiter = ResumingWaiter()
    val sg = waiter.sudog()
    waiter.await { core.receiveOrEnqueue(sg) == Selectable.QUEUED }
    return received(sg)
  }

  @Operation
  fun trySend(@Param(name = "v") v: Int): Boolean {
    val outcome = core.offer(v)
    if (outcome == Selectable.CLOSED) {
      throw ChannelClosedException("send on closed channel")
    }
    return outcome == Selectable.DONE
  }

  @Operation
  fun tryReceive(): String? {
    val v = core.poll()
    return if (v === ChanCore.EMPTY_MARK) null else if (v === ChanCore.CLOSED_MARK) CLOSED else "$v"
  }

  @Operation
  fun close() {
    if (!core.close()) {
      throw ChannelClosedException("close of closed channel")
    }
  }

  @Operation fun len(): Int = core.len()
}

/** A channel in the language's terms. */
abstract class ChanSpec(capacity: Int) {
  private val go = GoSpec(capacity)

  suspend fun send(v: Int) {
    if (!sendIfOpen(v)) {
      throw ChannelClosedException("send on closed channel")
    }
  }

  suspend fun sendIfOpen(v: Int): Boolean = go.select(Case.send(0, v)) == "0:$SENT"

  suspend fun receiveOk(): String = go.select(Case.receive(0)).removePrefix("0:")

  fun trySend(v: Int): Boolean {
    val outcome = go.poll(Case.send(0, v))
    if (outcome == "0:$CLOSED") {
      throw ChannelClosedException("send on closed channel")
    }
    return outcome != null
  }

  fun tryReceive(): String? = go.poll(Case.receive(0))?.removePrefix("0:")

  fun close() {
    if (!go.close(0)) {
      throw ChannelClosedException("close of closed channel")
    }
  }

  fun len(): Int = go.len(0)
}

/** Without a buffer. */
class UnbufferedOps : ChanOps(0)

/** Without a buffer. */
class UnbufferedSpec : ChanSpec(0)

/** With one slot. */
class OneSlotOps : ChanOps(1)

/** With one slot. */
class OneSlotSpec : ChanSpec(1)

/** With two slots. */
class TwoSlotsOps : ChanOps(2)

/** With two slots. */
class TwoSlotsSpec : ChanSpec(2)
