package io.sudog.select;

import io.sudog.channels.internal.Selectable;
import io.sudog.runtime.Bound;
import io.sudog.runtime.RuntimeTimer;
import io.sudog.runtime.Sudog;
import io.sudog.runtime.TimedWait;
import io.sudog.runtime.WaitReason;
import io.sudog.runtime.Waiter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * SelectOp: what Go calls selectgo; see the package's page for its passes. Used by one goroutine at
 * a time, over and over.
 *
 * INVARIANT SL-1: `pollOrder[0..live)` are the cases not aimed at the nil channel, in any order (in
 * the order given, with `inOrder`); `lockOrder[0..live)` the same by their channels' numbers, once
 * `sorted`. Both are rebuilt after `stale` was set.
 *
 * ORDER: the sudogs of one round carry the waiter's ticket of that round. A waker writes element
 * and success under its channel's lock after it has won the ticket, and before ready(); a waker that
 * has lost touches nothing but the links. So when park returns, the winner's record is complete,
 * and no other waker will write to any of ours: what is left to do with a loser is to unlink it.
 *
 * WAKEUP: prepare, enqueue on all under all locks, unlock, start the timer, park / win the ticket,
 * ready. A waker sees a record only after the unlocking, hence after prepare.
 */
/** The passes of a select. */
final class SelectOp {
  /** The most cases there may be, default and time-out not counted. Go's value. */
  static final int MAX_CASES = 1 << 16;

  private static final int SMALL = 16;
  private static final Comparator<SelectCase> BY_NUMBER =
      Comparator.comparingLong(c -> Objects.requireNonNull(c.channel).number());

  private final boolean inOrder;
  private SelectCase[] cases = new SelectCase[4];
  private int size;

  private SelectCase[] pollOrder = new SelectCase[4];
  private SelectCase[] lockOrder = new SelectCase[4];
  private int live;
  private boolean stale;
  private boolean sorted;

  private long random;
  private boolean running;

  SelectOp(boolean inOrder) {
    this.inOrder = inOrder;
  }

  // ---- cases ----------------------------------------------------------------------------------

  int size() {
    return size;
  }

  /** Adds a case, reusing one of an earlier statement where there is one. */
  SelectCase add(@Nullable Selectable channel, boolean send) {
    requireIdle();
    if (size == cases.length) {
      cases = Arrays.copyOf(cases, size * 2);
    }
    SelectCase c = cases[size];
    if (c == null) {
      c = new SelectCase();
      cases[size] = c;
    }
    c.channel = channel;
    c.send = send;
    c.index = size++;
    stale = true;
    return c;
  }

  void aim(SelectCase c, @Nullable Selectable channel) {
    requireIdle();
    if (c.channel != channel) {
      c.channel = channel;
      stale = true;
    }
  }

  /** Forgets all cases, for another statement. */
  void clear() {
    for (int i = 0; i < size; i++) {
      cases[i].clear();
    }
    size = 0;
    live = 0;
    stale = true;
  }

  boolean isSmall() {
    return cases.length <= SMALL;
  }

  void requireIdle() {
    if (running) {
      throw new IllegalStateException(
          "this Select is waiting in another goroutine or thread; give each its own");
    }
  }

  private void rebuild() {
    if (pollOrder.length < size) {
      pollOrder = new SelectCase[cases.length];
      lockOrder = new SelectCase[cases.length];
    }
    int n = 0;
    for (int i = 0; i < size; i++) {
      SelectCase c = cases[i];
      if (c.channel != null) {
        lockOrder[n] = c;
        pollOrder[n++] = c;
      }
    }
    for (int i = n; i < live; i++) {
      forget(i);
    }
    live = n;
    sorted = false;
    stale = false;
  }

  @SuppressWarnings("NullAway") // slots beyond live are null, and never read
  private void forget(int slot) {
    pollOrder[slot] = null;
    lockOrder[slot] = null;
  }

  // ---- the passes -----------------------------------------------------------------------------

  /** Chooses a case that is ready; null when at one instant none was. */
  @Nullable SelectCase poll() {
    requireIdle();
    SelectCase ready = tryEach();
    // A single case was tried exactly already.
    if (ready == null && live > 1) {
      lockAll();
      ready = tryAllLocked();
      if (ready == null) {
        unlockAll();
      }
    }
    return ready;
  }

  /**
   * Waits for a case, and chooses it.
   *
   * @param nanos for how long at most; NEVER for as long as it takes
   * @param bound what else may end the wait; null for nothing
   * @return the case; null when the wait was ended by the time or the bound
   */
  @Nullable SelectCase await(long nanos, @Nullable Bound bound) {
    requireIdle();
    SelectCase ready = tryEach();
    if (ready != null) {
      return ready;
    }
    running = true;
    try {
      lockAll();
      ready = tryAllLocked();
      return ready != null ? ready : park(nanos, bound);
    } finally {
      running = false;
    }
  }

  /** Pass 1: each case under its own lock, in random order. */
  @Nullable SelectCase tryEach() {
    if (stale) {
      rebuild();
    }
    int n = live;
    if (inOrder) {
      return n > 0 && pollOrder[0].attempt() ? pollOrder[0] : null;
    }
    for (int i = 0; i < n; i++) {
      SelectCase c = pick(i, n);
      if (c.attempt()) {
        return c;
      }
    }
    return null;
  }

