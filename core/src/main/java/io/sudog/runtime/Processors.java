package io.sudog.runtime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which P: the array of all, the idle ones, those taken from their Ms, and how the world
 * is stopped to change their number.
 *
 * <p>GUARD: this lock, the "Sched lock", guards everything here and in {@link Machines}; what is
 * volatile may be read without it. A P is in one of these hands: an M's ({@code m.p}, RUNNING or
 * SYSCALL), the idle list's (IDLE), somebody's who is about to give it to an M or to lay it aside
 * (IDLE, in no list), the stopped world's (GCSTOP), or nobody's any more (DEAD).
 */
final class Processors extends SpinLock {
  private final GmpSched sched;

  // A new array at each change.
  private volatile P[] all;
  private @Nullable P firstIdle;
  private final List<P> retired = new ArrayList<>();
  private int stopWait;
  private long foldedCreated;
  private long foldedEnded;

  // ORDER: written under the lock; see WAKEUP in GmpSched.
  private volatile int idle;
  private volatile boolean worldStopping;

  Processors(GmpSched sched, int n) {
    this.sched = sched;
    all = new P[n];
    for (int i = n - 1; i >= 0; i--) {
      all[i] = new P(i, sched);
      pushIdleLocked(all[i]);
    }
  }

  P[] all() {
    return all;
  }

  int idle() {
    return idle;
  }

  // ---- idle Ps --------------------------------------------------------------------------------

  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock only
  private void pushIdleLocked(P p) {
    p.setStatus(PState.IDLE);
    p.idleLink = firstIdle;
    firstIdle = p;
    idle = idle + 1;
  }

  /** Takes an idle P for an M; the caller holds the lock and calls sysmon.noteBusy after it. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock only
  @Nullable P popIdleLocked() {
    P p = firstIdle;
    if (p != null) {
      firstIdle = p.idleLink;
      p.idleLink = null;
      idle = idle - 1;
      p.setStatus(PState.RUNNING);
    }
    return p;
  }

  /** Lays a P aside that is in the caller's hand; the caller holds the lock. */
  void layAsideLocked(P p) {
    if (worldStopping) {
      gcStopLocked(p);
    } else {
      pushIdleLocked(p);
    }
  }

  /** Takes an idle P for an M without one. */
  boolean acquireIdle(M m) {
    lock();
    P p = popIdleLocked();
    unlock();
    if (p == null) {
      return false;
    }
    attach(m, p);
    sched.sysmon.noteBusy();
    return true;
  }

  /**
   * Gives the M's P up, as the last act before its idleness. The caller must look at all queues
   * once more after that.
   *
   * @return a G that came into the global queue meanwhile; the M keeps its P then
   */
  @Nullable G release(M m, P p) {
    lock();
    if (worldStopping || p.isRetired()) {
      unlock();
      return null;
    }
    G g = sched.global.poll();
    if (g == null) {
      detach(m, p);
      pushIdleLocked(p);
    }
    unlock();
    return g;
  }

  static void attach(M m, P p) {
    m.p = p;
    p.m = m;
  }

  private static void detach(M m, P p) {
    p.m = null;
    m.p = null;
  }

  /** Takes the M's P into the caller's hand; null when it has none, or only the husk of one. */
  @Nullable P takeFrom(M m) {
    P p = m.p;
    if (p == null) {
      return null;
    }
    lock();
    detach(m, p);
    boolean husk = p.isRetired();
    if (husk) {
      foldLocked(p);
    } else {
      p.setStatus(PState.IDLE);
    }
    unlock();
    if (husk) {
      sched.salvage(p);
      return null;
    }
    return p;
  }

  // ---- taking Ps ------------------------------------------------------------------------------

  /**
   * Takes a P from the M that holds it, see {@link P}.
   *
   * @return the P in its place, in the caller's hand, or null when the M gave it up meanwhile
   */
  @Nullable P replace(P p) {
    lock();
    PState s = p.status();
    P[] current = all;
    if (p.isRetired() || (s != PState.RUNNING && s != PState.SYSCALL)) {
      unlock();
      return null;
    }
    P fresh = p.replacement();
    P[] changed = current.clone();
    changed[p.id] = fresh;
    all = changed;
    retired.add(p);
    p.retire();
    unlock();
    sched.drain(p);
    return fresh;
  }

