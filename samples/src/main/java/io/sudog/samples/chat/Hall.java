package io.sudog.samples.chat;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.Chan;
import io.sudog.context.Context;
import io.sudog.select.Clause;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import io.sudog.sync.WaitGroup;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is called what, and who is in which room: a goroutine, and the requests to it, which any
 * goroutine may make. Rooms come with their first member and go with their last.
 */
final class Hall {
  /** The last line of sessions that a closing server ends. */
  static final String CLOSES = "* the server closes";

  private static final String LOBBY = "lobby";

  private sealed interface Request {}

  /** The reply is the room; null where the session stays where it is. */
  private record Enter(Session session, @Nullable String room, Chan<@Nullable Room> reply)
      implements Request {}

  /** The reply is whether the name was given. */
  private record Rename(Session session, String name, Chan<Boolean> reply) implements Request {}

  private record Leave(Session session) implements Request {}

  private static final class Place {
    final Room room;
    int members;

    Place(Room room) {
      this.room = room;
    }
  }

  private static final class Guest {
    String name;
    @Nullable Place place;

    Guest(String name) {
      this.name = name;
    }
  }

  private final Chan<Request> requests = Chan.make();
  // Closed when the goroutine is about to end: nobody takes a request any more.
  private final Chan<Void> ended = Chan.make();

  // The goroutine's.
  private final Map<Session, Guest> guests = new LinkedHashMap<>();
  private final Map<String, Session> names = new HashMap<>();
  private final Map<String, Place> places = new HashMap<>();
  private final WaitGroup rooms = new WaitGroup();
  private int arrivals;

  /**
   * Gives a new session a name and takes it into the lobby.
   *
   * @return the lobby; null when the hall has ended
   */
  @Nullable Room arrive(Session session) {
    return enter(session, null);
  }

  /**
   * Takes a session from its room into another.
   *
   * @return that; null when it is none, which the session is told, or the hall has ended
   */
  @Nullable Room join(Session session, String room) {
    return enter(session, room);
  }

  private @Nullable Room enter(Session session, @Nullable String room) {
    // Holds the reply, so that the hall never waits for who has asked.
    Chan<@Nullable Room> reply = Chan.make(1);
    return ask(new Enter(session, room, reply)) ? reply.receive() : null;
  }

  /**
   * Gives a session another name, if it is free; the session is told. Waits until its room knows:
   * what the session says next, past the hall, is said under that name.
   */
  void rename(Session session, String name) {
    Chan<Boolean> reply = Chan.make(1);
    if (ask(new Rename(session, name, reply))) {
      reply.receive();
    }
  }

  /** Lets a session go. */
  void leave(Session session) {
    var _ = ask(new Leave(session));
  }

  /** Sends a request; false when the hall has ended. */
  private boolean ask(Request request) {
    Select select = new Select();
    Clause taken = select.send(requests).value(request);
    select.receive(ended);
    return select.await() == taken;
  }

  /**
   * What the hall's goroutine runs. When it returns, the rooms' goroutines have ended.
   *
   * @param ctx ends it; all rooms then close, and all sessions end
   */
  void run(Context ctx) {
    Select select = Select.inOrder();
    Receive<Void> done = select.receive(ctx.done());
    Receive<Request> requested = select.receive(requests);
    while (select.await() != done) {
      switch (requireNonNull(requested.value())) {
        case Enter(Session session, String room, Chan<@Nullable Room> reply) ->
            reply.send(room == null ? onArrive(session) : onJoin(session, room));
        case Rename(Session session, String name, Chan<Boolean> reply) ->
            reply.send(onRename(session, name));
        case Leave(Session session) -> onLeave(session);
      }
    }
    ended.close();
    places.values().forEach(place -> place.room.close());
    rooms.await();
    guests.keySet().forEach(session -> session.end(CLOSES));
  }

  private Room onArrive(Session session) {
    String name;
    do {
      name = "guest" + ++arrivals;
    } while (names.containsKey(Names.key(name)));
    Guest guest = new Guest(name);
    guests.put(session, guest);
    names.put(Names.key(name), session);
    session.tellOrEnd("* welcome, you are %s; %s".formatted(name, Session.COMMANDS));
    return move(session, guest, LOBBY);
  }

  private @Nullable Room onJoin(Session session, String room) {
    Guest guest = requireNonNull(guests.get(session));
    if (!Names.isValid(room)) {
      session.tellOrEnd("! '%s' is no name for a room: %s".formatted(room, Names.RULE));
      return null;
    }
    if (guest.place != null && guest.place == places.get(Names.key(room))) {
      session.tellOrEnd("! you are in %s already".formatted(guest.place.room.name()));
      return null;
    }
    return move(session, guest, room);
  }

  private Room move(Session session, Guest guest, String room) {
    quit(session, guest);
    Place place =
        places.computeIfAbsent(
            Names.key(room),
            _ -> {
              Room opened = new Room(room);
              rooms.go(opened::run);
              return new Place(opened);
            });
    place.members++;
    guest.place = place;
    place.room.join(session, guest.name);
    return place.room;
  }

  private boolean onRename(Session session, String name) {
    Guest guest = requireNonNull(guests.get(session));
    Session owner = names.get(Names.key(name));
    if (!Names.isValid(name)) {
      session.tellOrEnd("! '%s' is no name: %s".formatted(name, Names.RULE));
      return false;
    }
    if (owner != null && owner != session) {
      session.tellOrEnd("! the name %s is taken; choose another".formatted(name));
      return false;
    }
    names.remove(Names.key(guest.name));
    names.put(Names.key(name), session);
    guest.name = name;
    session.tellOrEnd("* you are now called " + name);
    if (guest.place != null) {
      guest.place.room.rename(session, name);
    }
    return true;
  }

  private void onLeave(Session session) {
    Guest guest = guests.remove(session);
    if (guest != null) {
      names.remove(Names.key(guest.name));
      quit(session, guest);
    }
  }

  private void quit(Session session, Guest guest) {
    Place place = guest.place;
    if (place != null) {
      guest.place = null;
      place.room.leave(session);
      if (--place.members == 0) {
        places.remove(Names.key(place.room.name()));
        place.room.close();
      }
    }
  }
}
