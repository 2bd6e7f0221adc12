package io.sudog.lincheck

import io.sudog.channels.Chan
import io.sudog.context.Context
import io.sudog.samples.structures.Mailbox
import io.sudog.select.Select
import org.jetbrains.lincheck.datastructures.BooleanGen
import org.jetbrains.lincheck.datastructures.IntGen
import org.jetbrains.lincheck.datastructures.Operation
import org.jetbrains.lincheck.datastructures.Param
import org.junit.jupiter.api.Test

/** A select over three channels, one of which another operation ends. */
class MailboxOperations {
  private val hours = Context.withCancel(Context.background())
  private val mailbox = Mailbox(1, hours)

  @Operation
  fun post(
    @Param(gen = IntGen::class, conf = "1:3") letter: Int,
    @Param(gen = BooleanGen::class) urgent: Boolean,
  ) = mailbox.post(letter.toString(), urgent)

  @Operation fun take(): String = mailbox.take()

  @Operation fun close() = hours.cancel()
}

class MailboxSpecification : Specification() {
  private val urgentOnes = ArrayDeque<String>()
  private val ordinaryOnes = ArrayDeque<String>()
  private var closed = false

  fun post(letter: Int, urgent: Boolean) {
    val letters = if (urgent) urgentOnes else ordinaryOnes
    waitUntil { letters.isEmpty() }
    letters.addLast(letter.toString())
  }

  fun take(): String {
    waitUntil { closed || urgentOnes.isNotEmpty() || ordinaryOnes.isNotEmpty() }
    return urgentOnes.removeFirstOrNull() ?: ordinaryOnes.removeFirstOrNull() ?: "closed"
  }

  fun close() {
    closed = true
  }
}

/** Looks at the office hours before it waits, and not while it does. */
class PatientMailbox(private val hours: Context) {
  private val urgent: Chan<String> = Chan.make(1)
  private val ordinary: Chan<String> = Chan.make(1)

  fun post(letter: String, isUrgent: Boolean) = (if (isUrgent) urgent else ordinary).send(letter)

  fun take(): String {
    val select = Select.inOrder()
    val first = select.receive(urgent)
    val second = select.receive(ordinary)
    val chosen = if (hours.err() == null) select.await() else select.poll()
    return when (chosen) {
      first -> checkNotNull(first.value())
      second -> checkNotNull(second.value())
      else -> "closed"
    }
  }
}

class PatientOperations {
  private val hours = Context.withCancel(Context.background())
  private val mailbox = PatientMailbox(hours)

  @Operation
  fun post(
    @Param(gen = IntGen::class, conf = "1:3") letter: Int,
    @Param(gen = BooleanGen::class) urgent: Boolean,
  ) = mailbox.post(letter.toString(), urgent)

  @Operation fun take(): String = mailbox.take()

  @Operation fun close() = hours.cancel()
}

class MailboxTest {
  @Test
  fun isLinearizable() =
    Checks.check(MailboxOperations::class, MailboxSpecification::class).run()

  @Test
  fun aWaitPastTheOfficeHoursIsCaught() {
    Checks.assertCaught(
      Checks.check(PatientOperations::class, MailboxSpecification::class),
      "take(): SUSPENDED",
      "close()",
    )
  }
}
