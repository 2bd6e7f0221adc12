package io.sudog.samples.cli;

import io.sudog.core.Go;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;

/**
 * Buffered standard output, in bytes: a file's name need not be text. On a terminal every line is
 * shown at once.
 *
 * <p>Writing may block, for a pipe is as slow as its reader, so it happens in {@link Go#blocking}.
 * Not thread-safe: one goroutine prints.
 */
public final class Output implements AutoCloseable {
  private static final int BUFFER_BYTES = 8192;

  private final OutputStream out;
  private final Charset charset;
  private final boolean flushLines;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int length;

  private Output(OutputStream out, Charset charset, boolean flushLines) {
    this.out = out;
    this.charset = charset;
    this.flushLines = flushLines;
  }

  /**
   * The standard output of this process.
   *
   * @return a new buffer in front of it
   */
  public static Output standard() {
    return new Output(new FileOutputStream(FileDescriptor.out), System.out.charset(), isTerminal());
  }

  /**
   * Whether a person is watching.
   *
   * @return true when standard input and output are a terminal
   */
  @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again where there is no terminal
  public static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /**
   * An output that ends elsewhere.
   *
   * @param out gets the bytes, at the latest when this is closed
   * @param charset for what is printed as text
   * @return a new buffer in front of it
   */
  public static Output to(OutputStream out, Charset charset) {
    return new Output(out, charset, false);
  }

  /**
   * The encoding of text.
   *
   * @return what {@link #line} encodes with
   */
  public Charset charset() {
    return charset;
  }

  /**
   * Prints text and a line feed.
   *
   * @param text without line feed
   */
  public void line(String text) {
    write(text.getBytes(charset));
    endLine();
  }

  /**
   * Prints bytes as they are.
   *
   * @param bytes what to print
   */
  public void write(byte[] bytes) {
    for (int done = 0; done < bytes.length; ) {
      if (length == buffer.length) {
        flush();
      }
      int n = Math.min(buffer.length - length, bytes.length - done);
      System.arraycopy(bytes, done, buffer, length, n);
      length += n;
      done += n;
    }
  }

  /** Prints a line feed. */
  public void endLine() {
    if (length == buffer.length) {
      flush();
    }
    buffer[length++] = '\n';
    if (flushLines) {
      flush();
    }
  }

  /** Writes out what is buffered; a failure is an UncheckedIOException. */
  public void flush() {
    int n = length;
    length = 0;
    try {
      Go.blocking(
          () -> {
            out.write(buffer, 0, n);
            out.flush();
            return n;
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("only IOException can come out of a write", e);
    }
  }

  /** Flushes. Standard output itself stays open. */
  @Override
  public void close() {
    flush();
  }
}
