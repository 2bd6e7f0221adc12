package io.sudog.runtime;

/**
 * The scheduler's source of time. A deterministic scheduler replaces it by virtual time; everything
 * that reads a clock for scheduling, timers or wait times reads this one.
 */
@FunctionalInterface
public interface Clock {
  /** The JVM's monotonic clock. */
  Clock SYSTEM = System::nanoTime;

  /**
   * Now, in nanoseconds from an arbitrary origin, never going backwards.
   *
   * @return the time
   */
  long nanoTime();
}
