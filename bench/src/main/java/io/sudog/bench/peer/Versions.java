package io.sudog.bench.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions of libraries that do not tell theirs, as the build wrote them down. */
final class Versions {
  private Versions() {}

  static String of(String library) {
    try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
      if (in == null) {
        return "of an unknown version";
      }
      Properties versions = new Properties();
      versions.load(in);
      return versions.getProperty(library, "of an unknown version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
