package io.sudog.samples.crawler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTest {
  private static final URI BASE = URI.create("http://127.0.0.1:8080/page/7");

  @Test
  void allLinksOfAPageThatWasWrittenAreFoundInOrder() {
    List<String> links = List.of("/", "/page/1", "/page/7", "/page/1", "/missing/3");
    assertEquals(links, Html.links(BASE, Html.page("/page/7", links)));
  }

  @Test
  void aPageWithoutLinksHasNone() {
    assertEquals(List.of(), Html.links(BASE, Html.page("/", List.of())));
    assertEquals(List.of(), Html.links(BASE, ""));
  }

  @Test
  void relativeLinksFragmentsAndOtherSites() {
    String page =
        """
        <a href="8">next</a> <a class="x" href="#top">top</a> <a href="/a#b">a</a>
        <a href="http://127.0.0.1:8080/c">c</a> <a href="http://127.0.0.1:9090/d">d</a>
        <a href="mailto:somebody@example.com">e</a> <a name="f">f</a>
        """;
    assertEquals(List.of("/page/8", "/page/7", "/a", "/c"), Html.links(BASE, page));
  }
}