  /**
   * The M passes a scheduling point with the husk of a P that was taken from it: gets another P, or
   * none.
   */
  void dropHusk(M m, P husk) {
    lock();
    P p = popIdleLocked();
    foldLocked(husk);
    detach(m, husk);
    unlock();
    sched.salvage(husk);
    if (p != null) {
      attach(m, p);
      sched.sysmon.noteBusy();
    }
  }

  /**
   * The same for a goroutine on its own stack, which needs a P to go on.
   *
   * @return false when there is none; the husk is still the M's
   */
  boolean exchangeHusk(M m, P husk) {
    lock();
    P p = popIdleLocked();
    if (p != null) {
      foldLocked(husk);
    }
    unlock();
    if (p == null) {
      return false;
    }
    attach(m, p);
    sched.sysmon.noteBusy();
    sched.salvage(husk);
    return true;
  }

  private void foldLocked(P husk) {
    retired.remove(husk);
    foldedCreated += husk.created;
    foldedEnded += husk.ended;
  }

  // ---- stopping the world ---------------------------------------------------------------------

  boolean isWorldStopping() {
    return worldStopping;
  }

  private void gcStopLocked(P p) {
    p.setStatus(PState.GCSTOP);
    if (--stopWait == 0) {
      sched.sysmon.wake();
    }
  }

  /** An M obeys: gives its P to whoever stops the world. */
  void gcStop(M m, P p) {
    lock();
    if (worldStopping && !p.isRetired()) {
      detach(m, p);
      gcStopLocked(p);
    }
    unlock();
  }

  /** Asks all Ps to stop; returns those that have to be waited for. */
  List<P> stopTheWorld() {
    List<P> running = new ArrayList<>();
    lock();
    worldStopping = true;
    P p;
    while ((p = popIdleLocked()) != null) {
      p.setStatus(PState.GCSTOP);
    }
    for (P one : all) {
      if (one.status() != PState.GCSTOP) {
        running.add(one);
        M m = one.m;
        if (m != null) {
          m.preempt = true;
        }
      }
    }
    stopWait = running.size();
    unlock();
    return running;
  }

  boolean isWorldStopped() {
    lock();
    boolean stopped = stopWait == 0;
    unlock();
    return stopped;
  }

  /** Takes the P of an M that does not reach a scheduling point while the world stops. */
  void stopForcibly(P p) {
    P fresh = replace(p);
    if (fresh != null) {
      lock();
      gcStopLocked(fresh);
      unlock();
    }
  }

  /** The world stopped: makes it n Ps and starts the world. Returns the Ps that are gone. */
  List<P> resizeAndStartTheWorld(int n) {
    List<P> gone = new ArrayList<>();
    lock();
    P[] old = all;
    P[] changed = new P[n];
    for (int i = 0; i < n; i++) {
      changed[i] = i < old.length ? old[i] : new P(i, sched);
    }
    for (int i = n; i < old.length; i++) {
      foldedCreated += old[i].created;
      foldedEnded += old[i].ended;
      old[i].retire();
      gone.add(old[i]);
    }
    all = changed;
    worldStopping = false;
    for (int i = n - 1; i >= 0; i--) {
      pushIdleLocked(changed[i]);
    }
    unlock();
    return gone;
  }

  // ---- looking --------------------------------------------------------------------------------

  /** Goroutines created minus ended, by all Ps there are and were. */
  long goroutines() {
    lock();
    long n = foldedCreated - foldedEnded;
    for (P p : all) {
      n += p.created - p.ended;
    }
    for (P p : retired) {
      n += p.created - p.ended;
    }
    unlock();
    return n;
  }

  /** The Ps there are, by id, then those taken from an M that has not noticed yet. */
  List<Stats.Processor> stats() {
    List<P> ps = new ArrayList<>();
    lock();
    for (P p : all) {
      ps.add(p);
    }
    ps.addAll(retired);
    unlock();
    return ps.stream().map(Processors::statsOf).toList();
  }

  private static Stats.Processor statsOf(P p) {
    return new Stats.Processor(
        p.id,
        p.status(),
        p.queue.size(),
        p.timers.size(),
        Integer.toUnsignedLong(p.schedTick()),
        p.switches(),
        p.steals,
        p.handOffs);
  }
}
