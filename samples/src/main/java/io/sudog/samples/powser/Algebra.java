package io.sudog.samples.powser;

import static io.sudog.samples.powser.Rational.ONE;
import static io.sudog.samples.powser.Rational.ZERO;

import io.sudog.samples.powser.Series.Pair;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Operations on power series. Each starts a goroutine and returns at once; the arguments belong to
 * the result from then on. In the comments, {@code U = u + x UU}: u is the constant term, and UU
 * the rest, which is what the channel still holds once u was taken.
 */
final class Algebra {
  private Algebra() {}

  /** c + c x + c x² + … */
  static Series repeat(Rational c) {
    return Series.generate(
        "repeat",
        out -> {
          while (true) {
            out.put(c);
          }
        });
  }

  /** 1/(1-x). */
  static Series ones() {
    return repeat(ONE);
  }

  /** A polynomial, the constant term first. */
  static Series polynomial(Rational... terms) {
    List<Rational> fixed = List.of(terms);
    return Series.generate("polynomial", out -> fixed.forEach(out::put));
  }

  /** A polynomial with whole coefficients, the constant term first. */
  static Series polynomial(long... terms) {
    Rational[] rationals = new Rational[terms.length];
    for (int i = 0; i < terms.length; i++) {
      rationals[i] = Rational.of(terms[i]);
    }
    return polynomial(rationals);
  }

  /** (1+x)^c, by the binomial theorem. */
  static Series binomial(Rational c) {
    return Series.generate(
        "binomial",
        out -> {
          Rational term = ONE;
          Rational power = c;
          for (int n = 1; !term.isZero(); n++) {
            out.put(term);
            term = term.times(power).times(Rational.of(1, n));
            power = power.minus(ONE);
          }
        });
  }

  static Series add(Series u, Series v) {
    return Series.generate(
        "add",
        out -> {
          while (true) {
            out.awaitDemand();
            Pair pair = Series.next(u, v);
            Rational a = pair.first();
            Rational b = pair.second();
            if (a == null && b == null) {
              return;
            }
            out.send((a == null ? ZERO : a).plus(b == null ? ZERO : b));
          }
        });
  }

  static Series subtract(Series u, Series v) {
    return add(u, scale(Rational.of(-1), v));
  }

  /** c U. */
  static Series scale(Rational c, Series u) {
    return Series.generate(
        "scale",
        out -> {
          while (true) {
            out.awaitDemand();
            Rational term = u.next();
            if (term == null) {
              return;
            }
            out.send(c.times(term));
          }
        });
  }

  /** c + x U. */
  static Series shift(Rational c, Series u) {
    return Series.generate(
        "shift",
        out -> {
          out.put(c);
          out.copy(u);
        });
  }

  /** UU, of a series whose constant term is zero; {@code of} names it for whoever gave another. */
  private static Series tail(String of, Series u) {
    return Series.generate(
        "tail",
        out -> {
          out.awaitDemand();
          requireZero(of, u.next());
          Rational term = u.next();
          if (term != null) {
            out.send(term);
            out.copy(u);
          }
        });
  }

  private static void requireZero(String of, @Nullable Rational constantTerm) {
    if (constantTerm != null && !constantTerm.isZero()) {
      throw new ArithmeticException(
          of + " needs a series without constant term, but it is " + constantTerm);
    }
  }

  /** U V = u v + x (u VV + v UU) + x² UU VV. */
  static Series multiply(Series u, Series v) {
    return Series.generate(
        "multiply",
        out -> {
          out.awaitDemand();
          Pair pair = Series.next(u, v);
          Rational a = pair.first();
          Rational b = pair.second();
          if (a == null || b == null) {
            return;
          }
          out.send(a.times(b));
          Split uu = Split.of(u);
          Split vv = Split.of(v);
          Series w = add(scale(a, vv.first()), scale(b, uu.first()));
          out.awaitDemand();
          Rational term = w.next();
          if (term == null) {
            return;
          }
          out.send(term);
          out.copy(add(w, multiply(uu.second(), vv.second())));
        });
  }

  /** The derivative of U. */
  static Series differentiate(Series u) {
    return Series.generate(
        "differentiate",
        out -> {
          out.awaitDemand();
          var _ = u.next();
          for (int n = 1; ; n++) {
            Rational term = u.next();
            if (term == null) {
              return;
            }
            out.send(Rational.of(n).times(term));
            out.awaitDemand();
          }
        });
  }

  /** The integral of U, with its constant. It is given before U is asked for anything. */
  static Series integrate(Rational constant, Series u) {
    return Series.generate(
        "integrate",
        out -> {
          out.put(constant);
          for (int n = 1; ; n++) {
            out.awaitDemand();
            Rational term = u.next();
            if (term == null) {
              return;
            }
            out.send(term.times(Rational.of(1, n)));
          }
        });
  }

  /**
   * 1/U. With Z = z + x ZZ, from U Z = 1: z = 1/u, and ZZ = -z UU Z. So ZZ is made of itself; what
   * saves it from waiting for itself is the z before it.
   */
  static Series reciprocal(Series u) {
    return Series.generate(
        "reciprocal",
        out -> {
          out.awaitDemand();
          Rational constant = u.next();
          if (constant == null || constant.isZero()) {
            throw new ArithmeticException("a series with constant term 0 has no reciprocal");
          }
          Rational z = constant.inverted();
          out.send(z);
          Split zz = new Split();
          zz.from(multiply(scale(z.negated(), u), shift(z, zz.first())));
          out.copy(zz.second());
        });
  }

  /**
   * exp(U), where u is zero, for else the terms would not be rational. From Z = exp(U) follows Z' =
   * Z U', and so Z is an integral of something made of itself.
   */
  static Series exp(Series u) {
    Split z = new Split();
    Series derivative = differentiate(shift(ZERO, tail("exp", u)));
    z.from(integrate(ONE, multiply(z.first(), derivative)));
    return z.second();
  }

  /** U(V), V put for x, where v is zero. U(V) = u + V UU(V) = u + x VV UU(V). */
  static Series substitute(Series u, Series v) {
    return Series.generate(
        "substitute",
        out -> {
          out.awaitDemand();
          Rational constant = u.next();
          if (constant == null) {
            return;
          }
          out.send(constant);
          Split vs = Split.of(v);
          out.awaitDemand();
          requireZero("substitution", vs.first().next());
          Series rest = multiply(vs.first(), substitute(u, vs.second()));
          Rational term = rest.next();
          if (term != null) {
            out.send(term);
            out.copy(rest);
          }
        });
  }

  /** U(c x^n): the i-th term is multiplied by c^i and followed by n - 1 zeros. */
  static Series substituteMonomial(Series u, Rational c, int n) {
    return Series.generate(
        "substitute monomial",
        out -> {
          Rational factor = ONE;
          while (true) {
            out.awaitDemand();
            Rational term = u.next();
            if (term == null) {
              return;
            }
            out.send(term.times(factor));
            factor = factor.times(c);
            for (int i = 1; i < n; i++) {
              out.put(ZERO);
            }
          }
        });
  }

  /**
   * The R with U(R) = x, where u is zero. With R = x RR, from R UU(R) = x: RR = 1/UU(R), which is
   * once more made of itself.
   */
  static Series revert(Series u) {
    Split r = new Split();
    r.from(shift(ZERO, reciprocal(substitute(tail("reversion", u), r.first()))));
    return r.second();
  }
}
