package io.sudog.bench.workload;

import static io.sudog.bench.workload.Workloads.loop;

import java.util.List;

/** The workloads about time. */
final class TimerCatalogue {
  private static final String AMONG_TIMERS =
      "beside 32,768 timers of an hour per processor, a goroutine per processor ";

  private static final String OLD_TIMERS =
      "Go before 1.23 keeps every timer in a heap; since then, as with Sudog, one with a channel is"
          + " there only while somebody waits for it.";

  static final List<Workload> ALL =
      List.of(
          new Workload.Loop(
              "TimerStopChan",
              AMONG_TIMERS + "makes a timer with a channel and stops it; op: a timer",
              OLD_TIMERS,
              b -> TimerWorkloads.stopChan(b, TimerWorkloads.BALLAST)),
          loop(
              "TimerStopFunc",
              AMONG_TIMERS + "makes a timer with a function and stops it; op: a timer",
              b -> TimerWorkloads.stopFunc(b, TimerWorkloads.BALLAST)),
          new Workload.Loop(
              "TimerResetChan",
              AMONG_TIMERS + "sets a timer with a channel to an hour; op: a reset",
              OLD_TIMERS,
              b -> TimerWorkloads.resetChan(b, TimerWorkloads.BALLAST)),
          loop(
              "TimerResetFunc",
              AMONG_TIMERS + "sets a timer with a function to an hour; op: a reset",
              b -> TimerWorkloads.resetFunc(b, TimerWorkloads.BALLAST)),
          loop(
              "After",
              AMONG_TIMERS + "receives from a timer of 1 ns; op: a timer",
              b -> TimerWorkloads.after(b, TimerWorkloads.BALLAST)),
          loop(
              "Sleep1000",
              AMONG_TIMERS
                  + "starts 1,000 goroutines that sleep for 1 ns, and waits for them;"
                  + " op: the 1,000",
              b -> TimerWorkloads.sleep(b, 1_000, TimerWorkloads.BALLAST)),
          loop(
              "Ticker",
              AMONG_TIMERS + "receives from a ticker with a period of 1 ns; op: a tick",
              b -> TimerWorkloads.ticker(b, TimerWorkloads.BALLAST)),
          loop(
              "Sleepers100000",
              "100,000 goroutines sleep from 100 to 1,099 ms, evenly spread; how late they run: middle, 99 of 100, the last",
              b -> LatencyWorkloads.sleepers(b, 100_000)),
          loop(
              "WakeIdle",
              "a goroutine that waits for a channel is woken every 200 µs, and nothing else runs; from before the send until it runs: middle, 99 of 100, the last",
              LatencyWorkloads::wakeIdle),
          loop(
              "WakeBusy",
              "the same while 2 goroutines per processor compute and yield every 10 µs or so",
              LatencyWorkloads::wakeBusy));

  private TimerCatalogue() {}
}
