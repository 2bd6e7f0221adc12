package io.sudog.samples.powser;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.Chan;
import io.sudog.core.Go;
import io.sudog.select.Clause;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import io.sudog.select.Send;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A power series, its coefficients made one by one as they are demanded. Whatever is given to an
 * operation belongs to that: each coefficient can be had once. Who needs a series twice makes a
 * {@link Split}.
 *
 * <p>Two unbuffered channels: a demand goes one way, then a term comes the other way. After the
 * last term {@code terms} is closed, with or without a demand.
 */
final class Series {
  /** What goes through {@code demands}: there is only one thing to ask for. */
  private enum Demand {
    NEXT
  }

  /** Makes a series: what the goroutine behind it runs. Its return is the end of the series. */
  @FunctionalInterface
  interface Body {
    void run(Out out);
  }

  /** What two series gave; null where one has ended. */
  record Pair(@Nullable Rational first, @Nullable Rational second) {}

  private final Chan<Demand> demands = Chan.make();
  private final Chan<Rational> terms = Chan.make();

  private Series() {}

  /** A series and the goroutine that makes it. */
  static Series generate(String name, Body body) {
    Series series = new Series();
    Out out = series.new Out();
    Go.go(
        name,
        () -> {
          body.run(out);
          out.end();
        });
    return series;
  }

  /** A series without a goroutine of its own: whoever has it as {@link Out} makes the terms. */
  static Series open() {
    return new Series();
  }

  Out out() {
    return new Out();
  }

  /** The next coefficient; null, and null ever after, when there are no more. */
  @Nullable Rational next() {
    Select select = new Select();
    Send<Demand> demand = select.send(demands).value(Demand.NEXT);
    // Before the demand nothing can come out of here but the end.
    select.receive(terms);
    return select.await() == demand ? terms.receive() : null;
  }

  /**
   * The next coefficient of two series, both made at the same time. Where it is known which will be
   * demanded first the order would do no harm, but in a loop of goroutines nobody knows.
   */
  static Pair next(Series u, Series v) {
    Select select = new Select();
    Waiting first = new Waiting(u, select);
    Waiting second = new Waiting(v, select);
    while (first.waits || second.waits) {
      Clause clause = select.await();
      first.on(clause);
      second.on(clause);
    }
    return new Pair(first.term.value(), second.term.value());
  }

  /** One of the series that are waited for at the same time. */
  private static final class Waiting {
    private final Send<Demand> demand;
    private final Receive<Rational> term;
    private boolean waits = true;

    Waiting(Series series, Select select) {
      demand = select.send(series.demands).value(Demand.NEXT);
      term = select.receive(series.terms);
    }

    void on(Clause clause) {
      if (clause == demand) {
        demand.channel(null);
      } else if (clause == term) {
        demand.channel(null);
        term.channel(null);
        waits = false;
      }
    }
  }

  /** The first coefficients, fewer where the series ends; what follows can be had later. */
  List<Rational> take(int n) {
    List<Rational> taken = new ArrayList<>();
    for (Rational term; taken.size() < n && (term = next()) != null; ) {
      taken.add(term);
    }
    return taken;
  }

  /** The side of a series that makes it. For one goroutine. */
  final class Out {
    /** Waits until a coefficient is wanted. The answer is {@link #send} or {@link #end}. */
    void awaitDemand() {
      requireNonNull(demands.receive());
    }

    /** The other side's demand, for a select that waits for more than this. */
    Receive<?> demandIn(Select select) {
      return select.receive(demands);
    }

    void send(Rational term) {
      terms.send(term);
    }

    /** There are no more. */
    void end() {
      terms.close();
    }

    /** Waits for a demand and answers with a term that needs no other series to be made. */
    void put(Rational term) {
      awaitDemand();
      send(term);
    }

    /** Hands on the rest of a series. */
    void copy(Series in) {
      while (true) {
        awaitDemand();
        Rational term = in.next();
        if (term == null) {
          return;
        }
        send(term);
      }
    }
  }
}
