package io.sudog.samples.md5all;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The sum of one file.
 *
 * @param name the file's path
 * @param md5 32 hexadecimal digits
 */
record Sum(PathBytes name, String md5) {
  /**
   * What {@code md5sum} prints, without the line feed: where the name has a backslash, line feed or
   * carriage return, those are escaped and a backslash in front of the line says so.
   */
  byte[] line() {
    ByteArrayOutputStream escaped = new ByteArrayOutputStream();
    boolean anyEscaped = false;
    for (byte b : name.toByteArray()) {
      int escape =
          switch (b) {
            case '\\' -> '\\';
            case '\n' -> 'n';
            case '\r' -> 'r';
            default -> 0;
          };
      if (escape == 0) {
        escaped.write(b);
      } else {
        escaped.write('\\');
        escaped.write(escape);
        anyEscaped = true;
      }
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(((anyEscaped ? "\\" : "") + md5 + "  ").getBytes(StandardCharsets.US_ASCII));
    line.writeBytes(escaped.toByteArray());
    return line.toByteArray();
  }
}
