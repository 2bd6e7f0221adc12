package io.sudog.select

import io.sudog.channels.Chan
import io.sudog.channels.closeCore
import io.sudog.channels.internal.ChanAccess
import io.sudog.channels.internal.Selectable
import io.sudog.channels.received
import io.sudog.channels.sent
import io.sudog.runtime.Sudog
import io.sudog.verify.lincheck.GoSpec
import io.sudog.verify.lincheck.GoSpec.Case
import io.sudog.verify.lincheck.GoSpec.Companion.CLOSED
import io.sudog.verify.lincheck.GoSpec.Companion.SENT
import io.sudog.verify.lincheck.GoSpec.Companion.TIMED_OUT
import io.sudog.verify.lincheck.ResumingWaiter
import org.jetbrains.lincheck.datastructures.IntGen
import org.jetbrains.lincheck.datastructures.Operation
import org.jetbrains.lincheck.datastructures.Param

/** What select sees of a channel; its place in the locking order is known from the beginning. */
private fun channel(capacity: Int): Selectable {
  val core = checkNotNull(ChanAccess.coreOf(Chan.make<Int>(capacity)))
  core.number()
  return core
}

/** [Chan.send], without its fast half. */
private suspend fun Selectable.send(v: Int): String {
  val waiter = ResumingWaiter()
  val sg = waiter.sudog()
  sg.element = v
  waiter.await { sendOrEnqueue(sg) == Selectable.QUEUED }
  return "0:${sent(sg)}"
}

/** [Chan.receiveOk], without its fast half. */
private suspend fun Selectable.receive(): String {
  val waiter = ResumingWaiter()
  val sg = waiter.sudog()
  waiter.await { receiveOrEnqueue(sg) == Selectable.QUEUED }
  return "0:${received(sg)}"
}

/** What a case of a select is of. */
private class Of(val channel: Selectable, val send: Boolean)

/**
 * One select, used over and over by one party, as in a loop. It tries its cases in the order they
 * are given, since a model checker wants each run to be repeatable.
 */
private class Selecting(private vararg val cases: Of) {
  private var made: SelectOp? = null
  private val sends = ArrayList<SelectCase>()
  private val waiter = ResumingWaiter()
  @Volatile private var round = Sudog.UNCONTESTED

  /** Made when used first: a scenario uses few selects, and each run of it begins anew. */
  private fun op(v: Int): SelectOp {
    val op = made ?: make()
    sends.forEach { it.element = v }
    return op
  }

  private fun make(): SelectOp {
    val op = SelectOp(true)
    made = op
    for (of in cases) {
      val case = op.add(of.channel, of.send)
      // Else it would look for the calling thread's waiter.
      case.sudogOf(waiter)
      if (of.send) {
        sends.add(case)
      }
    }
    return op
  }

  /**
   * [SelectOp.await], with a suspension in place of the parking.
   *
   * @param v what its sending cases send
   */
  suspend fun await(v: Int = 0): String {
    val op = op(v)
    var chosen = op.tryEach()
    if (chosen == null) {
      var queued = false
      waiter.await {
        op.lockAll()
        // It unlocks where it finds one.
        chosen = op.tryAllLocked()
        queued = chosen == null
        if (queued) {
          val ticket = waiter.openTicket()
          op.enqueueAllLocked(waiter, ticket)
          op.unlockAll()
          round = ticket
        }
        queued
      }
      if (queued) {
        chosen = op.leave(waiter.winner())
      }
    }
    return chosen?.let { result(it) } ?: TIMED_OUT
  }

  /** What a time-out does. */
  fun end(): Boolean {
    val ticket = round
    if (ticket == Sudog.UNCONTESTED || !waiter.winTicket(ticket)) {
      return false
    }
    waiter.ready()
    return true
  }

  fun poll(v: Int = 0): String? = op(v).poll()?.let { result(it) }

