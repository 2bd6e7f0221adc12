package io.sudog.select

import io.sudog.runtime.Waiter
import io.sudog.testing.Twin
import io.sudog.verify.lincheck.Canary
import io.sudog.verify.lincheck.Checks
import org.junit.jupiter.api.DisplayName
import org.junit.jupiter.api.Test

@DisplayName("Select is linearizable")
class SelectLincheckTest {
  @Test
  @DisplayName("S04 S14 over two channels, against operations and selects")
  fun twoChannels() {
    Checks.model(2, 2, TwoChannelsSpec::class.java)
      .addCustomScenario {
        parallel {
          thread { actor(TwoChannelsOps::selectReceive) }
          thread { actor(TwoChannelsOps::selectSend, 1) }
          thread { actor(TwoChannelsOps::sendToB, 2) }
        }
      }
      .check(TwoChannelsOps::class.java)
  }

  @Test
  @DisplayName("S11 S12 S13 with a channel in several cases")
  fun sameChannel() {
    Checks.model(2, 2, SameChannelSpec::class.java)
      .addCustomScenario {
        parallel {
          thread { actor(SameChannelOps::selectTwice); actor(SameChannelOps::selectTwice) }
          thread { actor(SameChannelOps::sendToB, 1) }
          thread { actor(SameChannelOps::selectFirst, 2) }
        }
      }
      .check(SameChannelOps::class.java)
  }
}

@DisplayName("Lincheck catches a select")
class SelectCanaryLincheckTest {
  private fun op() = Twin.of("select", SelectOp::class.java)

  private fun assertCaught(twin: Twin, check: String) =
    Canary.assertCaught(twin, SelectLincheckTest::class.java, check)

  @Test
  @DisplayName("whose wakers do not win its round")
  fun roundNotWon() =
    assertCaught(
      Twin.of("core", Waiter::class.java)
        .replace("if (!winTicket(sg.ticket)) { return false; }", ""),
      "twoChannels",
    )

  @Test
  @DisplayName("that looks at each channel without holding them all")
  fun noLocks() =
    assertCaught(
      op().replace("if (c != last) { c.lock();", "if (c != last) { c.lock(); c.unlock();"),
      "twoChannels",
    )

  @Test
  @DisplayName("that stands in the queue of its first case alone")
  fun firstOnly() =
    assertCaught(
      op()
        .replace(
          "for (int i = 0; i < n; i++) { SelectCase c = pollOrder[i]; c.enqueueLocked",
          "for (int i = 0; i < 1; i++) { SelectCase c = pollOrder[i]; c.enqueueLocked",
        ),
      "sameChannel",
    )
}