  /**
   * The case to try as number {@code i}, and one step of a shuffle: each of those left is as
   * likely, whatever order an earlier select left behind.
   */
  private SelectCase pick(int i, int n) {
    SelectCase[] order = pollOrder;
    SelectCase c = order[i];
    int left = n - i;
    if (left > 1) {
      int j = i + next(left);
      SelectCase other = order[j];
      order[j] = c;
      order[i] = other;
      c = other;
    }
    return c;
  }

  /** Uniform below a bound of at most 2^16: xorshift, seeded from the scheduler's chance. */
  private int next(int bound) {
    long x = random;
    if (x == 0) {
      x = Waiter.current().chance().nextInt(Integer.MAX_VALUE) + 1L;
      x *= 0x9e3779b97f4a7c15L;
    }
    x ^= x << 13;
    x ^= x >>> 7;
    x ^= x << 17;
    random = x;
    return (int) (((x >>> 32) * bound) >>> 32);
  }

  /** The instant at which none is ready; if one is, it is carried out and all is unlocked. */
  @Nullable SelectCase tryAllLocked() {
    int n = live;
    for (int i = 0; i < n; i++) {
      SelectCase c = inOrder ? pollOrder[i] : pick(i, n);
      Sudog partner = c.attemptLocked(Objects.requireNonNull(c.channel));
      if (partner != Selectable.MUST_WAIT) {
        unlockAll();
        if (partner != null) {
          partner.waiter.ready();
        }
        c.take();
        return c;
      }
    }
    return null;
  }

  /** Pass 2: stands in the queue of each channel. */
  void enqueueAllLocked(Waiter waiter, int ticket) {
    int n = live;
    // In the order in which they were just tried, which is random: of two cases on the same channel
    // the one in front will be chosen.
    for (int i = 0; i < n; i++) {
      SelectCase c = pollOrder[i];
      c.enqueueLocked(Objects.requireNonNull(c.channel), waiter, ticket);
    }
  }

  /** Pass 3: leaves all queues; returns the case that won, or null. */
  @Nullable SelectCase leave(@Nullable Sudog winner) {
    int n = live;
    SelectCase chosen = null;
    for (int i = 0; i < n; i++) {
      SelectCase c = lockOrder[i];
      if (winner != null && c.isOf(winner)) {
        chosen = c;
      } else {
        c.dequeue();
      }
    }
    if (chosen != null) {
      chosen.take();
    }
    return chosen;
  }

  /** Passes 2 and 3; called with all locks. */
  private @Nullable SelectCase park(long nanos, @Nullable Bound bound) {
    Waiter waiter = bound == null ? Waiter.current() : bound.waiter();
    int ticket = bound == null ? waiter.openTicket() : bound.open();
    boolean timed = nanos != RuntimeTimer.NEVER;
    TimedWait timer = waiter.timedWait();
    long when = timed ? waiter.timers().later(nanos) : 0;
    prepare(waiter, timed || bound != null);
    enqueueAllLocked(waiter, ticket);
    unlockAll();
    if (timed) {
      waiter.timers().startTimer(timer, when, ticket);
    }
    if (bound == null) {
      waiter.park();
    } else {
      bound.park();
    }
    if (timed) {
      timer.stop();
    }
    return leave(waiter.winner());
  }

  private void prepare(Waiter waiter, boolean endable) {
    int n = live;
    boolean timed = endable;
    for (int i = 0; i < n && !timed; i++) {
      timed = Objects.requireNonNull(lockOrder[i].channel).isTimed();
    }
    WaitReason reason = WaitReason.SELECT;
    Object on = this;
    if (size == 0) {
      reason = WaitReason.SELECT_NO_CASES;
    } else if (size == 1 && n == 1) {
      reason = lockOrder[0].send ? WaitReason.CHAN_SEND : WaitReason.CHAN_RECEIVE;
      on = Objects.requireNonNull(lockOrder[0].channel);
    }
    if (timed) {
      waiter.prepareTimed(reason, on);
    } else {
      waiter.prepare(reason, on);
    }
  }

  // ---- locks ----------------------------------------------------------------------------------

  /** Locks all channels, each once, in the order of their numbers. */
  void lockAll() {
    if (!sorted) {
      sort();
    }
    Selectable last = null;
    for (int i = 0; i < live; i++) {
      Selectable c = Objects.requireNonNull(lockOrder[i].channel);
      if (c != last) {
        c.lock();
        last = c;
      }
    }
  }

  void unlockAll() {
    Selectable last = null;
    for (int i = live - 1; i >= 0; i--) {
      Selectable c = Objects.requireNonNull(lockOrder[i].channel);
      if (c != last) {
        c.unlock();
        last = c;
      }
    }
  }

  private void sort() {
    if (live > SMALL) {
      Arrays.sort(lockOrder, 0, live, BY_NUMBER);
    } else {
      for (int i = 1; i < live; i++) {
        SelectCase c = lockOrder[i];
        int j = i;
        while (j > 0 && BY_NUMBER.compare(lockOrder[j - 1], c) > 0) {
          lockOrder[j] = lockOrder[j - 1];
          j--;
        }
        lockOrder[j] = c;
      }
    }
    sorted = true;
  }

  /** For dumps: the channels. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    int shown = Math.min(size, 4);
    for (int i = 0; i < shown; i++) {
      SelectCase c = cases[i];
      text.append(i == 0 ? "" : ", ").append(c.send ? "send " : "receive ");
      text.append(c.channel == null ? "chan nil" : c.channel.toString());
    }
    return shown < size ? text.append(", … ").append(size).append(" cases").toString() : text + "";
  }
}
