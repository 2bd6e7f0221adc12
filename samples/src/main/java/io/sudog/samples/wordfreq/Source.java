package io.sudog.samples.wordfreq;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Something to read words from.
 *
 * @param name for messages
 * @param opener opens it
 */
record Source(String name, Opener opener) {
  /** Opens a source. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  /**
   * The file of that name, which is opened only when its turn comes; {@code -} is standard input.
   */
  static Source named(String name) {
    return name.equals("-")
        ? new Source("standard input", Source::standardInput)
        : new Source(name, () -> Files.newInputStream(path(name)));
  }

  private static Path path(String name) throws FileSystemException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      FileSystemException failure =
          new FileSystemException(
              name, null, "no file name in this locale; LC_ALL=C.UTF-8 knows all characters");
      failure.initCause(e);
      throw failure;
    }
  }

  private static InputStream standardInput() {
    return new FilterInputStream(System.in) {
      @Override
      public void close() {
        // Standard input is not ours to close: it may be read again, if only to find its end.
      }
    };
  }
}
