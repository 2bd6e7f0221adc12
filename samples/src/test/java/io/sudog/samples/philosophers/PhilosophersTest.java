package io.sudog.samples.philosophers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.context.CancelContext;
import io.sudog.context.CanceledException;
import io.sudog.context.Context;
import io.sudog.core.DeadlockException;
import io.sudog.core.Go;
import io.sudog.core.Goroutine;
import io.sudog.core.PanicException;
import io.sudog.samples.CommandRun;
import io.sudog.samples.Programs;
import io.sudog.samples.cli.Cli;
import io.sudog.testing.Await;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PhilosophersTest {
  private static final String DEADLOCK = "all goroutines are asleep - deadlock!";

  enum Right {
    ORDERED,
    WAITER,
    BACKOFF;

    Strategy at(int seats) {
      return switch (this) {
        case ORDERED -> new OrderedForks(seats);
        case WAITER -> new Waiter(seats);
        case BACKOFF -> new BackOff(seats);
      };
    }
  }

  private static CommandRun run(String... args) {
    return CommandRun.of(PhilosophersCommand::new, args);
  }

  private static int[] dine(Strategy strategy, int seats, int meals) {
    return Programs.call(
        () -> {
          int[] eaten = Dinner.serve(strategy, seats, meals, Go::gosched);
          Await.until("all goroutines have ended", () -> Go.numGoroutine() == 1);
          return eaten;
        });
  }

  @ParameterizedTest
  @EnumSource
  void exactlyTheMealsThereAreAreEaten(Right right) {
    for (int seats : new int[] {2, 3, 5, 20}) {
      for (int meals : new int[] {0, 1, 500}) {
        int[] eaten = dine(right.at(seats), seats, meals);
        assertEquals(seats, eaten.length);
        assertEquals(meals, Arrays.stream(eaten).sum(), () -> Arrays.toString(eaten));
      }
    }
  }

  @Test
  void twoWithTheSameForkAreNoticed() {
    Strategy anarchy = (_, _, meal) -> meal.run();
    PanicException panic =
        assertThrows(PanicException.class, () -> dine(anarchy, 2, Integer.MAX_VALUE));
    assertTrue(
        panic.getCause().getMessage().startsWith("two philosophers hold fork "), panic::getMessage);
  }

  @ParameterizedTest
  @EnumSource
  void neighboursEatOneAfterTheOther(Right right) {
    Programs.call(
        () -> {
          Strategy strategy = right.at(5);
          Chan<String> events = Chan.make(2);
          Chan<Void> enough = Chan.make();
          Chan<Void> begun = Chan.make();
          Goroutine first =
              Go.go(
                  () ->
                      strategy.eat(
                          Context.background(),
                          0,
                          () -> {
                            begun.close();
                            assertFalse(enough.receiveOk().ok());
                            events.send("first");
                          }));
          assertFalse(begun.receiveOk().ok());
          Goroutine second =
              Go.go(() -> strategy.eat(Context.background(), 1, () -> events.send("second")));
          Await.until("the second waits", () -> second.state() == Goroutine.State.WAITING);
          enough.close();
          assertEquals("first", events.receive());
          assertEquals("second", events.receive());
          first.join();
          second.join();
          return null;
        });
  }

  @ParameterizedTest
  @EnumSource
  void whoIsCancelledHoldsNoFork(Right right) {
    Programs.call(
        () -> {
          Strategy strategy = right.at(5);
          Chan<Void> begun = Chan.make();
          Chan<Void> enough = Chan.make();
          Goroutine neighbour =
              Go.go(
                  () ->
                      strategy.eat(
                          Context.background(),
                          0,
                          () -> {
                            begun.close();
                            assertFalse(enough.receiveOk().ok());
                          }));
          assertFalse(begun.receiveOk().ok());
          try (CancelContext ctx = Context.withCancel(Context.background())) {
            List<Goroutine> hungry =
                List.of(1, 4).stream()
                    .map(
                        seat ->
                            Go.go(
                                () ->
                                    assertThrows(
                                        CanceledException.class,
                                        () -> strategy.eat(ctx, seat, Go::goexit))))
                    .toList();
            for (Goroutine g : hungry) {
              Await.until("it waits", () -> g.state() == Goroutine.State.WAITING);
            }
            ctx.cancel();
            hungry.forEach(Goroutine::join);
          }
          enough.close();
          neighbour.join();
          int[] eaten = {0};
          for (int seat = 0; seat < 5; seat++) {
            // A deadlock, if a fork, or a place at the table, is missing.
            strategy.eat(Context.background(), seat, () -> eaten[0]++);
          }
          assertEquals(5, eaten[0]);
          return null;
        });
  }

  @Test
  void whoBacksOffLetsOthersEat() {
    Programs.call(
        () -> {
          Strategy strategy = new BackOff(5);
          Chan<Void> begun = Chan.make();
          Chan<Void> enough = Chan.make();
          Goroutine eats =
              Go.go(
                  () ->
                      strategy.eat(
                          Context.background(),
                          0,
                          () -> {
                            begun.close();
                            assertFalse(enough.receiveOk().ok());
                          }));
          assertFalse(begun.receiveOk().ok());
          boolean[] ate = {false};
          Goroutine left = Go.go(() -> strategy.eat(Context.background(), 4, () -> ate[0] = true));
          // He has fork 5 and waits for fork 1.
          Await.waiting(left, "select");
          boolean[] third = {false};
          strategy.eat(Context.background(), 3, () -> third[0] = true);
          assertTrue(third[0]);
          assertFalse(ate[0]);
          enough.close();
          eats.join();
          left.join();
          assertTrue(ate[0]);
          return null;
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void theNaiveStarve(int seats) {
    DeadlockException deadlock =
        assertThrows(DeadlockException.class, () -> dine(new Naive(seats), seats, 1));
    assertTrue(deadlock.getMessage().startsWith(DEADLOCK), deadlock::getMessage);
    for (int seat = 1; seat <= seats; seat++) {
      assertTrue(deadlock.getMessage().contains("philosopher " + seat), deadlock::getMessage);
    }
    assertEquals(
        seats,
        deadlock.getMessage().split("\\[sync\\.Mutex\\.Lock", -1).length - 1,
        deadlock::getMessage);
  }

  @Test
  void fairnessIsJainsIndex() {
    assertEquals(1, Dinner.fairness(new int[] {7, 7, 7}), 1e-9);
    assertEquals(1 / 3.0, Dinner.fairness(new int[] {0, 9, 0}), 1e-9);
    assertEquals(0.9, Dinner.fairness(new int[] {1, 2}), 1e-9);
    assertEquals(1, Dinner.fairness(new int[] {0, 0}), 1e-9);
  }

  @Test
  void printsTheMealsOfEachForEachStrategy() {
    CommandRun run = run("-p", "3", "-m", "60", "--micros", "0");
    List<String> lines = run.out().lines().toList();
    assertEquals(15, lines.size(), run.out());
    assertArrayEquals(
        new String[] {
          "ordered: 3 philosophers, 60 meals",
          "waiter: 3 philosophers, 60 meals",
          "backoff: 3 philosophers, 60 meals"
        },
        lines.stream().filter(line -> !line.startsWith(" ")).toArray());
    for (int first = 1; first < 15; first += 5) {
      int sum = 0;
      for (int seat = 0; seat < 3; seat++) {
        String line = lines.get(first + seat);
        assertTrue(line.startsWith("  philosopher " + (seat + 1) + ": "), run.out());
        sum += Integer.parseInt(line.substring(line.indexOf(':') + 1).replace('#', ' ').strip());
      }
      assertEquals(60, sum, run.out());
    }
    assertEquals(Cli.OK, run.exitCode());
    assertEquals("", run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ordered", "waiter", "backoff"})
  void oneStrategyCanBeChosen(String name) {
    CommandRun run = run("--strategy", name, "-m", "10", "--micros", "1");
    assertTrue(run.out().startsWith(name + ": 5 philosophers, 10 meals\n"), run.out());
    assertEquals(7, run.out().lines().count(), run.out());
    assertEquals(Cli.OK, run.exitCode());
  }

  @Test
  void theDeadlockIsReported() {
    CommandRun run = run("--naive");
    assertEquals(Cli.FAILURE, run.exitCode());
    assertEquals("naive: 5 philosophers, 1000 meals\n", run.out());
    assertTrue(run.err().startsWith("philosophers: " + DEADLOCK), run.err());
    assertTrue(run.err().contains("philosopher 5"), run.err());
  }

  @ParameterizedTest
  @CsvSource({
    "--philosophers, 1",
    "--meals, -1",
    "--micros, -1",
    "--meals, plenty",
    "--strategy, quick",
    "--strategy, naive"
  })
  void aWrongArgumentIsNamed(String option, String value) {
    CommandRun run = run(option, value);
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains(option) && run.err().contains(value), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    assertEquals("", run.out());
  }

  @Test
  void twoStrategiesAtOnceAreAnError() {
    CommandRun run = run("--naive", "--strategy", "waiter");
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains("leave out --strategy"), run.err());
  }
}
