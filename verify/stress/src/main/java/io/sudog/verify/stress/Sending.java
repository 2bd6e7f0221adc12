package io.sudog.verify.stress;

import io.sudog.channels.Chan;
import io.sudog.channels.ChannelClosedException;
import io.sudog.context.CancelContext;
import io.sudog.context.CanceledException;
import io.sudog.context.Context;
import io.sudog.context.DeadlineExceededException;
import io.sudog.core.Go;
import io.sudog.select.Select;
import io.sudog.select.Send;
import io.sudog.verify.stress.Plan.SendWay;
import java.time.Duration;
import java.util.Random;

/** One actor's sends into one channel. */
final class Sending {
  private static final int MAX_NANOS = 200_000;

  private final Chan<Long> c;
  private final SendWay way;
  private final Random random;
  private final Select select = new Select();
  private final Send<Long> clause;

  // Written by the body of a statement, on the same thread.
  private boolean sent;

  Sending(Chan<Long> c, SendWay way, Random random) {
    this.c = c;
    this.way = way;
    this.random = random;
    clause = select.send(c);
    select.receive(Chan.<Long>nil());
  }

  /** Sends; false when the channel is closed, and nothing was sent. */
  boolean send(long v) {
    try {
      sent = false;
      while (!attempt(v)) {
        if (way == SendWay.IF_OPEN) {
          return false;
        }
      }
      return true;
    } catch (ChannelClosedException e) {
      return false;
    }
  }

  private boolean attempt(long v) {
    switch (way) {
      case PLAIN -> c.send(v);
      case IF_OPEN -> {
        return c.sendIfOpen(v);
      }
      case UNTIL -> {
        return sendUntil(v);
      }
      case TRY -> {
        boolean done = c.trySend(v);
        if (!done) {
          Go.gosched();
        }
        return done;
      }
      case STATEMENT -> Select.select(Select.onSend(c, v, () -> {}));
      case STATEMENT_TWICE ->
          Select.select(
              Select.onSend(c, v, () -> {}),
              Select.onReceive(Chan.<Long>nil(), nothing -> {}),
              Select.onSend(c, v, () -> {}));
      case STATEMENT_DEFAULT -> {
        Select.select(Select.onSend(c, v, () -> sent = true), Select.onDefault(Go::gosched));
        return sent;
      }
      case STATEMENT_TIMEOUT -> {
        Select.select(
            Select.onSend(c, v, () -> sent = true), Select.onTimeout(moment(), Go::gosched));
        return sent;
      }
      case LOOP -> {
        clause.value(v);
        return select.await() == clause;
      }
      case LOOP_TIMEOUT -> {
        clause.value(v);
        return select.await(moment()) == clause;
      }
    }
    return true;
  }

  private boolean sendUntil(long v) {
    try (CancelContext ctx = Context.withTimeout(Context.background(), moment())) {
      c.sendUntil(ctx, v);
      return true;
    } catch (DeadlineExceededException | CanceledException e) {
      return false;
    }
  }

  private Duration moment() {
    return Duration.ofNanos(random.nextInt(MAX_NANOS));
  }
}
