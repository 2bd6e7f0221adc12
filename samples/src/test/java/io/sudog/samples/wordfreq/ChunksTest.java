package io.sudog.samples.wordfreq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunksTest {
  private static final String TEXT =
      "the quick brown fox — über 语言 𐐨𐐩 jumps\nover the lazy dog's tail";

  private static List<String> chunks(InputStream in, int chunkBytes) throws Exception {
    Chunks cutter = new Chunks(in, chunkBytes);
    List<String> chunks = new ArrayList<>();
    for (byte[] chunk; (chunk = cutter.next()) != null; ) {
      assertTrue(chunk.length > 0 && chunk.length <= chunkBytes, chunk.length + " bytes");
      chunks.add(new String(chunk, UTF_8));
    }
    return chunks;
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  @Test
  void nothingHasNoChunks() throws Exception {
    assertEquals(List.of(), chunks(stream(""), 8));
  }

  @Test
  void cutsFallBetweenWords() throws Exception {
    assertEquals(
        List.of("one ", "two ", "three ", "four"), chunks(stream("one two three four"), 7));
    assertEquals(List.of("one two ", "three"), chunks(stream("one two three"), 8));
  }

  @Test
  void aWordLongerThanAChunkIsCut() throws Exception {
    assertEquals(List.of("aaaa", "aaaa", "a b"), chunks(stream("aaaaaaaaa b"), 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 64, 1024})
  void noCharacterIsCutAndNothingIsLost(int chunkBytes) throws Exception {
    for (String text :
        List.of(TEXT, "é".repeat(50), "语".repeat(50), "𐐨".repeat(50), "aé语𐐨".repeat(20))) {
      // A cut within a character would show as two replacement characters.
      assertEquals(text, String.join("", chunks(stream(text), chunkBytes)));
    }
  }

  @Test
  void whatIsNoUtf8IsCutAnywhere() throws Exception {
    byte[] bytes = new byte[1000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (0x80 | (i * 37));
    }
    Chunks cutter = new Chunks(new ByteArrayInputStream(bytes), 5);
    int total = 0;
    for (byte[] chunk; (chunk = cutter.next()) != null; ) {
      total += chunk.length;
    }
    assertEquals(bytes.length, total);
  }

  @Test
  void cutsDoNotDependOnHowTheTextArrives() throws Exception {
    InputStream trickle =
        new FilterInputStream(stream(TEXT)) {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return super.read(buffer, offset, Math.min(length, 1));
          }
        };
    assertEquals(chunks(stream(TEXT), 10), chunks(trickle, 10));
  }
}
