package io.sudog.samples.httpd;

import static io.sudog.samples.httpd.Status.BAD_REQUEST;
import static io.sudog.samples.httpd.Status.REQUEST_HEADER_FIELDS_TOO_LARGE;
import static io.sudog.samples.httpd.Status.URI_TOO_LONG;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the heads of requests out of a stream of bytes. Not thread-safe. After an exception there
 * is no telling where the next request begins.
 */
final class RequestReader {
  static final int MAX_LINE = 8 << 10;
  static final int MAX_HEAD = 16 << 10;

  /** Where bytes come from. */
  @FunctionalInterface
  interface Source {
    /** As {@code Conn.read}. */
    int read(ByteBuffer into) throws IOException;
  }

  private final Source source;

  // From its array's start to its position: bytes read. The first of them are looked at already,
  // and those of the current head are in `lines`.
  private final ByteBuffer buffer = ByteBuffer.allocate(MAX_HEAD);
  private final List<String> lines = new ArrayList<>();
  private int lineStart;
  private int lookedAt;

  RequestReader(Source source) {
    this.source = source;
  }

  /**
   * Waits for a request.
   *
   * @return null at the end of the stream
   * @throws HttpException when it is wrong, too long, or cut off
   * @throws IOException when the source fails
   */
  @Nullable Request next() throws HttpException, IOException {
    while (!findHead()) {
      if (!buffer.hasRemaining()) {
        throw tooLong();
      }
      if (source.read(buffer) < 0) {
        if (hasBegun()) {
          throw new HttpException(BAD_REQUEST, "the request is cut off");
        }
        return null;
      }
    }
    List<String> head = List.copyOf(lines);
    forgetHead();
    return Request.parse(head);
  }

  /** Whether a part of a request is there. */
  boolean hasBegun() {
    return buffer.position() > 0;
  }

  /** Splits what is new into lines, up to the empty one that ends a head. */
  private boolean findHead() throws HttpException {
    byte[] bytes = buffer.array();
    while (lookedAt < buffer.position()) {
      if (bytes[lookedAt++] != '\n') {
        continue;
      }
      int end = lookedAt - 1;
      if (end > lineStart && bytes[end - 1] == '\r') {
        end--;
      }
      if (end > lineStart) {
        requireFits(end - lineStart);
        lines.add(new String(bytes, lineStart, end - lineStart, ISO_8859_1));
      } else if (!lines.isEmpty()) {
        lineStart = lookedAt;
        return true;
      }
      // An empty line before a request is what old clients sent after a body.
      lineStart = lookedAt;
    }
    requireFits(lookedAt - lineStart);
    if (lines.isEmpty()) {
      forgetHead();
    }
    return false;
  }

  private void requireFits(int length) throws HttpException {
    if (lines.isEmpty() && length > MAX_LINE) {
      throw new HttpException(
          URI_TOO_LONG, "the request line is longer than " + MAX_LINE + " bytes");
    }
  }

  private static HttpException tooLong() {
    return new HttpException(
        REQUEST_HEADER_FIELDS_TOO_LARGE, "the head is longer than " + MAX_HEAD + " bytes");
  }

  /** Moves what follows to the front. */
  private void forgetHead() {
    buffer.flip().position(lineStart);
    buffer.compact();
    lookedAt -= lineStart;
    lineStart = 0;
    lines.clear();
  }
}
