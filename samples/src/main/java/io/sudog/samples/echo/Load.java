package io.sudog.samples.echo;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.context.Context;
import io.sudog.errgroup.ErrGroup;
import io.sudog.net.Conn;
import io.sudog.net.Net;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import io.sudog.time.Timer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** Many connections that exchange messages with an echo server. Used once. */
final class Load {
  // More than a plan takes: a deadline ends its last message.
  private static final long HIGHEST_NANOS = Duration.ofHours(2).toNanos();
  private static final int DIGITS = 3;

  /** How long the last echo may take once the plan's time is over. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Plan plan;
  private final ReceiveChan<?> ticks;
  private final Consumer<Progress> progress;

  private final Chan<Boolean> connected = Chan.make();
  private final Chan<Void> start = Chan.make();
  private volatile boolean stopped;

  // Written by all connections, without a lock; read by the conductor, an interval at a time.
  private final Recorder recorder = new Recorder(HIGHEST_NANOS, DIGITS);

  // The conductor's, and after its end the caller's.
  private final Histogram total = new Histogram(HIGHEST_NANOS, DIGITS);
  private @Nullable Histogram interval;
  private long intervalBegan;
  private long measuredNanos;

  /**
   * Makes a load.
   *
   * @param plan what it is made of
   * @param ticks when to tell how it goes
   * @param progress is told; in the conductor's goroutine, so it should be quick
   */
  Load(Plan plan, ReceiveChan<?> ticks, Consumer<Progress> progress) {
    this.plan = plan;
    this.ticks = ticks;
    this.progress = progress;
  }

  /**
   * Carries out the plan. When this returns or throws, all connections are closed and their
   * goroutines have ended.
   *
   * @param parent ends it early; what was measured until then is the result
   * @return what was measured
   * @throws Exception what the first connection threw that failed
   */
  Result run(Context parent) throws Exception {
    ErrGroup group = ErrGroup.withContext(parent);
    Context ctx = group.context();
    group.go(() -> conduct(ctx));
    for (int i = 0; i < plan.connections(); i++) {
      group.go(() -> connection(ctx));
    }
    try {
      group.await();
    } catch (Exception e) {
      if (parent.err() == null) {
        throw e;
      }
    }
    return new Result(Duration.ofNanos(measuredNanos), total);
  }

  private void conduct(Context ctx) {
    try {
      for (int i = 0; i < plan.connections(); i++) {
        connected.receiveUntil(ctx);
      }
      start.close();
      beginInterval();
      watch(ctx, plan.warmUp(), true);
      beginInterval();
      long began = intervalBegan;
      try {
        watch(ctx, plan.length(), false);
      } finally {
        total.add(endInterval());
        measuredNanos = System.nanoTime() - began;
      }
    } finally {
      stopped = true;
    }
  }

  /** Tells how it goes for a while; throws the context's err when that ends sooner. */
  private void watch(Context ctx, Duration length, boolean warmingUp) {
    Timer timer = Timer.start(length);
    Select select = new Select();
    Receive<Instant> end = select.receive(timer.channel());
    select.receive(ticks);
    while (select.awaitUntil(ctx) != end) {
      long nanos = System.nanoTime() - intervalBegan;
      Histogram recent = endInterval();
      progress.accept(new Progress(warmingUp, recent.getTotalCount(), Duration.ofNanos(nanos)));
      if (!warmingUp) {
        total.add(recent);
      }
    }
  }

  private void beginInterval() {
    Histogram _ = endInterval();
  }

  /** What was recorded since the last call. */
  private Histogram endInterval() {
    intervalBegan = System.nanoTime();
    interval = recorder.getIntervalHistogram(interval);
    return interval;
  }

  private void connection(Context ctx) throws IOException {
    try (Conn conn = Net.dial(ctx, "tcp", plan.address())) {
      BooleanSupplier stop = Context.afterFunc(ctx, conn::close);
      try {
        Exchange exchange = new Exchange(conn, plan.size());
        connected.sendUntil(ctx, true);
        start.receiveUntil(ctx);
        conn.setDeadline(Instant.now().plus(plan.warmUp()).plus(plan.length()).plus(GRACE));
        while (!stopped) {
          long before = System.nanoTime();
          exchange.run();
          recorder.recordValue(System.nanoTime() - before);
        }
      } finally {
        var _ = stop.getAsBoolean();
      }
    }
  }
}
