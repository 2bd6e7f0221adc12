package io.sudog.runtime;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler where the JVM was started without the option GMP needs: goroutines are ordinary
 * virtual threads on the JDK's scheduler, and only timers, programs, panics and dumps are ours.
 *
 * <p>Deadlock check: {@code active} counts goroutines that are neither ended nor parked by us. When
 * it reaches 0 with no timer set, nothing but a foreign thread can wake one.
 */
final class PlainSched extends Sched {
  // Timed waits may end goroutines' waits after the scheduler was closed; those are nobody's.
  private final TimerHeap timers = new TimerHeap();
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicLong live = new AtomicLong();
  private final AtomicLong ids = new AtomicLong(1);

  // GUARD: freeLock.
  private final SpinLock freeLock = new SpinLock();
  private final GList free = new GList();

  // Made with the first socket, with a thread that polls.
  private final AtomicReference<@Nullable Poller> poller = new AtomicReference<>();

  private final Thread timekeeper;
  private volatile boolean woken;
  private volatile boolean watch;
  private volatile long coarse;

  PlainSched(Config config) {
    super(config);
    coarse = clock.nanoTime();
    timekeeper = new Thread(THREADS, this::keepTime, name() + "-timers", 0, false);
    timekeeper.setDaemon(true);
    timekeeper.start();
  }

  private void keepTime() {
    while (!isClosed()) {
      long now = clock.nanoTime();
      coarse = now;
      // Between a timer's removal and the waking of its goroutine this thread is what is active.
      active.getAndIncrement();
      timers.runDue(now);
      active.getAndDecrement();
      if (watch || active.get() == 0) {
        watch = false;
        detectDeadlock();
      }
      // WAKEUP: (1) read woken, (2) park / (1') set woken, (2') unpark: the permit covers the gap.
      if (!woken) {
        long until = timers.minWhen();
        long left = until == RuntimeTimer.NEVER ? Long.MAX_VALUE : until - clock.nanoTime();
        if (watch) {
          left = Math.min(left, 20_000_000);
        }
        if (left == Long.MAX_VALUE) {
          LockSupport.park(this);
        } else if (left > 0) {
          LockSupport.parkNanos(this, left);
        }
        Thread.interrupted();
      }
      woken = false;
    }
  }

  private void wakeTimekeeper() {
    woken = true;
    LockSupport.unpark(timekeeper);
  }

  @Override
  void detectDeadlock() {
    Program running = program();
    if (!deadlockDetection || running == null || !running.isUnderWay() || isBusy(0)) {
      return;
    }
    // WAKEUP: a closed socket counts as a waiter until the poller has let go of it, and a foreign
    // thread's wait ends without us; neither tells the timekeeper, so it has to look again.
    if (socketsMayWake() || running.outsiderMayWake()) {
      watch = true;
      return;
    }
    if (!mayAct(0)) {
      deadlocked(running);
    }
  }

  @Override
  boolean mayAct(int excused) {
    return isBusy(excused) || socketsMayWake();
  }

  @Override
  boolean mayActSince(long since) {
    return active.get() > 0 || socketsMayWake() || timers.anySince(since);
  }

  private boolean isBusy(int excused) {
    return active.get() > excused || timers.minWhen() != RuntimeTimer.NEVER;
  }

  private boolean socketsMayWake() {
    Poller sockets = poller.get();
    return sockets != null && sockets.waiters() > 0;
  }

  // ---- goroutines -----------------------------------------------------------------------------

  @Override
  G takeFree() {
    if (isClosed()) {
      throw new IllegalStateException("the scheduler " + name() + " is closed");
    }
    freeLock.lock();
    G g = free.poll();
    freeLock.unlock();
    return g != null ? g : newG();
  }

  @Override
  long nextId() {
    return ids.getAndIncrement();
  }

  @Override
  long nextMainId() {
    return ids.getAndIncrement();
  }

  @Override
  public void start(G g) {
    noteCaller();
    live.getAndIncrement();
    active.getAndIncrement();
    g.startPlainThread();
  }

  /** A goroutine is about to park in one of our primitives. */
  void parking() {
    leave();
  }

  private void leave() {
    if (active.decrementAndGet() == 0 && deadlockDetection) {
      wakeTimekeeper();
    }
  }

  /** A parked goroutine is about to be woken. */
  void unparking() {
    active.getAndIncrement();
  }

  /** A goroutine's body has ended. */
  void ended(G g) {
    live.getAndDecrement();
    leave();
    g.setStatus(G.DEAD);
    g.finish();
    g.clear();
    freeLock.lock();
    free.push(g);
    freeLock.unlock();
  }

  // ---- what needs Ps is nothing here ----------------------------------------------------------

  @Override
  void queueReady(G g) {
    throw new IllegalStateException("plain goroutines have no run queue");
  }

  @Override
  void queueJdkWoken(G g) {
    throw new IllegalStateException("plain goroutines have no run queue");
  }

  @Override
  void adopt(Runnable run) {
    throw new IllegalStateException("plain goroutines are no schedulers");
  }

  @Override
  void handOffCurrentP(G g) {}

  @Override
  void unpinned() {}

  @Override
  void reacquireP(G g) {}

  @Override
  void blockingEntered(G g) {}

  @Override
  void blockingExited(G g) {}

  @Override
  void lockM(G g) {}

  @Override
  void unlockM(G g) {}

  // ---- time, stats, end -----------------------------------------------------------------------

  @Override
  public void startTimer(RuntimeTimer timer, long when, int round) {
    if (timers.start(timer, when, round)) {
      wakeTimekeeper();
    }
  }

  @Override
  public Poller poller() {
    Poller made = poller.get();
    if (made != null) {
      return made;
    }
    Poller mine = GmpSched.newPoller();
    if (!poller.compareAndSet(null, mine)) {
      mine.close();
      return Objects.requireNonNull(poller.get());
    }
    Thread thread = new Thread(THREADS, () -> poll(mine), name() + "-poller", 0, false);
    thread.setDaemon(true);
    thread.start();
    return mine;
  }

  private void poll(Poller mine) {
    while (!isClosed()) {
      // Between a waiter's removal and its waking this thread is what is active.
      mine.poll(
          Poller.FOREVER,
          waiter -> {
            active.getAndIncrement();
            waiter.ready();
            leave();
          });
    }
    mine.close();
  }

  @Override
  public void pollSoon() {
    // A thread of ours does nothing else.
  }

  @Override
  long coarseNanos() {
    return coarse;
  }

  @Override
  public int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Override
  public int processors(int n) {
    return processors();
  }

  @Override
  public long goroutines() {
    return live.get();
  }

  @Override
  public Stats stats() {
    return new Stats(List.of(), 0, 0, 0, 0, GoroutineCounts.of(allGs()));
  }

  @Override
  void stop() {
    wakeTimekeeper();
    Poller sockets = poller.get();
    if (sockets != null) {
      sockets.wake();
    }
  }
}
