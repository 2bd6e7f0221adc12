package io.sudog.select;

import io.sudog.channels.ChannelClosedException;
import io.sudog.channels.ReceiveChan;
import io.sudog.channels.Received;
import io.sudog.channels.SendChan;
import io.sudog.channels.internal.ChanAccess;
import io.sudog.core.Cancellation;
import io.sudog.runtime.Bound;
import io.sudog.runtime.Durations;
import io.sudog.runtime.Parking;
import io.sudog.runtime.RuntimeTimer;
import io.sudog.runtime.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Go's {@code select}: waits on several channel operations at once and carries out exactly one of
 * them, chosen uniformly at random among those that are ready.
 *
 * <p>As a statement, with a body for each case:
 *
 * {@snippet :
 * Select.select(
 *     Select.onReceive(results, v -> System.out.println(v)),
 *     Select.onTimeout(Duration.ofSeconds(1), () -> System.out.println("timed out")));
 * }
 *
 * <p>As a loop, built once and awaited many times, which allocates nothing per round and whose
 * branches can break and return:
 *
 * {@snippet :
 * Select select = new Select();
 * Receive<String> line = select.receive(lines);
 * Receive<Void> done = select.receive(ctx.done());
 * while (select.await() != done) {
 *   System.out.println(line.value());
 * }
 * }
 *
 * <p>Goroutines, platform threads and other virtual threads may select alike; no interrupt ends the
 * wait. A null channel in a case is the nil channel: never ready. The channels must be Sudog's own.
 * A {@code Select} object is for one goroutine or thread at a time; the statement is thread-safe.
 *
 * @see <a href="https://go.dev/ref/spec#Select_statements">Select statements in the Go
 *     specification</a>
 */
public final class Select {
  private static final String MAX = "a select has at most " + SelectOp.MAX_CASES + " cases";

  private final SelectOp op;
  private final List<Clause> clauses = new ArrayList<>();

  // ---- the statement --------------------------------------------------------------------------

  /**
   * The statement {@code select { case … }}: carries out one case that is ready, waiting for one if
   * need be, and runs its body. Without cases it waits for ever.
   *
   * @param cases what to wait for: at most 65,536 and one default. Of several time-outs the
   *     shortest counts. A ready case beats a time-out of zero or less, which otherwise acts as a
   *     default.
   * @throws ChannelClosedException "send on closed channel", where such a send was the one chosen
   * @throws IllegalArgumentException for too many cases; nothing has been received or sent then
   */
  public static void select(Case... cases) {
    int operations = 0;
    Case byDefault = null;
    Case timeout = null;
    for (int i = 0; i < cases.length; i++) {
      Case c = Objects.requireNonNull(cases[i], "case");
      switch (c.kind) {
        case RECEIVE, SEND -> operations++;
        case DEFAULT -> {
          if (byDefault != null) {
            throw new IllegalArgumentException("a select has at most one default case");
          }
          byDefault = c;
        }
        case TIMEOUT -> {
          if (timeout == null || c.nanos < timeout.nanos) {
            timeout = c;
          }
        }
      }
    }
    if (operations > SelectOp.MAX_CASES) {
      throw new IllegalArgumentException(MAX + ", not " + operations);
    }
    Parking.checkpoint();
    if (byDefault == null && timeout != null && timeout.nanos == 0) {
      byDefault = timeout;
    }
    Waiter waiter = Waiter.current();
    SelectOp op = operationOf(waiter);
    Case chosen = byDefault != null ? byDefault : timeout;
    Object element = null;
    boolean ok = true;
    try {
      for (Case c : cases) {
        if (c.kind == Case.Kind.RECEIVE || c.kind == Case.Kind.SEND) {
          op.add(c.channel, c.kind == Case.Kind.SEND).element = c.element;
        }
      }
      SelectCase won =
          byDefault != null
              ? op.poll()
              : op.await(timeout == null ? RuntimeTimer.NEVER : timeout.nanos, null);
      if (won != null) {
        chosen = operation(cases, won.index);
        element = won.element;
        ok = won.ok;
      }
    } finally {
      op.clear();
      if (op.isSmall()) {
        waiter.selectState = op;
      }
    }
    Case winner = Objects.requireNonNull(chosen);
    if (winner.kind == Case.Kind.SEND && !ok) {
      throw closed();
    }
    winner.run(element, ok);
  }

