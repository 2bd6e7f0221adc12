package io.sudog.lincheck

import io.sudog.channels.Chan
import io.sudog.core.Go
import io.sudog.time.Time
import java.time.Duration
import kotlin.reflect.KClass
import org.jetbrains.lincheck.datastructures.Operation
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What nobody can check is said, and nothing hangs. */
class MisuseTest {
  class Empty {
    fun put() = Unit
  }

  class OneOperation {
    @Operation fun put() = Unit
  }

  class Suspends {
    @Operation suspend fun take() = Unit
  }

  class Demanding(val size: Int) {
    @Operation fun put() = Unit
  }

  class WaitsUnasked {
    private val never: Chan<Int> = Chan.make()

    @Operation fun take(): Int? = never.receive()
  }

  class WaitsToBegin {
    private val first: Int? = Chan.make<Int>().receive()

    @Operation fun take(): Int? = first
  }

  class WaitsInTheSpecification : Specification() {
    private val never: Chan<Int> = Chan.make()

    fun take(): Int? = never.receive()
  }

  class TakesNothing {
    @Operation fun take(): Int? = null
  }

  class StartsAGoroutine {
    @Operation fun take(): Int? {
      Go.go { }
      return 1
    }
  }

  class WaitsForTime {
    @Operation fun take(): Int? {
      Time.after(Duration.ofMillis(1)).receive()
      return 1
    }
  }

  class Sleeps {
    @Operation fun take(): Int? {
      Go.sleep(Duration.ofMillis(1))
      return 1
    }
  }

  class PutsOne : Specification() {
    fun put() = Unit
  }

  class TakesOne : Specification() {
    fun take(): Int? = 1
  }

  private fun assertRefused(operations: KClass<*>, specification: KClass<out Specification>, reason: String) {
    val e =
      assertThrows(IllegalArgumentException::class.java) {
        StructureCheck.of(operations.java, specification.java)
      }
    assertTrue(e.message.orEmpty().contains(reason)) { e.message }
  }

  private fun assertMisused(operations: KClass<*>, specification: KClass<out Specification>, reason: String) {
    val check = Checks.check(operations, specification).iterations(1).invocations(10)
    val e = assertThrows(IllegalStateException::class.java) { check.run() }
    assertTrue(e.message.orEmpty().contains(reason)) { e.message }
  }

  @Test
  fun anOperationsClassWithoutOperations() =
    assertRefused(Empty::class, TakesOne::class, "has no operation: put @Operation")

  @Test
  fun aSpecificationThatMissesAnOperation() =
    assertRefused(OneOperation::class, TakesOne::class, "has no public `put()`")

  @Test
  fun aSuspendingFunction() =
    assertRefused(Suspends::class, TakesOne::class, "leave `suspend` out")

  @Test
  fun aClassThatNobodyCanMake() =
    assertRefused(Demanding::class, PutsOne::class, "no constructor without parameters")

  @Test
  fun settingsOutOfRange() {
    val check = StructureCheck.of(OneOperation::class.java, PutsOne::class.java)
    val e = assertThrows(IllegalArgumentException::class.java) { check.threads(0) }
    assertTrue(e.message.orEmpty().contains("threads is 0: give 1 or more")) { e.message }
  }

  @Test
  fun anOperationThatWaitsThoughItShouldNot() {
    Checks.assertCaught(Checks.check(WaitsUnasked::class, TakesOne::class), "take(): SUSPENDED")
  }

  @Test
  fun aConstructorThatWaits() =
    assertMisused(WaitsToBegin::class, TakesOne::class, "let the constructors wait for nothing")

  @Test
  fun aSpecificationThatWaits() =
    assertMisused(
      TakesNothing::class,
      WaitsInTheSpecification::class,
      "the specification in waitUntil alone",
    )

  @Test
  fun aGoroutine() =
    assertMisused(StartsAGoroutine::class, TakesOne::class, "starts a goroutine or a timer")

  @Test
  fun aTimer() = assertMisused(WaitsForTime::class, TakesOne::class, "starts a goroutine or a timer")

  @Test
  fun aSleep() = assertMisused(Sleeps::class, TakesOne::class, "starts a goroutine or a timer")
}
