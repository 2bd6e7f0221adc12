package io.sudog.bench.jox;

import static com.softwaremill.jox.Select.defaultClause;
import static com.softwaremill.jox.Select.select;
import static com.softwaremill.jox.Select.selectWithin;
import static io.sudog.bench.jox.JoxChannels.TOKEN;
import static io.sudog.bench.jox.JoxChannels.channel;
import static io.sudog.bench.workload.Checks.check;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.SelectClause;
import io.sudog.bench.jdk.Threads;
import io.sudog.bench.workload.B;
import io.sudog.bench.workload.Checks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/* A clause holds no state of a select, so those of a loop are made before it. */

/** Bodies about jox's select. */
final class JoxSelects {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Integer NOTHING = 0;
  private static final Integer STOP = -1;

  private JoxSelects() {}

  private static List<Channel<Integer>> channels(int n, int capacity) {
    return IntStream.range(0, n).mapToObj(_ -> JoxChannels.<Integer>channel(capacity)).toList();
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  private static SelectClause<Integer>[] array(List<SelectClause<Integer>> clauses) {
    return clauses.toArray(new SelectClause[0]);
  }

  private static List<SelectClause<Integer>> receives(List<Channel<Integer>> channels) {
    List<SelectClause<Integer>> clauses = new ArrayList<>();
    channels.forEach(c -> clauses.add(c.receiveClause()));
    return clauses;
  }

  static void sync(B b, int n) throws Exception {
    List<Channel<Integer>> channels = channels(n, 0);
    List<Future<?>> producers = feed(b, channels);
    SelectClause<Integer>[] clauses = array(receives(channels));
    long sum = 0;
    for (int i = 0; i < b.n(); i++) {
      sum += select(clauses);
    }
    check(sum, b.n());
    Threads.await(producers);
  }

  private static List<Future<?>> feed(B b, List<Channel<Integer>> channels) {
    List<Future<?>> producers = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      Channel<Integer> c = channels.get(i);
      int share = Checks.shareOf(b.n(), i, channels.size());
      producers.add(
          Threads.start(
              () -> {
                for (int sent = 0; sent < share; sent++) {
                  c.send(TOKEN);
                }
              }));
    }
    return producers;
  }

  static void uncontended(B b, int n) throws Exception {
    Threads.parallel(b, rounds -> moveToken(channels(n, 1), rounds));
  }

  static void asyncContended(B b, int n) throws Exception {
    List<Channel<Integer>> shared = channels(n, b.processors());
    Threads.parallel(b, rounds -> moveToken(shared, rounds));
  }

  /** Adds a token, then moves one from whichever channel has one to the next. */
  private static void moveToken(List<Channel<Integer>> channels, int rounds)
      throws InterruptedException {
    List<SelectClause<Integer>> clauses = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      Integer index = i;
      clauses.add(channels.get(i).receiveClause(_ -> index));
    }
    SelectClause<Integer>[] all = array(clauses);
    channels.getFirst().send(TOKEN);
    for (int i = 0; i < rounds; i++) {
      channels.get((select(all) + 1) % channels.size()).send(TOKEN);
    }
  }

  static void syncContended(B b, int n) throws Exception {
    List<Channel<Integer>> shared = channels(n, 0);
    Channel<Integer> done = channel(0);
    List<Future<?>> helpers = new ArrayList<>();
    for (int p = 0; p < b.processors(); p++) {
      helpers.add(Threads.start(() -> sendUntil(done, shared)));
    }
    Threads.parallel(
        b,
        rounds -> {
          SelectClause<Integer>[] clauses = array(receives(shared));
          long sum = 0;
          for (int i = 0; i < rounds; i++) {
            sum += select(clauses);
          }
          check(sum, rounds);
        });
    for (int p = 0; p < b.processors(); p++) {
      done.send(STOP);
    }
    Threads.await(helpers);
  }

  private static void sendUntil(Channel<Integer> done, List<Channel<Integer>> channels)
      throws InterruptedException {
    List<SelectClause<Integer>> clauses = new ArrayList<>();
    channels.forEach(c -> clauses.add(c.sendClause(TOKEN, () -> NOTHING)));
    clauses.add(done.receiveClause());
    SelectClause<Integer>[] all = array(clauses);
    while (!select(all).equals(STOP)) {
      // Each select but the last has sent a token.
    }
  }

  static void byDefault(B b, int n) throws Exception {
    List<Channel<Integer>> shared = channels(n, 0);
    Threads.parallel(
        b,
        tries -> {
          List<SelectClause<Integer>> clauses = receives(shared);
          clauses.add(defaultClause(NOTHING));
          SelectClause<Integer>[] all = array(clauses);
          long received = 0;
          for (int i = 0; i < tries; i++) {
            received += select(all);
          }
          check(received, 0);
        });
  }

  static void timeout(B b) throws Exception {
    List<Channel<Integer>> channels = channels(1, 0);
    List<Future<?>> producers = feed(b, channels);
    long sum = 0;
    for (int i = 0; i < b.n(); i++) {
      sum += selectWithin(HOUR, channels.getFirst().receiveClause());
    }
    check(sum, b.n());
    Threads.await(producers);
  }
}
