package io.sudog.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What an M does: find a runnable G, run it, again. The search order is Go's: own due timers; every
 * 61st tick the global queue; runNext and the local queue; a batch from the global queue; the
 * network, without blocking; stealing; then the P is given up, everything looked at once more, and
 * one M blocks in the poller until the next timer while the others park.
 */
final class Finder {
  private final GmpSched sched;
  private final Tunables tunables;
  private final Processors processors;
  private final Machines machines;
  private final Polling polling;

  Finder(GmpSched sched) {
    this.sched = sched;
    this.tunables = sched.tunables;
    this.processors = sched.processors;
    this.machines = sched.machines;
    this.polling = sched.polling;
  }

  /** The life of an M, from its first P to the scheduler's end. */
  void schedule(M m) {
    P first = m.p;
    if (first != null) {
      Processors.attach(m, first);
    }
    while (!sched.isClosed()) {
      P p = m.p;
      if (p != null && p.isRetired()) {
        processors.dropHusk(m, p);
        p = m.p;
      }
      G tied = m.lockedG;
      if (m.exiting) {
        machines.leave(m);
        return;
      }
      if (tied != null) {
        if (!machines.stopLocked(m)) {
          return;
        }
        run(m, tied, true);
      } else if (p == null) {
        if (!stop(m)) {
          return;
        }
      } else {
        G g = findRunnable(m, p);
        if (g != null && !runFound(m, g)) {
          return;
        }
      }
    }
  }

  /** Parks an M without a P; false when the scheduler ends. */
  private boolean stop(M m) {
    if (m.spinning) {
      // WAKEUP: it got a husk to spin with, and submitters relied on it: look once more.
      machines.stopSpinning(m);
      if (sched.anyWork() && processors.acquireIdle(m)) {
        return true;
      }
    }
    return machines.stop(m);
  }

  private boolean runFound(M m, G g) {
    if (m.spinning) {
      // It has found work: if it was the last that looked, another one must.
      machines.stopSpinning(m);
      sched.wakeP();
    }
    M owner = g.lockedM;
    if (owner != null && owner != m) {
      return machines.giveToLocked(m, owner);
    }
    run(m, g, !m.inheritSlice);
    return true;
  }

  private void run(M m, G g, boolean newSlice) {
    P p = m.p;
    Runnable continuation = g.continuation();
    if (p == null || continuation == null) {
      throw new IllegalStateException("no processor or no thread for " + g);
    }
    p.countSwitch(newSlice);
    if (newSlice && m.preempt) {
      m.preempt = false;
    }
    if (g.isBlocking()) {
      p.setStatus(PState.SYSCALL);
    }
    g.m = m;
    m.current = g;
    m.outcome = M.NONE;
    g.setStatus(G.RUNNING);
    continuation.run();
    m.current = null;
    // The goroutine may have got another P meanwhile, see reacquireP.
    p = m.p;
    if (p == null) {
      throw new IllegalStateException(m + " lost its processor while it ran a goroutine");
    }
    if (p.status() == PState.SYSCALL) {
      p.setStatus(PState.RUNNING);
    }
    if (m.outcome == M.PARKED) {
      // Not ours any more: it may be running elsewhere already.
      return;
    }
    if (m.outcome == M.NONE) {
      sched.cameBack(m, p, g);
    } else if (g.status() == G.RUNNABLE) {
      // ready overtook the park; its waker has left the queueing to us.
      p.putNext(g);
      sched.wakeP();
    } else {
      g.setStatus(G.RUNNABLE);
      sched.global.add(g);
      sched.wakeP();
    }
  }

