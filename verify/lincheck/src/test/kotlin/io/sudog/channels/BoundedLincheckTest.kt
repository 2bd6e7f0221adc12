package io.sudog.channels

import io.sudog.runtime.Waiter
import io.sudog.testing.Twin
import io.sudog.verify.lincheck.Canary
import io.sudog.verify.lincheck.Checks
import kotlin.reflect.jvm.javaMethod
import org.jetbrains.kotlinx.lincheck.Actor
import org.junit.jupiter.api.DisplayName
import org.junit.jupiter.api.Test

@DisplayName("Waits that end early lose no element and double none")
class BoundedLincheckTest {
  @Test
  @DisplayName("when another party ends them")
  fun ended() {
    Checks.model(2, 3, BoundedSpec::class.java)
      .addCustomScenario {
        parallel {
          // The second wait begins behind that of the third thread.
          thread { actor(BoundedOps::receiveUntil); actor(BoundedOps::receiveUntil) }
          thread {
            actor(BoundedOps::endReceive)
            actor(BoundedOps::sendUntil, 1)
            actor(BoundedOps::sendUntil, 2)
          }
          thread { actor(BoundedOps::receive) }
        }
      }
      .check(BoundedOps::class.java)
  }

  @Test
  @DisplayName("when they are cancelled")
  fun cancelled() {
    val receive = checkNotNull(CancelledOps::receive.javaMethod)
    Checks.model(2, 2, CancelledSpec::class.java, invocations = Checks.MANY_INVOCATIONS)
      .addCustomScenario {
        parallel {
          thread { add(Actor(receive, emptyList(), cancelOnSuspension = true)) }
          thread { actor(CancelledOps::send, 1); actor(CancelledOps::receive) }
        }
      }
      .check(CancelledOps::class.java)
  }
}

@DisplayName("Lincheck catches")
class BoundedCanaryLincheckTest {
  private fun assertCaught(twin: Twin, check: String) =
    Canary.assertCaught(twin, BoundedLincheckTest::class.java, check)

  @Test
  @DisplayName("a waker that does not win the round")
  fun roundNotWon() =
    assertCaught(
      Twin.of("core", Waiter::class.java)
        .replace("if (!winTicket(sg.ticket)) { return false; }", ""),
      "ended",
    )

  @Test
  @DisplayName("a round that two may win")
  fun wonTwice() =
    assertCaught(
      Twin.of("core", Waiter::class.java)
        .replace(
          "return ticket == round && TICKET.compareAndSet(this, round, round + 1);",
          "if (ticket != round) { return false; } ticket = round + 1; return true;",
        ),
      "cancelled",
    )

  @Test
  @DisplayName("a queue in which a wait stays that has ended")
  fun endedStays() =
    assertCaught(
      Twin.of("channels", ChanCore::class.java)
        .replace("boolean removed = queue.remove(sg);", "boolean removed = sg.isQueued();"),
      "ended",
    )
}
