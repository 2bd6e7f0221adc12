package io.sudog.samples.md5all;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A path as {@code find} prints it: bytes, for a file's name need not be text. Ordered as the C
 * locale sorts.
 *
 * <p>A {@link Path} keeps the bytes but shows them only decoded, with a replacement character for
 * what the encoding of file names does not know; its URI has them all, percent-encoded, and is
 * asked only then, since it costs a look at the file.
 */
final class PathBytes implements Comparable<PathBytes> {
  private static final Charset FILE_NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  private static final char REPLACEMENT = '\uFFFD';

  private final byte[] bytes;

  private PathBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A path given on the command line, and therefore text. */
  static PathBytes of(String path) {
    return new PathBytes(path.getBytes(FILE_NAMES));
  }

  /**
   * The path of what lies in this folder: this, a slash unless it ends in one, and the last name of
   * {@code entry}.
   */
  PathBytes child(Path entry) {
    ByteArrayOutputStream child = new ByteArrayOutputStream(bytes.length + 32);
    child.writeBytes(bytes);
    if (!endsWithSlash()) {
      child.write('/');
    }
    child.writeBytes(lastName(entry));
    return new PathBytes(child.toByteArray());
  }

  /** This with a slash at its end: what the paths of all that lies in this folder begin with. */
  PathBytes asFolder() {
    if (endsWithSlash()) {
      return this;
    }
    byte[] folder = Arrays.copyOf(bytes, bytes.length + 1);
    folder[bytes.length] = '/';
    return new PathBytes(folder);
  }

  private boolean endsWithSlash() {
    return bytes.length > 0 && bytes[bytes.length - 1] == '/';
  }

  private static byte[] lastName(Path entry) {
    String name = String.valueOf(entry.getFileName());
    if (name.indexOf(REPLACEMENT) < 0) {
      return name.getBytes(FILE_NAMES);
    }
    String uri = entry.toUri().getRawPath();
    int end = uri.endsWith("/") ? uri.length() - 1 : uri.length();
    return percentDecode(uri.substring(uri.lastIndexOf('/', end - 1) + 1, end));
  }

  private static byte[] percentDecode(String ascii) {
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      if (ascii.charAt(i) == '%') {
        decoded.write(Integer.parseInt(ascii, i + 1, i + 3, 16));
        i += 2;
      } else {
        decoded.write(ascii.charAt(i));
      }
    }
    return decoded.toByteArray();
  }

  /** A copy of the bytes. */
  byte[] toByteArray() {
    return bytes.clone();
  }

  /** For messages: decoded, with replacement characters where that is not possible. */
  @Override
  public String toString() {
    return new String(bytes, FILE_NAMES);
  }

  @Override
  public int compareTo(PathBytes other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathBytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
