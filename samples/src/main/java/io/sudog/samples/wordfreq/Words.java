package io.sudog.samples.wordfreq;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What a word is: letters, digits and their combining marks, in lower case, with apostrophes inside
 * (don't) but none around ('tis becomes tis). The typographic apostrophe counts as the plain one.
 */
final class Words {
  private static final char APOSTROPHE = '\'';
  private static final char TYPOGRAPHIC_APOSTROPHE = '\u2019';

  private Words() {}

  /** Whether a character does not end a word. */
  static boolean isWordPart(int codePoint) {
    return Character.isLetterOrDigit(codePoint)
        || codePoint == APOSTROPHE
        || codePoint == TYPOGRAPHIC_APOSTROPHE
        || isMark(codePoint);
  }

  private static boolean isMark(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  /** Gives every word of the text, in order. What is not UTF-8 ends a word. */
  static void forEach(byte[] utf8, Consumer<String> word) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    int start = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      int next = i + Character.charCount(codePoint);
      if (!isWordPart(codePoint)) {
        give(text, start, i, word);
        start = next;
      }
      i = next;
    }
    give(text, start, text.length(), word);
  }

  private static void give(String text, int from, int to, Consumer<String> word) {
    int start = from;
    int end = to;
    while (start < end && isApostrophe(text.charAt(start))) {
      start++;
    }
    while (start < end && isApostrophe(text.charAt(end - 1))) {
      end--;
    }
    if (start < end) {
      word.accept(
          text.substring(start, end)
              .replace(TYPOGRAPHIC_APOSTROPHE, APOSTROPHE)
              .toLowerCase(Locale.ROOT));
    }
  }

  private static boolean isApostrophe(char c) {
    return c == APOSTROPHE || c == TYPOGRAPHIC_APOSTROPHE;
  }
}
