package io.sudog.bench.workload;

/** A named piece of work that every peer can run. */
public sealed interface Workload {
  /**
   * The name, which is Go's where Go's own benchmarks have the workload.
   *
   * @return a name in camel case, without spaces
   */
  String name();

  /**
   * What is done, and what one operation is.
   *
   * @return one line
   */
  String description();

  /**
   * What a reader of the figure has to know.
   *
   * @return a sentence, or an empty string
   */
  String note();

  /**
   * A workload that is repeated and timed in a warm process.
   *
   * @param name see {@link #name}
   * @param description see {@link #description}
   * @param note see {@link #note}
   * @param body the work itself
   */
  record Loop(String name, String description, String note, Body body) implements Workload {}

  /**
   * A workload that takes a fresh process to itself, because it measures that process.
   *
   * @param name see {@link #name}
   * @param description see {@link #description}
   * @param note see {@link #note}
   * @param program the class with the main method
   */
  record Program(String name, String description, String note, Class<?> program)
      implements Workload {}

  /**
   * An echo server in a process of its own, and connections that exchange 64-byte messages with it.
   *
   * @param name see {@link #name}
   * @param description see {@link #description}
   * @param note see {@link #note}
   * @param connections how many always have a message under way
   * @param withIdle whether there are many more that say nothing
   */
  record Echo(String name, String description, String note, int connections, boolean withIdle)
      implements Workload {}

  /** Runs {@link B#n()} operations in the calling goroutine and those that it starts and awaits. */
  @FunctionalInterface
  interface Body {
    /**
     * Does the work. The timer runs when it is called.
     *
     * @param b how much to do
     * @throws Exception when the work failed
     */
    void run(B b) throws Exception;
  }
}
