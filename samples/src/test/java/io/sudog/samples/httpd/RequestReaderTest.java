package io.sudog.samples.httpd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
  /** A reader of a text that comes in pieces of a size. */
  private static RequestReader reader(String text, int piece) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    int[] at = {0};
    return new RequestReader(
        into -> {
          int n = Math.min(Math.min(piece, bytes.length - at[0]), into.remaining());
          into.put(bytes, at[0], n);
          at[0] += n;
          return n == 0 ? -1 : n;
        });
  }

  private static Request one(String text) throws Exception {
    return Objects.requireNonNull(reader(text, 7).next(), "no request");
  }

  private static Request get(String fields) throws Exception {
    return one("GET / HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000, 100_000})
  void requestsComeInOrderHoweverTheirBytesDo(int piece) throws Exception {
    String text =
        "GET /a HTTP/1.1\r\nHost: h\r\n\r\n"
            + "\r\nHEAD /b?q HTTP/1.0\r\n\r\n"
            + "GET /c HTTP/1.1\nhost:h\nX: "
            + "x".repeat(9000)
            + "\n\n";
    RequestReader reader = reader(text.repeat(5), piece);
    List<String> seen = new ArrayList<>();
    for (Request request; (request = reader.next()) != null; ) {
      seen.add(request.method() + request.path() + request.query() + request.minor());
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      expected.addAll(List.of("GET/a1", "HEAD/b?q0", "GET/c1"));
    }
    assertEquals(expected, seen);
    assertFalse(reader.hasBegun());
  }

  @Test
  void nothingIsNoRequest() throws Exception {
    assertNull(reader("", 1).next());
    assertNull(reader("\r\n\r\n", 1).next());
  }

  @Test
  void aPartOfARequestHasBegun() {
    RequestReader reader = reader("GET / HT", 3);
    assertEquals(Status.BAD_REQUEST, assertThrows(HttpException.class, reader::next).status());
    assertTrue(reader.hasBegun());
  }

  static Stream<Arguments> wrong() {
    String host = "\r\nHost: h\r\n";
    return Stream.of(
        Arguments.of("GET /\r\n\r\n", 400),
        Arguments.of("GET  / HTTP/1.1" + host + "\r\n", 400),
        Arguments.of("GET / HTTP/1.1 " + host + "\r\n", 400),
        Arguments.of(" GET / HTTP/1.1" + host + "\r\n", 400),
        Arguments.of("GET / http/1.1" + host + "\r\n", 400),
        Arguments.of("GET / HTTP/11" + host + "\r\n", 400),
        Arguments.of("G(T / HTTP/1.1" + host + "\r\n", 400),
        Arguments.of("GET /\u00e4 HTTP/1.1" + host + "\r\n", 400),
        Arguments.of("GET /\0 HTTP/1.1" + host + "\r\n", 400),
        Arguments.of("GET /\rx HTTP/1.1" + host + "\r\n", 400),
        Arguments.of("\u0016\u0003\u0001\n\n", 400),
        Arguments.of("GET / HTTP/2.0" + host + "\r\n", 505),
        Arguments.of("GET / HTTP/0.9" + host + "\r\n", 505),
        Arguments.of("GET / HTTP/1.1\r\n\r\n", 400),
        Arguments.of("GET / HTTP/1.1" + host + "host: other\r\n\r\n", 400),
        Arguments.of("GET / HTTP/1.1" + host + "X : y\r\n\r\n", 400),
        Arguments.of("GET / HTTP/1.1" + host + ": y\r\n\r\n", 400),
        Arguments.of("GET / HTTP/1.1" + host + "X\r\n\r\n", 400),
        Arguments.of("GET / HTTP/1.1" + host + "X: y\r\n folded\r\n\r\n", 400),
        Arguments.of("GET / HTTP/1.1" + host + "X: a\rb\r\n\r\n", 400),
        Arguments.of("GET / HTTP/1.1" + host + "X: a\0b\r\n\r\n", 400),
        Arguments.of("GET / HTTP/1.1" + host + "Content-Length: -1\r\n\r\n", 400),
        Arguments.of(
            "GET / HTTP/1.1" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        Arguments.of(
            "GET / HTTP/1.1" + host + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            400),
        Arguments.of("GET /" + "x".repeat(9000), 414),
        Arguments.of("GET /" + "x".repeat(9000) + " HTTP/1.1" + host + "\r\n", 414),
        Arguments.of("GET / HTTP/1.1" + host + "X: " + "x".repeat(20_000), 431),
        Arguments.of("GET / HTTP/1.1" + host + "X: y\r\n".repeat(101) + "\r\n", 431));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whatIsWrongIsAnsweredWithItsStatus(String text, int status) {
    for (int piece : new int[] {1, 100_000}) {
      HttpException e = assertThrows(HttpException.class, () -> reader(text, piece).next());
      assertEquals(status, e.status().code());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.1, '', true",
    "1.1, close, false",
    "1.1, 'x, CLOSE', false",
    "1.1, keep-alive, true",
    "1.0, '', false",
    "1.0, keep-alive, true",
    "1.9, '', true"
  })
  void theClientSaysWhetherTheConnectionStays(String version, String option, boolean stays)
      throws Exception {
    String field = option.isEmpty() ? "" : "Connection: " + option + "\r\n";
    assertEquals(
        stays, one("GET / HTTP/" + version + "\r\nHost: h\r\n" + field + "\r\n").keepsAlive());
  }

  @Test
  void aBodyNobodyReadsEndsTheConnection() throws Exception {
    assertTrue(get("Content-Length: 0\r\n").keepsAlive());
    assertFalse(get("Content-Length: 1\r\n").keepsAlive());
    assertFalse(get("Transfer-Encoding: chunked\r\n").keepsAlive());
  }

  @Test
  void fieldsAreFoundByNameWithoutBlanksAround() throws Exception {
    Request request = get("X-One: \t a b \t\r\nx-two:\r\nX-ONE: c\r\n");
    assertEquals("a b, c", request.field("x-one"));
    assertEquals("", request.field("x-two"));
    assertNull(request.field("x-three"));
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b, /a/b, ''",
    "/a?x=/y?z, /a, ?x=/y?z",
    "http://host:80/a?b, /a, ?b",
    "HTTP://host, /, ''",
    "http://host?q, /, ?q",
    "*, *, ''"
  })
  void theTargetHasAPathAndAQuery(String target, String path, String query) throws Exception {
    Request request = one("GET " + target + " HTTP/1.0\r\n\r\n");
    assertEquals(path, request.path());
    assertEquals(query, request.query());
  }
}
