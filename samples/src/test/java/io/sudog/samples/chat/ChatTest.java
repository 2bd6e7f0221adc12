package io.sudog.samples.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.net.Conn;
import io.sudog.net.Listener;
import io.sudog.net.Net;
import io.sudog.samples.CommandRun;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.sockets.SocketPrograms;
import io.sudog.samples.sockets.Sockets;
import io.sudog.sync.WaitGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatTest {
  private static final int QUEUE = 64;

  private interface Body {
    void run(Chat chat) throws Exception;
  }

  /** A server that a test talks to. */
  private record Chat(String address, CancelContext ctx, WaitGroup serving) {
    static void with(Duration grace, Body body) {
      SocketPrograms.run(
          () -> {
            try (CancelContext ctx = Context.withCancel(Context.background())) {
              Listener listener = Sockets.listen("--listen", "127.0.0.1:0");
              WaitGroup serving = new WaitGroup();
              serving.go(() -> ChatServer.serve(ctx, listener, QUEUE, grace));
              body.run(new Chat(Sockets.text(listener.address()), ctx, serving));
              ctx.cancel();
              serving.await();
            }
          });
    }

    static void with(Body body) {
      with(Duration.ofMinutes(1), body);
    }

    /** A client that has been welcomed and is in the lobby under a name. */
    Client enter(String name) throws IOException {
      Client client = new Client(Net.dial("tcp", address));
      assertTrue(client.read().startsWith("* welcome, you are guest"));
      assertTrue(client.read().startsWith("* you are in lobby: "));
      client.send("/nick " + name);
      assertEquals("* you are now called " + name, client.read());
      return client;
    }
  }

  private static final class Client implements AutoCloseable {
    final Conn conn;
    private final BufferedReader in;

    Client(Conn conn) {
      this.conn = conn;
      in = new BufferedReader(new InputStreamReader(conn.input(), UTF_8));
    }

    void send(String line) throws IOException {
      conn.output().write((line + "\n").getBytes(UTF_8));
    }

    String read() throws IOException {
      return in.readLine();
    }

    /** Skips what comes before a line. */
    void readUntil(String line) throws IOException {
      String read;
      do {
        read = read();
      } while (!read.equals(line));
    }

    @Override
    public void close() throws IOException {
      conn.close();
    }
  }

  @Test
  void whatIsSaidIsHeardInItsRoomAndNowhereElse() {
    Chat.with(
        chat -> {
          try (Client ann = chat.enter("ann");
              Client ben = chat.enter("ben")) {
            ann.readUntil("* guest2 is now called ben");
            ann.send("grüß dich");
            assertEquals("<ann> grüß dich", ben.read());
            ben.send("/join go\r");
            assertEquals("* you are in go: ben", ben.read());
            assertEquals("* ben has left", ann.read());
            ann.send("anybody?");
            ann.send("/join Go");
            assertEquals("* you are in go: ben, ann", ann.read());
            // Not what was said in the lobby.
            assertEquals("* ann has come", ben.read());
            ann.send("/who");
            assertEquals("* in go: ben, ann", ann.read());
            ben.send("  ");
            ben.send("here");
            assertEquals("<ben> here", ann.read());
            ben.send("/nick bo\nstill here");
            assertEquals("* ben is now called bo", ann.read());
            assertEquals("<bo> still here", ann.read());
            assertEquals("* you are now called bo", ben.read());
            ben.send("/quit");
            assertEquals("* good-bye", ben.read());
            assertEquals(null, ben.read());
            assertEquals("* bo has left", ann.read());
          }
        });
  }

  @Test
  void aClientThatHangsUpHasLeftAndItsNameIsFree() {
    Chat.with(
        chat -> {
          try (Client ann = chat.enter("ann")) {
            chat.enter("ben").close();
            ann.readUntil("* ben has left");
            try (Client ben = chat.enter("Ben")) {
              ben.send("again");
              ann.readUntil("<Ben> again");
            }
          }
        });
  }

  @Test
  void whatMakesNoSenseIsAnsweredAndTheSessionGoesOn() {
    Chat.with(
        chat -> {
          try (Client ann = chat.enter("ann");
              Client ben = chat.enter("ben")) {
            ben.send("/nick ANN");
            assertEquals("! the name ANN is taken; choose another", ben.read());
            ben.send("/nick");
            assertEquals("! '' is no name: " + Names.RULE, ben.read());
            ben.send("/nick " + "x".repeat(21));
            assertTrue(ben.read().endsWith("is no name: " + Names.RULE));
            ben.send("/join a b");
            assertEquals("! 'a b' is no name for a room: " + Names.RULE, ben.read());
            ben.send("/join LOBBY");
            assertEquals("! you are in lobby already", ben.read());
            ben.send("/fly away");
            assertEquals("! there is no command /fly; " + Session.COMMANDS, ben.read());
            ben.send("x".repeat(100_000));
            assertEquals("! that line is too long: at most 1000 bytes", ben.read());
            ben.send("x".repeat(1001));
            assertEquals("! that line is too long: at most 1000 bytes", ben.read());
            ben.conn.write(ByteBuffer.wrap(new byte[] {'a', (byte) 0xff, '\n'}));
            assertEquals("! that line is not UTF-8", ben.read());
            ben.send("\u001b[2J");
            assertEquals("! that line has control characters", ben.read());
            ben.send("y".repeat(1000) + "\r");
            ann.readUntil("<ben> " + "y".repeat(1000));
            // The end of the stream ends a line, too.
            ben.conn.output().write("last".getBytes(UTF_8));
            ben.conn.closeWrite();
            assertEquals("<ben> last", ann.read());
            assertEquals("* ben has left", ann.read());
            assertEquals("* good-bye", ben.read());
            assertEquals(null, ben.read());
          }
        });
  }

  /** Says long lines until the slow one is dropped; the third hears each of them. */
  private static void talkUntilDropped(Client talker, Client listener, String slow)
      throws IOException {
    String text = "z".repeat(900);
    String dropped = "* " + slow + " was too slow and is dropped";
    while (true) {
      talker.send(text);
      String line = listener.read();
      if (line.equals(dropped)) {
        return;
      }
      assertEquals("<ann> " + text, line);
    }
  }

  @Test
  void aSlowClientIsDroppedAndToldAndNobodyWaits() {
    Chat.with(
        chat -> {
          try (Client ann = chat.enter("ann");
              Client ben = chat.enter("ben");
              Client slow = chat.enter("slow")) {
            ben.readUntil("* guest3 is now called slow");
            talkUntilDropped(ann, ben, "slow");
            // It reads again, within its time: what was on the way, and why it ends.
            slow.readUntil("! you read too slowly and are dropped");
            assertEquals(null, slow.read());
            ann.readUntil("* slow was too slow and is dropped");
          }
        });
  }

  @Test
  void aClientThatNeverReadsAgainIsHungUp() {
    Chat.with(
        Duration.ofMillis(10),
        chat -> {
          try (Client ann = chat.enter("ann");
              Client ben = chat.enter("ben");
              Client _ = chat.enter("dead")) {
            ben.readUntil("* guest3 is now called dead");
            talkUntilDropped(ann, ben, "dead");
            // The session ends although nobody reads: its name becomes free.
            String answer;
            do {
              ann.send("/nick dead");
              do {
                answer = ann.read();
              } while (!answer.contains("the name dead") && !answer.contains("now called dead"));
            } while (!answer.equals("* you are now called dead"));
          }
        });
  }

  @Test
  void theEndOfTheServerIsToldToAll() {
    Chat.with(
        chat -> {
          try (Client ann = chat.enter("ann");
              Client ben = chat.enter("ben")) {
            ben.send("/join go");
            assertEquals("* you are in go: ben", ben.read());
            ann.readUntil("* ben has left");
            chat.ctx.cancel();
            assertEquals("* the room lobby closes, good-bye", ann.read());
            assertEquals("* the server closes", ann.read());
            assertEquals(null, ann.read());
            assertEquals("* the room go closes, good-bye", ben.read());
            assertEquals("* the server closes", ben.read());
            assertEquals(null, ben.read());
          }
          chat.serving.await();
        });
  }

  @ParameterizedTest
  @CsvSource({"--listen, nowhere", "--listen, 127.0.0.1:x", "--queue, 1", "--queue, y"})
  void aWrongOptionIsNamed(String option, String value) {
    CommandRun run = CommandRun.of((out, _) -> new ChatCommand(out), option, value);
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains(option) && run.err().contains(value), run.err());
    assertEquals("", run.out());
  }
}
