package io.sudog.samples.md5all;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Opens a file for reading. */
@FunctionalInterface
interface Opener {
  InputStream open(Path path) throws IOException;
}
