package io.sudog.samples.wordfreq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static List<String> words(byte... utf8) {
    List<String> words = new ArrayList<>();
    Words.forEach(utf8, words::add);
    return words;
  }

  private static List<String> words(String text) {
    return words(text.getBytes(UTF_8));
  }

  @Test
  void whatIsNeitherLetterNorDigitSeparates() {
    assertEquals(
        List.of("one", "two", "3", "four", "five_".substring(0, 4)),
        words("one, two-3;\tfour\nfive_"));
    assertEquals(List.of(), words(""));
    assertEquals(List.of(), words(" \n--- ''' "));
  }

  @Test
  void caseIsFolded() {
    assertEquals(List.of("straße", "été", "ὀδυσσεύς"), words("Straße ÉTÉ ὈΔΥΣΣΕΎΣ"));
  }

  @Test
  void apostrophesStayInsideOnly() {
    assertEquals(
        List.of("don't", "don't", "tis", "dogs", "rock'n'roll"),
        words("don't don’t 'tis dogs’ rock'n'roll"));
  }

  @Test
  void combiningMarksAndCharactersBeyond16BitsBelongToWords() {
    assertEquals(List.of("e\u0301te", "𐐨𐐩"), words("e\u0301te 𐐨𐐩"));
    assertEquals(List.of("语言", "go"), words("语言。Go"));
  }

  @Test
  void whatIsNoUtf8Separates() {
    assertEquals(List.of("a", "b"), words((byte) 'a', (byte) 0xFF, (byte) 'b', (byte) 0xC3));
  }

  @Test
  void theMostFrequentComesFirstAndTiesAreAlphabetical() {
    WordTable one = new WordTable();
    List.of("b", "a", "c", "c").forEach(one::add);
    WordTable two = new WordTable();
    List.of("c", "d", "b", "a").forEach(two::add);
    one.addAll(two);
    assertEquals(
        List.of(
            new WordTable.Entry("c", 3),
            new WordTable.Entry("a", 2),
            new WordTable.Entry("b", 2),
            new WordTable.Entry("d", 1)),
        one.top(20));
    assertEquals(List.of(new WordTable.Entry("c", 3)), one.top(1));
    assertEquals(List.of(), one.top(0));
  }
}
