package io.sudog.samples.httpd;

import static io.sudog.samples.httpd.Status.BAD_REQUEST;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/** Paths of URLs: percent-encoded UTF-8. */
final class UrlPath {
  private static final int HEX = 16;
  private static final String PLAIN = "-._~";

  private UrlPath() {}

  /**
   * The names of which a path consists, decoded. Empty ones are left out, as in a file system.
   *
   * @param path as in a request
   * @throws HttpException for a path that is malformed or tries to leave its root. No client that
   *     follows the rules sends dots, it resolves them
   */
  static List<String> names(String path) throws HttpException {
    if (!path.startsWith("/") || path.indexOf('#') >= 0) {
      throw new HttpException(BAD_REQUEST, "the target must be a path");
    }
    List<String> names = new ArrayList<>();
    // The slashes come first: an encoded one is part of a name, and no file has such a name.
    for (String encoded : path.split("/", -1)) {
      String name = decode(encoded);
      if (name.equals(".") || name.equals("..") || name.indexOf('/') >= 0 || name.indexOf(0) >= 0) {
        throw new HttpException(BAD_REQUEST, "the path has a name that no file can have");
      }
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  private static String decode(String encoded) throws HttpException {
    ByteBuffer bytes = ByteBuffer.allocate(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      bytes.put((byte) (c == '%' ? octet(encoded, i) : c));
      if (c == '%') {
        i += 2;
      }
    }
    try {
      return UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new HttpException(BAD_REQUEST, "the path is not UTF-8");
    }
  }

  private static int octet(String encoded, int percent) throws HttpException {
    int high =
        percent + 2 < encoded.length() ? Character.digit(encoded.charAt(percent + 1), HEX) : -1;
    int low = high < 0 ? -1 : Character.digit(encoded.charAt(percent + 2), HEX);
    if (low < 0) {
      throw new HttpException(BAD_REQUEST, "the path has a % without two hexadecimal digits");
    }
    return high * HEX + low;
  }

  /** Encodes a name: all but what means nothing in a URL, wherever it stands. */
  static String encode(String name) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : name.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || PLAIN.indexOf(c) >= 0;
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append("%%%02X".formatted((int) c));
      }
    }
    return encoded.toString();
  }

  /** The path of a folder, with its slashes. */
  static String folder(List<String> names) {
    StringBuilder path = new StringBuilder("/");
    names.forEach(name -> path.append(encode(name)).append('/'));
    return path.toString();
  }
}
