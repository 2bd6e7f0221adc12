package io.sudog.samples.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sudog.net.Conn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** Cuts what comes over a connection into lines, and holds no more than one. For one goroutine. */
final class LineReader {
  /** The longest line, in bytes, without its end. */
  static final int MAX_BYTES = 1000;

  private static final int BUFFER_BYTES = 4096;

  private final Conn conn;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LineReader(Conn conn) {
    this.conn = conn;
  }

  /**
   * Waits for the next line, which a line feed ends, or the end of the stream.
   *
   * @return null at the end of the stream
   * @throws IOException when reading fails
   */
  @Nullable Line next() throws IOException {
    line.reset();
    boolean begun = false;
    while (fill()) {
      begun = true;
      byte b = buffer.get();
      if (b == '\n') {
        return line();
      }
      // Of a line that is too long the rest is read, and forgotten. One more for a carriage return.
      if (line.size() <= MAX_BYTES + 1) {
        line.write(b);
      }
    }
    return begun ? line() : null;
  }

  private boolean fill() throws IOException {
    if (buffer.hasRemaining()) {
      return true;
    }
    int n = conn.read(buffer.clear());
    buffer.flip();
    return n > 0;
  }

  private Line line() {
    byte[] bytes = line.toByteArray();
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\r') {
      length--;
    }
    if (length > MAX_BYTES) {
      return new Line.Bad("that line is too long: at most %d bytes".formatted(MAX_BYTES));
    }
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
    } catch (CharacterCodingException e) {
      return new Line.Bad("that line is not UTF-8");
    }
    // They could do what they like with the others' terminals.
    return text.chars().anyMatch(Character::isISOControl)
        ? new Line.Bad("that line has control characters")
        : new Line.Text(text);
  }
}
