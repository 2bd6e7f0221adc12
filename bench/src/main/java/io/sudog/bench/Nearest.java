package io.sudog.bench;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody who mistyped a name may have meant. */
final class Nearest {
  private Nearest() {}

  static String of(String typed, Collection<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    String lower = typed.toLowerCase(Locale.ROOT);
    return known.stream()
        .min(Comparator.comparing(name -> distance.apply(lower, name.toLowerCase(Locale.ROOT))))
        .orElseThrow();
  }
}
