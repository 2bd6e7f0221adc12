package io.sudog.samples.cli;

import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or another signal that ends the JVM, as the end of a context: what Go's {@code
 * signal.NotifyContext} is for. The JVM stays until this is closed, so what is to be printed is
 * printed before.
 */
public final class Interrupt implements AutoCloseable {
  // A program that does not end would leave its user nothing but SIGKILL.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CancelContext context = Context.withCancel(Context.background());
  private final Duration patience;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = Thread.ofPlatform().name("interrupt").unstarted(this::interrupted);

  private Interrupt(Duration patience) {
    this.patience = patience;
  }

  /**
   * Watches for signals from now on.
   *
   * @return to be closed by the program when it has ended
   */
  public static Interrupt watch() {
    return watch(Duration.ZERO);
  }

  /**
   * Watches for signals from now on, for a program that takes its time to end.
   *
   * @param grace how long it may take, at most; the JVM stays a little longer
   * @return to be closed by the program when it has ended
   */
  public static Interrupt watch(Duration grace) {
    Interrupt interrupt = new Interrupt(PATIENCE.plus(grace));
    Runtime.getRuntime().addShutdownHook(interrupt.hook);
    return interrupt;
  }

  /**
   * What a signal ends.
   *
   * @return always the same context
   */
  public Context context() {
    return context;
  }

  /** Ends the context, and waits until the program has ended, too. */
  void interrupted() {
    context.cancel();
    try {
      boolean _ = closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets signals end the JVM at once again, or, if there was one, the JVM end now. */
  @Override
  public void close() {
    closed.countDown();
    context.close();
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs already.
    }
  }
}
