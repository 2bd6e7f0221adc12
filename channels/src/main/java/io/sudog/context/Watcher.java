package io.sudog.context;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.channels.internal.ChanAccess;
import io.sudog.channels.internal.ReceiveOnlyChan;
import io.sudog.core.Go;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the end of a context of another maker, in a goroutine. None is needed where that
 * context's {@code done} is the channel of one of ours: it ends with that one.
 */
final class Watcher implements BooleanSupplier {
  private static final int WATCHING = 0;
  private static final int STOPPED = 1;
  private static final int ENDED = 2;

  private final Runnable action;
  private final CancelNode stop = new CancelNode(Root.BACKGROUND, "WithCancel");
  private final AtomicInteger state = new AtomicInteger(WATCHING);

  private Watcher(Runnable action) {
    this.action = action;
  }

  static BooleanSupplier watch(Context ctx, Runnable action) {
    ReceiveChan<Void> done = ctx.done();
    CancelNode node = nodeOf(done);
    if (node != null) {
      return node.onCancel(action);
    }
    if (isNil(done)) {
      return new Never();
    }
    Watcher watcher = new Watcher(action);
    Go.go("context watcher", () -> watcher.run(done));
    return watcher;
  }

  /** Our context whose channel this is, or null. */
  static @Nullable CancelNode nodeOf(@Nullable ReceiveChan<Void> done) {
    return done instanceof ReceiveOnlyChan<?> channel && channel.core() instanceof CancelNode node
        ? node
        : null;
  }

  private static boolean isNil(@Nullable ReceiveChan<Void> done) {
    return done == null || (done instanceof Chan<?> && ChanAccess.coreOf(done) == null);
  }

  private void run(ReceiveChan<Void> done) {
    try {
      done.receiveUntil(stop);
    } catch (CanceledException stopped) {
      return;
    } catch (UnsupportedOperationException plain) {
      // A channel of another maker, too: the wait lasts until that context ends.
      done.receive();
    }
    if (state.compareAndSet(WATCHING, ENDED)) {
      action.run();
    }
  }

  @Override
  public boolean getAsBoolean() {
    boolean first = state.compareAndSet(WATCHING, STOPPED);
    stop.cancel();
    return first;
  }
}
