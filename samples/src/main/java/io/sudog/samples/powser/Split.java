package io.sudog.samples.powser;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.core.Go;
import io.sudog.select.Clause;
import io.sudog.select.Receive;
import io.sudog.select.Select;

/**
 * One series for two readers, who read at different paces. The readers can be had before there is a
 * series to read, which is how an equation is written: what is read is made of what is read.
 */
final class Split {
  /** What goes through a release channel. */
  private enum Turn {
    YOURS
  }

  private final Series first = Series.open();
  private final Series second = Series.open();

  /** Two readers of nothing yet. */
  Split() {}

  /** Two readers of a series. */
  static Split of(Series in) {
    Split split = new Split();
    split.from(in);
    return split;
  }

  Series first() {
    return first;
  }

  Series second() {
    return second;
  }

  /** Says what is read; once. */
  void from(Series in) {
    Chan<Turn> release = Chan.make(1);
    release.send(Turn.YOURS);
    startGeneration(in, first.out(), second.out(), release);
  }

  private static void startGeneration(
      Series in, Series.Out ahead, Series.Out behind, ReceiveChan<Turn> released) {
    Go.go("split", () -> generation(in, ahead, behind, released));
  }

  /**
   * Reads one term and gives it to both. The newest generation serves the reader that is ahead, the
   * oldest the one behind; those between hold what the former has and the latter has not. A
   * generation that is through releases the next newer one to be the oldest. Only one that is both
   * newest and oldest serves whoever comes first, and so may find that they have changed places.
   */
  private static void generation(
      Series in, Series.Out ahead, Series.Out behind, ReceiveChan<Turn> released) {
    Select select = new Select();
    Receive<?> aheadWants = ahead.demandIn(select);
    Receive<Turn> release = select.receive(released);
    Clause clause = select.await();
    boolean oldest = clause == release;
    Series.Out asked = ahead;
    Series.Out other = behind;
    if (oldest) {
      release.channel(null);
      behind.demandIn(select);
      if (select.await() != aheadWants) {
        asked = behind;
        other = ahead;
      }
    }

    Rational term = in.next();
    if (term == null) {
      asked.end();
      if (!oldest) {
        requireNonNull(released.receive());
      }
      other.end();
      return;
    }
    Chan<Turn> next = Chan.make(1);
    startGeneration(in, asked, other, next);
    asked.send(term);
    if (!oldest) {
      requireNonNull(released.receive());
    }
    other.put(term);
    next.send(Turn.YOURS);
  }
}
