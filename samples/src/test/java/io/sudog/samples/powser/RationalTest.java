package io.sudog.samples.powser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RationalTest {
  @ParameterizedTest
  @CsvSource({
    "6, 4, 3/2",
    "-6, 4, -3/2",
    "6, -4, -3/2",
    "-6, -4, 3/2",
    "8, 4, 2",
    "0, -7, 0",
    "1, 1, 1"
  })
  void isInLowestTermsWithTheSignAbove(long numerator, long denominator, String text) {
    assertEquals(text, Rational.of(numerator, denominator).toString());
  }

  @Test
  void calculates() {
    Rational half = Rational.of(1, 2);
    Rational third = Rational.of(1, 3);
    assertEquals(Rational.of(5, 6), half.plus(third));
    assertEquals(Rational.of(1, 6), half.minus(third));
    assertEquals(Rational.of(1, 6), half.times(third));
    assertEquals(Rational.of(-1, 2), half.negated());
    assertEquals(Rational.of(2), half.inverted());
    assertEquals(Rational.of(-3), third.negated().inverted());
    assertTrue(half.minus(half).isZero());
    assertEquals(Rational.ZERO, half.minus(half));
  }

  @Test
  void knowsNoBounds() {
    Rational large = Rational.of(Long.MAX_VALUE);
    assertEquals("85070591730234615847396907784232501249", large.times(large).toString());
    assertEquals("9223372036854775808", Rational.of(Long.MIN_VALUE).negated().toString());
  }

  @Test
  void nothingIsDividedByZero() {
    assertThrows(ArithmeticException.class, () -> Rational.of(1, 0));
    assertThrows(ArithmeticException.class, Rational.ZERO::inverted);
  }
}
