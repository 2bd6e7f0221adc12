package io.sudog.runtime;

/**
 * The scheduler's knobs, all in one place, so that tests can shrink them: a queue of 4 overflows
 * ten thousand times where one of 256 overflows once.
 *
 * @param localQueue slots of a P's local queue, a power of two. Go's value: 256.
 * @param globalInterval every how many scheduling ticks the global queue is looked at first. Go's
 *     value: 61, prime so that it does not beat with a program's own period.
 * @param stealPasses rounds over all Ps before a thief gives up; only the last takes {@code
 *     runNext} and runs others' timers. Go's value: 4.
 * @param runNextPauseNanos how long a thief leaves {@code runNext} of a running P alone. Go's
 *     value: 3 µs; a ping-pong pair would otherwise be torn apart at every message.
 * @param timeSliceNanos after which sysmon asks a goroutine to yield, or takes its P. Go's value:
 *     10 ms.
 * @param freeLocal dead Gs a P keeps for reuse; half of them go to the global list when there are
 *     more. Go's value: 64.
 * @param maxMs threads a scheduler may have before it gives up. Go's value: 10,000.
 * @param sysmonMinNanos sysmon's shortest sleep. Go's value: 20 µs.
 * @param sysmonMaxNanos sysmon's longest sleep while a P is busy. Go's value: 10 ms.
 */
public record Tunables(
    int localQueue,
    int globalInterval,
    int stealPasses,
    long runNextPauseNanos,
    long timeSliceNanos,
    int freeLocal,
    int maxMs,
    long sysmonMinNanos,
    long sysmonMaxNanos) {

  /**
   * How often a runtime lock is tried before the OS thread is given away. Guess: a critical section
   * is some tens of nanoseconds; on one processor its holder cannot be running, so spinning is
   * vain. {@code -Dsudog.lockspins} overrides it.
   */
  public static final int LOCK_SPINS =
      Integer.getInteger(
          "sudog.lockspins", Runtime.getRuntime().availableProcessors() > 1 ? 64 : 0);

  /** The values a program runs with. */
  public static final Tunables DEFAULT =
      new Tunables(256, 61, 4, 3_000, 10_000_000, 64, 10_000, 20_000, 10_000_000);

  /** Everything as small as it goes: rings of 4, no spinning, no free lists to speak of. */
  public static final Tunables SHRUNK =
      new Tunables(4, 5, 2, 0, 1_000_000, 2, 10_000, 20_000, 1_000_000);

  /**
   * These knobs with another time slice.
   *
   * @param nanos the slice in nanoseconds
   * @return a copy
   */
  public Tunables withTimeSlice(long nanos) {
    return new Tunables(
        localQueue,
        globalInterval,
        stealPasses,
        runNextPauseNanos,
        nanos,
        freeLocal,
        maxMs,
        sysmonMinNanos,
        Math.min(sysmonMaxNanos, nanos));
  }

  /**
   * These knobs with another limit on threads.
   *
   * @param limit how many Ms there may be
   * @return a copy
   */
  public Tunables withMaxMs(int limit) {
    return new Tunables(
        localQueue,
        globalInterval,
        stealPasses,
        runNextPauseNanos,
        timeSliceNanos,
        freeLocal,
        limit,
        sysmonMinNanos,
        sysmonMaxNanos);
  }
}
