package io.sudog.verify.lincheck

import io.sudog.runtime.ForeignThread
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions
import org.jetbrains.lincheck.datastructures.forClasses

/** How long the checks of this module are: one place for all of them. */
object Checks {
  private const val ITERATIONS = 10
  private const val INVOCATIONS = 500

  /** For what all else is made of. */
  const val MANY_ITERATIONS = 20

  /** The same, and where a canary needs as many. */
  const val MANY_INVOCATIONS = 1_000

  /** How much longer than in a build: `-Dsudog.verify=N`. */
  private val factor = Integer.getInteger("sudog.verify", 1).coerceAtLeast(1)

  /**
   * Model checking of operations that may wait. Nothing runs before or after the parallel part: an
   * operation that waits there could never be woken.
   */
  fun model(
    threads: Int,
    actors: Int,
    specification: Class<*>,
    iterations: Int = ITERATIONS,
    invocations: Int = INVOCATIONS,
  ): ModelCheckingOptions =
    ModelCheckingOptions()
      .iterations(iterations * factor)
      .invocationsPerIteration(invocations)
      .threads(threads)
      .actorsPerThread(actors)
      .actorsBefore(0)
      .actorsAfter(0)
      // The list of all threads' records: no step of any operation, and it would lead the model
      // checker into all there is, by way of its own thread.
      .addGuarantee(forClasses(ForeignThread::class).methods("register").ignore())
      // That a twin is wrong is all that is asked of it.
      .minimizeFailedScenario(!Canary.isChild())
      .sequentialSpecification(specification)
}
