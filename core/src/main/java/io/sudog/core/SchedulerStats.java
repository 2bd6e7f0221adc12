package io.sudog.core;

import io.sudog.runtime.GState;
import io.sudog.runtime.Stats;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A snapshot of a scheduler: what Go's {@code GODEBUG=schedtrace} and {@code scheddetail} show. Its
 * numbers are read one after the other while the scheduler runs, so they need not add up. Where
 * goroutines run on the JDK's scheduler it has no processors and no threads.
 *
 * @param processors one entry a P, by id; then, DEAD, those that were taken from a thread which is
 *     still in the goroutine they were taken for
 * @param threads how many OS threads the scheduler has, sysmon not counted
 * @param idleThreads how many of them are parked
 * @param spinningThreads how many of them look for work
 * @param globalQueue how many goroutines stand in the global queue
 * @param goroutines how many goroutines are in each state; IDLE are descriptors kept for reuse
 */
public record SchedulerStats(
    List<Processor> processors,
    int threads,
    int idleThreads,
    int spinningThreads,
    int globalQueue,
    Map<Goroutine.State, Long> goroutines) {

  /** Makes a snapshot of copies. */
  public SchedulerStats {
    processors = List.copyOf(processors);
    goroutines = Map.copyOf(goroutines);
  }

  /** What a processor is doing. */
  public enum Status {
    /** Nobody's. */
    IDLE,
    /** Runs goroutines, or looks for some. */
    RUNNING,
    /** Its goroutine is in {@link Go#blocking}. */
    SYSCALL,
    /** Stopped for a change of GOMAXPROCS. */
    GCSTOP,
    /** Taken from a thread that blocked or did not yield; another has its number. */
    DEAD
  }

  /**
   * One P.
   *
   * @param id its number, from 0
   * @param status what it is doing
   * @param queueLength goroutines in its local queue, the next one included
   * @param timers timers it has
   * @param ticks time slices begun
   * @param switches goroutines run
   * @param steals goroutines it took from other Ps
   * @param handOffs how often it was taken from a thread that blocked or did not yield
   */
  public record Processor(
      int id,
      Status status,
      int queueLength,
      int timers,
      long ticks,
      long switches,
      long steals,
      long handOffs) {}

  static SchedulerStats of(Stats stats) {
    EnumMap<Goroutine.State, Long> counts = new EnumMap<>(Goroutine.State.class);
    for (Map.Entry<GState, Long> entry : stats.goroutines().entrySet()) {
      counts.put(Goroutine.State.valueOf(entry.getKey().name()), entry.getValue());
    }
    return new SchedulerStats(
        stats.processors().stream()
            .map(
                p ->
                    new Processor(
                        p.id(),
                        Status.valueOf(p.status().name()),
                        p.queue(),
                        p.timers(),
                        p.ticks(),
                        p.switches(),
                        p.steals(),
                        p.handOffs()))
            .toList(),
        stats.threads(),
        stats.idleThreads(),
        stats.spinningThreads(),
        stats.globalQueue(),
        counts);
  }
}
