package io.sudog.verify.stress;

/** A collector of the JDK's. */
enum Gc {
  SERIAL("-XX:+UseSerialGC"),
  PARALLEL("-XX:+UseParallelGC"),
  G1("-XX:+UseG1GC"),
  Z("-XX:+UseZGC");

  /** The JVM's option. */
  final String option;

  Gc(String option) {
    this.option = option;
  }
}
