package io.sudog.verify.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.core.Go;
import io.sudog.net.Listener;
import io.sudog.net.Net;
import io.sudog.time.Timer;
import io.sudog.verify.stress.Plan.Where;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of programs, and planted faults in them. */
@DisplayName("The runner")
class RunnerTest {
  private static final Duration LENGTH =
      Duration.ofSeconds(3).multipliedBy(Math.max(1, Integer.getInteger("sudog.verify", 1)));

  // No program: only what a test plants.
  private static final Plan EMPTY = new Plan(1, 2, true, false, List.of(), List.of(), List.of());

  private static Runner.Outcome plant(Consumer<Crew> fault) throws InterruptedException {
    return plant(Runner.PATIENCE, fault);
  }

  private static Runner.Outcome plant(Duration patience, Consumer<Crew> fault)
      throws InterruptedException {
    Leftovers.warmUp();
    return new Runner(patience).run(EMPTY, new Program(EMPTY, fault));
  }

  private static void assertTold(String what, Runner.Outcome outcome) {
    assertTrue(outcome.faults().stream().anyMatch(f -> f.contains(what)), () -> outcome.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  @DisplayName("finds nothing wrong with programs of a few seconds")
  void allWell(int processors) throws InterruptedException {
    programs(processors, LENGTH, Runner.PATIENCE);
  }

  private static void programs(int processors, Duration length, Duration patience)
      throws InterruptedException {
    programs(seed -> Generator.plan(seed, processors, true), length, patience);
  }

  /** Runs programs, and fails with the first that fails. */
  private static void programs(LongFunction<Plan> plans, Duration length, Duration patience)
      throws InterruptedException {
    Leftovers.warmUp();
    Random seeds = new Random();
    long start = System.nanoTime();
    do {
      Plan plan = plans.apply(seeds.nextLong());
      Runner.Outcome outcome = new Runner(patience).run(plan);
      assertEquals(List.of(), outcome.faults(), () -> "seed " + plan.seed());
    } while (System.nanoTime() - start < length.toNanos());
  }

  /** What twins are run by. */
  static void forTwins(int processors, int seconds) throws InterruptedException {
    programs(processors, Duration.ofSeconds(seconds), Duration.ofSeconds(4));
  }

  /** What twins are run by whose fault is rare in other programs: goroutines come, go and meet. */
  static void crowdsForTwins(int processors, int seconds) throws InterruptedException {
    programs(
        seed ->
            new Plan(
                seed,
                processors,
                true,
                false,
                List.of(),
                List.of(),
                List.of(Disturbance.CLOSES, Disturbance.ENDINGS, Disturbance.GROUPS)),
        Duration.ofSeconds(seconds),
        Duration.ofSeconds(4));
  }

  @Test
  @DisplayName("tells a program that hangs, with a dump and its last steps")
  void hang() throws InterruptedException {
    Runner.Outcome outcome =
        plant(
            Duration.ofSeconds(1),
            crew ->
                crew.start(
                    Where.GOROUTINE,
                    "hangs",
                    self -> {
                      self.step("about to hang");
                      Chan.<Long>make().receive();
                    }));
    assertTrue(outcome.hangs());
    assertTold("[chan receive", outcome);
    assertTold("about to hang", outcome);
    assertTold("seed 1", outcome);
  }

  @Test
  @DisplayName("tells an exception of an actor's")
  void failure() throws InterruptedException {
    assertTold(
        "IOException: planted",
        plant(
            crew ->
                crew.start(
                    Where.PLATFORM,
                    "throws",
                    self -> {
                      throw new IOException("planted");
                    })));
  }

  @Test
  @DisplayName("tells an exception that leaves a goroutine")
  void panic() throws InterruptedException {
    Runner.Outcome outcome =
        plant(
            crew ->
                crew.start(
                    Where.GOROUTINE,
                    "waits for one that panics",
                    self ->
                        Go.go(
                                () -> {
                                  throw new IOException("planted");
                                })
                            .join()));
    assertTold("IOException: planted", outcome);
  }

  @Test
  @DisplayName("tells a goroutine that is left")
  void leakedGoroutine() throws InterruptedException {
    assertTold(
        "1 goroutines are left",
        plant(
            crew ->
                crew.start(
                    Where.GOROUTINE, "leaks", self -> Go.go(() -> Chan.<Long>make().receive()))));
  }

  @Test
  @DisplayName("tells a timer that is left")
  void leakedTimer() throws InterruptedException {
    assertTold(
        "1 timers are left",
        plant(
            crew ->
                crew.start(
                    Where.GOROUTINE,
                    "leaks",
                    self -> Timer.afterFunc(Duration.ofHours(1), () -> {}))));
  }

  @Test
  @DisplayName("tells a descriptor that is left")
  void leakedDescriptor() throws IOException, InterruptedException {
    AtomicReference<Listener> leaked = new AtomicReference<>();
    assertTold(
        "1 descriptors are left open",
        plant(
            crew ->
                crew.start(
                    Where.GOROUTINE,
                    "leaks",
                    self -> leaked.set(Net.listen("tcp", "127.0.0.1:0")))));
    leaked.get().close();
  }

  @Test
  @DisplayName("tells a waiter that is left in a channel")
  void leakedWaiter() {
    Chan<Long> c = Chan.make();
    Thread.ofPlatform().daemon().start(c::receive);
    while (Leftovers.ofChannel(c).isEmpty()) {
      Thread.onSpinWait();
    }
    assertEquals(List.of("1 waiters are left in the queues of " + c), Leftovers.ofChannel(c));
    c.close();
    assertEquals(List.of(), Leftovers.ofChannel(c));
  }
}
