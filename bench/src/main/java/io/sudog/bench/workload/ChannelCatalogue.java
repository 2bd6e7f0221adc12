package io.sudog.bench.workload;

import static io.sudog.bench.workload.Workloads.loop;

import java.util.List;

/** The workloads about channels. */
final class ChannelCatalogue {
  static final List<Workload> ALL =
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
              "OneToOne1",
              "the same, capacity 1; op: an element",
              b -> ChannelWorkloads.oneToOne(b, 1)),
          loop(
              "OneToOne16",
              "the same, capacity 16; op: an element",
              b -> ChannelWorkloads.oneToOne(b, 16)),
          loop(
              "OneToOne128",
              "a producer, a consumer, capacity 128; op: an element",
              b -> ChannelWorkloads.oneToOne(b, 128)),
          loop(
              "ManyToMany4Cap0",
              "4 producers and 4 consumers of one channel, unbuffered; op: an element",
              b -> ChannelWorkloads.manyToMany(b, 4, 0)),
          loop(
              "ManyToMany4Cap16",
              "4 producers and 4 consumers of one channel, capacity 16; op: an element",
              b -> ChannelWorkloads.manyToMany(b, 4, 16)),
          loop(
              "ManyToMany4Cap128",
              "4 producers and 4 consumers of one channel, capacity 128; op: an element",
              b -> ChannelWorkloads.manyToMany(b, 4, 128)),
          loop(
              "ManyToMany100Cap0",
              "100 producers and 100 consumers of one channel, unbuffered; op: an element",
              b -> ChannelWorkloads.manyToMany(b, 100, 0)),
          loop(
              "ManyToMany100Cap16",
              "100 producers and 100 consumers of one channel, capacity 16; op: an element",
              b -> ChannelWorkloads.manyToMany(b, 100, 16)),
          loop(
              "ManyToMany100Cap128",
              "100 producers and 100 consumers of one channel, capacity 128; op: an element",
              b -> ChannelWorkloads.manyToMany(b, 100, 128)),
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
              ChannelWorkloads::chanCreation));

  private ChannelCatalogue() {}
}