  /** What this waiter's last statement left behind, or a new one. Bodies may select again. */
  private static SelectOp operationOf(Waiter waiter) {
    Object kept = waiter.selectState;
    waiter.selectState = null;
    return kept == null ? new SelectOp(false) : (SelectOp) kept;
  }

  /** The n-th case that is an operation. */
  private static Case operation(Case[] cases, int n) {
    int left = n;
    for (Case c : cases) {
      if ((c.kind == Case.Kind.RECEIVE || c.kind == Case.Kind.SEND) && left-- == 0) {
        return c;
      }
    }
    throw new IllegalStateException("no case " + n);
  }

  /**
   * A case that receives: {@code case v := <-c:}.
   *
   * @param <T> the channel's elements
   * @param c the channel; null is the nil channel
   * @param body gets the element; null once the channel is closed and drained
   * @return the case
   */
  @SuppressWarnings("unchecked") // what was sent to a channel of T is a T
  public static <T extends @Nullable Object> Case onReceive(
      @Nullable ReceiveChan<T> c, Consumer<? super T> body) {
    return Case.receive(
        ChanAccess.coreOf(c), (Consumer<Object>) Objects.requireNonNull(body, "body"));
  }

  /**
   * A case that receives, telling an element from the end: {@code case v, ok := <-c:}.
   *
   * @param <T> the channel's elements
   * @param c the channel; null is the nil channel
   * @param body gets a {@link Received.Value} or {@link Received.Closed}
   * @return the case
   */
  @SuppressWarnings("unchecked") // what was sent to a channel of T is a T
  public static <T extends @Nullable Object> Case onReceiveOk(
      @Nullable ReceiveChan<T> c, Consumer<? super Received<T>> body) {
    return Case.receiveOk(
        ChanAccess.coreOf(c),
        (Consumer<Received<?>>) (Consumer<?>) Objects.requireNonNull(body, "body"));
  }

  /**
   * A case that sends: {@code case c <- v:}.
   *
   * @param <T> the channel's elements
   * @param c the channel; null is the nil channel
   * @param value the element
   * @param body runs when it was sent
   * @return the case
   */
  public static <T extends @Nullable Object> Case onSend(
      @Nullable SendChan<T> c, T value, Runnable body) {
    return Case.send(ChanAccess.coreOf(c), value, Objects.requireNonNull(body, "body"));
  }

  /**
   * The case taken when at one instant no other was ready: {@code default:}.
   *
   * @param body runs then
   * @return the case
   */
  public static Case onDefault(Runnable body) {
    return Case.byDefault(Objects.requireNonNull(body, "body"));
  }

  /**
   * The case taken when no other was ready in time: {@code case <-time.After(d):}, without the
   * timer channel.
   *
   * @param d how long to wait; zero or less acts as a default
   * @param body runs then
   * @return the case
   */
  public static Case onTimeout(Duration d, Runnable body) {
    return Case.timeout(
        Durations.nanos(Objects.requireNonNull(d, "d")), Objects.requireNonNull(body, "body"));
  }

  // ---- the loop form --------------------------------------------------------------------------

  /** Makes a select without clauses that chooses uniformly at random among those ready. */
  public Select() {
    this(false);
  }

  private Select(boolean inOrder) {
    op = new SelectOp(inOrder);
  }

  /**
   * Makes a select that chooses the first clause that is ready, in the order they were added: for
   * priorities, which Go has to build from nested selects.
   *
   * @return a select without clauses
   */
  public static Select inOrder() {
    return new Select(true);
  }

  /**
   * Adds a clause that receives.
   *
   * @param <T> the channel's elements
   * @param c the channel; null is the nil channel
   * @return the clause
   * @throws IllegalArgumentException for the 65,537th clause, or a channel that is none of Sudog's
   */
  public <T extends @Nullable Object> Receive<T> receive(@Nullable ReceiveChan<T> c) {
    requireRoom();
    Receive<T> clause = new Receive<>(op, op.add(ChanAccess.coreOf(c), false));
    clauses.add(clause);
    return clause;
  }

