package io.sudog.samples.crawler;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What there is to know about a site.
 *
 * @param pages the pages in reach of the root
 * @param broken the links from these to pages that do not exist
 * @param maxDepth how many links it takes from the root to the page farthest away
 */
record Findings(SortedSet<String> pages, SortedSet<Link> broken, int maxDepth) {
  /**
   * Walks over known links.
   *
   * @param root where to begin
   * @param links for each page that exists, where its links lead
   * @param missing the pages known not to exist; what is in neither is not known, and left out
   */
  static Findings of(
      String root, Map<String, ? extends Collection<String>> links, Set<String> missing) {
    Map<String, Integer> depths = new HashMap<>();
    SortedSet<Link> broken = new TreeSet<>();
    Queue<String> queue = new ArrayDeque<>();
    int maxDepth = 0;
    if (links.containsKey(root)) {
      depths.put(root, 0);
      queue.add(root);
    }
    for (String page; (page = queue.poll()) != null; ) {
      int depth = depths.getOrDefault(page, 0);
      maxDepth = Math.max(maxDepth, depth);
      for (String target : links.containsKey(page) ? links.get(page) : List.<String>of()) {
        if (missing.contains(target)) {
          broken.add(new Link(page, target));
        } else if (links.containsKey(target) && depths.putIfAbsent(target, depth + 1) == null) {
          queue.add(target);
        }
      }
    }
    return new Findings(new TreeSet<>(depths.keySet()), broken, maxDepth);
  }
}
