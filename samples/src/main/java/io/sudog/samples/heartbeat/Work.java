package io.sudog.samples.heartbeat;

import io.sudog.channels.Chan;
import io.sudog.core.Go;
import java.time.Duration;
import java.util.Map;

/** How a job is done: in steps, between which the worker can show that it is alive. */
interface Work {
  /** How many steps a job takes. */
  int steps();

  /** Does a step. May hang, which is what this sample is about. */
  void step(Job job, int step) throws Exception;

  /**
   * Work that sleeps, and hangs where it is planted: in the middle of a job, without a look at any
   * context.
   *
   * @param steps of each job
   * @param step how long each takes
   * @param hangs for a job's number, how many attempts at it hang
   */
  static Work sleeping(int steps, Duration step, Map<Integer, Integer> hangs) {
    return new Work() {
      @Override
      public int steps() {
        return steps;
      }

      @Override
      public void step(Job job, int n) {
        if (n == steps / 2 && job.attempt() <= hangs.getOrDefault(job.number(), 0)) {
          Chan.nil().receive();
        }
        Go.sleep(step);
      }
    };
  }
}
