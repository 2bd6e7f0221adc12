package io.sudog.runtime;

import java.util.List;
import java.util.Map;

/**
 * A snapshot of a scheduler. Its numbers are read one after the other while the scheduler runs.
 *
 * @param processors one entry a P, by id; then those that were taken from an M which has not
 *     noticed yet, DEAD
 * @param threads how many Ms there are
 * @param idleThreads how many of them are parked
 * @param spinningThreads how many look for work
 * @param globalQueue how many Gs stand in the global queue
 * @param goroutines how many Gs are in each state; free descriptors are IDLE
 */
public record Stats(
    List<Processor> processors,
    int threads,
    int idleThreads,
    int spinningThreads,
    int globalQueue,
    Map<GState, Long> goroutines) {

  /**
   * One P.
   *
   * @param id its number
   * @param status what it is doing
   * @param queue how many Gs stand in its local queue, runNext included
   * @param timers how many timers it has
   * @param ticks time slices begun
   * @param switches goroutines run
   * @param steals goroutines it ran that were taken from another P
   * @param handOffs how often it was taken from an M
   */
  public record Processor(
      int id,
      PState status,
      int queue,
      int timers,
      long ticks,
      long switches,
      long steals,
      long handOffs) {}
}
