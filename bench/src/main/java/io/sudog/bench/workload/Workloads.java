package io.sudog.bench.workload;

import java.util.List;
import java.util.Optional;

/** All workloads. */
public final class Workloads {
  private static final String FRESH_STACKS =
      "Go grows stacks in pages that it touches for the first time, which is dear on a virtual"
          + " machine, while the JVM's heap was touched beforehand.";

  private static final String AMONG_TIMERS =
      "beside 32,768 timers of an hour per processor, a goroutine per processor ";

  private static final String OLD_TIMERS =
      "Go before 1.23 keeps every timer in a heap; since then, as with Sudog, one with a channel is"
          + " there only while somebody waits for it.";

  private static final String ECHO =
      "P is the server's; the load, one thread in a process of its own, takes another processor."
          + " msg/s: a ratio above 1 means more.";

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
              SelectWorkloads::prodCons),
          loop(
              "MutexUncontended",
              "a goroutine per processor, a mutex each; op: lock and unlock",
              SyncWorkloads::mutexUncontended),
          loop(
              "Mutex",
              "a goroutine per processor, one mutex; op: lock and unlock",
              b -> SyncWorkloads.mutex(b, 1)),
          loop(
              "MutexSlack",
              "10 goroutines per processor, one mutex; op: lock and unlock",
              b -> SyncWorkloads.mutex(b, 10)),
          loop(
              "RWMutexUncontended",
              "a goroutine per processor, a lock each; op: lock for reading twice, unlock twice,"
                  + " lock, unlock",
              SyncWorkloads::rwMutexUncontended),
          loop(
              "RWMutexWrite100",
              "a goroutine per processor, one lock, 1 in 100 for writing; op: lock and unlock",
              b -> SyncWorkloads.rwMutexWrite(b, 100)),
          loop(
              "WaitGroupUncontended",
              "a goroutine per processor, a group each; op: add, done, wait",
              SyncWorkloads::waitGroupUncontended),
          loop(
              "WaitGroupAddDone",
              "a goroutine per processor, one group; op: add and done",
              SyncWorkloads::waitGroupAddDone),
          loop(
              "WaitGroupActuallyWait",
              "a goroutine per processor, each starts one that is done at once and waits for it;"
                  + " op: all that",
              SyncWorkloads::waitGroupActuallyWait),
          loop(
              "Cond4",
              "4 goroutines wait for a fifth, which wakes them; op: a round",
              b -> SyncWorkloads.cond(b, 4)),
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
              "CancelChild",
              "a goroutine per processor derives a context from one parent and cancels it;"
                  + " op: a context",
              ContextWorkloads::cancelChild),
          loop(
              "WithTimeout4000",
              "a goroutine per processor makes 10 contexts with a time-out of an hour and cancels"
                  + " them, while 4,000 others are alive; op: the 10",
              b -> ContextWorkloads.withTimeout(b, 4_000)),
          loop(
              "CancelTree10",
              "10 contexts, each derived from the one before, end with their root; op: to make and"
                  + " to cancel them",
              b -> ContextWorkloads.cancelTree(b, 10)),
          loop(
              "CancelTree100",
              "the same with 100 contexts; op: to make and to cancel them",
              b -> ContextWorkloads.cancelTree(b, 100)),
          loop(
              "ErrOK",
              "asks a context that goes on whether it has ended; op: a question",
              ContextWorkloads::errOk),
          loop(
              "ErrCanceled",
              "asks a context that has ended; op: a question",
              ContextWorkloads::errCanceled),
          loop(
              "DeepValue20",
              "looks in a chain of 20 contexts for a value that none has; op: a search",
              b -> ContextWorkloads.deepValue(b, 20)),
          new Workload.Program(
              "ParkedMemory",
              "1,000,000 goroutines wait for one channel; per goroutine: resident memory as it is"
                  + " (rss-B) and after a full collection (gc-rss-B), what is reachable (live-B),"
                  + " the time to start and park (park-ns) and to wake and end (wake-ns)",
              "Measured without a heap touched beforehand; the JVM's own start-up growth counts.",
              ParkedMemory.class),
          new Workload.Echo(
              "Echo64",
              "64 connections, on each a message of 64 bytes and its echo at a time; op: a message"
                  + " and its echo, by all of them together",
              ECHO,
              64,
              false),
          new Workload.Echo(
              "Echo1000",
              "the same with 1,000 connections; op: a message and its echo",
              ECHO,
              1_000,
              false),
          new Workload.Echo(
              "EchoIdle",
              "the same with 10 connections beside 20,000 idle ones (--idle); per idle connection:"
                  + " the server's resident memory as it is (rss-B) and after a full collection"
                  + " (gc-rss-B); op: a message and its echo",
              ECHO,
              10,
              true));

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
