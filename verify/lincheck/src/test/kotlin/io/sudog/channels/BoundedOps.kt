package io.sudog.channels

import io.sudog.channels.internal.Selectable
import io.sudog.runtime.Sudog
import io.sudog.verify.lincheck.GoSpec
import io.sudog.verify.lincheck.GoSpec.Case
import io.sudog.verify.lincheck.GoSpec.Companion.SENT
import io.sudog.verify.lincheck.GoSpec.Companion.TIMED_OUT
import io.sudog.verify.lincheck.ResumingWaiter
import org.jetbrains.lincheck.datastructures.IntGen
import org.jetbrains.lincheck.datastructures.Operation
import org.jetbrains.lincheck.datastructures.Param

/**
 * Waits on an unbuffered channel that another party ends early, among others that it may not: no
 * element is lost to a party that has left, and none is received twice. What ends a wait does as
 * [io.sudog.runtime.TimedWait] and [io.sudog.runtime.Bound] do: win the round, then ready. Sender
 * and receiver use the same waiter again and again, as goroutines do.
 */
@Param(name = "v", gen = IntGen::class, conf = "1:9")
class BoundedOps {
  private val core = ChanCore(0)
  private val sender = ResumingWaiter()
  private val receiver = ResumingWaiter()
  @Volatile private var sendRound = Sudog.UNCONTESTED
  @Volatile private var receiveRound = Sudog.UNCONTESTED

  @Operation(cancellableOnSuspension = false, nonParallelGroup = "sender")
  suspend fun sendUntil(@Param(name = "v") v: Int): String {
    val sg = sender.sudog()
    sg.element = v
    sg.ticket = sender.openTicket()
    var queued = false
    sender.await {
      queued = core.sendOrEnqueue(sg) == Selectable.QUEUED
      if (queued) {
        sendRound = sg.ticket
      }
      queued
    }
    if (queued && sender.winner() == null) {
      core.dequeueSender(sg)
      return TIMED_OUT
    }
    return "0:${sent(sg)}"
  }

  @Operation(cancellableOnSuspension = false, nonParallelGroup = "receiver")
  suspend fun receiveUntil(): String {
    val sg = receiver.sudog()
    sg.ticket = receiver.openTicket()
    var queued = false
    receiver.await {
      queued = core.receiveOrEnqueue(sg) == Selectable.QUEUED
      if (queued) {
        receiveRound = sg.ticket
      }
      queued
    }
    if (queued && receiver.winner() == null) {
      core.dequeueReceiver(sg)
      return TIMED_OUT
    }
    return "0:${received(sg)}"
  }

  @Operation fun endSend(): Boolean = end(sender, sendRound)

  @Operation fun endReceive(): Boolean = end(receiver, receiveRound)

  private fun end(waiter: ResumingWaiter, round: Int): Boolean {
    if (round == Sudog.UNCONTESTED || !waiter.winTicket(round)) {
      return false
    }
    waiter.ready()
    return true
  }

  @Operation(cancellableOnSuspension = false)
  suspend fun receive(): String {
    val waiter = ResumingWaiter()
    val sg = waiter.sudog()
    waiter.await { core.receiveOrEnqueue(sg) == Selectable.QUEUED }
    return "0:${received(sg)}"
  }

  @Operation
  fun trySend(@Param(name = "v") v: Int): String? =
    if (core.offer(v) == ChanCore.FULL) null else "0:$SENT"
}

/** The same in the language's terms. */
class BoundedSpec {
  private val go = GoSpec(0)

  suspend fun sendUntil(v: Int): String = go.selectUntil("send", Case.send(0, v))

  suspend fun receiveUntil(): String = go.selectUntil("receive", Case.receive(0))

  fun endSend(): Boolean = go.timeOut("send")

  fun endReceive(): Boolean = go.timeOut("receive")

  suspend fun receive(): String = go.select(Case.receive(0))

  fun trySend(v: Int): String? = go.poll(Case.send(0, v))
}

/** Waits that their own party ends as soon as they have begun, on a channel with one slot. */
@Param(name = "v", gen = IntGen::class, conf = "1:9")
class CancelledOps {
  private val core = ChanCore(1)

  @Operation
  suspend fun send(@Param(name = "v") v: Int): String {
    val waiter = ResumingWaiter()
    val sg = waiter.sudog()
    sg.element = v
    val round = waiter.openTicket()
    sg.ticket = round
    waiter.awaitUnlessCancelled(round, { core.dequeueSender(sg) }) {
      core.sendOrEnqueue(sg) == Selectable.QUEUED
    }
    return "0:${sent(sg)}"
  }

  @Operation
  suspend fun receive(): String {
    val waiter = ResumingWaiter()
    val sg = waiter.sudog()
    val round = waiter.openTicket()
    sg.ticket = round
    waiter.awaitUnlessCancelled(round, { core.dequeueReceiver(sg) }) {
      core.receiveOrEnqueue(sg) == Selectable.QUEUED
    }
    return "0:${received(sg)}"
  }

  @Operation fun close(): Boolean = core.close()
}

/** The same in the language's terms. */
class CancelledSpec {
  private val go = GoSpec(1)

  suspend fun send(v: Int): String = go.select(Case.send(0, v))

  suspend fun receive(): String = go.select(Case.receive(0))

  fun close(): Boolean = go.close(0)
}
