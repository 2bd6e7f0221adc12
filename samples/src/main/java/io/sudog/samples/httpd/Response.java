package io.sudog.samples.httpd;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status the status
 * @param fields of the head, but for those that depend on the connection
 * @param content closed with this
 */
record Response(Status status, Map<String, String> fields, Content content)
    implements AutoCloseable {
  private static final Content NOTHING = new Content.Bytes(new byte[0]);

  static Response of(Status status, Content content) {
    return new Response(status, new LinkedHashMap<>(), content);
  }

  static Response empty(Status status) {
    return of(status, NOTHING);
  }

  static Response html(String page) {
    return of(Status.OK, new Content.Bytes(page.getBytes(UTF_8)))
        .with("Content-Type", "text/html; charset=utf-8");
  }

  /** An error, with a line of text for a person. */
  static Response error(Status status, String message) {
    return of(status, new Content.Bytes((status + ": " + message + "\n").getBytes(UTF_8)))
        .with("Content-Type", "text/plain; charset=utf-8");
  }

  /** Adds a field, to this response. */
  Response with(String name, String value) {
    fields.put(name, value);
    return this;
  }

  /**
   * The head.
   *
   * @param keepAlive whether the connection stays
   * @param now the time
   */
  String head(boolean keepAlive, Instant now) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
    field(head, "Date", HttpDate.format(now));
    fields.forEach((name, value) -> field(head, name, value));
    if (status != Status.NOT_MODIFIED) {
      // That of the answer the client has already would be allowed, and mislead some.
      field(head, "Content-Length", Long.toString(content.length()));
    }
    // Of HTTP/1.1 the former is true anyway, a client of 1.0 wants to read it.
    field(head, "Connection", keepAlive ? "keep-alive" : "close");
    return head.append("\r\n").toString();
  }

  private static void field(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
