package io.sudog.samples.httpd;

import static io.sudog.samples.httpd.Status.BAD_REQUEST;
import static io.sudog.samples.httpd.Status.HTTP_VERSION_NOT_SUPPORTED;
import static io.sudog.samples.httpd.Status.REQUEST_HEADER_FIELDS_TOO_LARGE;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request.
 *
 * @param method as sent
 * @param target as sent: visible ASCII
 * @param minor 1 for HTTP/1.1 and what may come after it, 0 for HTTP/1.0
 * @param fields by name in lower case; those of the same name joined by commas
 */
record Request(String method, String target, int minor, Map<String, String> fields) {
  private static final int MAX_FIELDS = 100;

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern REQUEST_LINE =
      Pattern.compile("(" + TOKEN + ") ([!-~]+) HTTP/([0-9])\\.([0-9])");
  // No blank before the colon: readers who differ on what that means can be played off against each
  // other.
  private static final Pattern FIELD =
      Pattern.compile("(" + TOKEN + "):[ \\t]*((?:[!-~\\x80-\\xff \\t]*[!-~\\x80-\\xff])?)[ \\t]*");
  private static final Pattern ABSOLUTE =
      Pattern.compile("https?://[^/?#]+(.*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern COMMA = Pattern.compile("[ \\t]*,[ \\t]*");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  /**
   * Understands a head.
   *
   * @param lines the request line and the fields, without line ends
   * @throws HttpException when there is something wrong with it
   */
  static Request parse(List<String> lines) throws HttpException {
    Matcher line = REQUEST_LINE.matcher(lines.getFirst());
    if (!line.matches()) {
      throw new HttpException(BAD_REQUEST, "malformed request line");
    }
    if (!line.group(3).equals("1")) {
      throw new HttpException(HTTP_VERSION_NOT_SUPPORTED, "this server speaks HTTP/1.1 only");
    }
    int minor = Math.min(1, Integer.parseInt(line.group(4)));
    Map<String, String> fields = fields(lines.subList(1, lines.size()));
    Request request = new Request(line.group(1), line.group(2), minor, fields);
    request.requireSound();
    return request;
  }

  private static Map<String, String> fields(List<String> lines) throws HttpException {
    if (lines.size() > MAX_FIELDS) {
      throw new HttpException(
          REQUEST_HEADER_FIELDS_TOO_LARGE, "more than " + MAX_FIELDS + " header fields");
    }
    Map<String, String> fields = new HashMap<>();
    for (String line : lines) {
      Matcher field = FIELD.matcher(line);
      if (!field.matches()) {
        throw new HttpException(BAD_REQUEST, "malformed header field");
      }
      String name = field.group(1).toLowerCase(Locale.ROOT);
      if (fields.containsKey(name) && name.equals("host")) {
        throw new HttpException(BAD_REQUEST, "more than one Host");
      }
      fields.merge(name, field.group(2), (one, other) -> one + ", " + other);
    }
    return fields;
  }

  private void requireSound() throws HttpException {
    if (minor > 0 && !fields.containsKey("host")) {
      throw new HttpException(BAD_REQUEST, "no Host");
    }
    String length = field("content-length");
    if (length != null && !LENGTH.matcher(length).matches()) {
      throw new HttpException(BAD_REQUEST, "malformed Content-Length");
    }
    if (length != null && fields.containsKey("transfer-encoding")) {
      throw new HttpException(BAD_REQUEST, "both Content-Length and Transfer-Encoding");
    }
  }

  /** The value of a field, by its name in lower case; null when there is none. */
  @Nullable String field(String name) {
    return fields.get(name);
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  /** Whether the client expects the connection to stay. A body, which nobody reads, ends it. */
  boolean keepsAlive() {
    return !hasBody() && (minor > 0 ? !connection("close") : connection("keep-alive"));
  }

  private boolean connection(String option) {
    String options = field("connection");
    return options != null && COMMA.splitAsStream(options).anyMatch(option::equalsIgnoreCase);
  }

  private boolean hasBody() {
    String length = field("content-length");
    return fields.containsKey("transfer-encoding")
        || (length != null && Long.parseLong(length) > 0);
  }

  /** The target without scheme and host, which a client may send to any server. */
  private String originForm() {
    Matcher absolute = ABSOLUTE.matcher(target);
    if (!absolute.matches()) {
      return target;
    }
    return absolute.group(1).startsWith("/") ? absolute.group(1) : "/" + absolute.group(1);
  }

  /** The path of the target, still encoded. */
  String path() {
    String origin = originForm();
    int query = origin.indexOf('?');
    return query < 0 ? origin : origin.substring(0, query);
  }

  /** The query of the target with its question mark, empty when there is none. */
  String query() {
    String origin = originForm();
    int query = origin.indexOf('?');
    return query < 0 ? "" : origin.substring(query);
  }
}
