package io.sudog.bench.peer;

/** The JVM's collectors. */
public enum Gc {
  /** One thread, stops the world. */
  SERIAL("-XX:+UseSerialGC"),
  /** Several threads, stops the world; the collector of most throughput. */
  PARALLEL("-XX:+UseParallelGC"),
  /** The JVM's default on most machines. */
  G1("-XX:+UseG1GC"),
  /** Concurrent. */
  Z("-XX:+UseZGC");

  private final String option;

  Gc(String option) {
    this.option = option;
  }

  /**
   * The option that selects it.
   *
   * @return a JVM option
   */
  public String option() {
    return option;
  }
}
