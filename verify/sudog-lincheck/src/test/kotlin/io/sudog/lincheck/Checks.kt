package io.sudog.lincheck

import kotlin.reflect.KClass
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue

/** How long the checks of these tests are: one place for all of them. */
object Checks {
  private const val ITERATIONS = 8
  private const val INVOCATIONS = 100

  /** How much longer than in a build: `-Dsudog.verify=N`. */
  private val factor = Integer.getInteger("sudog.verify", 1).coerceAtLeast(1)

  fun check(operations: KClass<*>, specification: KClass<out Specification>): StructureCheck =
    StructureCheck.of(operations.java, specification.java)
      .iterations(ITERATIONS * factor)
      .invocations(INVOCATIONS)
      .threads(2)

  /** That a check fails because of results, and says where. */
  fun assertCaught(check: StructureCheck, vararg inTheTrace: String): String {
    val failure = assertThrows(AssertionError::class.java) { check.run() }
    val message = failure.message.orEmpty()
    assertTrue(message.contains("Invalid execution results")) { message }
    for (text in inTheTrace) {
      assertTrue(message.contains(text)) { "no \"$text\" in: $message" }
    }
    return message
  }
}
