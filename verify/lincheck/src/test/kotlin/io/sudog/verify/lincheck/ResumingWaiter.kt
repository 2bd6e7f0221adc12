package io.sudog.verify.lincheck

import io.sudog.runtime.WaitReason
import io.sudog.runtime.Waiter
import kotlin.coroutines.Continuation
import kotlin.coroutines.intrinsics.COROUTINE_SUSPENDED
import kotlin.coroutines.intrinsics.intercepted
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn
import kotlin.coroutines.resume

/** A waiter that is a suspended function: what the real code readies, goes on. */
class ResumingWaiter : Waiter() {
  private var waiting: Continuation<Unit>? = null

  /**
   * Suspends until [ready], which may come before this has returned, unless [begin] says that there
   * is nothing to wait for.
   *
   * @param begin the operation up to its parking; true when it has queued this waiter
   */
  // Not by suspendCoroutine: its state is atomic, and each access to it a step more to check.
  suspend fun await(begin: () -> Boolean): Unit = suspendCoroutineUninterceptedOrReturn { k ->
    waiting = k.intercepted()
    if (begin()) COROUTINE_SUSPENDED else Unit
  }

  /**
   * The same, and Lincheck may cancel the wait. As with every early end, who ends it must win the
   * round: where a partner has won that, the wait goes on to its result.
   *
   * @param leave what a wait does that has ended early
   * @param begin as in [await]
   */
  suspend fun awaitUnlessCancelled(round: Int, leave: () -> Unit, begin: () -> Boolean): Unit =
    suspendCoroutineUninterceptedOrReturn { k ->
      val endable =
        EndableContinuation(k.intercepted()) {
          val won = winTicket(round)
          if (won) {
            leave()
          }
          won
        }
      waiting = endable
      if (begin()) endable.suspend() else Unit
    }

  override fun prepare(reason: WaitReason, on: Any?) = Unit

  override fun park(): Unit = throw AssertionError("a suspended function does not park")

  override fun ready() {
    val k = checkNotNull(waiting) { "readied, and does not wait" }
    waiting = null
    k.resume(Unit)
  }
}
