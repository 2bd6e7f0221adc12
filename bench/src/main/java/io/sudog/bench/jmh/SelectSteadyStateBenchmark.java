package io.sudog.bench.jmh;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.channels.SendChan;
import io.sudog.core.Scheduler;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What rounds of a select in its loop form allocate; to be run with {@code -prof gc}. */
public class SelectSteadyStateBenchmark extends AbstractBenchmark {
  private static final int OPS_PER_INVOCATION = 1_000_000;
  private static final Integer TOKEN = 1;

  /** For JMH. */
  public SelectSteadyStateBenchmark() {}

  /**
   * Asks, then selects over channels of which one will have the answer. On one processor every
   * select parks.
   *
   * @param state the goroutines
   */
  @Benchmark
  @OperationsPerInvocation(OPS_PER_INVOCATION)
  public void blockingRound(Blocking state) {
    state.order();
  }

  /**
   * Selects over channels of which one is ready, and sends what it had to the next.
   *
   * @param state the goroutine
   */
  @Benchmark
  @OperationsPerInvocation(OPS_PER_INVOCATION)
  public void readyRound(Ready state) {
    state.order();
  }

  private static List<Chan<Integer>> makeChans(int n, int capacity) {
    return IntStream.range(0, n).mapToObj(_ -> Chan.<Integer>make(capacity)).toList();
  }

  /** Goroutines one of which selects. */
  @State(Scope.Benchmark)
  public abstract static class Selecting extends SteadyStateBenchmark.Workers {
    /** Of the select. */
    @Param({"2", "8"})
    public int cases;

    /** For subclasses. */
    protected Selecting() {}
  }

  /** See {@link #blockingRound}. */
  @State(Scope.Benchmark)
  public static class Blocking extends Selecting {
    /** For JMH. */
    public Blocking() {}

    @Override
    protected void start(Scheduler scheduler, ReceiveChan<Integer> orders, SendChan<Integer> done) {
      Chan<Integer> questions = Chan.make();
      List<Chan<Integer>> answers = makeChans(cases, 0);
      scheduler.go(() -> answer(questions, answers));
      scheduler.go(
          () -> {
            Select select = new Select();
            answers.forEach(select::receive);
            for (Integer n : orders) {
              for (int i = 0; i < n; i++) {
                questions.send(TOKEN);
                select.await();
              }
              done.send(n);
            }
            questions.close();
          });
    }

    /** Over one channel after the other, until there are no more questions. */
    private static void answer(ReceiveChan<Integer> questions, List<Chan<Integer>> answers) {
      // No iterator: it would be allocated on behalf of every few rounds.
      int next = 0;
      for (Integer v = questions.receive(); v != null; v = questions.receive()) {
        answers.get(next).send(v);
        next = (next + 1) % answers.size();
      }
    }
  }

  /** See {@link #readyRound}. */
  @State(Scope.Benchmark)
  public static class Ready extends Selecting {
    /** For JMH. */
    public Ready() {}

    @Override
    protected void start(Scheduler scheduler, ReceiveChan<Integer> orders, SendChan<Integer> done) {
      List<Chan<Integer>> channels = makeChans(cases, 1);
      channels.getFirst().send(TOKEN);
      scheduler.go(
          () -> {
            Select select = new Select();
            List<Receive<Integer>> clauses = channels.stream().map(select::receive).toList();
            for (Integer n : orders) {
              for (int i = 0; i < n; i++) {
                int chosen = select.await().index();
                Integer token = clauses.get(chosen).value();
                if (token != null) {
                  channels.get((chosen + 1) % channels.size()).send(token);
                }
              }
              done.send(n);
            }
          });
    }
  }
}