  /** Null when the M has lost its P, or is to look again. */
  @Nullable G findRunnable(M m, P p) {
    if (processors.isWorldStopping()) {
      if (m.spinning) {
        machines.stopSpinning(m);
      }
      processors.gcStop(m, p);
      return null;
    }
    TimerHeap timers = p.timers;
    if (timers.minWhen() != RuntimeTimer.NEVER) {
      timers.runDue(sched.clock.nanoTime());
    }
    G g = findLocal(m, p);
    if (g != null) {
      return g;
    }
    if (polling.hasWaiters() && !polling.isBlocking()) {
      polling.pollNow(m.polled, p);
      if (!p.queue.isEmpty()) {
        return null;
      }
    }
    P[] all = processors.all();
    if (m.spinning || 2 * machines.spinning() < all.length - processors.idle()) {
      if (!m.spinning) {
        machines.startSpinning(m);
      }
      g = steal(m, p, all);
      if (g != null || !p.queue.isEmpty()) {
        return g;
      }
    }
    return goIdle(m, p);
  }

  private @Nullable G findLocal(M m, P p) {
    m.inheritSlice = false;
    GlobalQueue global = sched.global;
    if (!global.isEmpty() && p.schedTick() % tunables.globalInterval() == 0) {
      G g = global.poll();
      if (g != null) {
        return g;
      }
    }
    G g = p.queue.pollNext();
    if (g != null && m.preempt) {
      // The slice that it would inherit is over: goroutines that ready each other in turn, without
      // passing a checkpoint, must not keep all others from running. As if it had been preempted.
      m.preempt = false;
      global.add(g);
      g = null;
    }
    if (g != null) {
      m.inheritSlice = true;
      return g;
    }
    g = p.queue.poll();
    if (g != null) {
      return g;
    }
    if (global.isEmpty()) {
      return null;
    }
    GList batch = new GList();
    g = global.pollBatch(batch, sched.processors(), tunables.localQueue() / 2);
    G more;
    while ((more = batch.poll()) != null) {
      p.put(more);
    }
    return g;
  }

  /**
   * Looks at all other Ps, from a random start with a stride coprime to their number: each is
   * visited once, and thieves that start together spread.
   */
  private @Nullable G steal(M m, P p, P[] all) {
    int n = all.length;
    for (int pass = 1; pass <= tunables.stealPasses(); pass++) {
      boolean last = pass == tunables.stealPasses();
      int at = sched.chance.nextInt(n);
      int stride = StealOrder.stride(n, sched.chance);
      for (int i = 0; i < n; i++) {
        if (processors.isWorldStopping()) {
          return null;
        }
        P victim = all[at];
        at += stride;
        if (at >= n) {
          at -= n;
        }
        if (last) {
          // Others' timers: theirs may be held by a hog, or be idle with nobody to run them.
          long min = victim.timers.minWhen();
          if (min != RuntimeTimer.NEVER && victim.timers.runDue(sched.clock.nanoTime()) > 0) {
            G g = findLocal(m, p);
            if (g != null) {
              return g;
            }
          }
        }
        if (victim == p || victim.queue.size() == 0) {
          continue;
        }
        G g = p.stealFrom(victim);
        if (g == null && last) {
          g = stealNext(victim);
        }
        if (g != null) {
          p.steals++;
          return g;
        }
      }
    }
    return null;
  }

  private @Nullable G stealNext(P victim) {
    if (!victim.queue.hasNext()) {
      return null;
    }
    if (victim.status() == PState.RUNNING && tunables.runNextPauseNanos() > 0) {
      // Its owner is about to run it, most likely: a goroutine readies another and parks. Taking it
      // would tear the pair apart.
      long until = System.nanoTime() + tunables.runNextPauseNanos();
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
    }
    return victim.queue.pollNext();
  }

  private @Nullable G goIdle(M m, P p) {
    G g = processors.release(m, p);
    if (g != null || m.p != null) {
      return g;
    }
    // WAKEUP: going idle, see GmpSched. (1) idlePs was raised; drop spinningMs; (2) look again.
    boolean wasSpinning = m.spinning;
    if (wasSpinning) {
      machines.stopSpinning(m);
    }
    if (sched.anyWork() && processors.acquireIdle(m)) {
      machines.startSpinning(m);
      return null;
    }
    if (polling.pollBlocking(m) && wasSpinning) {
      machines.startSpinning(m);
    }
    return null;
  }
}
