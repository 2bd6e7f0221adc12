package io.sudog.samples.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.ReceiveChan;
import io.sudog.samples.CommandRun;
import io.sudog.samples.Programs;
import io.sudog.samples.cli.Cli;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SieveTest {
  private static List<Integer> byTrialDivision(int n) {
    return IntStream.iterate(2, i -> i + 1)
        .filter(i -> IntStream.rangeClosed(2, (int) Math.sqrt(i)).noneMatch(d -> i % d == 0))
        .limit(n)
        .boxed()
        .toList();
  }

  private static CommandRun run(String... args) {
    return CommandRun.of((out, _) -> new SieveCommand(out), args);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 10, 500})
  void yieldsTheFirstPrimesInOrder(int n) {
    List<Integer> primes = Programs.call(() -> Sieve.primes(n).stream().toList());
    assertEquals(byTrialDivision(n), primes);
  }

  @Test
  void theChannelIsClosedAfterTheLastPrime() {
    List<Boolean> ok =
        Programs.call(
            () -> {
              ReceiveChan<Integer> primes = Sieve.primes(1);
              return Stream.of(primes.receiveOk(), primes.receiveOk()).map(r -> r.ok()).toList();
            });
    assertEquals(List.of(true, false), ok);
  }

  @Test
  void twoSievesDoNotDisturbEachOther() {
    List<Integer> both =
        Programs.call(
            () -> {
              ReceiveChan<Integer> first = Sieve.primes(20);
              ReceiveChan<Integer> second = Sieve.primes(20);
              return Stream.generate(() -> first.receive() + second.receive()).limit(20).toList();
            });
    assertEquals(byTrialDivision(20).stream().map(p -> 2 * p).toList(), both);
  }

  @Test
  void printsOnePrimeALine() {
    CommandRun run = run("5");
    assertEquals("2\n3\n5\n7\n11\n", run.out());
    assertEquals(Cli.OK, run.exitCode());
    assertEquals("", run.err());
  }

  @Test
  void noPrimesIsNoError() {
    CommandRun run = run("0");
    assertEquals("", run.out());
    assertEquals(Cli.OK, run.exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-3", "many", "99999999999", "1.5", ""})
  void aWrongNumberIsNamed(String n) {
    CommandRun run = run(n);
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains("N") && run.err().contains(n), run.err());
    assertTrue(
        run.err().contains("give a number") || run.err().contains("write digits only"), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
  }

  @Test
  void aMissingNumberIsNamed() {
    CommandRun run = run();
    assertEquals(Cli.USAGE, run.exitCode());
    assertTrue(run.err().contains("Missing required parameter: 'N'"), run.err());
  }
}
