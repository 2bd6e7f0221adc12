package io.sudog.samples.ratelimit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.channels.Received;
import io.sudog.context.CancelContext;
import io.sudog.context.CanceledException;
import io.sudog.context.Context;
import io.sudog.context.DeadlineExceededException;
import io.sudog.core.Go;
import io.sudog.core.Goroutine;
import io.sudog.samples.CommandRun;
import io.sudog.samples.Programs;
import io.sudog.samples.cli.Cli;
import io.sudog.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of these tests is a channel: a tick comes when the test sends one. */
final class RateLimitTest {
  private static CommandRun run(String... args) {
    return CommandRun.of((out, _) -> new RateLimitCommand(out), args);
  }

  private static ReceiveChan<Integer> requests(int n) {
    Chan<Integer> queue = Chan.make(n);
    for (int request = 1; request <= n; request++) {
      queue.send(request);
    }
    queue.close();
    return queue;
  }

  /** A server for ten requests, who are sent on in order as they are served. */
  private static final class Served {
    private final Chan<Integer> served = Chan.make();
    private final Goroutine server;
    private int last;

    Served(Context ctx, Limiter limiter) {
      server =
          Go.go(
              "server",
              () -> {
                try {
                  new Server(limiter).serve(ctx, requests(10), served::send);
                } catch (CanceledException e) {
                  served.close();
                }
              });
    }

    /** Fails, or hangs until the deadlock is reported, unless exactly so many more are served. */
    void expect(int n) {
      for (int i = 0; i < n; i++) {
        assertEquals(++last, served.receive());
      }
      // One too many would wait to be sent.
      Await.waiting(server, "chan receive");
      assertInstanceOf(Received.Empty.class, served.tryReceive());
    }
  }

  @Test
  void aSteadyLimiterLetsOneThroughATick() {
    Programs.call(
        () -> {
          Chan<Instant> ticks = Chan.make();
          Served served = new Served(Context.background(), Limiter.steady(ticks));
          served.expect(0);
          for (int i = 0; i < 4; i++) {
            ticks.send(Instant.now());
            served.expect(1);
          }
          return null;
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aBurstyLimiterStartsWithABurst(int burst) {
    Programs.call(
        () -> {
          Chan<Instant> ticks = Chan.make();
          Served served =
              new Served(Context.background(), Limiter.bursty(Context.background(), ticks, burst));
          served.expect(burst);
          for (int i = 0; i < 4; i++) {
            ticks.send(Instant.now());
            served.expect(1);
          }
          return null;
        });
  }

  @Test
  void aPauseEarnsNoMoreThanABurst() {
    Programs.call(
        () -> {
          Chan<Instant> ticks = Chan.make();
          Limiter limiter;
          try (CancelContext ctx = Context.withCancel(Context.background())) {
            limiter = Limiter.bursty(ctx, ticks, 3);
            for (int i = 0; i < 10; i++) {
              ticks.send(Instant.now());
            }
          }
          Await.until("the filler has ended", () -> Go.numGoroutine() == 1);
          new Served(Context.background(), limiter).expect(3);
          return null;
        });
  }

  @Test
  void anUnusedTickIsMadeUpForOnce() {
    Programs.call(
        () -> {
          Chan<Instant> ticks = Chan.make();
          Limiter limiter = Limiter.bursty(Context.background(), ticks, 2);
          limiter.await(Context.background());
          limiter.await(Context.background());
          ticks.send(Instant.now());
          ticks.send(Instant.now());
          new Served(Context.background(), limiter).expect(2);
          return null;
        });
  }

  @Test
  void aDeadlineEndsTheWait() {
    Programs.call(
        () -> {
          try (CancelContext ctx =
              Context.withTimeout(Context.background(), Duration.ofMillis(5))) {
            Server server = new Server(Limiter.steady(Chan.make()));
            assertThrows(
                DeadlineExceededException.class,
                () -> server.serve(ctx, requests(1), _ -> Go.goexit()));
          }
          return null;
        });
  }

  @Test
  void cancellationEndsTheServerAndTheFiller() {
    Programs.call(
        () -> {
          try (CancelContext ctx = Context.withCancel(Context.background())) {
            Served served = new Served(ctx, Limiter.bursty(ctx, Chan.make(), 2));
            served.expect(2);
            ctx.cancel();
            assertFalse(served.served.receiveOk().ok());
            Await.until("server and filler have ended", () -> Go.numGoroutine() == 1);
          }
          return null;
        });
  }

  @Test
  void printsWhenRequestsAreServed() {
    CommandRun run = run("-n", "3", "-e", "1", "-b", "2", "-t", "60000");
    String three =
        """
          request 1 after # ms
          request 2 after # ms
          request 3 after # ms
        """;
    assertEquals(
        "one request every 1 ms:\n"
            + three
            + "the same, and up to 2 at once:\n"
            + three
            + "the same, for 60000 ms:\n"
            + three,
        run.out().replaceAll("after \\d+ ms", "after # ms"));
    assertEquals(Cli.OK, run.exitCode());
    assertEquals("", run.err());
  }

  @Test
  void printsThatTheTimeIsOver() {
    List<String> lines = run("-n", "1", "-e", "1", "-t", "0").out().lines().toList();
    assertEquals(
        List.of("the same, for 0 ms:", "  the others: context deadline exceeded"),
        lines.subList(lines.size() - 2, lines.size()));
  }

  @ParameterizedTest
  @CsvSource({"--requests, -1", "--every, 0", "--burst, 0", "--timeout, -1", "--every, often"})
  void aWrongNumberIsNamed(String option, String value) {
    CommandRun run = run(option, value);
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains(option) && run.err().contains(value), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    assertEquals("", run.out());
  }
}
