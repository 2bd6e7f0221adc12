package io.sudog.bench.echo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** What the servers on the JVM have in common. */
final class Server {
  /** The line that makes a server collect its garbage. */
  static final String COLLECT = "gc";

  /** What each server reads a connection with, at most, if it has a buffer for each. */
  static final int BUFFER_BYTES = 1_024;

  private Server() {}

  /**
   * The conversation with the load, until that ends it; for the main thread.
   *
   * @param port where the server listens
   * @throws IOException when standard input cannot be read
   */
  static void converse(int port) throws IOException {
    System.out.println(port);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    for (@Nullable String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals(COLLECT)) {
        System.gc();
        System.out.println("collected");
      }
    }
  }

  /**
   * The number of processors, the only option that every server has.
   *
   * @param args the program's arguments
   * @return the first one
   */
  static int processors(String[] args) {
    return Integer.parseInt(args[0]);
  }
}
