package io.sudog.samples.httpd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponderTest {
  private static final Instant MODIFIED = Instant.parse("1994-11-06T08:49:37.5Z");

  @TempDir private Path folder;
  private Path root;

  /** What came of a request. */
  private record Answer(int status, Map<String, String> fields, String content) {}

  @BeforeEach
  void fill() throws Exception {
    root = Files.createDirectories(folder.resolve("root"));
    Files.writeString(folder.resolve("secret"), "secret");
    Files.writeString(root.resolve("digits.txt"), "0123456789");
    Files.setLastModifiedTime(root.resolve("digits.txt"), FileTime.from(MODIFIED));
    Files.writeString(root.resolve("empty"), "");
    Files.createDirectories(root.resolve("sub dir/deep"));
    Files.writeString(root.resolve("sub dir/page.html"), "<p>");
    Files.createDirectories(root.resolve("indexed"));
    Files.writeString(root.resolve("indexed/index.html"), "index");
    Files.createSymbolicLink(root.resolve("inside"), root.resolve("digits.txt"));
    Files.createSymbolicLink(root.resolve("outside"), folder.resolve("secret"));
    Files.createSymbolicLink(root.resolve("above"), folder);
    Files.createSymbolicLink(root.resolve("circle"), root.resolve("circle"));
  }

  private Answer ask(String method, String target, String... fields) throws Exception {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      map.put(fields[i], fields[i + 1]);
    }
    Responder responder = new Responder(new FileTree(root));
    try (Response response = responder.respond(new Request(method, target, 1, map))) {
      ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(response.content().length()));
      while (content.hasRemaining()) {
        response.content().copy(content, content.position());
      }
      return new Answer(
          response.status().code(), response.fields(), new String(content.array(), UTF_8));
    }
  }

  @Test
  void aFileIsServedWithWhatIsKnownOfIt() throws Exception {
    assertEquals(
        new Answer(
            200,
            Map.of(
                "Content-Type", "text/plain; charset=utf-8",
                "Accept-Ranges", "bytes",
                "Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"),
            "0123456789"),
        ask("GET", "/digits.txt?query"));
    assertEquals("0123456789", ask("GET", "//%64igits%2Etxt").content());
    assertEquals("0123456789", ask("GET", "/inside").content());
    assertEquals("application/octet-stream", ask("GET", "/empty").fields().get("Content-Type"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret",
        "/%2e%2e/secret",
        "/.%2E/secret",
        "/..%2fsecret",
        "/%2e%2e%2fsecret",
        "/sub%20dir/../../secret",
        "/sub%20dir/..%2F..%2Fsecret",
        "/./digits.txt",
        "/..",
        "/..;/secret",
        "/..%00/secret",
        "/..\\secret",
        "/%c0%ae%c0%ae/secret",
        "/%252e%252e/secret",
        "/outside",
        "/above/secret",
        "/above",
        "/above/",
        "/above/root/../secret",
        "/circle",
        "/digits.txt/",
        "/digits.txt/x",
        "/nothing",
        "/%",
        "/%2",
        "/%zz",
        "/%ff",
        "*",
        "host:80",
        "http:/secret",
        "/#x",
        "file:///etc/passwd"
      })
  void whatIsNotInTheTreeIsNotServed(String target) throws Exception {
    Answer answer = ask("GET", target);
    assertTrue(answer.status() == 400 || answer.status() == 404, answer::toString);
    assertFalse(answer.content().contains("secret"), answer::toString);
    assertFalse(answer.content().contains("root"), answer::toString);
  }

  @Test
  void aNameThatIsTooLongIsNotFound() throws Exception {
    assertEquals(404, ask("GET", "/" + "x".repeat(5000)).status());
  }

  @Test
  void aFolderIsItsIndexOrAListingAndEndsInASlash() throws Exception {
    assertEquals("index", ask("GET", "/indexed/").content());
    Answer moved = ask("GET", "//sub%20dir?a=b");
    assertEquals(301, moved.status());
    assertEquals("/sub%20dir/?a=b", moved.fields().get("Location"));
    Answer listing = ask("GET", "/sub%20dir/");
    assertEquals("text/html; charset=utf-8", listing.fields().get("Content-Type"));
    assertTrue(
        listing
            .content()
            .endsWith(
                """
                <ul>
                <li><a href="../">../</a>
                <li><a href="deep/">deep/</a>
                <li><a href="page.html">page.html</a>
                </ul>
                """),
        listing::toString);
  }

  @Test
  void aListingEscapesNamesAndLeavesOutWhatLeadsAway() throws Exception {
    Files.createFile(root.resolve("<b>&\"'a:b%.txt"));
    String page = ask("GET", "/").content();
    assertTrue(
        page.contains("<a href=\"%3Cb%3E%26%22%27a%3Ab%25.txt\">&lt;b&gt;&amp;&quot;'a:b%.txt</a>"),
        page);
    assertTrue(page.contains("\"inside\""), page);
    for (String away : new String[] {"outside", "above", "circle", "<b>"}) {
      assertFalse(page.contains(away), page);
    }
    assertEquals(200, ask("GET", "/%3Cb%3E%26%22%27a%3Ab%25.txt").status());
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 206, bytes 0-0/10, 0",
    "bytes=2-4, 206, bytes 2-4/10, 234",
    "BYTES=7-, 206, bytes 7-9/10, 789",
    "bytes=7-99999999999999999999999, 206, bytes 7-9/10, 789",
    "bytes=-3, 206, bytes 7-9/10, 789",
    "bytes=-99, 206, bytes 0-9/10, 0123456789",
    "bytes=10-, 416, bytes */10,",
    "bytes=99999999999999999999999-, 416, bytes */10,",
    "bytes=-0, 416, bytes */10,",
    "bytes=4-2, 200,, 0123456789",
    "'bytes=0-1,3-4', 200,, 0123456789",
    "bytes=-, 200,, 0123456789",
    "bytes=a-b, 200,, 0123456789",
    "lines=1-2, 200,, 0123456789"
  })
  void ranges(String range, int status, String contentRange, String content) throws Exception {
    Answer answer = ask("GET", "/digits.txt", "range", range);
    assertEquals(status, answer.status());
    assertEquals(contentRange, answer.fields().get("Content-Range"));
    if (content != null) {
      assertEquals(content, answer.content());
    }
    assertEquals(200, ask("HEAD", "/digits.txt", "range", range).status());
    assertEquals(200, ask("GET", "/digits.txt", "range", range, "if-range", "\"x\"").status());
  }

  @Test
  void anEmptyFileHasNoRange() throws Exception {
    assertEquals(416, ask("GET", "/empty", "range", "bytes=0-").status());
    assertEquals(new ByteRange(0, 0), ByteRange.parse("bytes=-5", 0).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "'Sun, 06 Nov 1994 08:49:37 GMT', 304",
    "'Sunday, 06-Nov-94 08:49:37 GMT', 304",
    "'Sun Nov  6 08:49:37 1994', 304",
    "'Mon, 07 Nov 1994 08:49:37 GMT', 304",
    "'Sun, 06 Nov 1994 08:49:36 GMT', 200",
    "'Mon, 06 Nov 1994 08:49:37 GMT', 200",
    "yesterday, 200",
    "'', 200"
  })
  void conditions(String since, int status) throws Exception {
    Answer answer = ask("GET", "/digits.txt", "if-modified-since", since, "range", "bytes=50-");
    assertEquals(status == 200 ? 416 : status, answer.status());
    assertEquals(status, ask("HEAD", "/digits.txt", "if-modified-since", since).status());
  }

  @Test
  void otherMethodsAreRefused() throws Exception {
    for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT"}) {
      Answer answer = ask(method, "/digits.txt");
      assertEquals(405, answer.status());
      assertEquals("GET, HEAD", answer.fields().get("Allow"));
    }
    assertEquals(501, ask("get", "/digits.txt").status());
    assertEquals(501, ask("BREW", "/digits.txt").status());
  }

  @Test
  void theHeadHasDateLengthAndWhetherTheConnectionStays() {
    assertEquals(
        """
        HTTP/1.1 404 Not Found
        Date: Sun, 06 Nov 1994 08:49:37 GMT
        Content-Type: text/plain; charset=utf-8
        Content-Length: 20
        Connection: close

        """
            .replace("\n", "\r\n"),
        Response.error(Status.NOT_FOUND, "gone").head(false, MODIFIED));
    assertFalse(
        Response.empty(Status.NOT_MODIFIED).head(true, MODIFIED).contains("Content-Length"));
    assertEquals(Optional.empty(), HttpDate.parse("Sun, 32 Nov 1994 08:49:37 GMT"));
  }
}
