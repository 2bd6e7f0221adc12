package io.sudog.bench.workload;

import static io.sudog.bench.workload.ChannelWorkloads.TOKEN;
import static io.sudog.bench.workload.ChannelWorkloads.parallel;
import static io.sudog.bench.workload.Checks.check;
import static io.sudog.bench.workload.Checks.shareOf;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.channels.SendChan;
import io.sudog.core.Go;
import io.sudog.select.Clause;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import io.sudog.sync.WaitGroup;
import io.sudog.time.Time;
import io.sudog.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/* Where Go has a select in a loop, a Select is built before the loop and awaited in it. */

/** Bodies about select. */
public final class SelectWorkloads {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int STOP = 0;
  private static final int BATCH = 1_000;
  private static final int ITEMS_CAPACITY = 128;
  private static final int WORK_STEPS = 100;

  /** Of every result of {@link #work} of such a one: a step adds 3, modulo 4. */
  private static final int WORK_DIVISOR = 4;

  private SelectWorkloads() {}

  /**
   * A consumer, which is the calling goroutine, and a producer per unbuffered channel.
   *
   * @param b how many elements, all told
   * @param channels how many
   */
  public static void sync(B b, int channels) {
    Select select = new Select();
    List<Receive<Integer>> clauses = feed(b, channels).stream().map(select::receive).toList();
    long sum = 0;
    for (int i = 0; i < b.n(); i++) {
      sum += valueOf(clauses.get(select.await().index()));
    }
    check(sum, b.n());
  }

  /** Unbuffered channels, each with a producer; together these send n elements. */
  private static List<Chan<Integer>> feed(B b, int channels) {
    List<Chan<Integer>> fed = makeChans(channels, 0);
    for (int i = 0; i < channels; i++) {
      Chan<Integer> c = fed.get(i);
      int share = shareOf(b.n(), i, channels);
      Go.go(
          () -> {
            for (int sent = 0; sent < share; sent++) {
              c.send(TOKEN);
            }
          });
    }
    return fed;
  }

  private static List<Chan<Integer>> makeChans(int n, int capacity) {
    return IntStream.range(0, n).mapToObj(_ -> Chan.<Integer>make(capacity)).toList();
  }

  private static int valueOf(Receive<Integer> clause) {
    Integer v = clause.value();
    if (v == null) {
      throw new IllegalStateException("a closed channel");
    }
    return v;
  }

  /**
   * Go's SelectUncontended: a goroutine per processor, each with a token that goes round channels
   * of its own.
   *
   * @param b how many moves
   * @param channels of each goroutine
   */
  public static void uncontended(B b, int channels) {
    parallel(b, rounds -> moveToken(makeChans(channels, 1), rounds));
  }

  /**
   * Go's SelectAsyncContended: the same on shared channels, a token for each goroutine.
   *
   * @param b how many moves
   * @param channels how many
   */
  public static void asyncContended(B b, int channels) {
    List<Chan<Integer>> shared = makeChans(channels, b.processors());
    parallel(b, rounds -> moveToken(shared, rounds));
  }

  /** Adds a token, then moves one from whichever channel has one to the next. */
  private static void moveToken(List<Chan<Integer>> channels, int rounds) {
    Select select = new Select();
    List<Receive<Integer>> clauses = channels.stream().map(select::receive).toList();
    List<Chan<Integer>> next = new ArrayList<>(channels.subList(1, channels.size()));
    next.add(channels.getFirst());
    channels.getFirst().send(TOKEN);
    for (int i = 0; i < rounds; i++) {
      int chosen = select.await().index();
      next.get(chosen).send(valueOf(clauses.get(chosen)));
    }
  }

  /**
   * Go's SelectSyncContended: on shared unbuffered channels, a goroutine per processor selects
   * among receives and a helper of each among sends.
   *
   * @param b how many meetings
   * @param channels how many
   */
  public static void syncContended(B b, int channels) {
    List<Chan<Integer>> shared = makeChans(channels, 0);
    Chan<Boolean> done = Chan.make();
    WaitGroup helpers = new WaitGroup();
    parallel(
        b,
        rounds -> {
          helpers.go(() -> sendUntil(done, shared));
          Select select = new Select();
          shared.forEach(select::receive);
          for (int i = 0; i < rounds; i++) {
            select.await();
          }
        });
    done.close();
    helpers.await();
  }

