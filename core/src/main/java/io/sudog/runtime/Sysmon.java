package io.sudog.runtime;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sysmon ("system monitor"): the thread that needs no P and watches those that have one. It takes
 * Ps from goroutines that block or compute without end, asks long runners to yield, polls the
 * network when nobody has for 10 ms, changes GOMAXPROCS, and looks again for a deadlock while only
 * an outsider stands against one.
 *
 * <p>Sleeps 20 µs, after 50 idle rounds twice as long each round up to 10 ms, and without end while
 * all Ps are idle. WAKEUP of that deep sleep: (1) deepSleep = true, (2) read idlePs / who takes an
 * idle P: (1') lower idlePs, (2') read deepSleep and wake. All volatile.
 */
final class Sysmon extends Thread {
  private static final int IDLE_ROUNDS = 50;
  private static final long POLL_INTERVAL = 10_000_000;

  // The end of a thread that is no goroutine tells nobody, and joining all of them would take a
  // thread each. Guess: nobody waits for a deadlock report with a stop watch.
  private static final long OUTSIDER_INTERVAL = 20_000_000;

  private final GmpSched sched;
  private final PollBatch polled;
  private volatile boolean deepSleep;
  private volatile boolean permit;
  private volatile boolean outsiders;
  private volatile boolean deadlockCheck;

  // GUARD: requestLock. `pending` also counts the one that is being served; it is read without the
  // lock, after a wake-up and by the deadlock check.
  private final SpinLock requestLock = new SpinLock();
  private final ArrayDeque<Request> requests = new ArrayDeque<>();
  private final AtomicInteger pending = new AtomicInteger();

  /** A change of GOMAXPROCS, and who waits for it. */
  private static final class Request {
    final int processors;
    final Waiter waiter;
    int previous;

    Request(int processors, Waiter waiter) {
      this.processors = processors;
      this.waiter = waiter;
    }
  }

  Sysmon(GmpSched sched) {
    super(Sched.THREADS, null, sched.name() + "-sysmon", 0, false);
    this.sched = sched;
    this.polled = new PollBatch(sched);
    setDaemon(true);
  }

  @Override
  public void run() {
    try {
      watch();
    } catch (Throwable e) {
      sched.fatal(e);
    }
  }

  private void watch() {
    long delay = sched.tunables.sysmonMinNanos();
    int idleRounds = 0;
    while (!sched.isClosed()) {
      if (sched.processors.idle() == sched.processors()) {
        sleepDeeply();
        idleRounds = 0;
        delay = sched.tunables.sysmonMinNanos();
      } else {
        nap(delay);
      }
      long now = sched.clock.nanoTime();
      sched.refreshCoarse();
      if (pending.get() > 0) {
        serveRequests();
        // Who went idle meanwhile found a request pending and left the check to us.
        deadlockCheck = true;
        idleRounds = 0;
      }
      if (deadlockCheck) {
        deadlockCheck = false;
        sched.detectDeadlock();
      }
      long lastPoll = sched.polling.lastPoll();
      if (lastPoll != 0 && now - lastPoll > POLL_INTERVAL && sched.polling.hasWaiters()) {
        sched.polling.pollNow(polled, null);
      }
      idleRounds = retake(now) ? 0 : idleRounds + 1;
      delay =
          idleRounds == 0
              ? sched.tunables.sysmonMinNanos()
              : idleRounds > IDLE_ROUNDS
                  ? Math.min(delay * 2, sched.tunables.sysmonMaxNanos())
                  : delay;
    }
  }

  private void nap(long nanos) {
    if (!permit && !sched.isClosed()) {
      LockSupport.parkNanos(this, nanos);
      Thread.interrupted();
    }
    permit = false;
  }

  private void sleepDeeply() {
    deepSleep = true;
    while (!permit && !sched.isClosed() && sched.processors.idle() == sched.processors()) {
      if (outsiders) {
        outsiders = false;
        LockSupport.parkNanos(this, OUTSIDER_INTERVAL);
        sched.detectDeadlock();
      } else {
        LockSupport.park(this);
      }
      Thread.interrupted();
    }
    deepSleep = false;
    permit = false;
    for (P p : sched.processors.all()) {
      p.forgetSeen();
    }
  }

