package io.sudog.core;

import io.sudog.runtime.Tunables;

/** Lets tests of all modules at the builder's knobs. */
public final class TestSchedulers {
  private TestSchedulers() {}

  /**
   * A scheduler whose queues and time slices are as small as they go.
   *
   * @param processors how many
   * @return a new scheduler, to be closed
   */
  public static Scheduler shrunk(int processors) {
    return shrunkBuilder(processors).build();
  }

  /**
   * The builder of such a scheduler.
   *
   * @param processors how many
   * @return a new builder
   */
  public static Scheduler.Builder shrunkBuilder(int processors) {
    return with(Tunables.SHRUNK).processors(processors);
  }

  /**
   * A builder with knobs of the test's.
   *
   * @param tunables the knobs
   * @return a new builder
   */
  public static Scheduler.Builder with(Tunables tunables) {
    return Scheduler.builder().tunables(tunables);
  }
}
