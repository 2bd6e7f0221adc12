package io.sudog.samples.crawler;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes pages, and finds the links in them. */
final class Html {
  private static final Pattern HREF = Pattern.compile("<a\\s[^>]*?href=\"([^\"]*)\"");

  private Html() {}

  /** A page with links of all kinds, and one that leads to another site. */
  static String page(String path, List<String> links) {
    StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<title>" + path + "</title>\n");
    for (int i = 0; i < links.size(); i++) {
      String fragment = i % 3 == 2 ? "#part" + i : "";
      page.append("<p><a href=\"" + links.get(i) + fragment + "\">link " + i + "</a>\n");
    }
    return page.append("<p><a class=\"away\" href=\"http://elsewhere.invalid/\">away</a>\n")
        .toString();
  }

  /**
   * The paths to which a page links, on its own site, in order, without fragments.
   *
   * @param base where the page came from
   * @param text its source
   */
  static List<String> links(URI base, String text) {
    List<String> links = new ArrayList<>();
    for (Matcher matcher = HREF.matcher(text); matcher.find(); ) {
      URI target = base.resolve(matcher.group(1));
      if (base.getRawAuthority().equals(target.getRawAuthority())) {
        links.add(target.getRawPath());
      }
    }
    return links;
  }
}
