package io.sudog.samples.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.sudog.channels.Chan;
import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.net.Conn;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import io.sudog.sync.WaitGroup;
import java.io.IOException;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** A client's connection. */
final class Session {
  static final String COMMANDS = "commands: /join ROOM, /nick NAME, /who, /quit";

  private static final String TOO_SLOW = "! you read too slowly and are dropped";
  private static final String GOOD_BYE = "* good-bye";

  /** Why a session ends. */
  private static final class Ending extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    /** An ending whose message is the last line that the client gets. */
    Ending(String line) {
      super(line, null, false, false);
    }
  }

  private final Conn conn;
  private final Hall hall;
  private final Duration grace;
  private final Chan<String> outbox;
  // Its cause says why the session ends.
  private final CancelContext ctx = Context.withCancel(Context.background());

  /**
   * Makes a session.
   *
   * @param conn to the client; whoever calls {@link #run} closes it
   * @param hall where it goes
   * @param queue how many lines wait for the client before it counts as slow
   * @param grace how long the client has, at the end, to read what is left and hang up
   */
  Session(Conn conn, Hall hall, int queue, Duration grace) {
    this.conn = conn;
    this.hall = hall;
    this.grace = grace;
    outbox = Chan.make(queue);
  }

  // ---- for any goroutine ----------------------------------------------------------------------

  /**
   * Has a line written to the client, without waiting. One that does not fit ends the session.
   *
   * @return false when it did not fit
   */
  boolean tell(String line) {
    if (ctx.err() == null && !outbox.trySend(line)) {
      end(TOO_SLOW);
      return false;
    }
    return true;
  }

  /** As {@link #tell}, where nobody needs to know: a session that ends leaves its room, too. */
  void tellOrEnd(String line) {
    boolean _ = tell(line);
  }

  /** Ends the session with a last line, once what has been told until now is written. */
  void end(String line) {
    ctx.cancel(new Ending(line));
  }

  // ---- the reader -----------------------------------------------------------------------------

  /** Serves the client; when this returns or throws, both goroutines have ended. */
  void run() throws IOException {
    BooleanSupplier stop = Context.afterFunc(ctx, this::hurry);
    WaitGroup writer = new WaitGroup();
    writer.go(this::write);
    try {
      Room lobby = hall.arrive(this);
      if (lobby == null) {
        end(Hall.CLOSES);
      } else {
        read(lobby);
      }
    } finally {
      hall.leave(this);
      end(GOOD_BYE);
      writer.await();
      var _ = stop.getAsBoolean();
    }
  }

  /** The client has had its time: from now on it is waited for a while only. */
  private void hurry() throws IOException {
    try {
      conn.setDeadline(Instant.now().plus(grace));
    } catch (ClosedChannelException e) {
      // Nobody waits for it any more.
    }
  }

  private void read(Room lobby) throws IOException {
    LineReader lines = new LineReader(conn);
    Room room = lobby;
    for (Line line; (line = lines.next()) != null; ) {
      // Once the session has ended, what comes is read but not heard: to close a connection with
      // unread input is to reset it, and the client might lose the last lines it was sent.
      if (ctx.err() == null) {
        switch (line) {
          case Line.Bad(String why) -> tellOrEnd("! " + why);
          case Line.Text(String text) when text.startsWith("/") -> room = obey(text, room);
          case Line.Text(String text) when text.isBlank() -> {}
          case Line.Text(String text) -> room.say(this, text);
        }
      }
    }
  }

  /** Carries out a command; gives the room where the session is then. */
  private Room obey(String text, Room room) {
    String[] words = text.strip().split("\\s+", 2);
    String argument = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "/join" -> {
        Room next = hall.join(this, argument);
        return next == null ? room : next;
      }
      case "/nick" -> hall.rename(this, argument);
      case "/who" -> room.who(this);
      case "/quit" -> {
        hall.leave(this);
        end(GOOD_BYE);
      }
      default -> tellOrEnd("! there is no command %s; %s".formatted(words[0], COMMANDS));
    }
    return room;
  }

  // ---- the writer -----------------------------------------------------------------------------

  private void write() throws IOException {
    // In order: the end counts once the outbox is empty.
    Select select = Select.inOrder();
    Receive<String> told = select.receive(outbox);
    Receive<Void> done = select.receive(ctx.done());
    try {
      while (select.await() != done) {
        write(requireNonNull(told.value()));
      }
      write(requireNonNull(requireNonNull(ctx.cause()).getMessage()));
      conn.closeWrite();
    } catch (IOException e) {
      // The client is gone, or has not read in time: the reader need not wait for it either.
      conn.close();
    }
  }

  private void write(String line) throws IOException {
    var _ = conn.write(ByteBuffer.wrap((line + "\n").getBytes(UTF_8)));
  }
}
