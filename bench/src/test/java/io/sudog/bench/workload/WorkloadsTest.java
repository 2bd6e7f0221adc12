package io.sudog.bench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** That every workload does its work; figures are no test's business. */
class WorkloadsTest {
  private static final List<Integer> OPERATIONS = List.of(1, 7, 1_000, 4_321);

  /** Of operations that take very long. */
  private static final List<Integer> FEW_OPERATIONS = List.of(1, 7);

  private static final Set<String> SLOW =
      Set.of("Sleep1000", "Sieve", "Skynet", "WakeIdle", "WakeBusy");

  private static final Set<String> LATE = Set.of("Sleepers100000", "WakeIdle", "WakeBusy");
  private static final List<String> LATENESS = List.of("p50-ns", "p99-ns", "max-ns");
  private static final List<String> TIME = List.of(BenchmarkLine.NANOS_PER_OP);

  static Stream<Arguments> loops() {
    return Workloads.all().stream()
        .filter(Workload.Loop.class::isInstance)
        .flatMap(loop -> Stream.of(Arguments.of(loop, 1), Arguments.of(loop, 2)));
  }

  @ParameterizedTest
  @MethodSource("loops")
  void everyLoopEndsAtAnyNumberOfOperations(Workload.Loop loop, int processors) {
    try (SudogLibrary library = new SudogLibrary(processors)) {
      for (int n : operations(loop.name())) {
        library.run(loop.body(), new B(n, processors));
      }
    }
  }

  private static List<Integer> operations(String workload) {
    if (workload.equals("Sleepers100000")) {
      return List.of(1);
    }
    return SLOW.contains(workload) ? FEW_OPERATIONS : OPERATIONS;
  }

  @ParameterizedTest
  @MethodSource("loops")
  void everyLoopIsMeasured(Workload.Loop loop, int processors) throws Exception {
    try (SudogLibrary library = new SudogLibrary(processors)) {
      BenchmarkLine line =
          TimedLoop.measure(
              library,
              loop.name(),
              loop.body(),
              processors,
              Duration.ofMillis(20),
              Duration.ofMillis(10));
      assertEquals(loop.name(), line.name());
      assertEquals(processors, line.processors());
      List<String> units = List.copyOf(line.metrics().keySet());
      assertEquals(LATE.contains(loop.name()) ? LATENESS : TIME, units);
    }
  }

  static Stream<String> smallestOfEachFamily() {
    return Stream.concat(
        Growth.families().stream().map(family -> family.workloads().getFirst().name()),
        Stream.of(Growth.byProcessors().name()));
  }

  @ParameterizedTest
  @MethodSource("smallestOfEachFamily")
  void growthIsMeasured(String name) {
    try (SudogLibrary library = new SudogLibrary(2)) {
      for (int n : List.of(1, 7, 1_000)) {
        library.run(library.body(name.toLowerCase(Locale.ROOT)), new B(n, 2));
      }
    }
  }

  @Test
  void parkedGoroutinesAreMeasured() throws Exception {
    try (SudogLibrary library = new SudogLibrary(2)) {
      BenchmarkLine line = ParkedMemory.measure(library, 2_000, 2);
      assertEquals(2_000, line.iterations());
      assertEquals(
          List.of(
              "rss-B/goroutine",
              "gc-rss-B/goroutine",
              "live-B/goroutine",
              "park-ns/goroutine",
              "wake-ns/goroutine"),
          List.copyOf(line.metrics().keySet()));
    }
  }

  @Test
  void aBodyLeavesOutTheTimeAndReportsInstead() {
    B b = new B(2, 1);
    b.reportMetric(0, BenchmarkLine.NANOS_PER_OP);
    Checks.reportLateness(b, new long[] {30, 10, 20});
    assertEquals(Map.of("p50-ns", 20.0, "p99-ns", 30.0, "max-ns", 30.0), b.metrics());
  }

  @Test
  void namesAreFoundInAnyCaseAndAreUnique() {
    Map<String, Long> names =
        Workloads.all().stream()
            .map(Workload::name)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertTrue(names.values().stream().allMatch(count -> count == 1), names::toString);
    assertEquals("PingPong", Workloads.find("pingpong").orElseThrow().name());
    assertTrue(Workloads.find("pingpang").isEmpty());
  }

  @Test
  void sharesAddUp() {
    for (int n : new int[] {0, 1, 7, 8, 9, 1_000}) {
      for (int among : new int[] {1, 2, 3, 8}) {
        int[] shares = IntStream.range(0, among).map(i -> Checks.shareOf(n, i, among)).toArray();
        assertEquals(n, IntStream.of(shares).sum());
        assertTrue(shares[0] - shares[among - 1] <= 1);
      }
    }
  }

  @Test
  void theConsumersChecksumIsThatOfTheProducersValues() {
    for (int n : new int[] {0, 1, 127, 128, 129, 1_000}) {
      assertEquals(IntStream.range(0, n).map(i -> i & 0x7f).sum(), Checks.sumOfSmallValues(n));
    }
  }

  @Test
  void theNextRunIsAFifthLongerThanWantedButGrowsStepwise() {
    assertEquals(
        100, TimedLoop.nextN(new B(1, 1), 1_000_000_000)); // took no time: at most 100 fold
    B stopped = new B(50, 1);
    stopped.startTimer();
    stopped.stopTimer();
    assertTrue(TimedLoop.nextN(stopped, 1) >= 1);
  }

  @Test
  void theTimerRunsBetweenStartAndStop() throws InterruptedException {
    B b = new B(1, 1);
    b.startTimer();
    Thread.sleep(5);
    b.stopTimer();
    long first = b.elapsedNanos();
    Thread.sleep(5);
    b.stopTimer();
    assertTrue(first >= 5_000_000);
    assertEquals(first, b.elapsedNanos());
    b.startTimer();
    b.resetTimer();
    b.stopTimer();
    assertTrue(b.elapsedNanos() < first);
  }
}
