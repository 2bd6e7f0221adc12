package io.sudog.samples.httpd;

import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.List;

/** What a path leads to. */
sealed interface Found {
  /**
   * A file.
   *
   * @param name its last name
   * @param channel open for reading, to be closed
   * @param size in bytes
   * @param modified when it was written last
   */
  record File(String name, FileChannel channel, long size, Instant modified) implements Found {}

  /**
   * A folder without index.html.
   *
   * @param folder the names that lead there
   * @param names what is in it, sorted; those of folders end in a slash
   */
  record Listing(List<String> folder, List<String> names) implements Found {}

  /**
   * A folder whose path lacks the slash at the end: relative links in it would lead astray.
   *
   * @param path the right one, encoded
   */
  record Moved(String path) implements Found {}
}
