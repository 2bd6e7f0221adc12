package io.sudog.lincheck

import io.sudog.channels.Chan
import io.sudog.context.Context
import org.jetbrains.lincheck.datastructures.IntGen
import org.jetbrains.lincheck.datastructures.Operation
import org.jetbrains.lincheck.datastructures.Param
import org.junit.jupiter.api.Test

/** Waits that another operation ends: the exception is a result. */
class BoundedOperations {
  private val ctx = Context.withCancel(Context.background())
  private val elements: Chan<Int> = Chan.make()

  @Operation
  fun send(@Param(gen = IntGen::class, conf = "1:3") v: Int) = elements.sendUntil(ctx, v)

  @Operation fun receive(): Int? = elements.receiveUntil(ctx)

  @Operation fun cancel() = ctx.cancel()
}

class BoundedSpecification : Specification() {
  private class Offer(val v: Int) {
    var taken = false
  }

  private val ended = Context.withCancel(Context.background()).also { it.cancel() }
  private val offers = ArrayDeque<Offer>()
  private var canceled = false

  fun send(v: Int) {
    val offer = Offer(v)
    if (!canceled) {
      offers.addLast(offer)
    }
    waitUntil { offer.taken || canceled }
    if (!offer.taken) {
      offers.remove(offer)
      throw checkNotNull(ended.err())
    }
  }

  fun receive(): Int? {
    waitUntil { canceled || offers.isNotEmpty() }
    if (canceled) {
      throw checkNotNull(ended.err())
    }
    val offer = offers.removeFirst()
    offer.taken = true
    return offer.v
  }

  fun cancel() {
    canceled = true
  }
}

/** Looks at the context before the wait, and not during it. */
class DeafOperations {
  private val ctx = Context.withCancel(Context.background())
  private val elements: Chan<Int> = Chan.make()

  @Operation
  fun send(@Param(gen = IntGen::class, conf = "1:3") v: Int) {
    ctx.err()?.let { throw it }
    elements.send(v)
  }

  @Operation
  fun receive(): Int? {
    ctx.err()?.let { throw it }
    return elements.receive()
  }

  @Operation fun cancel() = ctx.cancel()
}

class ContextTest {
  @Test
  fun anEndedContextEndsTheWait() =
    Checks.check(BoundedOperations::class, BoundedSpecification::class).run()

  @Test
  fun aWaitThatNoContextEndsIsCaught() {
    Checks.assertCaught(
      Checks.check(DeafOperations::class, BoundedSpecification::class),
      "SUSPENDED",
      "cancel()",
    )
  }
}
