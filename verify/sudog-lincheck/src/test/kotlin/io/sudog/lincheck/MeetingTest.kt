package io.sudog.lincheck

import io.sudog.channels.Chan
import io.sudog.samples.structures.Meeting
import org.jetbrains.lincheck.datastructures.IntGen
import org.jetbrains.lincheck.datastructures.Operation
import org.jetbrains.lincheck.datastructures.Param
import org.junit.jupiter.api.Test

/** Each operation waits twice: for the partner, and for what the partner sends. */
@Param(name = "v", gen = IntGen::class, conf = "1:3")
class MeetingOperations {
  private val meeting = Meeting()

  @Operation fun ask(@Param(name = "v") v: Int): Int = meeting.ask(v)

  @Operation fun answer(@Param(name = "v") v: Int): Int = meeting.answer(v)
}

class MeetingSpecification : Specification() {
  private class Question(val number: Int) {
    var answer: Int? = null
  }

  private val questions = ArrayDeque<Question>()

  fun ask(v: Int): Int {
    val question = Question(v)
    questions.addLast(question)
    waitUntil { question.answer != null }
    return checkNotNull(question.answer)
  }

  fun answer(v: Int): Int {
    waitUntil { questions.isNotEmpty() }
    val question = questions.removeFirst()
    question.answer = question.number + v
    return question.number
  }
}

/** Sends answers over one channel for all: they may come to somebody else. */
class CrowdedMeeting {
  private val questions: Chan<Int> = Chan.make()
  private val answers: Chan<Int> = Chan.make()

  fun ask(number: Int): Int {
    questions.send(number)
    return checkNotNull(answers.receive())
  }

  fun answer(number: Int): Int {
    val question = checkNotNull(questions.receive())
    answers.send(question + number)
    return question
  }
}

class CrowdedOperations {
  private val meeting = CrowdedMeeting()

  @Operation
  fun ask(@Param(gen = IntGen::class, conf = "1:9") v: Int): Int = meeting.ask(v)

  @Operation
  fun answer(@Param(gen = IntGen::class, conf = "1:1") v: Int): Int = meeting.answer(v)
}

class MeetingTest {
  @Test
  fun isLinearizable() =
    Checks.check(MeetingOperations::class, MeetingSpecification::class).run()

  @Test
  fun answersThatGoToAnybodyAreCaught() {
    Checks.assertCaught(
      Checks.check(CrowdedOperations::class, MeetingSpecification::class)
        .threads(4)
        .operationsPerThread(1),
      "CrowdedMeeting",
    )
  }
}