  private static void sendUntil(ReceiveChan<Boolean> done, List<Chan<Integer>> channels) {
    Select select = new Select();
    for (Chan<Integer> c : channels) {
      select.send(c).value(TOKEN);
    }
    Clause end = select.receive(done);
    Clause chosen = select.await();
    while (chosen != end) {
      chosen = select.await();
    }
  }

  /**
   * Selects with a default, of which no channel is ever ready.
   *
   * @param b how many tries
   * @param channels how many, shared by a goroutine per processor
   */
  public static void byDefault(B b, int channels) {
    List<Chan<Integer>> shared = makeChans(channels, 0);
    parallel(
        b,
        tries -> {
          Select select = new Select();
          shared.forEach(select::receive);
          int received = 0;
          for (int i = 0; i < tries; i++) {
            if (select.poll() != null) {
              received++;
            }
          }
          check(received, 0);
        });
  }

  /**
   * A wait for an element that is to come within an hour, an hour from now each time.
   *
   * @param b how many elements
   */
  public static void timeout(B b) {
    Select select = new Select();
    select.receive(feed(b, 1).getFirst());
    for (int i = 0; i < b.n(); i++) {
      if (select.await(HOUR) == null) {
        throw new IllegalStateException("an hour has passed");
      }
    }
  }

  /**
   * The same with one timer that is set anew.
   *
   * @param b how many elements
   */
  public static void timeoutReset(B b) {
    Timer timer = Timer.start(HOUR);
    Select select = new Select();
    select.receive(feed(b, 1).getFirst());
    Receive<Instant> tooLate = select.receive(timer.channel());
    for (int i = 0; i < b.n(); i++) {
      timer.reset(HOUR);
      if (select.await() == tooLate) {
        throw new IllegalStateException("an hour has passed");
      }
    }
    timer.stop();
  }

  /**
   * Go's SelectProdCons: a producer and a consumer per processor, which do some work of their own;
   * each operation is a select with a timer and a channel that are never ready.
   *
   * @param b how many elements
   */
  public static void prodCons(B b) {
    AtomicInteger left = new AtomicInteger(b.n());
    LongAdder consumed = new LongAdder();
    Chan<Integer> items = Chan.make(ITEMS_CAPACITY);
    Chan<Boolean> closing = Chan.make();
    Chan<Long> results = Chan.make(2 * b.processors());
    for (int p = 0; p < b.processors(); p++) {
      Go.go(() -> results.send(produce(left, items, closing)));
      Go.go(() -> results.send(consume(items, closing, consumed)));
    }
    long work = 0;
    for (int i = 0; i < 2 * b.processors(); i++) {
      work += received(results.receive());
    }
    check(consumed.sum(), b.n());
    check(work % WORK_DIVISOR, 0); // else nobody would need the work
  }

  private static long received(@Nullable Long result) {
    if (result == null) {
      throw new IllegalStateException("a closed channel");
    }
    return result;
  }

  private static long produce(
      AtomicInteger left, SendChan<Integer> items, ReceiveChan<Boolean> closing) {
    Select select = new Select();
    select.send(items).value(TOKEN);
    select.receive(Time.after(HOUR));
    select.receive(closing);
    long result = 0;
    for (int n = left.getAndAdd(-BATCH); n > 0; n = left.getAndAdd(-BATCH)) {
      for (int i = 0; i < Math.min(n, BATCH); i++) {
        result = work(result);
        select.await();
      }
    }
    items.send(STOP);
    return result;
  }

  private static long consume(
      ReceiveChan<Integer> items, ReceiveChan<Boolean> closing, LongAdder consumed) {
    Select select = new Select();
    Receive<Integer> item = select.receive(items);
    select.receive(Time.after(HOUR));
    select.receive(closing);
    long result = 0;
    int received = 0;
    while (true) {
      if (select.await() == item) {
        if (valueOf(item) == STOP) {
          consumed.add(received);
          return result;
        }
        received++;
      }
      result = work(result);
    }
  }

  /** A hundred steps that depend on each other. */
  private static long work(long seed) {
    long x = seed;
    for (int i = 0; i < WORK_STEPS; i++) {
      x = x * 6364136223846793005L + 1442695040888963407L;
    }
    return x;
  }
}
