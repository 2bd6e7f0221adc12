package io.sudog.samples.crawler;

import java.util.Comparator;

/**
 * A link of a page.
 *
 * @param from the page's path
 * @param to where it leads, a path
 */
record Link(String from, String to) implements Comparable<Link> {
  private static final Comparator<Link> ORDER =
      Comparator.comparing(Link::from).thenComparing(Link::to);

  @Override
  public int compareTo(Link other) {
    return ORDER.compare(this, other);
  }
}
