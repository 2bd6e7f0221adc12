package io.sudog.bench.workload;

import static io.sudog.bench.workload.ChannelWorkloads.parallel;
import static io.sudog.bench.workload.Checks.check;
import static io.sudog.bench.workload.Checks.shareOf;

import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.sync.WaitGroup;
import java.time.Duration;
import java.util.Arrays;

/** Bodies about contexts. */
public final class ContextWorkloads {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int AT_ONCE = 10;

  private ContextWorkloads() {}

  /**
   * Children of one parent are made and cancelled at once.
   *
   * @param b how many
   */
  public static void cancelChild(B b) {
    try (CancelContext parent = Context.withCancel(Context.background())) {
      parallel(
          b,
          n -> {
            for (int i = 0; i < n; i++) {
              Context.withCancel(parent).cancel();
            }
          });
    }
  }

  /**
   * Go's WithTimeout: contexts that end in an hour are made and cancelled, ten at a time.
   *
   * @param b how often ten
   * @param alive how many others are alive meanwhile
   */
  public static void withTimeout(B b, int alive) {
    CancelContext[][] others = new CancelContext[b.processors()][];
    WaitGroup started = new WaitGroup();
    for (int p = 0; p < others.length; p++) {
      CancelContext[] some = new CancelContext[shareOf(alive, p, others.length)];
      others[p] = some;
      started.go(() -> makeAll(some));
    }
    started.await();
    b.resetTimer();
    parallel(
        b,
        n -> {
          CancelContext[] some = new CancelContext[AT_ONCE];
          for (int i = 0; i < n; i++) {
            makeAll(some);
            cancelAll(some);
          }
        });
    b.stopTimer();
    for (CancelContext[] some : others) {
      cancelAll(some);
    }
  }

  private static void makeAll(CancelContext[] some) {
    Arrays.setAll(some, _ -> Context.withTimeout(Context.background(), HOUR));
  }

  private static void cancelAll(CancelContext[] some) {
    for (CancelContext ctx : some) {
      ctx.cancel();
    }
  }

  /**
   * Go's CancelTree: a chain of contexts is made and cancelled at its root.
   *
   * @param b how many chains
   * @param depth the contexts below a root
   */
  public static void cancelTree(B b, int depth) {
    int ended = 0;
    for (int i = 0; i < b.n(); i++) {
      CancelContext root = Context.withCancel(Context.background());
      CancelContext lowest = root;
      for (int d = 0; d < depth; d++) {
        lowest = Context.withCancel(lowest);
      }
      root.cancel();
      if (lowest.err() != null) {
        ended++;
      }
    }
    check(ended, b.n());
  }

  /**
   * Go's ErrOK: asks a context that goes on whether it has ended.
   *
   * @param b how often
   */
  public static void errOk(B b) {
    try (CancelContext ctx = Context.withCancel(Context.background())) {
      check(timesEnded(ctx, b.n()), 0);
    }
  }

  /**
   * Go's ErrCanceled: asks a context that has ended.
   *
   * @param b how often
   */
  public static void errCanceled(B b) {
    CancelContext ctx = Context.withCancel(Context.background());
    ctx.cancel();
    check(timesEnded(ctx, b.n()), b.n());
  }

  private static int timesEnded(Context ctx, int n) {
    int ended = 0;
    for (int i = 0; i < n; i++) {
      if (ctx.err() != null) {
        ended++;
      }
    }
    return ended;
  }

  /**
   * Go's DeepValueSameGoRoutine: looks for a value that no context of a chain has.
   *
   * @param b how often
   * @param depth the chain's length
   */
  public static void deepValue(B b, int depth) {
    Context ctx = Context.background();
    for (int d = 0; d < depth; d++) {
      ctx = Context.withValue(ctx, Context.Key.<Integer>named("present"), d);
    }
    Context.Key<Integer> absent = Context.Key.named("absent");
    int found = 0;
    for (int i = 0; i < b.n(); i++) {
      if (ctx.value(absent) != null) {
        found++;
      }
    }
    check(found, 0);
  }
}
