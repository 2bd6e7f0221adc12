package io.sudog.context;

import io.sudog.channels.ReceiveChan;
import io.sudog.channels.internal.ReceiveOnlyChan;
import io.sudog.channels.internal.Selectable;
import io.sudog.runtime.NotifyList;
import io.sudog.runtime.Sched;
import io.sudog.runtime.Sudog;
import io.sudog.runtime.WaitQueue;
import io.sudog.runtime.Waiter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * CancelNode: a context that can end, and at the same time its own done channel: a channel to which
 * nobody sends, closed exactly when `err` is set. So "err is set" and "done is closed" are one and
 * the same write, and nobody can see the one without the other (golang/go#75533).
 *
 * GUARD: the lock, which is this object itself, guards the list, the queue, and the step from going
 * on to ended. `err` is also read without it: ORDER: volatile, written last of that step.
 *
 * Locks: a context's before its descendants'. cancelTree holds a context's lock until all its
 * descendants are marked; so whoever finds a context ended finds its descendants ended once it has
 * had the lock, and a second cancel returns only then. Nobody is woken and no action run under a
 * lock: they are collected on the way.
 *
 * A select takes the locks of channels by their numbers, and may wait for a context and for its
 * ancestors: so INVARIANT CN-1: the nearest context above one with a number has a number, and a
 * smaller one. Kept by beforeNumber; with it, cancelTree's order and the select's are one.
 */
/** A context that can end. */
class CancelNode extends Selectable implements CancelContext {
  private final Context parent;
  private final String kind;

  // The scheduler whose timer may end this one, by itself or by a parent; null for none.
  private final @Nullable Sched clock;

  private @Nullable Link first;
  private final WaitQueue waiters = new WaitQueue();
  private @Nullable Throwable cause;
  private volatile @Nullable Throwable err;

  // Made when asked for.
  private volatile @Nullable ReceiveChan<Void> done;

  // How a parent is told to forget this one. GUARD: the lock.
  private @Nullable BooleanSupplier detach;

  CancelNode(Context parent, String kind) {
    this(parent, kind, null);
  }

  CancelNode(Context parent, String kind, @Nullable Sched clock) {
    this.parent = parent;
    this.kind = kind;
    CancelNode above = nearest(parent);
    this.clock = clock != null ? clock : above == null ? null : above.clock;
  }

  // ---- the tree -------------------------------------------------------------------------------

  /** The nearest context that can end, from {@code from} upwards, if it is one of ours. */
  private static @Nullable CancelNode nearest(Context from) {
    return switch (Chain.bare(from)) {
      case CancelNode c -> c;
      case Root c -> null;
      case WithoutCancel c -> null;
      case Context other -> Watcher.nodeOf(other.done());
    };
  }

  /** Makes this one end with its parent; it has ended already if the parent has. */
  final void attach() {
    CancelNode above = nearest(parent);
    if (above != null) {
      Link link = new Link(above, this, null);
      detach = link;
      if (!above.link(link)) {
        endWith(above);
      }
      return;
    }
    Context source = Chain.bare(parent);
    if (source instanceof Root || source instanceof WithoutCancel) {
      return;
    }
    // Another maker's: by its own means, or by a goroutine that waits.
    if (source.err() != null) {
      endWith(source);
      return;
    }
    BooleanSupplier taken = source.onCancel(() -> endWith(source));
    lock();
    boolean ended = err != null;
    if (!ended) {
      detach = taken;
    }
    unlock();
    if (ended) {
      var _ = taken.getAsBoolean();
    }
  }

  private void endWith(Context above) {
    Throwable reason = above.err();
    if (reason == null) {
      reason = new CanceledException(above.cause());
    }
    Throwable why = above.cause();
    end(reason, why == null ? reason : why);
  }

  /** Adds to the list; false when this one has ended. */
  private boolean link(Link link) {
    lock();
    boolean open = err == null;
    if (open) {
      Link head = first;
      link.next = head;
      if (head != null) {
        head.prev = link;
      }
      first = link;
      link.linked = true;
    }
    unlock();
    return open;
  }

  final boolean unlink(Link link) {
    lock();
    boolean was = link.linked;
    if (was) {
      remove(link);
    }
    unlock();
    return was;
  }

  private void remove(Link link) {
    Link before = link.prev;
    Link after = link.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after != null) {
      after.prev = before;
    }
    link.next = null;
    link.prev = null;
    link.linked = false;
  }

  // ---- ending ---------------------------------------------------------------------------------

  @Override
  public final void cancel() {
    if (err == null) {
      cancel(null);
      return;
    }
    // Whoever ends it may still be on the way down. ORDER: err is marked under this lock, which is
    // given back when all descendants are marked; partner: cancelTree.
    lock();
    unlock();
  }

  @Override
  public final void cancel(@Nullable Throwable why) {
    CanceledException reason = new CanceledException(why);
    end(reason, why == null ? reason : why);
  }

  /** Ends this one and its descendants, and has the parent forget it. */
  final void end(Throwable reason, Throwable why) {
    if (cancelTree(this, reason, why)) {
      lock();
      BooleanSupplier forget = detach;
      detach = null;
      unlock();
      if (forget != null) {
        var _ = forget.getAsBoolean();
      }
    }
  }

  /** What there is to do once all locks are given back. */
  private static final class Collected {
    @Nullable Sudog waiters;
    final ArrayDeque<Runnable> actions = new ArrayDeque<>();
  }

  private static boolean cancelTree(CancelNode root, Throwable reason, Throwable why) {
    root.lock();
    if (root.err != null) {
      root.unlock();
      return false;
    }
    Collected collected = new Collected();
    root.markLocked(reason, why, collected);
    // The contexts whose locks are held: a path from the root downwards.
    ArrayDeque<CancelNode> path = new ArrayDeque<>();
    CancelNode at = root;
    while (at != null) {
      Link link = at.first;
      if (link == null) {
        at.unlock();
        at = path.poll();
        continue;
      }
      at.remove(link);
      CancelNode child = link.child;
      if (link.action != null) {
        collected.actions.add(link.action);
      } else if (child != null) {
        child.lock();
        if (child.err != null) {
          child.unlock();
        } else {
          child.markLocked(reason, why, collected);
          path.push(at);
          at = child;
        }
      }
    }
    NotifyList.wakeAll(collected.waiters);
    for (Runnable action : collected.actions) {
      run(action);
    }
    return true;
  }

  /** What an action throws must not keep the others from being run. */
  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  private void markLocked(Throwable reason, Throwable why, Collected collected) {
    stopTimer();
    cause = why;
    Sudog chain = waiters.takeAll(collected.waiters);
    for (Sudog sg = chain; sg != collected.waiters && sg != null; sg = sg.next()) {
      sg.success = false;
    }
    collected.waiters = chain;
    err = reason;
  }

  /** The deadline does not matter any more. */
  void stopTimer() {}

  @Override
  public final BooleanSupplier onCancel(Runnable action) {
    noteClock(Waiter.current());
    Link link = new Link(this, null, action);
    if (!link(link)) {
      run(action);
    }
    return link;
  }

  // ---- the context ----------------------------------------------------------------------------

  final Context parent() {
    return parent;
  }

  final String kind() {
    return kind;
  }

  @Override
  public final ReceiveChan<Void> done() {
    ReceiveChan<Void> made = done;
    if (made == null) {
      lock();
      made = done;
      if (made == null) {
        made = new ReceiveOnlyChan<>(this);
        done = made;
      }
      unlock();
    }
    return made;
  }

  @Override
  public final @Nullable Throwable err() {
    return err;
  }

  @Override
  public final @Nullable Throwable cause() {
    return err == null ? null : cause;
  }

  @Override
  public Optional<Instant> deadline() {
    return Chain.deadline(parent);
  }

  @Override
  public final <T> @Nullable T value(Key<T> key) {
    return Chain.lookUp(this, key);
  }

  // ---- the channel ----------------------------------------------------------------------------

  /** Has all above this one numbered, from the top downwards. */
  @Override
  protected final void beforeNumber() {
    // ORDER: who draws our number has seen that of the one above, which was drawn before.
    CancelNode above = nearest(parent);
    if (above == null || above.hasNumber()) {
      return;
    }
    ArrayDeque<CancelNode> path = new ArrayDeque<>();
    for (CancelNode at = above; at != null && !at.hasNumber(); at = nearest(at.parent)) {
      path.push(at);
    }
    for (CancelNode at : path) {
      var _ = at.number();
    }
  }

  @Override
  public final boolean receiveMustWait() {
    return err == null;
  }

  @Override
  public final @Nullable Sudog tryReceiveLocked(Sudog sg) {
    sg.element = null;
    sg.success = false;
    return err == null ? MUST_WAIT : null;
  }

  @Override
  public final void enqueueReceiverLocked(Sudog sg) {
    noteClock(sg.waiter);
    waiters.enqueue(sg);
  }

  @Override
  public final boolean dequeueReceiver(Sudog sg) {
    lock();
    boolean removed = waiters.remove(sg);
    unlock();
    return removed;
  }

  @Override
  public final boolean isTimed() {
    return clock != null;
  }

  /** Another scheduler's timer may wake this waiter: its own must not take it for stuck. */
  private void noteClock(Waiter waiter) {
    Sched other = clock;
    if (other != null && other != waiter.timers()) {
      other.noteOutsider(waiter.timers());
    }
  }

  @Override
  public String toString() {
    return Chain.describe(this);
  }
}
