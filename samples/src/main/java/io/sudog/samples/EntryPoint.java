package io.sudog.samples;

/** The main method of a sample. */
@FunctionalInterface
public interface EntryPoint {
  /**
   * Runs the sample.
   *
   * @param args what stands after the sample's name on the command line
   * @return the exit code of the process: 0 for success, 2 for wrong arguments
   * @throws Exception anything the sample has no answer to; the process then prints it and exits
   *     with 1
   */
  int run(String[] args) throws Exception;
}
