package io.sudog.samples.httpd;

import io.sudog.core.Go;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** What follows a response's head. */
sealed interface Content extends AutoCloseable {
  /** How many bytes. */
  long length();

  /**
   * Copies some of it.
   *
   * @param into gets as much as there is room for, one byte at least
   * @param from the first byte, below the length
   * @throws Exception when it cannot be read
   */
  void copy(ByteBuffer into, long from) throws Exception;

  @Override
  void close() throws IOException;

  /**
   * Bytes that are there already.
   *
   * @param bytes not to be changed any more
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares contents
  record Bytes(byte[] bytes) implements Content {
    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public void copy(ByteBuffer into, long from) {
      int at = Math.toIntExact(from);
      into.put(bytes, at, Math.min(bytes.length - at, into.remaining()));
    }

    @Override
    public void close() {}
  }

  /**
   * A part of a file.
   *
   * @param channel the file, closed with this
   * @param range which part
   */
  record FilePart(FileChannel channel, ByteRange range) implements Content {
    @Override
    public long length() {
      return range.length();
    }

    @Override
    public void copy(ByteBuffer into, long from) throws Exception {
      int room = (int) Math.min(into.remaining(), range.length() - from);
      ByteBuffer part = into.slice(into.position(), room);
      int n = Go.blocking(() -> channel.read(part, range.offset() + from));
      if (n < 0) {
        // The head has promised more. That the connection breaks tells the client.
        throw new EOFException("a file has become shorter while it was sent");
      }
      into.position(into.position() + n);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
