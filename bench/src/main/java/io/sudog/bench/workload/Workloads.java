package io.sudog.bench.workload;

import java.util.List;
import java.util.Optional;

/** All workloads. */
public final class Workloads {
  private static final String FRESH_STACKS =
      "Go grows stacks in pages that it touches for the first time, which is dear on a virtual"
          + " machine, while the JVM's heap was touched beforehand.";

  private static final List<Workload> ALL =
      List.of(
          loop(
              "PingPong",
              "two goroutines, two unbuffered channels; op: a round trip",
              ChannelWorkloads::pingPong),
          loop(
              "Pair1",
              "one goroutine sends to and receives from a channel of capacity 1; op: both",
              b -> ChannelWorkloads.pair(b, 1)),
          loop(
              "Pair128",
              "the same, capacity 128, empty before each send; op: both",
              b -> ChannelWorkloads.pair(b, 128)),
          loop(
              "OneToOne0",
              "a producer, a consumer, an unbuffered channel; op: an element",
              b -> ChannelWorkloads.oneToOne(b, 0)),
          loop(
              "OneToOne128",
              "a producer, a consumer, capacity 128; op: an element",
              b -> ChannelWorkloads.oneToOne(b, 128)),
          loop(
              "ChanSync",
              "two goroutines alternate sending and receiving on one unbuffered channel;"
                  + " op: a turn",
              ChannelWorkloads::chanSync),
          loop(
              "ChanUncontended",
              "a goroutine per processor, each with a channel of capacity 100;"
                  + " op: 100 sends and 100 receives",
              ChannelWorkloads::chanUncontended),
          loop(
              "ChanNonblocking",
              "a goroutine per processor tries to receive from one channel that is never ready;"
                  + " op: a try",
              ChannelWorkloads::chanNonblocking),
          loop(
              "MakeChan",
              "make a channel of capacity 8; op: a channel",
              ChannelWorkloads::makeChan),
          loop(
              "ChanCreation",
              "a goroutine per processor makes a channel of capacity 1, sends, receives;"
                  + " op: all three",
              ChannelWorkloads::chanCreation),
          new Workload.Loop(
              "CreateGoroutines",
              "each goroutine starts the next and ends; op: a goroutine",
              FRESH_STACKS,
              b -> GoroutineWorkloads.createGoroutines(b, 1)),
          new Workload.Loop(
              "CreateGoroutinesParallel",
              "such a chain per processor; op: a goroutine",
              FRESH_STACKS,
              b -> GoroutineWorkloads.createGoroutines(b, b.processors())),
          new Workload.Loop(
              "CreateGoroutinesSingle",
              "one goroutine starts all, in batches of 100,000 that it waits for; op: a goroutine",
              FRESH_STACKS,
              GoroutineWorkloads::createGoroutinesSingle),
          loop(
              "Chain1000",
              "a value passes through 1,000 goroutines, an unbuffered channel each; op: a hop",
              b -> GoroutineWorkloads.chain(b, 1_000)),
          new Workload.Program(
              "ParkedMemory",
              "1,000,000 goroutines wait for one channel; per goroutine: resident memory as it is"
                  + " (rss-B) and after a full collection (gc-rss-B), what is reachable (live-B),"
                  + " the time to start and park (park-ns) and to wake and end (wake-ns)",
              "Measured without a heap touched beforehand; the JVM's own start-up growth counts.",
              ParkedMemory.class));

  private Workloads() {}

  /**
   * Every workload, in the order of reports.
   *
   * @return an immutable list
   */
  public static List<Workload> all() {
    return ALL;
  }

  /**
   * The workload of that name.
   *
   * @param name a name in any case
   * @return the workload, or empty when there is none
   */
  public static Optional<Workload> find(String name) {
    return ALL.stream().filter(workload -> workload.name().equalsIgnoreCase(name)).findFirst();
  }

  private static Workload loop(String name, String description, Workload.Body body) {
    return new Workload.Loop(name, description, "", body);
  }
}