  /**
   * Adds a clause that sends what {@link Send#value} sets.
   *
   * @param <T> the channel's elements
   * @param c the channel; null is the nil channel
   * @return the clause
   * @throws IllegalArgumentException for the 65,537th clause, or a channel that is none of Sudog's
   */
  public <T extends @Nullable Object> Send<T> send(@Nullable SendChan<T> c) {
    requireRoom();
    Send<T> clause = new Send<>(op, op.add(ChanAccess.coreOf(c), true));
    clauses.add(clause);
    return clause;
  }

  private void requireRoom() {
    if (op.size() == SelectOp.MAX_CASES) {
      throw new IllegalArgumentException(MAX + ", and this one has them already");
    }
  }

  /**
   * Carries out one clause that is ready, waiting for one if need be. Without any channel to wait
   * for it waits for ever.
   *
   * @return the clause: compare it with {@code ==}, or switch over its index
   * @throws ChannelClosedException "send on closed channel", where such a send was the one chosen
   */
  public Clause await() {
    Parking.checkpoint();
    return Objects.requireNonNull(chosen(op.await(RuntimeTimer.NEVER, null)));
  }

  /**
   * Carries out one clause if one is ready: a select with a default case.
   *
   * @return the clause; null when at one instant none was ready
   * @throws ChannelClosedException "send on closed channel", where such a send was the one chosen
   */
  public @Nullable Clause poll() {
    Parking.checkpoint();
    return chosen(op.poll());
  }

  /**
   * Carries out one clause that is ready, waiting for one no longer than a time.
   *
   * @param d for how long; zero or less acts as {@link #poll}
   * @return the clause; null at the time-out
   * @throws ChannelClosedException "send on closed channel", where such a send was the one chosen
   */
  public @Nullable Clause await(Duration d) {
    long nanos = Durations.nanos(Objects.requireNonNull(d, "d"));
    Parking.checkpoint();
    return chosen(nanos == 0 ? op.poll() : op.await(nanos, null));
  }

  /**
   * Carries out one clause that is ready, waiting for one no longer than a context goes on: as with
   * a clause on {@code ctx.done()}, but a context that has ended already counts before all else.
   *
   * @param bound ends the wait; a {@code Context}, say. What is thrown is its {@link
   *     Cancellation#err} itself; nothing has been received or sent then.
   * @return the clause
   * @throws ChannelClosedException "send on closed channel", where such a send was the one chosen
   */
  public Clause awaitUntil(Cancellation bound) {
    Bound.check(bound);
    Parking.checkpoint();
    try (Bound wait = Bound.by(bound)) {
      return await(wait);
    }
  }

  /**
   * Carries out one clause that is ready, waiting for one until the calling thread is interrupted.
   * For threads that are no goroutines: a goroutine's wait is not ended by an interrupt.
   *
   * @return the clause
   * @throws InterruptedException when the thread is interrupted; nothing has been received or sent
   * @throws ChannelClosedException "send on closed channel", where such a send was the one chosen
   */
  @SuppressWarnings("RedundantThrows") // thrown by Bound.ended
  public Clause awaitInterruptibly() throws InterruptedException {
    Bound.checkInterrupt();
    Parking.checkpoint();
    try (Bound wait = Bound.byInterrupt()) {
      return await(wait);
    }
  }

  private Clause await(Bound wait) {
    Clause clause = chosen(op.await(RuntimeTimer.NEVER, wait));
    if (clause == null) {
      throw wait.ended();
    }
    return clause;
  }

  private @Nullable Clause chosen(@Nullable SelectCase won) {
    if (won == null) {
      return null;
    }
    if (won.send && !won.ok) {
      throw closed();
    }
    return clauses.get(won.index);
  }

  private static ChannelClosedException closed() {
    return new ChannelClosedException("send on closed channel");
  }

  /** For logs. */
  @Override
  public String toString() {
    return "select of " + clauses.size() + " clauses";
  }
}
