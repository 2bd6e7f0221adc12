package io.sudog.samples.crawler;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A made-up site.
 *
 * @param links for each page, where its links lead, on this site
 * @param missing where links lead that are broken
 * @param slow the pages that take their time
 */
record Site(Map<String, List<String>> links, Set<String> missing, Set<String> slow) {
  static final String ROOT = "/";

  /** How far back the page lies, at most, that leads to a page: makes the site deep. */
  private static final int REACH = 60;

  private static final int MAX_MORE_LINKS = 4;
  private static final double BROKEN = 0.05;
  private static final double SLOW = 0.1;
  private static final double OUT_OF_REACH = 0.05;

  /**
   * Makes a site up.
   *
   * @param pages how many, 1 or more
   * @param seed the same makes the same site
   */
  static Site generate(int pages, long seed) {
    Random random = new Random(seed);
    Map<String, List<String>> links = new TreeMap<>();
    Set<String> missing = new TreeSet<>();
    Set<String> slow = new TreeSet<>();
    // Which pages are in reach, in order, with their links, to which later pages add themselves.
    List<Integer> inReach = new ArrayList<>(List.of(0));
    List<List<String>> linksInReach = new ArrayList<>();
    for (int i = 0; i < pages; i++) {
      List<String> linksOfPage = new ArrayList<>();
      links.put(path(i), linksOfPage);
      if (i == 0) {
        linksInReach.add(linksOfPage);
      } else if (random.nextDouble() >= OUT_OF_REACH) {
        int back = 1 + random.nextInt(Math.min(REACH, inReach.size()));
        linksInReach.get(inReach.size() - back).add(path(i));
        inReach.add(i);
        linksInReach.add(linksOfPage);
      }
      if (random.nextDouble() < SLOW) {
        slow.add(path(i));
      }
      addMoreLinks(random, i, inReach, linksOfPage, missing);
    }
    return new Site(links, missing, slow);
  }

  /** Links to pages before this one, to itself, to the same twice; and broken ones. */
  private static void addMoreLinks(
      Random random, int page, List<Integer> inReach, List<String> links, Set<String> missing) {
    int more = random.nextInt(MAX_MORE_LINKS + 1);
    for (int n = 0; n < more; n++) {
      links.add(path(inReach.get(random.nextInt(inReach.size()))));
    }
    if (random.nextDouble() < BROKEN) {
      String nowhere = "/missing/" + page % 100;
      missing.add(nowhere);
      links.add(nowhere);
    }
  }

  private static String path(int page) {
    return page == 0 ? ROOT : "/page/" + page;
  }

  /** What a crawler has to find. */
  Findings truth() {
    return Findings.of(ROOT, links, missing);
  }
}