  private fun result(case: SelectCase): String {
    val outcome = if (!case.ok) CLOSED else if (case.send) SENT else "${case.element}"
    return "${case.index}:$outcome"
  }
}

/** Two channels, one of them with a slot: selects against plain operations and other selects. */
@Param(name = "v", gen = IntGen::class, conf = "1:9")
class TwoChannelsOps {
  private val a = channel(0)
  private val b = channel(1)

  private val receiving = Selecting(Of(a, send = false), Of(b, send = false))

  // The other way round: the order of locking is not that of the cases.
  private val sending = Selecting(Of(b, send = true), Of(a, send = true))

  @Operation(cancellableOnSuspension = false, nonParallelGroup = "receiving")
  suspend fun selectReceive(): String = receiving.await()

  @Operation(nonParallelGroup = "receiving") fun pollReceive(): String? = receiving.poll()

  @Operation fun endReceive(): Boolean = receiving.end()

  @Operation(cancellableOnSuspension = false, nonParallelGroup = "sending")
  suspend fun selectSend(@Param(name = "v") v: Int): String = sending.await(v)

  @Operation(nonParallelGroup = "sending")
  fun pollSend(@Param(name = "v") v: Int): String? = sending.poll(v)

  @Operation(cancellableOnSuspension = false) suspend fun receiveA(): String = a.receive()

  @Operation(cancellableOnSuspension = false)
  suspend fun sendToB(@Param(name = "v") v: Int): String = b.send(v)

  @Operation fun closeA(): Boolean = closeCore(a)
}

/** The same in the language's terms. */
class TwoChannelsSpec {
  private val go = GoSpec(0, 1)

  suspend fun selectReceive(): String =
    go.selectUntil("receive", Case.receive(0), Case.receive(1))

  fun pollReceive(): String? = go.poll(Case.receive(0), Case.receive(1))

  fun endReceive(): Boolean = go.timeOut("receive")

  suspend fun selectSend(v: Int): String = go.select(Case.send(1, v), Case.send(0, v))

  fun pollSend(v: Int): String? = go.poll(Case.send(1, v), Case.send(0, v))

  suspend fun receiveA(): String = go.select(Case.receive(0))

  suspend fun sendToB(v: Int): String = go.select(Case.send(1, v))

  fun closeA(): Boolean = go.close(0)
}

/**
 * One unbuffered channel, in several cases of a select: both ways (S11, S12), and the same way
 * twice beside a third case (S13).
 */
@Param(name = "v", gen = IntGen::class, conf = "1:9")
class SameChannelOps {
  private val a = channel(0)
  private val b = channel(0)

  private val first = Selecting(Of(a, send = true), Of(a, send = false))
  private val second = Selecting(Of(a, send = false), Of(a, send = true))
  private val twice = Selecting(Of(a, send = false), Of(b, send = false), Of(a, send = false))

  @Operation(cancellableOnSuspension = false, nonParallelGroup = "first")
  suspend fun selectFirst(@Param(name = "v") v: Int): String = first.await(v)

  @Operation(cancellableOnSuspension = false, nonParallelGroup = "second")
  suspend fun selectSecond(@Param(name = "v") v: Int): String = second.await(v)

  @Operation(cancellableOnSuspension = false, nonParallelGroup = "twice")
  suspend fun selectTwice(): String = twice.await()

  @Operation(cancellableOnSuspension = false)
  suspend fun sendToB(@Param(name = "v") v: Int): String = b.send(v)
}

/** The same in the language's terms. */
class SameChannelSpec {
  private val go = GoSpec(0, 0)

  suspend fun selectFirst(v: Int): String = go.select(Case.send(0, v), Case.receive(0))

  suspend fun selectSecond(v: Int): String = go.select(Case.receive(0), Case.send(0, v))

  suspend fun selectTwice(): String =
    go.select(Case.receive(0), Case.receive(1), Case.receive(0))

  suspend fun sendToB(v: Int): String = go.select(Case.send(1, v))
}
