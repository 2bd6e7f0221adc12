package io.sudog.bench.peer;

import java.time.Duration;
import java.util.List;

/**
 * How to measure, the same for every peer that has a notion of it.
 *
 * @param time how long a measured run lasts at least
 * @param warmup how long a process that compiles as it runs warms up
 * @param goroutines how many the memory workload parks
 * @param idleConnections how many the echo workload opens beside the active ones
 * @param gc the JVM's collector
 * @param heap the JVM's fixed heap, as -Xmx has it
 * @param jvmOptions more options for the JVMs, which come last and win
 * @param timeout when a process is given up
 */
public record Settings(
    Duration time,
    Duration warmup,
    int goroutines,
    int idleConnections,
    Gc gc,
    String heap,
    List<String> jvmOptions,
    Duration timeout) {
  /** Copies the list. */
  public Settings {
    jvmOptions = List.copyOf(jvmOptions);
  }
}
