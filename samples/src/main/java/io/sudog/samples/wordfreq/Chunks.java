package io.sudog.samples.wordfreq;

import io.sudog.core.Go;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of UTF-8 into chunks that can be counted apart.
 *
 * <p>A cut is made after the last ASCII byte that belongs to no word, which no longer character
 * contains. Where a full chunk has none, which takes a word of 64 KiB or as much text without any
 * ASCII, the cut is made between two characters and may split a word. Where the cuts fall depends
 * on the content alone, not on how it arrives.
 */
final class Chunks {
  static final int CHUNK_BYTES = 64 * 1024;

  private final InputStream in;
  private final byte[] buffer;
  private int carried;

  Chunks(InputStream in) {
    this(in, CHUNK_BYTES);
  }

  /** For tests: at least 4 bytes, so that a chunk holds every character. */
  Chunks(InputStream in, int chunkBytes) {
    this.in = in;
    this.buffer = new byte[chunkBytes];
  }

  /** The next chunk, never empty; null at the end. */
  byte @Nullable [] next() throws Exception {
    int read = Go.blocking(() -> in.readNBytes(buffer, carried, buffer.length - carried));
    int length = carried + read;
    if (length == 0) {
      return null;
    }
    int cut = length < buffer.length ? length : cut();
    byte[] chunk = Arrays.copyOf(buffer, cut);
    carried = length - cut;
    System.arraycopy(buffer, cut, buffer, 0, carried);
    return chunk;
  }

  private int cut() {
    for (int i = buffer.length - 1; i >= 0; i--) {
      if (buffer[i] >= 0 && !Words.isWordPart(buffer[i])) {
        return i + 1;
      }
    }
    for (int i = buffer.length - 1; i >= buffer.length - 4; i--) {
      boolean continues = (buffer[i] & 0xC0) == 0x80;
      if (!continues) {
        // The last character begins here: it goes into the next chunk unless it is whole.
        return i + lengthOfCharacter(buffer[i]) <= buffer.length ? buffer.length : i;
      }
    }
    return buffer.length; // not UTF-8: any cut is as good
  }

  private static int lengthOfCharacter(byte first) {
    return first >= 0 ? 1 : Math.max(1, Integer.numberOfLeadingZeros(~first << 24));
  }
}
