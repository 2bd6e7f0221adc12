package io.sudog.core;

import io.sudog.runtime.Tunables;

/**
 * Lets the stress programs at the builder's knobs. It is in this package because the knobs are open
 * to it alone; only this unpublished module has it, and that runs on the class path.
 */
public final class StressSchedulers {
  private StressSchedulers() {}

  /**
   * A builder, perhaps of a scheduler whose queues and time slices are as small as they go.
   *
   * @param processors how many
   * @param shrunk whether
   * @return a new builder
   */
  public static Scheduler.Builder builder(int processors, boolean shrunk) {
    return Scheduler.builder()
        .tunables(shrunk ? Tunables.SHRUNK : Tunables.DEFAULT)
        .processors(processors);
  }
}
