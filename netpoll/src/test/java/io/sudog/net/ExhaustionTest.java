package io.sudog.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.core.Go;
import io.sudog.core.Goroutine;
import io.sudog.net.StreamConformanceTest.Pair;
import io.sudog.runtime.Sched;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A process without a free descriptor: a JVM of its own, to which this one connects. */
@DisplayName("Where descriptors run out")
class ExhaustionTest {
  private static final int LIMIT = 80;
  private static final int CLIENTS = 100;

  /** Accepts more than it can hold, says what happens, and then serves all. */
  static final class Server {
    public static void main(String[] args) {
      Go.run(
          () -> {
            // Loads the classes; later there is no descriptor for that.
            try (Pair pair = Pair.open()) {
              pair.client().output().write(1);
              pair.server().output().write(pair.server().input().read());
            }
            Go.sleep(Duration.ofMillis(1));
            say("refused: " + failure("127.0.0.1:1"));
            Listener listener = Net.listen("tcp", "127.0.0.1:0");
            String address = StreamConformanceTest.addressOf(listener);
            Chan<Conn> accepted = Chan.make(CLIENTS);
            AtomicInteger held = new AtomicInteger();
            Goroutine acceptor =
                Go.go(
                    () -> {
                      for (int i = 0; i < CLIENTS; i++) {
                        accepted.send(listener.accept());
                        held.incrementAndGet();
                      }
                    });
            say("port " + address.substring(address.indexOf(':') + 1));
            while (!(acceptor.waitReason().equals("sleep") && held.get() > 0)) {
              Go.gosched();
            }
            say("holds " + (held.get() < LIMIT));
            say("dial " + failure(address));
            for (int i = 0; i < CLIENTS; i++) {
              try (Conn conn = accepted.receive()) {
                conn.output().write(conn.input().read());
              }
            }
            say("served");
          });
    }

    private static String failure(String address) {
      try (Conn conn = Net.dial("tcp", address)) {
        return conn.toString();
      } catch (IOException e) {
        return e.getMessage();
      }
    }

    private static void say(String line) {
      System.out.println(line);
    }
  }

  @Test
  @DisplayName("accept waits for one and loses no connection, and dial reports it")
  void exhaustion() throws Exception {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n " + LIMIT + "; exec \"$0\" \"$@\""));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Sched.GMP) {
      command.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Server.class.getName()));
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<Socket> clients = new ArrayList<>();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8));
    try {
      StringBuilder said = new StringBuilder();
      int port = Integer.parseInt(await(output, said, "port "));
      for (int i = 0; i < CLIENTS; i++) {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.getOutputStream().write(i);
        clients.add(client);
      }
      assertEquals("true", await(output, said, "holds "));
      String dial = await(output, said, "dial ");
      assertTrue(dial.contains("Too many open files"), dial);
      for (int i = 0; i < CLIENTS; i++) {
        assertEquals(i, clients.get(i).getInputStream().read());
      }
      await(output, said, "served");
      assertEquals(0, child.waitFor(), said::toString);
    } catch (IOException e) {
      throw new AssertionError(String.join("\n", output.lines().toList()), e);
    } finally {
      for (Socket client : clients) {
        client.close();
      }
      child.destroyForcibly();
    }
  }

  /** What follows a prefix in the first line that has it. */
  private static String await(BufferedReader output, StringBuilder said, String prefix)
      throws IOException {
    for (String line; (line = output.readLine()) != null; ) {
      said.append(line).append('\n');
      if (line.startsWith(prefix)) {
        return line.substring(prefix.length());
      }
    }
    throw new AssertionError("no line \"" + prefix + "\" in\n" + said);
  }
}
