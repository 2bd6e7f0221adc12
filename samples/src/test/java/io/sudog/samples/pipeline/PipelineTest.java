package io.sudog.samples.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.samples.CommandRun;
import io.sudog.samples.Programs;
import io.sudog.samples.cli.Cli;
import io.sudog.samples.pipeline.Pipeline.Square;
import io.sudog.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PipelineTest {
  private static CommandRun run(String... args) {
    return CommandRun.of((out, _) -> new PipelineCommand(out), args);
  }

  private static void awaitAllGone() {
    Await.until("all goroutines have ended", () -> Go.numGoroutine() == 1);
  }

  private static String lastLine(CommandRun run) {
    return run.out().lines().toList().getLast();
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "1, 5", "10, 3", "2000, 1", "2000, 8"})
  void everyNumberIsSquaredOnce(long n, int workers) {
    List<Square> squares =
        Programs.call(
            () -> {
              List<Square> all =
                  Pipeline.squares(Context.background(), n, workers).stream().toList();
              awaitAllGone();
              return all;
            });
    assertEquals(
        LongStream.rangeClosed(1, n).boxed().toList(),
        squares.stream().map(Square::number).sorted().toList());
    for (Square s : squares) {
      assertEquals(s.number() * s.number(), s.square());
      assertTrue(1 <= s.worker() && s.worker() <= workers, s::toString);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "3, 4", "500, 4", "1000, 4"})
  void whoStopsEarlyAndCancelsLeavesNobodyBehind(int take, int workers) {
    int left =
        Programs.call(
            () -> {
              Leftover leftover = new Leftover();
              try (CancelContext ctx = Context.withCancel(Context.background())) {
                ReceiveChan<Square> squares = Pipeline.squares(ctx, 1000, workers);
                for (int i = 0; i < take; i++) {
                  assertTrue(squares.receiveOk().ok());
                }
              }
              awaitAllGone();
              return leftover.count(Duration.ZERO);
            });
    assertEquals(0, left);
  }

  @Test
  void whoStopsEarlyAndDoesNotCancelLeavesThemAllBehind() {
    int left =
        Programs.call(
            () -> {
              Leftover leftover = new Leftover();
              assertTrue(Pipeline.squares(Context.background(), 1000, 4).receiveOk().ok());
              return leftover.count(Duration.ofMillis(50));
            });
    // One that generates, four that square, four that copy, the closer.
    assertEquals(10, left);
  }

  @Test
  void aCancelledPipelineCloses() {
    long squares =
        Programs.call(
            () -> {
              try (CancelContext ctx = Context.withCancel(Context.background())) {
                ctx.cancel();
                // A stage may choose to send as long as somebody receives, but each time it is even
                // money.
                return Pipeline.squares(ctx, Long.MAX_VALUE, 2).stream().count();
              }
            });
    assertTrue(squares < 1000, () -> "sent after the end: " + squares);
  }

  @Test
  void noMoreIsUnderWayThanWorkersAreThere() {
    Programs.call(
        () -> {
          Chan<Long> numbers = Chan.make();
          try (CancelContext ctx = Context.withCancel(Context.background())) {
            List<ReceiveChan<Square>> stages =
                LongStream.rangeClosed(1, 3)
                    .mapToObj(worker -> Pipeline.square(ctx, (int) worker, numbers))
                    .toList();
            for (long i = 1; i <= 3; i++) {
              numbers.send(i);
            }
            // Each has one square nobody has received yet.
            assertFalse(numbers.trySend(4L));
            assertTrue(stages.getFirst().receiveOk().ok());
            numbers.send(4L);
            assertFalse(numbers.trySend(5L));
          }
          return null;
        });
  }

  @Test
  void nothingMergedIsNothing() {
    assertEquals(
        List.of(),
        Programs.call(() -> Pipeline.merge(Context.background(), List.of()).stream().toList()));
  }

  @Test
  void printsSquaresAndThatNobodyIsLeft() {
    CommandRun run = run("-n", "4", "-w", "1");
    assertEquals(
        """
        worker 1: 1 * 1 = 1
        worker 1: 2 * 2 = 4
        worker 1: 3 * 3 = 9
        worker 1: 4 * 4 = 16
        4 of 4 squares, their sum is 30
        goroutines left: 0
        """,
        run.out());
    assertEquals(Cli.OK, run.exitCode());
    assertEquals("", run.err());
  }

  @Test
  void printsThatNobodyIsLeftAfterAnEarlyEnd() {
    CommandRun run = run("-n", "1000", "-w", "5", "--take", "3");
    assertEquals(5, run.out().lines().count(), run.out());
    assertTrue(run.out().contains("3 of 1000 squares"), run.out());
    assertEquals("goroutines left: 0", lastLine(run));
  }

  @Test
  void printsWhoIsLeftWhereNothingIsCancelled() {
    CommandRun run = run("-n", "1000", "-w", "3", "--take", "3", "--no-cancel");
    assertEquals("not cancelled, goroutines left: 8, none of which will ever end", lastLine(run));
    assertEquals(Cli.OK, run.exitCode());
    assertEquals("goroutines left: 0", lastLine(run("--no-cancel")));
  }

  @ParameterizedTest
  @CsvSource({"--numbers, -1", "--numbers, 1000001", "--workers, 0", "--take, -1", "--take, few"})
  void aWrongNumberIsNamed(String option, String value) {
    CommandRun run = run(option, value);
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains(option) && run.err().contains(value), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    assertEquals("", run.out());
  }
}
