package io.sudog.context;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.channels.Received;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A context of another maker's, which says of everything but values what it likes. */
class ForeignContext implements Context {
  private final Context parent;
  private volatile @Nullable Throwable err;
  private volatile @Nullable Throwable cause;
  private final Chan<Void> done = Chan.make();

  ForeignContext(Context parent) {
    this.parent = parent;
  }

  void end(@Nullable Throwable error, @Nullable Throwable why) {
    cause = why;
    err = error;
    done.close();
  }

  @Override
  public ReceiveChan<Void> done() {
    return done;
  }

  @Override
  public @Nullable Throwable err() {
    return err;
  }

  @Override
  public @Nullable Throwable cause() {
    return cause;
  }

  @Override
  public Optional<Instant> deadline() {
    return parent.deadline();
  }

  @Override
  public <T> @Nullable T value(Key<T> key) {
    return parent.value(key);
  }

  @Override
  public String toString() {
    return "foreign";
  }

  /** One whose done is a channel of another maker's, too. */
  static final class WithChannel extends ForeignContext {
    private final OtherChan channel = new OtherChan(super.done());

    WithChannel(Context parent) {
      super(parent);
    }

    @Override
    public ReceiveChan<Void> done() {
      return channel;
    }
  }

  /** Has what is needed, and not the waits that can be ended. */
  private static final class OtherChan implements ReceiveChan<Void> {
    private final ReceiveChan<Void> source;

    OtherChan(ReceiveChan<Void> source) {
      this.source = source;
    }

    @Override
    public @Nullable Void receive() {
      return source.receive();
    }

    @Override
    public Received<Void> receiveOk() {
      return source.receiveOk();
    }

    @Override
    public Received<Void> tryReceive() {
      return source.tryReceive();
    }

    @Override
    public int len() {
      return 0;
    }

    @Override
    public int cap() {
      return 0;
    }
  }

  /** One that can do without a goroutine: it calls back itself. For one thread. */
  static final class WithActions extends ForeignContext {
    final List<Runnable> actions = new ArrayList<>();

    WithActions(Context parent) {
      super(parent);
    }

    @Override
    void end(@Nullable Throwable error, @Nullable Throwable why) {
      super.end(error, why);
      List<Runnable> due = List.copyOf(actions);
      actions.clear();
      due.forEach(Runnable::run);
    }

    @Override
    public BooleanSupplier onCancel(Runnable action) {
      if (err() == null) {
        actions.add(action);
      } else {
        action.run();
      }
      return () -> actions.remove(action);
    }
  }

  /** One that adds nothing to its parent: each method asks that. */
  static final class Wrapper implements Context {
    private final Context parent;

    Wrapper(Context parent) {
      this.parent = parent;
    }

    @Override
    public ReceiveChan<Void> done() {
      return parent.done();
    }

    @Override
    public @Nullable Throwable err() {
      return parent.err();
    }

    @Override
    public @Nullable Throwable cause() {
      return parent.cause();
    }

    @Override
    public Optional<Instant> deadline() {
      return parent.deadline();
    }

    @Override
    public <T> @Nullable T value(Key<T> key) {
      return parent.value(key);
    }

    @Override
    public String toString() {
      return "wrapped " + parent;
    }
  }
}
