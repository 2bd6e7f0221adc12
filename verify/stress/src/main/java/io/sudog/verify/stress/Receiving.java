package io.sudog.verify.stress;

import io.sudog.channels.Chan;
import io.sudog.channels.Received;
import io.sudog.context.CancelContext;
import io.sudog.context.CanceledException;
import io.sudog.context.Context;
import io.sudog.context.DeadlineExceededException;
import io.sudog.core.Go;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import io.sudog.verify.stress.Plan.ReceiveWay;
import java.time.Duration;
import java.util.Iterator;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One actor's receives from one channel. */
final class Receiving {
  private static final int MAX_NANOS = 200_000;

  private final Chan<Long> c;
  private final ReceiveWay way;
  private final Random random;
  private final Iterator<Long> iterator;
  private final Select select = new Select();
  private final Receive<Long> clause;

  // Written by the body of a statement, on the same thread.
  private @Nullable Received<Long> received;

  Receiving(Chan<Long> c, ReceiveWay way, Random random) {
    this.c = c;
    this.way = way;
    this.random = random;
    iterator = c.iterator();
    clause = select.receive(c);
    select.send(Chan.<Long>nil());
  }

  /** Receives; null when the channel is closed and drained. */
  @Nullable Long next() {
    while (true) {
      received = null;
      attempt();
      switch (received) {
        case Received.Value<Long>(Long v) -> {
          return v;
        }
        case Received.Closed<Long>() -> {
          return null;
        }
        case Received.Empty<Long>() -> Go.gosched();
        case null -> {}
      }
    }
  }

  private void attempt() {
    switch (way) {
      case PLAIN -> received = c.receiveOk();
      case ITERATE ->
          received =
              iterator.hasNext() ? new Received.Value<>(iterator.next()) : new Received.Closed<>();
      case UNTIL -> receiveUntil();
      case STATEMENT -> Select.select(Select.onReceiveOk(c, r -> received = r));
      case STATEMENT_TWICE ->
          Select.select(
              Select.onReceiveOk(c, r -> received = r),
              Select.onReceive(Chan.<Long>nil(), nothing -> {}),
              Select.onReceiveOk(c, r -> received = r));
      case LOOP -> {
        select.await();
        received = ofClause();
      }
      case STATEMENT_TIMEOUT ->
          Select.select(
              Select.onReceiveOk(c, r -> received = r), Select.onTimeout(moment(), Go::gosched));
      case LOOP_TIMEOUT -> {
        if (select.await(moment()) == clause) {
          received = ofClause();
        }
      }
      case TRY -> received = c.tryReceive();
      case STATEMENT_DEFAULT ->
          Select.select(Select.onReceiveOk(c, r -> received = r), Select.onDefault(Go::gosched));
    }
  }

  private Received<Long> ofClause() {
    Long v = clause.value();
    return clause.ok() && v != null ? new Received.Value<>(v) : new Received.Closed<>();
  }

  private void receiveUntil() {
    try (CancelContext ctx = Context.withTimeout(Context.background(), moment())) {
      received = c.receiveOkUntil(ctx);
    } catch (DeadlineExceededException | CanceledException e) {
      received = null;
    }
  }

  private Duration moment() {
    return Duration.ofNanos(random.nextInt(MAX_NANOS));
  }
}
