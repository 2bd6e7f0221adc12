package io.sudog.select;

import io.sudog.channels.Received;
import io.sudog.channels.internal.Selectable;
import io.sudog.runtime.RuntimeTimer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A case of the statement {@link Select#select}: made by the methods of {@link Select} whose names
 * begin with {@code on}. Unchangeable: it may be kept, and used by many at once.
 */
public final class Case {
  enum Kind {
    RECEIVE,
    SEND,
    DEFAULT,
    TIMEOUT
  }

  private static final Received<?> CLOSED = new Received.Closed<>();

  final Kind kind;
  final @Nullable Selectable channel;
  final @Nullable Object element;
  final long nanos;
  private final @Nullable Consumer<Object> onValue;
  private final @Nullable Consumer<Received<?>> onReceived;
  private final @Nullable Runnable body;

  private Case(
      Kind kind,
      @Nullable Selectable channel,
      @Nullable Object element,
      long nanos,
      @Nullable Consumer<Object> onValue,
      @Nullable Consumer<Received<?>> onReceived,
      @Nullable Runnable body) {
    this.kind = kind;
    this.channel = channel;
    this.element = element;
    this.nanos = nanos;
    this.onValue = onValue;
    this.onReceived = onReceived;
    this.body = body;
  }

  static Case receive(@Nullable Selectable channel, Consumer<Object> body) {
    return new Case(Kind.RECEIVE, channel, null, RuntimeTimer.NEVER, body, null, null);
  }

  static Case receiveOk(@Nullable Selectable channel, Consumer<Received<?>> body) {
    return new Case(Kind.RECEIVE, channel, null, RuntimeTimer.NEVER, null, body, null);
  }

  static Case send(@Nullable Selectable channel, @Nullable Object v, Runnable body) {
    return new Case(Kind.SEND, channel, v, RuntimeTimer.NEVER, null, null, body);
  }

  static Case byDefault(Runnable body) {
    return new Case(Kind.DEFAULT, null, null, 0, null, null, body);
  }

  static Case timeout(long nanos, Runnable body) {
    return new Case(Kind.TIMEOUT, null, null, nanos, null, null, body);
  }

  /** Runs the body, with what was received. */
  @SuppressWarnings("NullAway") // an element may be null where its channel's type admits it
  void run(@Nullable Object received, boolean ok) {
    if (onValue != null) {
      onValue.accept(received);
    } else if (onReceived != null) {
      onReceived.accept(ok ? new Received.Value<>(received) : CLOSED);
    } else if (body != null) {
      body.run();
    }
  }

  /** For logs. */
  @Override
  public String toString() {
    return switch (kind) {
      case RECEIVE -> "receive from " + (channel == null ? "chan nil" : channel);
      case SEND -> "send to " + (channel == null ? "chan nil" : channel);
      case DEFAULT -> "default";
      case TIMEOUT -> "time-out";
    };
  }
}
