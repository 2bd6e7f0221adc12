package io.sudog.samples.powser;

import static io.sudog.samples.powser.Algebra.differentiate;
import static io.sudog.samples.powser.Algebra.exp;
import static io.sudog.samples.powser.Algebra.integrate;
import static io.sudog.samples.powser.Algebra.multiply;
import static io.sudog.samples.powser.Algebra.ones;
import static io.sudog.samples.powser.Algebra.polynomial;
import static io.sudog.samples.powser.Algebra.shift;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.core.DeadlockException;
import io.sudog.core.Go;
import io.sudog.samples.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesTest {
  /** 1, 2, 3, …, with a count of what was made. */
  private static Series counted(AtomicInteger made) {
    return Series.generate(
        "counted",
        out -> {
          while (true) {
            out.awaitDemand();
            out.send(Rational.of(made.incrementAndGet()));
          }
        });
  }

  private static List<Rational> upTo(int n) {
    return LongStream.rangeClosed(1, n).mapToObj(Rational::of).toList();
  }

  /** How many terms of its argument an operation demands for its first four. */
  private static int demandedForFour(UnaryOperator<Series> operation) {
    AtomicInteger made = new AtomicInteger();
    return Programs.call(
        () -> {
          Series result = operation.apply(counted(made));
          assertEquals(0, made.get());
          assertEquals(4, result.take(4).size());
          return made.get();
        });
  }

  @Test
  void nothingIsMadeBeforeItIsDemanded() {
    assertEquals(4, demandedForFour(u -> u));
    assertEquals(4, demandedForFour(u -> multiply(u, ones())));
    assertEquals(5, demandedForFour(Algebra::differentiate));
    assertEquals(3, demandedForFour(u -> integrate(Rational.ZERO, u)));
    assertEquals(4, demandedForFour(Algebra::reciprocal));
    assertEquals(4, demandedForFour(u -> Split.of(u).second()));
    assertEquals(3, demandedForFour(u -> exp(shift(Rational.ZERO, u))));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void bothReadersOfASplitGetAllAtTheirOwnPace(long seed) {
    Random random = new Random(seed);
    List<Rational> first = new ArrayList<>();
    List<Rational> second = new ArrayList<>();
    AtomicInteger made = new AtomicInteger();
    Go.run(
        () -> {
          Split split = Split.of(counted(made));
          for (int i = 0; i < 40; i++) {
            int n = random.nextInt(6);
            if (random.nextBoolean()) {
              first.addAll(split.first().take(n));
            } else {
              second.addAll(split.second().take(n));
            }
            assertEquals(Math.max(first.size(), second.size()), made.get());
          }
        });
    assertEquals(upTo(first.size()), first);
    assertEquals(upTo(second.size()), second);
  }

  @Test
  void readersOfASplitMayReadAtTheSameTime() {
    List<Rational> both =
        Programs.call(
            () -> {
              Split split = Split.of(counted(new AtomicInteger()));
              return Algebra.add(split.first(), split.second()).take(200);
            });
    assertEquals(upTo(200).stream().map(r -> r.plus(r)).toList(), both);
  }

  @Test
  void bothReadersOfASplitComeToTheEndAndItsGoroutinesEnd() {
    List<List<Rational>> read =
        Programs.call(
            () -> {
              Split split = Split.of(polynomial(1, 2, 3));
              List<Rational> first = split.first().take(10);
              List<Rational> second = split.second().take(10);
              assertEquals(List.of(), split.first().take(1));
              assertEquals(List.of(), split.second().take(1));
              // Hangs, and fails by the time-out, unless they all end.
              while (Go.numGoroutine() > 1) {
                Go.gosched();
              }
              return List.of(first, second);
            });
    assertEquals(List.of(upTo(3), upTo(3)), read);
  }

  @Test
  void ofAPairThatEndsAtDifferentTimesEachSideIsKnown() {
    List<Series.Pair> pairs =
        Programs.call(
            () -> {
              Series u = polynomial(1);
              Series v = polynomial(1, 2);
              return List.of(Series.next(u, v), Series.next(u, v), Series.next(u, v));
            });
    assertEquals(
        List.of(
            new Series.Pair(Rational.ONE, Rational.ONE),
            new Series.Pair(null, Rational.of(2)),
            new Series.Pair(null, null)),
        pairs);
  }

  @Test
  void anEquationWithoutAFirstTermIsADeadlock() {
    DeadlockException deadlock =
        assertThrows(
            DeadlockException.class,
            () ->
                Go.run(
                    () -> {
                      // Z = Z'; that of exp has its constant from the integral.
                      Split z = new Split();
                      z.from(differentiate(z.first()));
                      var _ = z.second().next();
                    }));
    assertTrue(deadlock.getMessage().contains("all goroutines are asleep"), deadlock::getMessage);
  }
}
