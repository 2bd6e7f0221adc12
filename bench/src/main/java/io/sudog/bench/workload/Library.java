package io.sudog.bench.workload;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a workload's bodies are written with. It has a public constructor that takes the number of
 * processors and is opened once per process.
 */
public interface Library extends AutoCloseable {
  /**
   * A body by its workload's name.
   *
   * @param workload the name
   * @return the body
   * @throws IllegalArgumentException when there is none
   */
  Workload.Body body(String workload);

  /**
   * Runs a body to its end where the library's own means work; the timer runs meanwhile.
   *
   * @param body what to run
   * @param b passed on
   * @throws Exception what the body threw
   */
  void run(Workload.Body body, B b) throws Exception;

  /**
   * Starts threads or coroutines that count themselves, wait for one thing, and end when it comes.
   *
   * @param n how many
   * @param started to increment once in each
   * @return what they wait for
   * @throws Exception when it failed
   */
  Parked park(int n, AtomicInteger started) throws Exception;

  @Override
  default void close() {}

  /** Those that wait. */
  @FunctionalInterface
  interface Parked {
    /**
     * Wakes all and returns when they have ended.
     *
     * @throws Exception when it failed
     */
    void wakeAndAwait() throws Exception;
  }
}
