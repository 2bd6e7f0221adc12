package io.sudog.samples.md5all;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SumTest {
  private static String line(String name) {
    return new String(new Sum(PathBytes.of(name), "5").line(), US_ASCII);
  }

  @Test
  void aPlainNameStandsAsItIs() {
    assertEquals("5  a b*'\"\t", line("a b*'\"\t"));
  }

  @Test
  void backslashAndLineEndsAreEscapedAndTheLineSaysSo() {
    assertEquals("\\5  a\\\\b", line("a\\b"));
    assertEquals("\\5  a\\nb", line("a\nb"));
    assertEquals("\\5  a\\rb", line("a\rb"));
    assertEquals("\\5  \\n\\n\\\\n", line("\n\n\\n"));
  }

  @Test
  void pathsCompareAsUnsignedBytes() {
    assertTrue(PathBytes.of("a").compareTo(PathBytes.of("b")) < 0);
    assertTrue(PathBytes.of("a").compareTo(PathBytes.of("a/")) < 0);
    assertTrue(PathBytes.of("a-b").compareTo(PathBytes.of("a").asFolder()) < 0);
    assertTrue(PathBytes.of("a0").compareTo(PathBytes.of("a").asFolder()) > 0);
    assertEquals(PathBytes.of("a/"), PathBytes.of("a/").asFolder());
    assertEquals(PathBytes.of("a/").hashCode(), PathBytes.of("a").asFolder().hashCode());
  }
}
