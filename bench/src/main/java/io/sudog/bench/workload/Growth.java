package io.sudog.bench.workload;

import io.sudog.channels.Chan;
import io.sudog.core.Go;
import io.sudog.sync.WaitGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How costs grow with what there is: families of workloads, one for each size. */
public final class Growth {
  /** What the sizes of {@link #byProcessors} are. */
  public static final String PROCESSORS = "processors";

  private static final int PAIRS = 8;
  private static final List<Integer> NUMBERS_OF_PROCESSORS = List.of(1, 2, 4, 8);

  private static final List<Family> FAMILIES =
      List.of(
          family(
              "GrowGoroutines",
              "goroutines",
              "a goroutine sends to others that wait for one unbuffered channel; op: an element",
              "",
              List.of(1_000, 10_000, 100_000, 1_000_000),
              size -> b -> waiters(b, size)),
          family(
              "GrowChannels",
              "channels",
              "one goroutine sends to and receives from one channel after the other, capacity 1;"
                  + " op: both",
              "",
              List.of(1, 10, 100, 1_000, 10_000, 100_000),
              size -> b -> channels(b, size)),
          family(
              "GrowSelect",
              "cases of a select",
              "a goroutine per processor, each with a token in channels of its own; op: a select"
                  + " over all and a send to the next",
              "Go has selects of a number of cases known at run time by reflection only.",
              List.of(2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024),
              size -> b -> SelectWorkloads.uncontended(b, size)),
          family(
              "GrowTimers",
              "timers per processor",
              "a goroutine per processor makes a timer with a function and stops it while others of"
                  + " an hour are running; op: a timer",
              "",
              List.of(1_000, 10_000, 100_000, 1_000_000),
              size -> b -> TimerWorkloads.stopFunc(b, size)));

  /** Its size is the number of processors that the scheduler has. */
  private static final Workload.Loop BY_PROCESSORS =
      new Workload.Loop(
          "GrowProcessors",
          PAIRS
              + " pairs of goroutines send round trips through two unbuffered channels each;"
              + " op: a round trip, by all of them together",
          "",
          Growth::pairs);

  private Growth() {}

  /**
   * The families.
   *
   * @return an immutable list
   */
  public static List<Family> families() {
    return FAMILIES;
  }

  /**
   * What is measured at several numbers of processors.
   *
   * @return a workload
   */
  public static Workload.Loop byProcessors() {
    return BY_PROCESSORS;
  }

  /**
   * All of it.
   *
   * @return the workloads of every family, and the one by processors
   */
  public static List<Workload> all() {
    return Stream.concat(
            FAMILIES.stream().flatMap(family -> family.workloads().stream()),
            Stream.of(BY_PROCESSORS))
        .toList();
  }

  /**
   * The numbers of processors that a workload is measured at.
   *
   * @param workload any
   * @param asked for all that do not have their own
   * @return at least one
   */
  public static List<Integer> processors(Workload workload, List<Integer> asked) {
    return workload.equals(BY_PROCESSORS) ? NUMBERS_OF_PROCESSORS : asked;
  }

  /**
   * How many there are.
   *
   * @param workload of a family, or the one by processors
   * @param processors that it was measured at
   * @return the workload's size in its family
   */
  public static int size(Workload workload, int processors) {
    return workload.equals(BY_PROCESSORS)
        ? processors
        : Integer.parseInt(workload.name().replaceFirst("\\D+", ""));
  }

  /**
   * A workload of a family, or the one by processors.
   *
   * @param name its name in any case
   * @return the workload, or empty when there is none
   */
  public static Optional<Workload> find(String name) {
    return all().stream().filter(workload -> workload.name().equalsIgnoreCase(name)).findFirst();
  }

  private static void waiters(B b, int goroutines) {
    Chan<Integer> c = Chan.make();
    WaitGroup ended = new WaitGroup();
    WaitGroup received = new WaitGroup();
    AtomicInteger started = new AtomicInteger();
    for (int g = 0; g < goroutines; g++) {
      ended.go(
          () -> {
            started.getAndIncrement();
            for (Integer v : c) {
              received.add(-v);
            }
          });
    }
    while (started.get() < goroutines) {
      Go.gosched();
    }
    received.add(b.n());
    b.resetTimer();
    for (int i = 0; i < b.n(); i++) {
      c.send(ChannelWorkloads.TOKEN);
    }
    received.await();
    b.stopTimer();
    c.close();
    ended.await();
  }

  private static void channels(B b, int channels) {
    List<Chan<Integer>> made =
        IntStream.range(0, channels).mapToObj(_ -> Chan.<Integer>make(1)).toList();
    b.resetTimer();
    long sum = 0;
    int next = 0;
    for (int i = 0; i < b.n(); i++) {
      Chan<Integer> c = made.get(next);
      c.send(ChannelWorkloads.TOKEN);
      Integer v = c.receive();
      sum += v == null ? 0 : v;
      next = next + 1 == channels ? 0 : next + 1;
    }
    Checks.check(sum, b.n());
  }

  private static void pairs(B b) {
    ChannelWorkloads.share(
        b,
        PAIRS,
        n -> {
          Chan<Integer> ping = Chan.make();
          Chan<Integer> pong = Chan.make();
          Go.go(
              () -> {
                for (Integer v : ping) {
                  pong.send(v);
                }
              });
          for (int i = 0; i < n; i++) {
            ping.send(ChannelWorkloads.TOKEN);
            pong.receive();
          }
          ping.close();
        });
  }

  private static Family family(
      String name,
      String of,
      String description,
      String note,
      List<Integer> sizes,
      IntFunction<Workload.Body> body) {
    List<Workload> workloads = new ArrayList<>();
    for (int size : sizes) {
      workloads.add(new Workload.Loop(name + size, description, note, body.apply(size)));
    }
    return new Family(name, of, description, workloads);
  }

  /**
   * The same workload at several sizes.
   *
   * @param name what their names begin with
   * @param of what there are so many of
   * @param description what is done, and what one operation is
   * @param workloads one for each size, ascending
   */
  public record Family(String name, String of, String description, List<Workload> workloads) {
    /** Copies the list. */
    public Family {
      workloads = List.copyOf(workloads);
    }
  }
}
