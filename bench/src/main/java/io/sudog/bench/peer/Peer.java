package io.sudog.bench.peer;

import io.sudog.bench.workload.Workload;
import java.util.Optional;

/** A language or library that runs the workloads. */
public interface Peer {
  /**
   * The name on the command line and in the table.
   *
   * @return a word in lower case
   */
  String name();

  /**
   * Whether the peer has a program for a workload.
   *
   * @param workload any
   * @return false when it is not asked to run it
   */
  default boolean runs(Workload workload) {
    return true;
  }

  /**
   * Why there is no program for a workload.
   *
   * @param workload any
   * @return what the peer lacks, to be read after its name; empty when it runs the workload
   */
  default Optional<String> reasonWithout(Workload workload) {
    return Optional.empty();
  }

  /**
   * Makes the peer ready, compiling its program where that is needed.
   *
   * @return what will run, with its version, for the report
   * @throws PeerMissingException when it cannot run here
   * @throws InterruptedException when the thread was interrupted meanwhile
   */
  String prepare() throws PeerMissingException, InterruptedException;

  /**
   * The process that measures a workload once.
   *
   * @param workload what to run
   * @param processors GOMAXPROCS and its likes
   * @param settings the measurement's
   * @return what to start
   */
  Invocation invocation(Workload workload, int processors, Settings settings);
}
