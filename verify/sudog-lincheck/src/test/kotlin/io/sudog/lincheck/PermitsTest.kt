package io.sudog.lincheck

import io.sudog.channels.Chan
import io.sudog.samples.structures.Permits
import org.jetbrains.lincheck.datastructures.Operation
import org.junit.jupiter.api.Test

/** Two permits: the operations. A release without an acquire is an exception, and a result too. */
class PermitsOperations {
  private val permits = Permits(2)

  @Operation fun acquire() = permits.acquire()

  @Operation fun tryAcquire(): Boolean = permits.tryAcquire()

  @Operation fun release() = permits.release()
}

class PermitsSpecification : Specification() {
  private var free = 2

  fun acquire() {
    waitUntil { free > 0 }
    free -= 1
  }

  fun tryAcquire(): Boolean {
    val got = free > 0
    if (got) {
      free -= 1
    }
    return got
  }

  fun release() {
    check(free < 2) { "nobody has taken it" }
    free += 1
  }
}

/** Its release gives back two. */
class GenerousPermits {
  private val taken: Chan<Boolean> = Chan.make(2)

  fun acquire() = taken.send(true)

  fun release() {
    check(taken.tryReceive().ok()) { "nobody has taken it" }
    taken.tryReceive()
  }
}

class GenerousOperations {
  private val permits = GenerousPermits()

  @Operation fun acquire() = permits.acquire()

  @Operation fun release() = permits.release()
}

class PermitsTest {
  @Test
  fun areLinearizable() = Checks.check(PermitsOperations::class, PermitsSpecification::class).run()

  @Test
  fun aReleaseOfTwoIsCaught() {
    Checks.assertCaught(
      Checks.check(GenerousOperations::class, PermitsSpecification::class),
      "release",
      "IllegalStateException",
    )
  }
}
