package io.sudog.bench.echo;

import io.sudog.core.Go;
import io.sudog.core.Scheduler;
import io.sudog.net.Conn;
import io.sudog.net.Listener;
import io.sudog.net.Net;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Sudog's echo server: a goroutine for each connection. */
public final class SudogServer {
  private SudogServer() {}

  /**
   * Runs the program.
   *
   * @param args the number of processors
   * @throws IOException when it cannot listen
   */
  public static void main(String[] args) throws IOException {
    int processors = Server.processors(args);
    Scheduler scheduler = Scheduler.builder().processors(processors).name("echo").build();
    Listener listener = Net.listen("tcp", "127.0.0.1:0");
    scheduler.go(() -> serve(listener));
    Server.converse(((InetSocketAddress) listener.address()).getPort());
    System.exit(0);
  }

  private static void serve(Listener listener) throws IOException {
    while (true) {
      Conn conn = listener.accept();
      Go.go(() -> echo(conn));
    }
  }

  private static void echo(Conn conn) {
    try (conn) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(Server.BUFFER_BYTES);
      while (conn.read(buffer.clear()) >= 0) {
        conn.write(buffer.flip());
      }
    } catch (IOException _) {
      // The load closes its connections by a reset.
    }
  }
}
