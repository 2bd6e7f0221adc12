package io.sudog.samples.crawler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SiteTest {
  @Test
  void theTruthAboutASmallSite() {
    Map<String, List<String>> links =
        Map.of(
            "/", List.of("/a", "/b", "/a"),
            "/a", List.of("/", "/a", "/nowhere"),
            "/b", List.of("/c", "/nowhere", "/unknown"),
            "/c", List.of("/b", "/a"),
            "/island", List.of("/", "/gone"));
    assertEquals(
        new Findings(
            new TreeSet<>(Set.of("/", "/a", "/b", "/c")),
            new TreeSet<>(Set.of(new Link("/a", "/nowhere"), new Link("/b", "/nowhere"))),
            2),
        Findings.of("/", links, Set.of("/nowhere", "/gone")));
  }

  @Test
  void aSiteWithoutARootHasNothing() {
    assertEquals(
        new Findings(new TreeSet<>(), new TreeSet<>(), 0), Findings.of("/", Map.of(), Set.of("/")));
  }

  @Test
  void theSeedMakesTheSite() {
    assertEquals(Site.generate(200, 1), Site.generate(200, 1));
    assertNotEquals(Site.generate(200, 1), Site.generate(200, 2));
  }

  @Test
  void aSiteHasWhatMakesACrawlHard() {
    Site site = Site.generate(500, 1);
    Findings truth = site.truth();
    assertEquals(500, site.links().size());
    assertTrue(truth.pages().size() > 400 && truth.pages().size() < 500, truth::toString);
    assertFalse(truth.broken().isEmpty());
    assertFalse(site.slow().isEmpty());
    assertTrue(truth.maxDepth() > 3, truth::toString);
    assertTrue(
        site.links().entrySet().stream().anyMatch(e -> e.getValue().contains(e.getKey())),
        "a page links to itself");
    assertTrue(
        site.links().values().stream().anyMatch(l -> Set.copyOf(l).size() < l.size()),
        "a page has the same link twice");
  }

  @Test
  void theSmallestSiteIsItsRoot() {
    assertEquals(Set.of("/"), Site.generate(1, 3).truth().pages());
  }
}
