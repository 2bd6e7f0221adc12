package io.sudog.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A party that can be blocked on wait queues: a goroutine ({@link G}), another thread ({@link
 * ForeignThread}), or a plain callback, which is how tests and model checkers drive the real
 * channel code without any thread at all.
 *
 * <p>WAKEUP: the protocol of every blocking operation, in this order.
 *
 * <ol>
 *   <li>The waiter takes the queue's lock, finds that it cannot go on, and calls {@link #prepare};
 *   <li>it enqueues its {@link Sudog} and unlocks;
 *   <li>it calls {@link #park}, which returns after a {@link #ready}, be it earlier or later.
 * </ol>
 *
 * A waker takes the lock, dequeues the record, writes the outcome into it, unlocks, and calls
 * {@link #ready}. It can see the record only after step 2, hence after {@code prepare}: a {@code
 * ready} that overtakes the {@code park} finds the waiter prepared and is remembered. Preparing
 * after unlocking instead loses wake-ups within a second; ParkingTest holds that broken twin.
 *
 * <p>A waiter in several queues at once draws a ticket ({@link #openTicket}) and puts it into all
 * its records; whoever wants to wake it must {@linkplain #winTicket win} that first.
 */
public abstract class Waiter {
  private static final VarHandle TICKET;

  static {
    try {
      TICKET = MethodHandles.lookup().findVarHandle(Waiter.class, "ticket", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // Even: open to be won; odd: won. Only the owner moves it on to the next even number, so a late
  // waker of an earlier round can never win a later one (until 2^30 rounds pass under its feet).
  private volatile int ticket;

  private @Nullable Sudog sudog;
  private @Nullable Sudog spare;
  private @Nullable TimedWait timedWait;

  // ORDER: written by the one who won the ticket, before ready(), which publishes it.
  private @Nullable Sudog winner;

  /** Room for what select keeps between two selects of this waiter; nobody else's business. */
  public @Nullable Object selectState;

  /** Makes a waiter. */
  protected Waiter() {}

  /**
   * The calling thread's waiter: its G when it is a goroutine, else a record kept for the thread.
   *
   * @return the waiter
   */
  public static Waiter current() {
    G g = Parking.currentG();
    return g != null ? g : ForeignThread.current();
  }

  /**
   * The one record this waiter uses for operations on a single queue. Such operations do not nest:
   * a waiter is blocked in one at a time.
   *
   * @return the record, in no queue, with nothing in it
   */
  public final Sudog sudog() {
    Sudog sg = sudog;
    if (sg == null) {
      sg = new Sudog(this);
      sudog = sg;
    }
    // A bounded wait leaves its round's ticket behind.
    sg.ticket = Sudog.UNCONTESTED;
    return sg;
  }

  /**
   * A record for a wait during which this waiter may block elsewhere too: {@link Sudog} of a
   * condition variable, whose lock is given back in between. Pair with {@link #giveBack}.
   *
   * @return the record, in no queue, with nothing in it
   */
  public final Sudog borrow() {
    Sudog sg = spare;
    spare = null;
    return sg == null ? new Sudog(this) : sg;
  }

  /**
   * Returns a borrowed record.
   *
   * @param sg the record, in no queue
   */
  public final void giveBack(Sudog sg) {
    sg.ticket = Sudog.UNCONTESTED;
    spare = sg;
  }

  /**
   * The timer this waiter uses for waits that a time may end.
   *
   * @return the timer
   */
  public final TimedWait timedWait() {
    TimedWait wait = timedWait;
    if (wait == null) {
      wait = new TimedWait(this);
      timedWait = wait;
    }
    return wait;
  }

  /**
   * The scheduler whose timers serve this waiter: they must run for as long as it may wait.
   *
   * @return the scheduler
   */
  public Sched timers() {
    return Defaults.sched();
  }

  /**
   * Where this waiter's choices come from.
   *
   * @return its scheduler's source of randomness
   */
  public Chance chance() {
    return Chance.SYSTEM;
  }

  /**
   * Begins a round that several wakers compete for. Only the waiter itself may call this.
   *
   * @return the round's ticket, never {@link Sudog#UNCONTESTED}
   */
  public final int openTicket() {
    int next = (ticket + 2) & 0x7ffffffe;
    ticket = next;
    winner = null;
    return next;
  }

  /**
   * Wins the right to wake this waiter in a round.
   *
   * @param round the round's ticket
   * @return true for exactly one caller a round
   */
  public final boolean winTicket(int round) {
    return ticket == round && TICKET.compareAndSet(this, round, round + 1);
  }

  /**
   * Wins the right to wake this waiter for one of its records.
   *
   * @param sg a record with the round's ticket
   * @return true for exactly one caller a round
   */
  final boolean winFor(Sudog sg) {
    if (!winTicket(sg.ticket)) {
      return false;
    }
    winner = sg;
    return true;
  }

  /**
   * The record whose waker won the round; for the waiter itself, after {@link #park}.
   *
   * @return the record, or null when the round was won for none: by a timer, or by a cancellation
   */
  public final @Nullable Sudog winner() {
    return winner;
  }

  /**
   * Declares that this waiter is about to park; must come before its record becomes visible.
   *
   * @param reason why
   * @param on what it waits for, for dumps; may be null
   */
  public abstract void prepare(WaitReason reason, @Nullable Object on);

  /**
   * As {@link #prepare}, for a wait that a timer, or the end of a context, may end.
   *
   * @param reason why
   * @param on what it waits for, for dumps; may be null
   */
  public void prepareTimed(WaitReason reason, @Nullable Object on) {
    prepare(reason, on);
  }

  /**
   * Prepares for a wait with one record: timed, where a timer or the end of a context may end it.
   *
   * @param sg the record; a wait with a ticket of its own may be ended early
   * @param timed whether a timer may end it all the same
   * @param reason why
   * @param on what it waits for, for dumps; may be null
   */
  public final void prepareFor(Sudog sg, boolean timed, WaitReason reason, @Nullable Object on) {
    if (timed || sg.ticket != Sudog.UNCONTESTED) {
      prepareTimed(reason, on);
    } else {
      prepare(reason, on);
    }
  }

  /** Parks until {@link #ready}; returns at once if that came after {@link #prepare} already. */
  public abstract void park();

  /** Ends the current or imminent {@link #park}. Called once a {@link #prepare}, by anybody. */
  public abstract void ready();
}
