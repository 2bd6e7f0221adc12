package io.sudog.bench;

import java.io.Serial;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;

/** Powers of two as people say them: 4, 2, 1, 1/2, 1/4. Only writes. */
final class Fractions extends NumberFormat {
  @Serial private static final long serialVersionUID = 1L;

  @Override
  public StringBuffer format(double number, StringBuffer to, FieldPosition position) {
    return number < 1
        ? to.append("1/").append(Math.round(1 / number))
        : to.append(Math.round(number));
  }

  @Override
  public StringBuffer format(long number, StringBuffer to, FieldPosition position) {
    return to.append(number);
  }

  @Override
  public Number parse(String source, ParsePosition position) {
    throw new UnsupportedOperationException();
  }
}
