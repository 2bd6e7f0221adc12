package io.sudog.runtime;

import io.sudog.core.Cancellation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * The word `state`:
 *
 *   IDLE ──park, by the waiter──▶ armed with a round's ticket ──woken, by the waiter──▶ IDLE
 *   IDLE, armed ──the cancellation ends──▶ FIRED, for ever
 *
 * WAKEUP: the waiter: (1) prepare, enqueue with the ticket, (2) CAS IDLE → armed, park / the end:
 * (1') swap in FIRED, (2') if armed, win the ticket and ready. One of the two swaps comes first:
 * then either the end sees the ticket and wakes, or the waiter's CAS fails and it wakes itself. The
 * end never wakes a waiter that has not prepared, since it is armed only after that. A stale ticket
 * cannot be won.
 */
/**
 * How a wait may end early: by a {@link Cancellation}, or by an interrupt of a thread that is no
 * goroutine. One object an operation, for as many waits as that takes; used by its waiter only.
 */
public final class Bound implements Runnable, AutoCloseable {
  private static final int IDLE = -1;
  private static final int FIRED = -2;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Bound.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Waiter waiter = Waiter.current();
  private final @Nullable Cancellation cancellation;
  private final @Nullable BooleanSupplier stop;
  private int ticket;

  @SuppressWarnings("FieldMayBeFinal") // through STATE
  private volatile int state = IDLE;

  private Bound(@Nullable Cancellation cancellation) {
    this.cancellation = cancellation;
    // Before any wait: it may be somebody else's code, which may wait itself.
    this.stop = cancellation == null ? null : cancellation.onCancel(this);
  }

  /**
   * A bound by a cancellation.
   *
   * @param cancellation what ends the wait
   * @return the bound, to be closed
   */
  public static Bound by(Cancellation cancellation) {
    return new Bound(Objects.requireNonNull(cancellation, "cancellation"));
  }

  /**
   * A bound by an interrupt of the calling thread; a goroutine's waits are not ended by it.
   *
   * @return the bound
   */
  public static Bound byInterrupt() {
    return new Bound(null);
  }

  /**
   * Throws at once what a wait bounded by an ended cancellation would end with.
   *
   * @param cancellation what bounds the operation
   */
  public static void check(Cancellation cancellation) {
    Throwable ended = Objects.requireNonNull(cancellation, "cancellation").err();
    if (ended != null) {
      throw Bound.<RuntimeException>sneaky(ended);
    }
  }

  /**
   * Throws at once where the calling thread is interrupted, and takes the status off.
   *
   * @throws InterruptedException when it is
   */
  public static void checkInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /**
   * Who waits.
   *
   * @return the waiter of the thread that made this
   */
  public Waiter waiter() {
    return waiter;
  }

  /**
   * Begins a wait: to be called before {@link Waiter#prepareTimed}.
   *
   * @return the round's ticket, for all records of this wait
   */
  public int open() {
    ticket = waiter.openTicket();
    return ticket;
  }

  /**
   * Parks, after the records were enqueued and their queues unlocked.
   *
   * @return true when a waker completed one of them, {@link Waiter#winner}; false when the wait was
   *     ended early, or by a timer
   */
  public boolean park() {
    int round = ticket;
    if (!STATE.compareAndSet(this, IDLE, round) && waiter.winTicket(round)) {
      waiter.ready();
    }
    if (cancellation == null && waiter instanceof ForeignThread thread) {
      thread.parkInterruptibly(round);
    } else {
      waiter.park();
    }
    STATE.compareAndSet(this, round, IDLE);
    return waiter.winner() != null;
  }

  /**
   * Begins a wait with one record.
   *
   * @param sg the record
   */
  public void open(Sudog sg) {
    sg.ticket = open();
  }

  /**
   * Parks in a wait with one record.
   *
   * @param sg the record {@link #open(Sudog)} got
   * @return true when a waker completed it; false when the wait was ended early, and the record may
   *     stand in its queue still
   */
  public boolean park(Sudog sg) {
    // The ticket stays: until the caller has taken the record out, a waker must go on losing it.
    return park();
  }

  /**
   * Waits for nothing but the early end.
   *
   * @param reason why, for dumps
   * @return never
   */
  public RuntimeException awaitEnd(WaitReason reason) {
    Sudog sg = waiter.sudog();
    open(sg);
    waiter.prepareTimed(reason, null);
    if (park(sg)) {
      throw new IllegalStateException("woken in a wait for nothing");
    }
    throw ended();
  }

  /** The cancellation has ended. */
  @Override
  public void run() {
    int armed = (int) STATE.getAndSet(this, FIRED);
    if (armed >= 0 && waiter.winTicket(armed)) {
      waiter.ready();
    }
  }

  /**
   * What the caller of an operation whose wait was ended early gets: the cancellation's reason
   * itself, or an InterruptedException.
   *
   * @return never
   */
  public RuntimeException ended() {
    Throwable reason = cancellation == null ? new InterruptedException() : cancellation.err();
    throw Bound.<RuntimeException>sneaky(
        Objects.requireNonNull(reason, "err() of an ended cancellation"));
  }

  @Override
  public void close() {
    if (stop != null) {
      var _ = stop.getAsBoolean();
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // thrown as it is
  private static <E extends Throwable> E sneaky(Throwable e) throws E {
    throw (E) e;
  }
}
