package io.sudog.samples.powser;

import static io.sudog.samples.powser.Algebra.add;
import static io.sudog.samples.powser.Algebra.binomial;
import static io.sudog.samples.powser.Algebra.differentiate;
import static io.sudog.samples.powser.Algebra.exp;
import static io.sudog.samples.powser.Algebra.integrate;
import static io.sudog.samples.powser.Algebra.multiply;
import static io.sudog.samples.powser.Algebra.ones;
import static io.sudog.samples.powser.Algebra.polynomial;
import static io.sudog.samples.powser.Algebra.reciprocal;
import static io.sudog.samples.powser.Algebra.revert;
import static io.sudog.samples.powser.Algebra.scale;
import static io.sudog.samples.powser.Algebra.shift;
import static io.sudog.samples.powser.Algebra.substitute;
import static io.sudog.samples.powser.Algebra.substituteMonomial;
import static io.sudog.samples.powser.Algebra.subtract;
import static io.sudog.samples.powser.Rational.ONE;
import static io.sudog.samples.powser.Rational.ZERO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.core.PanicException;
import io.sudog.samples.Programs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlgebraTest {
  private static List<Rational> take(int n, Supplier<Series> series) {
    return Programs.call(() -> series.get().take(n));
  }

  /** The first n coefficients, as text. */
  private static String first(int n, Supplier<Series> series) {
    return take(n, series).stream().map(Rational::toString).collect(Collectors.joining(" "));
  }

  private static Series x() {
    return polynomial(0, 1);
  }

  private static Series atan() {
    return integrate(ZERO, substituteMonomial(ones(), ONE.negated(), 2));
  }

  /** From cos'' = -cos, cos 0 = 1, cos' 0 = 0. */
  private static Series cos() {
    Split cos = new Split();
    cos.from(integrate(ONE, scale(ONE.negated(), integrate(ZERO, cos.first()))));
    return cos.second();
  }

  private static Series sin() {
    return integrate(ZERO, cos());
  }

  @Test
  void theTableOfGosOwnTest() {
    assertEquals("1 1 1 1 1", first(5, Algebra::ones));
    assertEquals("2 2 2 2 2", first(5, () -> add(ones(), ones())));
    assertEquals("3 3 3 3 3", first(5, () -> add(ones(), scale(Rational.of(2), ones()))));
    assertEquals("-1 -1 -1", first(3, () -> subtract(ones(), scale(Rational.of(2), ones()))));
    assertEquals("1 2 3 4 5 6 7 8 9 10", first(10, () -> differentiate(ones())));
    assertEquals("0 1 1/2 1/3 1/4 1/5", first(6, () -> integrate(ZERO, ones())));
    assertEquals("1 2 3 4 5 6 7 8 9 10", first(10, () -> multiply(ones(), ones())));
    assertEquals(
        "1 1 3/2 13/6 73/24 167/40 4051/720 37633/5040 43817/4480 4596553/362880",
        first(10, () -> exp(shift(ZERO, ones()))));
    assertEquals("0 1 0 -1/3 0 1/5 0 -1/7 0 1/9", first(10, AlgebraTest::atan));
    assertEquals("0 1 0 1/3 0 2/15 0 17/315 0 62/2835", first(10, () -> revert(atan())));
  }

  @Test
  void expIsOneByFactorials() {
    List<Rational> expected = new ArrayList<>(List.of(ONE));
    for (int n = 1; n < 25; n++) {
      expected.add(expected.getLast().times(Rational.of(1, n)));
    }
    assertEquals(expected, take(25, () -> exp(x())));
    assertEquals(expected, take(25, () -> differentiate(exp(x()))));
  }

  @Test
  void tanIsSinByCos() {
    assertEquals(
        take(16, () -> multiply(sin(), reciprocal(cos()))), take(16, () -> revert(atan())));
  }

  @Test
  void sinSquareAndCosSquareAreOne() {
    assertEquals(
        "1 0 0 0 0 0 0 0 0 0",
        first(
            10,
            () -> {
              Split s = Split.of(sin());
              Split c = Split.of(cos());
              return add(multiply(s.first(), s.second()), multiply(c.first(), c.second()));
            }));
  }

  @Test
  void reciprocalsAndTheirSeriesMakeOne() {
    assertEquals("1 1 1 1 1 1", first(6, () -> reciprocal(polynomial(1, -1))));
    assertEquals("1 -1", first(2, () -> reciprocal(ones())));
    assertEquals("1/2 -3/4 9/8", first(3, () -> reciprocal(polynomial(2, 3))));
    assertEquals("1 0 0 0 0 0 0 0", first(8, () -> multiply(exp(x()), reciprocal(exp(x())))));
  }

  @Test
  void fibonacciNumbers() {
    assertEquals(
        LongStream.of(1, 1, 2, 3, 5, 8, 13, 21, 34, 55).mapToObj(Rational::of).toList(),
        take(10, () -> reciprocal(polynomial(1, -1, -1))));
  }

  @Test
  void substitutionOfSeriesInSeries() {
    // exp of log of 1/(1-x); 1/(1 - x/(1-x)) = (1-x)/(1-2x).
    assertEquals("1 1 1 1 1 1 1 1", first(8, () -> exp(integrate(ZERO, ones()))));
    assertEquals("1 1 1 1 1 1 1 1", first(8, () -> substitute(exp(x()), integrate(ZERO, ones()))));
    assertEquals("1 1 2 4 8 16 32 64", first(8, () -> substitute(ones(), shift(ZERO, ones()))));
    assertEquals("1 0 -1 0 1 0", first(6, () -> substitute(ones(), polynomial(0, 0, -1))));
    assertEquals("1 0 -1 0 1 0", first(6, () -> substituteMonomial(ones(), ONE.negated(), 2)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void productsAndSubstitutionsOfPolynomials(long seed) {
    Random random = new Random(seed);
    long[] u = random.longs(4, -5, 6).toArray();
    long[] v = random.longs(5, -5, 6).toArray();
    v[0] = 0;
    u[3] = 2;
    v[4] = 3;
    assertEquals(rationals(product(u, v)), take(30, () -> multiply(polynomial(u), polynomial(v))));
    long[] substituted = {0};
    for (int i = u.length - 1; i >= 0; i--) {
      substituted = product(substituted, v);
      substituted[0] += u[i];
    }
    List<Rational> expected = rationals(substituted);
    int n = 13; // its degree is 3 times 4; the rest are zeros
    assertEquals(
        padded(expected, n), padded(take(n, () -> substitute(polynomial(u), polynomial(v))), n));
  }

  private static long[] product(long[] u, long[] v) {
    long[] product = new long[u.length + v.length - 1];
    for (int i = 0; i < u.length; i++) {
      for (int j = 0; j < v.length; j++) {
        product[i + j] += u[i] * v[j];
      }
    }
    return product;
  }

  private static List<Rational> rationals(long[] terms) {
    return LongStream.of(terms).mapToObj(Rational::of).toList();
  }

  private static List<Rational> padded(List<Rational> terms, int n) {
    List<Rational> padded = new ArrayList<>(terms.subList(0, Math.min(n, terms.size())));
    padded.addAll(Collections.nCopies(n - padded.size(), ZERO));
    return padded;
  }

  @Test
  void whatIsRevertedTwiceIsAsBefore() {
    assertEquals("0 1 1 2 5 14 42 132", first(8, () -> revert(polynomial(0, 1, -1))));
    assertEquals("0 2 3 5 0 0", first(6, () -> revert(revert(polynomial(0, 2, 3, 5)))));
  }

  @Test
  void finiteSeriesEnd() {
    assertEquals("1 3 3 1", first(10, () -> binomial(Rational.of(3))));
    assertEquals("1 2 1", first(10, () -> multiply(polynomial(1, 1), polynomial(1, 1))));
    assertEquals("2 3 1 1", first(10, () -> add(polynomial(1, 2), polynomial(1, 1, 1, 1))));
    assertEquals("2 3 1 1", first(10, () -> add(polynomial(1, 1, 1, 1), polynomial(1, 2))));
    assertEquals("2 6", first(10, () -> differentiate(polynomial(7, 2, 3))));
    assertEquals("5 7 1 1", first(10, () -> integrate(Rational.of(5), polynomial(7, 2, 3))));
    assertEquals("9 7", first(10, () -> shift(Rational.of(9), polynomial(7))));
    assertEquals("", first(10, () -> multiply(polynomial(new long[0]), ones())));
    assertEquals("", first(10, () -> differentiate(polynomial(7))));
    assertEquals("1 1/2 -1/8", first(3, () -> binomial(Rational.of(1, 2))));
  }

  @Test
  void anEndStaysAnEnd() {
    List<Boolean> ended =
        Programs.call(
            () -> {
              Series series = add(polynomial(1), polynomial(2));
              return IntStream.range(0, 4).mapToObj(_ -> series.next() == null).toList();
            });
    assertEquals(List.of(false, true, true, true), ended);
  }

  private static void assertFails(String message, Supplier<Series> series) {
    PanicException failure = assertThrows(PanicException.class, () -> take(3, series));
    assertEquals(ArithmeticException.class, failure.getCause().getClass());
    assertTrue(failure.getCause().getMessage().contains(message), failure::getMessage);
  }

  @Test
  void whatHasNoRationalTermsFails() {
    assertFails("no reciprocal", () -> reciprocal(x()));
    assertFails("no reciprocal", () -> reciprocal(polynomial(new long[0])));
    assertFails("no reciprocal", () -> revert(polynomial(0, 0, 1)));
    assertFails("exp needs a series without constant term, but it is 1", () -> exp(ones()));
    assertFails("substitution needs", () -> substitute(ones(), ones()));
    assertFails("reversion needs", () -> revert(ones()));
  }
}
