package io.sudog.runtime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One P's timers: a 4-ary min-heap by due time under a lock of its own.
 *
 * <p>GO: Go deletes lazily, since its stop must not touch another P's heap. Here each timer knows
 * its index, and stop takes the heap's lock, which nobody holds for longer than one sift. Deleting
 * at once is then cheaper than sweeping later (a timer stopped before it is due mostly stands at a
 * leaf) and keeps nothing alive (docs/adr/0003).
 *
 * <p>INVARIANT TH-1: {@code timers[i].when >= timers[(i - 1) / 4].when} and {@code timers[i].index
 * == i}, {@code timers[i].heap == this}; restored before the lock is released. INVARIANT TH-2:
 * {@code minWhen} is {@code timers[0].when}, or NEVER when the heap is empty, outside the lock.
 */
public final class TimerHeap extends SpinLock {
  private static final int ARITY = 4;
  private static final RuntimeTimer[] EMPTY = {};

  // GUARD: this lock.
  private RuntimeTimer[] timers = EMPTY;
  private int size;
  private @Nullable TimerHeap movedTo;

  // ORDER: written under the lock, volatile; read without it by findRunnable and sysmon. Partner of
  // Sched.timerAdded: publish minWhen, then look for somebody to wake; who goes idle announces that
  // first and reads minWhen after.
  private volatile long minWhen = RuntimeTimer.NEVER;

  /** Makes an empty heap. */
  public TimerHeap() {}

  /**
   * When the earliest timer is due; {@link RuntimeTimer#NEVER} when there is none.
   *
   * @return the time on the scheduler's clock
   */
  public long minWhen() {
    return minWhen;
  }

  /**
   * How many timers are running here.
   *
   * @return a number that may be old already
   */
  public int size() {
    return size;
  }

  /**
   * Starts a timer that is not running, or moves a running one.
   *
   * @param timer the timer
   * @param when when it is due
   * @param round what {@link RuntimeTimer#fire} is called with for this start
   * @return true when it is now the earliest of its heap
   */
  boolean start(RuntimeTimer timer, long when, int round) {
    TimerHeap heap = lockHeapOf(timer);
    if (heap == null) {
      heap = lockLive();
      heap.insert(timer);
    }
    timer.when = when;
    timer.round = round;
    timer.program = Program.newest();
    heap.siftUp(timer.index, timer);
    heap.siftDown(timer.index, timer);
    boolean first = timer.index == 0;
    heap.publishMin();
    heap.unlock();
    return first;
  }

  /**
   * Stops a timer wherever it is.
   *
   * @param timer the timer
   * @return true when it was running
   */
  static boolean stop(RuntimeTimer timer) {
    TimerHeap heap = lockHeapOf(timer);
    if (heap == null) {
      return false;
    }
    heap.remove(timer);
    heap.publishMin();
    heap.unlock();
    return true;
  }

  /**
   * Fires all timers that are due.
   *
   * @param now the time
   * @return how many fired
   */
  int runDue(long now) {
    int fired = 0;
    while (minWhen <= now) {
      lock();
      if (size == 0 || timers[0].when > now) {
        unlock();
        break;
      }
      RuntimeTimer timer = timers[0];
      long due = timer.when;
      int round = timer.round;
      remove(timer);
      publishMin();
      unlock();
      timer.fire(due, round, now);
      fired++;
    }
    return fired;
  }

  /**
   * Whether one of the timers was started since a program began.
   *
   * @param since the program's number
   * @return true when there is one
   */
  boolean anySince(long since) {
    lock();
    boolean found = false;
    for (int i = 0; i < size && !found; i++) {
      found = timers[i].program >= since;
    }
    unlock();
    return found;
  }

  /**
   * Gives all timers to another heap, and every later start too: this heap's P is gone.
   *
   * @param target a heap that stays
   */
  void moveAllTo(TimerHeap target) {
    lock();
    movedTo = target;
    // Rank: a heap that is going away before the one that stays; there is one resize at a time.
    target.lock();
    for (int i = 0; i < size; i++) {
      RuntimeTimer timer = timers[i];
      target.insert(timer);
      target.siftUp(timer.index, timer);
    }
    target.publishMin();
    target.unlock();
    timers = EMPTY;
    size = 0;
    publishMin();
    unlock();
  }

  private static @Nullable TimerHeap lockHeapOf(RuntimeTimer timer) {
    while (true) {
      TimerHeap heap = timer.heap;
      if (heap == null) {
        return null;
      }
      heap.lock();
      if (timer.heap == heap) {
        return heap;
      }
      heap.unlock();
    }
  }

  private TimerHeap lockLive() {
    TimerHeap heap = this;
    while (true) {
      heap.lock();
      TimerHeap next = heap.movedTo;
      if (next == null) {
        return heap;
      }
      heap.unlock();
      heap = next;
    }
  }

  private void publishMin() {
    long min = size == 0 ? RuntimeTimer.NEVER : timers[0].when;
    if (min != minWhen) {
      minWhen = min;
    }
  }

  private void insert(RuntimeTimer timer) {
    if (size == timers.length) {
      timers = Arrays.copyOf(timers, Math.max(8, size * 2));
    }
    timer.index = size;
    timer.heap = this;
    timers[size++] = timer;
  }

  private void remove(RuntimeTimer timer) {
    int index = timer.index;
    RuntimeTimer last = timers[--size];
    clear(size);
    timer.heap = null;
    if (last != timer) {
      timers[index] = last;
      last.index = index;
      siftUp(index, last);
      siftDown(last.index, last);
    }
  }

  @SuppressWarnings("NullAway") // slots beyond size are null, and never read
  private void clear(int slot) {
    timers[slot] = null;
  }

  private void siftUp(int start, RuntimeTimer timer) {
    int i = start;
    while (i > 0) {
      int parent = (i - 1) / ARITY;
      RuntimeTimer above = timers[parent];
      if (above.when <= timer.when) {
        break;
      }
      timers[i] = above;
      above.index = i;
      i = parent;
    }
    timers[i] = timer;
    timer.index = i;
  }

  private void siftDown(int start, RuntimeTimer timer) {
    int i = start;
    while (true) {
      int firstChild = i * ARITY + 1;
      if (firstChild >= size) {
        break;
      }
      int smallest = firstChild;
      int end = Math.min(firstChild + ARITY, size);
      for (int child = firstChild + 1; child < end; child++) {
        if (timers[child].when < timers[smallest].when) {
          smallest = child;
        }
      }
      RuntimeTimer below = timers[smallest];
      if (below.when >= timer.when) {
        break;
      }
      timers[i] = below;
      below.index = i;
      i = smallest;
    }
    timers[i] = timer;
    timer.index = i;
  }

  /** Checks INVARIANT TH-1 and TH-2. */
  public void checkInvariants() {
    lock();
    try {
      for (int i = 0; i < size; i++) {
        RuntimeTimer timer = timers[i];
        if (timer.index != i || timer.heap != this) {
          throw new AssertionError("TH-1: timer at " + i + " believes to be at " + timer.index);
        }
        if (i > 0 && timers[(i - 1) / ARITY].when > timer.when) {
          throw new AssertionError("TH-1: timer at " + i + " is earlier than its parent");
        }
      }
      long min = size == 0 ? RuntimeTimer.NEVER : timers[0].when;
      if (min != minWhen) {
        throw new AssertionError("TH-2: minWhen is " + minWhen + ", earliest timer " + min);
      }
    } finally {
      unlock();
    }
  }
}
