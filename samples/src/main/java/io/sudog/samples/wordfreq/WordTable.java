package io.sudog.samples.wordfreq;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each word was seen. Not thread-safe: it belongs to one goroutine and is handed on
 * through a channel.
 */
final class WordTable {
  /**
   * A word and how often it was seen.
   *
   * @param word in lower case
   * @param count 1 or more
   */
  record Entry(String word, long count) {}

  private static final class Tally {
    private long count;
  }

  private final Map<String, Tally> tallies = new HashMap<>();

  void add(String word) {
    add(word, 1);
  }

  private void add(String word, long times) {
    tallies.computeIfAbsent(word, _ -> new Tally()).count += times;
  }

  void addAll(WordTable other) {
    other.tallies.forEach((word, tally) -> add(word, tally.count));
  }

  /**
   * The n most frequent words, the most frequent first, equally frequent ones in the order of the
   * alphabet.
   */
  List<Entry> top(int n) {
    return tallies.entrySet().stream()
        .map(e -> new Entry(e.getKey(), e.getValue().count))
        .sorted(Comparator.comparingLong(Entry::count).reversed().thenComparing(Entry::word))
        .limit(n)
        .toList();
  }
}
