package io.sudog.verify.lincheck

import kotlin.coroutines.resume
import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.suspendCancellableCoroutine

/**
 * Go's channels and select for one thread: what the language says, as plainly as can be. Of several
 * ready cases the first is chosen; results are texts such as `1:sent`, the case and its outcome.
 *
 * @param capacities one for each channel
 */
class GoSpec(vararg capacities: Int) {
  /** One case of a select; a plain operation is a select of one. */
  class Case private constructor(val channel: Int, val send: Boolean, val value: Int) {
    companion object {
      fun send(channel: Int, value: Int) = Case(channel, true, value)

      fun receive(channel: Int) = Case(channel, false, 0)
    }
  }

  /** Who waits, perhaps in several queues; woken once. */
  private class Party(private val k: CancellableContinuation<String>) {
    private var woken = false

    /** False when it was woken already, or has given up. */
    val waits: Boolean
      get() = !woken && k.isActive

    fun wake(result: String) {
      woken = true
      k.resume(result)
    }
  }

  private class Waiting(val party: Party, val index: Int, val value: Int) {
    fun wake(outcome: Any) = party.wake("$index:$outcome")
  }

  private class Channel(val capacity: Int) {
    val buffer = ArrayDeque<Int>()
    val senders = ArrayDeque<Waiting>()
    val receivers = ArrayDeque<Waiting>()
    var closed = false
  }

  private val channels = capacities.map { Channel(it) }
  private val endable = HashMap<String, Party>()

  /** A select without default. */
  suspend fun select(vararg cases: Case): String = poll(*cases) ?: await(null, cases)

  /** A select that [timeOut] of the same name may end. */
  suspend fun selectUntil(end: String, vararg cases: Case): String =
    poll(*cases) ?: await(end, cases)

  /** A select with default; null for that. */
  fun poll(vararg cases: Case): String? {
    cases.forEachIndexed { i, case ->
      val outcome = if (case.send) trySend(case) else tryReceive(case)
      if (outcome != null) {
        return "$i:$outcome"
      }
    }
    return null
  }

  private fun trySend(case: Case): String? {
    val c = channels[case.channel]
    if (c.closed) {
      return CLOSED
    }
    val receiver = next(c.receivers)
    if (receiver != null) {
      receiver.wake(case.value)
      return SENT
    }
    if (c.buffer.size < c.capacity) {
      c.buffer.addLast(case.value)
      return SENT
    }
    return null
  }

  private fun tryReceive(case: Case): String? {
    val c = channels[case.channel]
    if (c.buffer.isNotEmpty()) {
      val v = c.buffer.removeFirst()
      next(c.senders)?.let {
        c.buffer.addLast(it.value)
        it.wake(SENT)
      }
      return "$v"
    }
    val sender = next(c.senders)
    if (sender != null) {
      sender.wake(SENT)
      return "${sender.value}"
    }
    return if (c.closed) CLOSED else null
  }

  private suspend fun await(end: String?, cases: Array<out Case>): String =
    suspendCancellableCoroutine { k ->
      val party = Party(k)
      cases.forEachIndexed { i, case ->
        val c = channels[case.channel]
        (if (case.send) c.senders else c.receivers).addLast(Waiting(party, i, case.value))
      }
      if (end != null) {
        endable[end] = party
      }
    }

  /** The first in the queue who still waits. */
  private fun next(queue: ArrayDeque<Waiting>): Waiting? {
    while (true) {
      val first = queue.removeFirstOrNull() ?: return null
      if (first.party.waits) {
        return first
      }
    }
  }

  /** Ends the wait of that name, if one waits. */
  fun timeOut(end: String): Boolean {
    val party = endable.remove(end)
    if (party == null || !party.waits) {
      return false
    }
    party.wake(TIMED_OUT)
    return true
  }

  /** False when closed already. */
  fun close(channel: Int): Boolean {
    val c = channels[channel]
    if (c.closed) {
      return false
    }
    c.closed = true
    generateSequence { next(c.receivers) }.forEach { it.wake(CLOSED) }
    generateSequence { next(c.senders) }.forEach { it.wake(CLOSED) }
    return true
  }

  fun len(channel: Int): Int = channels[channel].buffer.size

  companion object {
    const val SENT = "sent"
    const val CLOSED = "closed"
    const val TIMED_OUT = "timed out"
  }
}
