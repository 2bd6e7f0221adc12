package io.sudog.bench.workload;

import static io.sudog.bench.workload.Workloads.loop;

import java.util.List;

/** The workloads about select. */
final class SelectCatalogue {
  static final List<Workload> ALL =
      List.of(
          loop(
              "SelectSync2",
              "a consumer selects over 2 unbuffered channels with a producer each; op: an element",
              b -> SelectWorkloads.sync(b, 2)),
          loop(
              "SelectSync8",
              "the same with 8 channels; op: an element",
              b -> SelectWorkloads.sync(b, 8)),
          loop(
              "SelectUncontended2",
              "a goroutine per processor, each with a token in 2 channels of its own, capacity 1;"
                  + " op: a select over both and a send to the other",
              b -> SelectWorkloads.uncontended(b, 2)),
          loop(
              "SelectUncontended8",
              "the same with 8 channels; op: a select over all and a send to the next",
              b -> SelectWorkloads.uncontended(b, 8)),
          loop(
              "SelectSyncContended2",
              "2 shared unbuffered channels; a goroutine per processor selects among receives, a"
                  + " helper of each among sends; op: a meeting of two selects",
              b -> SelectWorkloads.syncContended(b, 2)),
          loop(
              "SelectSyncContended3",
              "the same with 3 channels, as Go has it; op: a meeting of two selects",
              b -> SelectWorkloads.syncContended(b, 3)),
          loop(
              "SelectSyncContended8",
              "the same with 8 channels; op: a meeting of two selects",
              b -> SelectWorkloads.syncContended(b, 8)),
          loop(
              "SelectAsyncContended2",
              "2 shared channels with a place and a token per processor, a goroutine per"
                  + " processor; op: a select over both and a send to the other",
              b -> SelectWorkloads.asyncContended(b, 2)),
          loop(
              "SelectAsyncContended8",
              "the same with 8 channels; op: a select over all and a send to the next",
              b -> SelectWorkloads.asyncContended(b, 8)),
          loop(
              "SelectDefault2",
              "a goroutine per processor selects over 2 shared channels that are never ready, with"
                  + " a default; op: a select",
              b -> SelectWorkloads.byDefault(b, 2)),
          loop(
              "SelectDefault8",
              "the same with 8 channels; op: a select",
              b -> SelectWorkloads.byDefault(b, 8)),
          new Workload.Loop(
              "SelectTimeout",
              "a consumer selects over an unbuffered channel with a producer and a new time-out of"
                  + " an hour; op: an element",
              "Sudog awaits with a duration, Go makes a timer and stops it.",
              SelectWorkloads::timeout),
          loop(
              "SelectTimeoutReset",
              "the same with one timer, set to an hour before each select; op: an element",
              SelectWorkloads::timeoutReset),
          loop(
              "SelectProdCons",
              "a producer and a consumer per processor, capacity 128, 100 steps of work an element"
                  + " on each side, every operation a select with a timer and a channel never ready;"
                  + " op: an element",
              SelectWorkloads::prodCons));

  private SelectCatalogue() {}
}
