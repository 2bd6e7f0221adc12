package io.sudog.samples.md5all;

import java.io.IOException;

/** What the collector receives. */
sealed interface Result {
  /**
   * A file's sum.
   *
   * @param place its place in the output
   * @param sum the sum
   */
  record Digested(long place, Sum sum) implements Result {}

  /**
   * The end of the whole run.
   *
   * @param what could not be done, for example "read"
   * @param name the file or folder
   * @param cause why
   */
  record Failed(String what, PathBytes name, IOException cause) implements Result {}
}
