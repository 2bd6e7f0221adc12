package io.sudog.bench.echo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * The JDK's echo server: blocking sockets, a virtual thread for each connection. The number of
 * carriers is a JVM option.
 */
public final class JdkServer {
  private static final int BACKLOG = 4_096;

  private JdkServer() {}

  /**
   * Runs the program.
   *
   * @param args none
   * @throws IOException when it cannot listen
   */
  public static void main(String[] args) throws IOException {
    ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("accept").start(() -> serve(listener));
    Server.converse(listener.getLocalPort());
    System.exit(0);
  }

  private static void serve(ServerSocket listener) {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> echo(socket));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      byte[] buffer = new byte[Server.BUFFER_BYTES];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (IOException _) {
      // The load closes its connections by a reset.
    }
  }
}
