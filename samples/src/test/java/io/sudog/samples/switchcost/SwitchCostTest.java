package io.sudog.samples.switchcost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.samples.CommandRun;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.cli.SampleException;
import io.sudog.samples.switchcost.BarChart.Ink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwitchCostTest {
  /** Takes the same time for every round trip, on a clock of its own. */
  private static final class Fake implements HandOver {
    private final String name;
    private final long nanosPerRoundTrip;
    private final List<String> calls;

    Fake(String name, long nanosPerRoundTrip, List<String> calls) {
      this.name = name;
      this.nanosPerRoundTrip = nanosPerRoundTrip;
      this.calls = calls;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String means() {
      return "air";
    }

    @Override
    public long nanosFor(int roundTrips) {
      assertTrue(roundTrips >= 1);
      calls.add(name + " " + roundTrips);
      return roundTrips * nanosPerRoundTrip;
    }
  }

  private static CommandRun run(String... args) {
    return CommandRun.of(SwitchCostCommand::new, args);
  }

  @Test
  void aHandOverIsHalfARoundTrip() throws Exception {
    List<Measurement> measurements =
        new SwitchCost(3, Duration.ofMillis(1), _ -> {})
            .measure(
                List.of(
                    new Fake("slow", 4000, new ArrayList<>()),
                    new Fake("fast", 10, new ArrayList<>())));
    assertEquals(
        List.of(
            new Measurement("slow", "air", 2000, 2000, 2000),
            new Measurement("fast", "air", 5, 5, 5)),
        measurements);
  }

  @Test
  void roundsAlternateAndLastAsLongAsAskedFor() throws Exception {
    List<String> calls = new ArrayList<>();
    new SwitchCost(2, Duration.ofMillis(1), _ -> {})
        .measure(List.of(new Fake("a", 1000, calls), new Fake("b", 100, calls)));
    assertEquals(
        List.of("a 1000", "b 10000", "a 1000", "b 10000"),
        calls.subList(calls.size() - 4, calls.size()));
    // The warm-up grows slowly: a first call may take a thousand times as long as the later ones.
    assertEquals(List.of("a 1", "a 2", "a 4"), calls.subList(0, 3));
  }

  @Test
  void oneSlowRoundTripMayFillAWholeRound() throws Exception {
    List<String> calls = new ArrayList<>();
    new SwitchCost(1, Duration.ofMillis(1), _ -> {})
        .measure(List.of(new Fake("a", 10_000_000_000L, calls)));
    assertEquals(List.of("a 1", "a 1"), calls);
  }

  @Test
  void progressIsTold() throws Exception {
    StringBuilder progress = new StringBuilder();
    new SwitchCost(2, Duration.ofNanos(1), progress::append)
        .measure(List.of(new Fake("a", 1, new ArrayList<>()), new Fake("b", 1, new ArrayList<>())));
    assertEquals("warm-up: a, b\nround 1 of 2: a, b\nround 2 of 2: a, b\n", progress.toString());
  }

  @Test
  void theMedianLiesInTheMiddle() {
    assertEquals(new Measurement("a", "b", 2, 1, 9), Measurement.of("a", "b", 9, 1, 2));
    assertEquals(new Measurement("a", "b", 2.5, 1, 9), Measurement.of("a", "b", 9, 1, 2, 3));
    assertEquals(new Measurement("a", "b", 7, 7, 7), Measurement.of("a", "b", 7));
  }

  @Test
  void theTableHasRatiosToTheLastRow() {
    List<String> lines =
        Report.lines(
            List.of(
                new Measurement("processes", "pipes", 12_345.6, 9000, 20_000),
                new Measurement("goroutines", "channels", 160, 150, 170)),
            80,
            Ink.ASCII);
    assertEquals("            through   median ns        min        max   ratio", lines.get(0));
    assertEquals("processes   pipes        12,346      9,000     20,000    77.2", lines.get(1));
    assertEquals("goroutines  channels        160        150        170     1.0", lines.get(2));
    assertEquals("", lines.get(3));
    assertEquals("Median, on a logarithmic scale:", lines.get(4));
    assertTrue(lines.get(5).startsWith("processes   ####"), lines.get(5));
  }

  @Test
  void theTokenGoesThereAndBackBetweenAllKinds() throws Exception {
    try (HandOver processes = ProcessHandOver.start()) {
      for (HandOver handOver :
          List.of(
              processes,
              new ThreadHandOver("platform", Thread.ofPlatform().daemon()),
              new ThreadHandOver("virtual", Thread.ofVirtual()),
              new GoroutineHandOver())) {
        assertTrue(handOver.nanosFor(1) > 0, handOver.name());
        assertTrue(handOver.nanosFor(100) > 0, handOver.name());
      }
    }
  }

  @Test
  void theSecondProcessIsGoneAfterwards() {
    ProcessHandOver handOver = ProcessHandOver.start();
    List<ProcessHandle> echoes = ProcessHandle.current().children().toList();
    assertFalse(echoes.isEmpty());
    handOver.close();
    assertTrue(echoes.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void aSecondProcessThatDoesNotStartOrDoesNotAnswerIsAnError() {
    SampleException missing =
        assertThrows(SampleException.class, () -> ProcessHandOver.start("no-such-program"));
    assertTrue(missing.getMessage().contains("'no-such-program'"), missing.getMessage());
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    SampleException mute =
        assertThrows(
            SampleException.class, () -> ProcessHandOver.start(java, "--dry-run", "-version"));
    assertTrue(mute.getMessage().contains("cannot run the second process"), mute.getMessage());
  }

  @Test
  void anInterruptEndsAMeasurementOfThreads() {
    Thread.currentThread().interrupt();
    assertThrows(
        InterruptedException.class,
        () ->
            new ThreadHandOver("platform", Thread.ofPlatform().daemon())
                .nanosFor(Integer.MAX_VALUE));
  }

  @ParameterizedTest
  @CsvSource({
    "100, , 100",
    "100, 24 132, 100",
    ", 24 132, 132",
    "wide, 24 132, 132",
    "0, '24 132\n', 132",
    ", 0 0, 80",
    ", '', 80",
    ", stty: no tty, 80"
  })
  void theWidthComesFromTheEnvironmentOrTheTerminal(String environment, String stty, int columns) {
    Map<String, String> variables = environment == null ? Map.of() : Map.of("COLUMNS", environment);
    assertEquals(columns, Terminal.columns(variables::get, () -> stty == null ? "" : stty));
  }

  @Test
  void printsATableAndAChart() {
    CommandRun run = run("--rounds", "2", "--millis", "1");
    assertEquals(Cli.OK, run.exitCode(), run.err());
    for (String kind : List.of("processes", "platform threads", "virtual threads", "goroutines")) {
      assertEquals(2, run.out().lines().filter(line -> line.startsWith(kind)).count(), run.out());
    }
    assertTrue(run.err().contains("round 2 of 2"), run.err());
  }

  @ParameterizedTest
  @CsvSource({
    "--rounds, 0",
    "--rounds, 1001",
    "--rounds, x",
    "--millis, 0",
    "--millis, -5",
    "--millis, 60001"
  })
  void aWrongNumberIsNamed(String option, String value) {
    CommandRun run = run(option, value);
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains(option) && run.err().contains(value), run.err());
  }
}
