package io.sudog.samples.chat;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.Chan;
import io.sudog.channels.SendChan;
import io.sudog.select.Clause;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A room: a goroutine, and the requests to it, which any goroutine may make. */
final class Room {
  private record Member(Session session, String name) {}

  private record Saying(Session session, String text) {}

  private final String name;
  private final Chan<Member> join = Chan.make();
  private final Chan<Member> rename = Chan.make();
  private final Chan<Session> leave = Chan.make();
  private final Chan<Saying> say = Chan.make();
  private final Chan<Session> who = Chan.make();
  private final Chan<Void> stop = Chan.make();
  // Closed when the goroutine is about to end: nobody takes a request any more.
  private final Chan<Void> ended = Chan.make();

  /**
   * Makes a room, whose goroutine is still to be started.
   *
   * @param name as it is shown
   */
  Room(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Takes a session in, under a name. */
  void join(Session session, String as) {
    ask(join, new Member(session, as));
  }

  /** Gives a member another name. */
  void rename(Session session, String as) {
    ask(rename, new Member(session, as));
  }

  /** Lets a session go; does nothing when it is no member. */
  void leave(Session session) {
    ask(leave, session);
  }

  /** Tells all other members what a member says; does nothing when it is no member. */
  void say(Session session, String text) {
    ask(say, new Saying(session, text));
  }

  /** Tells a session who is here. */
  void who(Session session) {
    ask(who, session);
  }

  /** Has the room say good-bye and end. For its owner, once. */
  void close() {
    stop.close();
  }

  private <T> void ask(SendChan<T> requests, T request) {
    Select select = new Select();
    select.send(requests).value(request);
    select.receive(ended);
    var _ = select.await();
  }

  /** What the room's goroutine runs. */
  void run() {
    new Loop().run();
  }

  /** The room's goroutine, and what it alone may touch. */
  private final class Loop {
    private final Map<Session, String> members = new LinkedHashMap<>();
    private final Queue<Session> tooSlow = new ArrayDeque<>();

    private final Select select = new Select();
    private final Receive<Member> joining = select.receive(join);
    private final Receive<Member> renaming = select.receive(rename);
    private final Receive<Session> leaving = select.receive(leave);
    private final Receive<Saying> saying = select.receive(say);
    private final Receive<Session> asking = select.receive(who);
    private final Receive<Void> stopped = select.receive(stop);

    void run() {
      for (Clause clause; (clause = select.await()) != stopped; ) {
        if (clause == joining) {
          onJoin(requireNonNull(joining.value()));
        } else if (clause == renaming) {
          onRename(requireNonNull(renaming.value()));
        } else if (clause == leaving) {
          onLeave(requireNonNull(leaving.value()));
        } else if (clause == saying) {
          onSay(requireNonNull(saying.value()));
        } else {
          tell(requireNonNull(asking.value()), "* in %s: %s".formatted(name, names()));
        }
        dropTheSlow();
      }
      ended.close();
      tellAll("* the room %s closes, good-bye".formatted(name), null);
    }

    private String names() {
      return String.join(", ", members.values());
    }

    private void onJoin(Member member) {
      members.put(member.session, member.name);
      tellAll("* %s has come".formatted(member.name), member.session);
      tell(member.session, "* you are in %s: %s".formatted(name, names()));
    }

    private void onRename(Member member) {
      String before = members.replace(member.session, member.name);
      if (before != null) {
        tellAll("* %s is now called %s".formatted(before, member.name), member.session);
      }
    }

    private void onLeave(Session session) {
      String left = members.remove(session);
      if (left != null) {
        tellAll("* %s has left".formatted(left), null);
      }
    }

    private void onSay(Saying saying) {
      String speaker = members.get(saying.session);
      if (speaker != null) {
        tellAll("<%s> %s".formatted(speaker, saying.text), saying.session);
      }
    }

    private void tellAll(String line, @Nullable Session butOne) {
      for (Session session : members.keySet()) {
        if (session != butOne) {
          tell(session, line);
        }
      }
    }

    private void tell(Session session, String line) {
      if (!session.tell(line)) {
        tooSlow.add(session);
      }
    }

    /** Not while the members are gone through; and each that goes may be too much for another. */
    private void dropTheSlow() {
      for (Session session; (session = tooSlow.poll()) != null; ) {
        String dropped = members.remove(session);
        if (dropped != null) {
          tellAll("* %s was too slow and is dropped".formatted(dropped), null);
        }
      }
    }
  }
}