  /** Ends the current sleep, or the next one. */
  void wake() {
    permit = true;
    LockSupport.unpark(this);
  }

  /** An idle P has been taken. */
  void noteBusy() {
    if (deepSleep) {
      wake();
    }
  }

  /** Only an outsider stands against a deadlock: look again when it may have ended. */
  void watchOutsiders() {
    if (!outsiders) {
      outsiders = true;
      if (Thread.currentThread() != this) {
        wake();
      }
    }
  }

  /** Somebody who must not make the check himself wants one. */
  void requestDeadlockCheck() {
    deadlockCheck = true;
    wake();
  }

  boolean joinSysmon() {
    if (Thread.currentThread() == this) {
      return false;
    }
    boolean interrupted = false;
    while (isAlive()) {
      try {
        join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }

  // ---- taking Ps ------------------------------------------------------------------------------

  private boolean retake(long now) {
    boolean took = false;
    for (P p : sched.processors.all()) {
      PState status = p.status();
      if (status != PState.RUNNING && status != PState.SYSCALL) {
        p.forgetSeen();
        continue;
      }
      long slice = sched.tunables.timeSliceNanos();
      long tick = p.schedTick();
      if (p.seenTick != tick) {
        p.seenTick = tick;
        p.seenTickAt = now;
      } else if (now - p.seenTickAt >= slice) {
        M m = p.m;
        if (m != null && !m.preempt) {
          m.preempt = true;
        }
      }
      long switches = p.switches();
      if (p.seenSwitches != switches) {
        p.seenSwitches = switches;
        p.seenSwitchesAt = now;
        continue;
      }
      long stuck = now - p.seenSwitchesAt;
      boolean due =
          status == PState.SYSCALL
              ? stuck >= slice || workWaits(p, now) || nobodyLooks()
              : stuck >= slice && workWaits(p, now);
      if (due) {
        P fresh = sched.processors.replace(p);
        if (fresh != null) {
          sched.handOffP(fresh);
          took = true;
        }
      }
    }
    return took;
  }

  /** Whether something could run if this P were free. */
  private boolean workWaits(P p, long now) {
    if (!p.queue.isEmpty() || !sched.global.isEmpty() || p.timers.minWhen() <= now) {
      return true;
    }
    if (sched.processors.idle() > 0) {
      return false;
    }
    for (P other : sched.processors.all()) {
      if (!other.queue.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private boolean nobodyLooks() {
    return sched.processors.idle() + sched.machines.spinning() == 0 && sched.processors() > 1;
  }

  // ---- GOMAXPROCS -----------------------------------------------------------------------------

  int resize(int processors) {
    Waiter waiter = Waiter.current();
    Request request = new Request(processors, waiter);
    requestLock.lock();
    waiter.prepare(WaitReason.GOMAXPROCS, null);
    requests.add(request);
    pending.getAndIncrement();
    requestLock.unlock();
    wake();
    waiter.park();
    return request.previous;
  }

  /** Whether somebody waits for a change of GOMAXPROCS, whom sysmon will ready. */
  boolean hasRequests() {
    return pending.get() > 0;
  }

  private void serveRequests() {
    while (true) {
      requestLock.lock();
      Request request = requests.poll();
      requestLock.unlock();
      if (request == null) {
        return;
      }
      request.previous = sched.processors();
      if (request.previous != request.processors) {
        stopTheWorld();
        sched.resizeAndStartTheWorld(request.processors);
      }
      request.waiter.ready();
      pending.getAndDecrement();
    }
  }

  private void stopTheWorld() {
    List<P> running = sched.processors.stopTheWorld();
    long patience = sched.clock.nanoTime() + sched.tunables.timeSliceNanos();
    @Nullable List<P> stubborn = running;
    while (!sched.processors.isWorldStopped() && !sched.isClosed()) {
      long left = patience - sched.clock.nanoTime();
      if (left > 0) {
        nap(left);
      } else if (stubborn != null) {
        // GO: Go's signals stop a loop anywhere; here its P is taken instead.
        stubborn.forEach(sched.processors::stopForcibly);
        stubborn = null;
      } else {
        // An M with a P is on its way to obey.
        nap(Poller.FOREVER);
      }
    }
  }
}
