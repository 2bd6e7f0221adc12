package io.sudog.verify.stress;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program as data. What it does is fixed by this; in which order, by the machine.
 *
 * @param seed where it came from, and of the actors' own random numbers
 * @param processors GOMAXPROCS at its beginning
 * @param shrunk whether the scheduler's queues and slices are as small as they go
 * @param detects whether the scheduler looks for deadlocks
 * @param pipes channels, by index; stages lead to higher indices only
 * @param stages who receives from some channels and sends into another
 * @param disturbances what goes on beside
 */
record Plan(
    long seed,
    int processors,
    boolean shrunk,
    boolean detects,
    List<Pipe> pipes,
    List<Stage> stages,
    List<Disturbance> disturbances) {

  /** On what an actor runs. */
  enum Where {
    GOROUTINE,
    PLATFORM,
    VIRTUAL
  }

  /** How an actor sends. */
  enum SendWay {
    PLAIN,
    IF_OPEN,
    UNTIL,
    TRY,
    STATEMENT,
    STATEMENT_TWICE,
    STATEMENT_DEFAULT,
    STATEMENT_TIMEOUT,
    LOOP,
    LOOP_TIMEOUT;

    /** Whether it yields and tries again, instead of waiting. */
    boolean polls() {
      return this == TRY || this == STATEMENT_DEFAULT;
    }
  }

  /** How an actor receives. */
  enum ReceiveWay {
    PLAIN,
    ITERATE,
    UNTIL,
    STATEMENT,
    STATEMENT_TWICE,
    LOOP,
    STATEMENT_TIMEOUT,
    LOOP_TIMEOUT,
    TRY,
    STATEMENT_DEFAULT;

    /** Whether it waits for a sender for as long as it takes. */
    boolean isPatient() {
      return compareTo(STATEMENT_TIMEOUT) < 0;
    }

    /** Whether it yields and tries again, instead of waiting. */
    boolean polls() {
      return this == TRY || this == STATEMENT_DEFAULT;
    }
  }

  /** What a sender does beside sending. */
  enum Habit {
    NONE,
    HOLDS_JDK_LOCK,
    HOLDS_MONITOR,
    HOLDS_MUTEX,
    PARKS_IN_JDK,
    SLEEPS,
    BLOCKS,
    YIELDS,
    SPINS
  }

  /**
   * An actor that sends.
   *
   * @param where on what
   * @param way how
   * @param habit and what else
   * @param count how many elements
   */
  record Sender(Where where, SendWay way, Habit habit, int count) {}

  /**
   * An actor that receives until the channel is closed and drained.
   *
   * @param where on what
   * @param way how
   * @param most after how many elements it goes; 0 for never
   */
  record Receiver(Where where, ReceiveWay way, int most) {}

  /**
   * A channel with its senders and receivers.
   *
   * @param capacity its capacity
   * @param closedEarly whether it is closed while senders still send
   * @param senders who sends
   * @param receivers who receives; none where the buffer has room for all that is sent
   */
  record Pipe(int capacity, boolean closedEarly, List<Sender> senders, List<Receiver> receivers) {}

  /**
   * An actor that passes on what it receives, with numbers of its own.
   *
   * @param from indices of channels: one, or two that are merged
   * @param to index of the channel it sends into
   * @param way how it sends
   */
  record Stage(List<Integer> from, int to, SendWay way) {}

  /** The program for people. */
  String text() {
    return Stream.of(
            Stream.of(
                "seed %d, processors %d, shrunk %b, deadlock detection %b"
                    .formatted(seed, processors, shrunk, detects)),
            pipes.stream().map(Pipe::toString),
            stages.stream().map(Stage::toString),
            disturbances.stream().map(Disturbance::toString))
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n"));
  }
}
