package io.sudog.samples.powser;

import static io.sudog.samples.powser.Algebra.binomial;
import static io.sudog.samples.powser.Algebra.differentiate;
import static io.sudog.samples.powser.Algebra.exp;
import static io.sudog.samples.powser.Algebra.integrate;
import static io.sudog.samples.powser.Algebra.multiply;
import static io.sudog.samples.powser.Algebra.ones;
import static io.sudog.samples.powser.Algebra.polynomial;
import static io.sudog.samples.powser.Algebra.reciprocal;
import static io.sudog.samples.powser.Algebra.revert;
import static io.sudog.samples.powser.Algebra.shift;
import static io.sudog.samples.powser.Algebra.substitute;
import static io.sudog.samples.powser.Algebra.substituteMonomial;
import static io.sudog.samples.powser.Rational.ONE;
import static io.sudog.samples.powser.Rational.ZERO;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Series with a name.
 *
 * @param name as typed
 * @param formula what it is
 * @param construction which operations make it
 * @param series starts them
 */
record Known(String name, String formula, String construction, Supplier<Series> series) {
  static final List<Known> ALL =
      List.of(
          new Known("ones", "1/(1-x)", "repeat 1", Algebra::ones),
          new Known("square", "1/(1-x)^2", "ones * ones", () -> multiply(ones(), ones())),
          new Known("slope", "(1/(1-x))'", "derivative of ones", () -> differentiate(ones())),
          new Known("log", "-log(1-x)", "integral of ones", () -> integrate(ZERO, ones())),
          new Known(
              "fibonacci",
              "1/(1-x-x^2)",
              "reciprocal of a polynomial",
              () -> reciprocal(polynomial(1, -1, -1))),
          new Known("root", "sqrt(1+x)", "binomial theorem", () -> binomial(Rational.of(1, 2))),
          new Known("exp", "exp(x)", "Z' = Z, Z(0) = 1", () -> exp(polynomial(0, 1))),
          new Known("laguerre", "exp(x/(1-x))", "exp of x * ones", () -> exp(shift(ZERO, ones()))),
          new Known(
              "bell",
              "exp(exp(x)-1)",
              "exp with exp(x)-1 substituted",
              () -> substitute(exp(polynomial(0, 1)), integrate(ZERO, exp(polynomial(0, 1))))),
          new Known("atan", "atan(x)", "integral of 1/(1+x^2)", Known::atan),
          new Known("tan", "tan(x)", "reversion of atan", () -> revert(atan())),
          new Known(
              "catalan",
              "(1-sqrt(1-4x))/2",
              "reversion of x - x^2",
              () -> revert(polynomial(0, 1, -1))));

  private static Series atan() {
    return integrate(ZERO, substituteMonomial(ones(), ONE.negated(), 2));
  }

  static Optional<Known> find(String name) {
    return ALL.stream().filter(known -> known.name.equals(name)).findFirst();
  }
}
