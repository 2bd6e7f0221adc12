package io.sudog.runtime;

import io.sudog.runtime.jdk.VirtualThreads;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The GMP scheduler. Ps are in {@link Processors}, Ms in {@link Machines}, the search for work in
 * {@link Finder}, the poller and timers in {@link Polling}, and watching over everything is {@link
 * Sysmon}; here is what binds them: how goroutines are submitted.
 *
 * <p>WAKEUP: submitting. Submitter: (1') publish the G in a queue, full fence, (2') read idlePs and
 * spinningMs: a P is idle and nobody spins → start a spinning M. Who gives up: (1) raise idlePs,
 * and drop spinningMs if it spun, each volatile; (2) look at all queues once more. The fences
 * forbid that (2) misses the G while (2') still sees us at work: one side always acts. Broken
 * twins: jcstress's SpinnerOrder, GlobalQueueOrder and TimerOrder drop one of them and lose a G.
 */
final class GmpSched extends Sched {
  static final int ID_BATCH = 16;
  private static final List<ServiceLoader.Provider<PollerProvider>> POLLERS;

  static {
    VirtualThreads.startSocketPollers();
    POLLERS =
        ServiceLoader.load(PollerProvider.class, GmpSched.class.getClassLoader()).stream().toList();
  }

  final GlobalQueue global = new GlobalQueue();
  final Sysmon sysmon = new Sysmon(this);
  final Processors processors;
  final Machines machines;
  final Polling polling;
  private final Finder finder;

  private volatile long coarse;

  // GUARD: freeLock.
  private final SpinLock freeLock = new SpinLock();
  private final GList free = new GList();

  private final AtomicLong ids = new AtomicLong(1);
  private final AtomicLong foreignCreated = new AtomicLong();

  // Goroutines parked by the JDK. Raised before a G becomes JDK_WAIT, lowered after it is queued
  // again, so that it is never 0 while one of them is on its way.
  private final AtomicInteger jdkWaiting = new AtomicInteger();

  // Virtual threads that goroutines started; only kept for the deadlock check.
  private final Set<Thread> adopted = ConcurrentHashMap.newKeySet();

  private GmpSched(Config config) {
    super(config);
    coarse = clock.nanoTime();
    processors = new Processors(this, config.processors());
    machines = new Machines(this);
    polling = new Polling(this, newPoller());
    finder = new Finder(this);
  }

  static GmpSched started(Config config) {
    GmpSched sched = new GmpSched(config);
    sched.sysmon.start();
    return sched;
  }

  void schedule(M m) {
    finder.schedule(m);
  }

  // ---- submitting work ------------------------------------------------------------------------

  /** Starts a spinning M if a P is idle and nobody looks for work. See WAKEUP. */
  void wakeP() {
    if (processors.idle() != 0 && machines.becomeFirstSpinner()) {
      machines.start(null, true);
    }
  }

  boolean anyWork() {
    if (!global.isEmpty()) {
      return true;
    }
    for (P p : processors.all()) {
      if (!p.queue.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Queues on the caller's P, if it has one of ours, to be run next; else globally. */
  private void submit(G g) {
    P p = currentP();
    if (p != null) {
      p.putNext(g);
    } else {
      noteCaller();
      global.add(g);
    }
    wakeP();
  }

  @Override
  void queueReady(G g) {
    submit(g);
  }

  @Override
  void queueJdkWoken(G g) {
    if (!isClosed()) {
      submit(g);
    }
    // WAKEUP: (1) lower jdkWaiting, (2) read idlePs / the last M to go idle: (1') raise idlePs,
    // (2')
    // read jdkWaiting in its deadlock check. What we queued may have run and ended before (1): then
    // that check saw us still counted, and nobody else would make another.
    if (jdkWaiting.decrementAndGet() == 0
        && deadlockDetection
        && processors.idle() == processors()) {
      sysmon.requestDeadlockCheck();
    }
  }

  @Override
  void adopt(Runnable run) {
    if (isClosed()) {
      return;
    }
    if (deadlockDetection) {
      Thread thread = VirtualThreads.threadOf(run);
      if (thread != null && thread.isAlive()) {
        adopted.add(thread);
      }
    }
    G g = new G(this, run);
    g.setStatus(G.RUNNABLE);
    if (Thread.currentThread() instanceof M) {
      // It yielded, or a wake-up overtook its park: like a goroutine in either case, behind all
      // others. At the front it would keep them from what it may be yielding for.
      global.add(g);
      wakeP();
    } else {
      submit(g);
    }
  }

  /** Finds an M for a P in the caller's hand, or lays it aside. */
  void handOffP(P p) {
    if (!p.queue.isEmpty() || !global.isEmpty()) {
      machines.start(p, false);
      return;
    }
    if (processors.idle() == 0 && machines.becomeFirstSpinner()) {
      machines.start(p, true);
      return;
    }
    processors.lock();
    boolean lastRunning = processors.idle() == processors() - 1 && !polling.isBlocking();
    boolean mustPoll =
        lastRunning && (polling.hasWaiters() || earliestTimer() != RuntimeTimer.NEVER);
    if (!processors.isWorldStopping() && (mustPoll || !global.isEmpty())) {
      processors.unlock();
      machines.start(p, false);
      return;
    }
    processors.layAsideLocked(p);
    processors.unlock();
    long when = p.timers.minWhen();
    if (when != RuntimeTimer.NEVER) {
      polling.timerAdded(when);
    }
    // WAKEUP: idlePs was raised; who submitted before that relied on nobody.
    if (anyWork()) {
      wakeP();
    }
  }

  /** Empties a retired P's queue into the global one. Anybody. */
  void drain(P p) {
    GList all = new GList();
    G g;
    while ((g = p.queue.poll()) != null) {
      all.add(g);
    }
    G next = p.queue.pollNext();
    if (next != null) {
      all.add(next);
    }
    if (all.size() > 0) {
      global.addAll(all);
      wakeP();
    }
  }

  /** What a husk still holds when its M lets go of it. */
  void salvage(P husk) {
    drain(husk);
    freeLock.lock();
    free.addAll(husk.free);
    freeLock.unlock();
  }

  // ---- goroutines -----------------------------------------------------------------------------

  private @Nullable P currentP() {
    M m = Parking.currentM();
    return m == null || m.sched != this ? null : m.p;
  }

  @Override
  G takeFree() {
    if (isClosed()) {
      throw new IllegalStateException(
          "the scheduler " + name() + " is closed; goroutines can be started before close only");
    }
    P p = currentP();
    G local = p == null ? null : p.free.poll();
    if (local != null) {
      return local;
    }
    freeLock.lock();
    G g = free.poll();
    if (g != null && p != null) {
      for (int i = 1; i < tunables.freeLocal() / 2; i++) {
        G more = free.poll();
        if (more == null) {
          break;
        }
        p.free.push(more);
      }
    }
    freeLock.unlock();
    return g != null ? g : newG();
  }

  void putFree(P p, G g) {
    p.free.push(g);
    if (p.free.size() > tunables.freeLocal()) {
      freeLock.lock();
      while (p.free.size() > tunables.freeLocal() / 2) {
        G one = p.free.poll();
        if (one == null) {
          break;
        }
        free.push(one);
      }
      freeLock.unlock();
    }
  }

  @Override
  long nextId() {
    P p = currentP();
    return p != null ? p.nextGoroutineId() : ids.getAndIncrement();
  }

  @Override
  long nextMainId() {
    return ids.getAndIncrement();
  }

  long drawIds() {
    return ids.getAndAdd(ID_BATCH);
  }

  @Override
  public void start(G g) {
    g.startThread();
    g.setStatus(G.RUNNABLE);
    P p = currentP();
    if (p != null) {
      p.created++;
      p.putNext(g);
    } else {
      noteCaller();
      foreignCreated.getAndIncrement();
      global.add(g);
    }
    wakeP();
  }

  /**
   * run() came back and nothing says that the goroutine lives: it has ended, or the JDK parked it.
   */
  void cameBack(M m, P p, G g) {
    if (g.oneShot) {
      return;
    }
    if (g.hasEnded()) {
      g.setStatus(G.DEAD);
      p.ended++;
      if (g.lockedM == m) {
        // The thread goes with the goroutine that was tied to it: whatever it did to the thread
        // must not befall others.
        m.lockedG = null;
        m.exiting = true;
      }
      g.finish();
      g.clear();
      putFree(p, g);
      return;
    }
    jdkWaiting.getAndIncrement();
    if (g.casStatus(G.RUNNING, G.JDK_WAIT)) {
      return;
    }
    jdkWaiting.getAndDecrement();
    if (g.status() != G.RUNNING_WOKEN) {
      throw new IllegalStateException(
          g + " was parked by the JDK between prepare and park; runtime code parks nowhere there");
    }
    // The wake-up overtook us.
    g.setStatus(G.RUNNABLE);
    p.put(g);
    wakeP();
  }

  // ---- Go.blocking, pinned parks, lockOSThread ------------------------------------------------

  @Override
  void blockingEntered(G g) {
    markP(g, PState.SYSCALL);
  }

  @Override
  void blockingExited(G g) {
    if (!g.isBlocking()) {
      markP(g, PState.RUNNING);
      reacquireP(g);
    }
  }

  private static void markP(G g, PState state) {
    M m = g.m;
    P p = m == null ? null : m.p;
    if (p != null && !p.isRetired()) {
      p.setStatus(state);
    }
  }

  @Override
  void handOffCurrentP(G g) {
    M m = g.m;
    P p = m == null ? null : m.p;
    machines.pinned(1);
    P fresh = p == null ? null : processors.replace(p);
    if (fresh != null) {
      handOffP(fresh);
    }
    // All others may have come to rest before this one stopped counting. A goroutine must not make
    // the check, which may make a dump, on its own stack.
    sysmon.requestDeadlockCheck();
  }

  @Override
  void unpinned() {
    machines.pinned(-1);
  }

  @Override
  void reacquireP(G g) {
    M m = g.m;
    if (m == null) {
      return;
    }
    P husk = m.p;
    if (husk != null && husk.isRetired() && !processors.exchangeHusk(m, husk)) {
      Thread.yield();
    }
  }

  @Override
  void lockM(G g) {
    M m = g.m;
    if (m != null) {
      g.lockedM = m;
      m.lockedG = g;
    }
  }

  @Override
  void unlockM(G g) {
    M m = g.lockedM;
    if (m != null) {
      g.lockedM = null;
      m.lockedG = null;
    }
  }

  // ---- time -----------------------------------------------------------------------------------

  @Override
  public void startTimer(RuntimeTimer timer, long when, int round) {
    P p = currentP();
    P[] all = processors.all();
    TimerHeap heap = (p != null ? p : all[chance.nextInt(all.length)]).timers;
    if (heap.start(timer, when, round)) {
      polling.timerAdded(when);
    }
  }

  @Override
  public Poller poller() {
    return polling.poller();
  }

  @Override
  public void pollSoon() {
    if (!polling.isBlocking()) {
      wakeP();
    }
  }

  /** A poller for a scheduler. */
  static Poller newPoller() {
    return POLLERS.isEmpty() ? new NullPoller() : POLLERS.get(0).get().create();
  }

  long earliestTimer() {
    long earliest = RuntimeTimer.NEVER;
    for (P p : processors.all()) {
      earliest = Math.min(earliest, p.timers.minWhen());
    }
    return earliest;
  }

  @Override
  long coarseNanos() {
    return coarse;
  }

  void refreshCoarse() {
    coarse = clock.nanoTime();
  }

  // ---- GOMAXPROCS -----------------------------------------------------------------------------

  @Override
  public int processors() {
    return processors.all().length;
  }

  @Override
  public int processors(int n) {
    return n < 1 ? processors() : sysmon.resize(n);
  }

  /** Sysmon, the world stopped: makes it n Ps, then starts the world. */
  void resizeAndStartTheWorld(int n) {
    for (P gone : processors.resizeAndStartTheWorld(n)) {
      salvage(gone);
      gone.timers.moveAllTo(processors.all()[0].timers);
    }
    int work = global.size();
    for (P p : processors.all()) {
      work += p.queue.size();
    }
    for (int i = 0; i < Math.min(work, n); i++) {
      machines.start(null, false);
    }
    if (earliestTimer() != RuntimeTimer.NEVER) {
      polling.timerAdded(Long.MIN_VALUE);
    }
  }

  // ---- deadlock -------------------------------------------------------------------------------

  @Override
  void detectDeadlock() {
    Program suspect = program();
    if (!deadlockDetection || suspect == null || !suspect.isUnderWay() || mayAct(0)) {
      return;
    }
    if (anyAdoptedAlive()) {
      // Its last run ends on one of our Ms, which then comes here again.
      return;
    }
    if (suspect.outsiderMayWake()) {
      sysmon.watchOutsiders();
      return;
    }
    // An outsider may have acted and ended between the two looks; what it woke is seen now.
    if (!mayAct(0) && suspect == program()) {
      deadlocked(suspect);
    }
  }

  private boolean anyAdoptedAlive() {
    adopted.removeIf(thread -> !thread.isAlive());
    return !adopted.isEmpty();
  }

  @Override
  boolean mayAct(int excused) {
    if (sysmon.hasRequests() || jdkWaiting.get() > excused) {
      return true;
    }
    // For this look that M counts as busy; its going idle, or our watching outsiders, brings the
    // next.
    polling.endVainSleep();
    processors.lock();
    // An M in the poller counts as busy: it waits for a timer or for a socket.
    boolean busy = machines.busyLocked() > 0 || processors.isWorldStopping();
    processors.unlock();
    return busy
        || polling.hasWaiters()
        || polling.isBlocking()
        || anyWork()
        || earliestTimer() != RuntimeTimer.NEVER
        || sysmon.hasRequests()
        || jdkWaiting.get() > excused;
  }

  @Override
  boolean mayActSince(long since) {
    if (polling.hasWaiters() || sysmon.hasRequests() || jdkWaiting.get() > 0) {
      return true;
    }
    // ORDER: with this lock held nobody gets a P, neither an M that is laid aside nor one that
    // wakes
    // in the poller, and without a P none runs anything. So nothing runs where none is up but the
    // one asleep there, and what others have queued before is seen.
    processors.lock();
    boolean quiet =
        !processors.isWorldStopping()
            && machines.busyLocked() <= (polling.isBlocking() ? 1 : 0)
            && !anyWork();
    processors.unlock();
    // Last: a goroutine that started one and then parked was busy until then.
    return !quiet || anyTimerSince(since) || jdkWaiting.get() > 0;
  }

  private boolean anyTimerSince(long since) {
    for (P p : processors.all()) {
      if (p.timers.anySince(since)) {
        return true;
      }
    }
    return false;
  }

  // ---- counts, end ----------------------------------------------------------------------------

  @Override
  public long goroutines() {
    return foreignCreated.get() + processors.goroutines();
  }

  @Override
  public Stats stats() {
    return new Stats(
        processors.stats(),
        machines.count(),
        machines.idle(),
        machines.spinning(),
        global.size(),
        GoroutineCounts.of(allGs()));
  }

  @Override
  void stop() {
    List<M> ms = machines.snapshot();
    polling.wake();
    sysmon.wake();
    for (M m : ms) {
      m.unparkM();
    }
    if (!Thread.currentThread().isVirtual()) {
      awaitEnd(ms);
      return;
    }
    // The caller may be carried by one of them, and must not block its carrier in any case.
    Thread closer = new Thread(THREADS, () -> awaitEnd(ms), name() + "-closer", 0, false);
    closer.setDaemon(true);
    closer.start();
  }

  /**
   * Waits for the threads that end at once, whom a caller who counts threads must not find; an M
   * that runs a goroutine ends at that one's next scheduling point, whenever that is.
   */
  private void awaitEnd(List<M> ms) {
    boolean interrupted = false;
    for (M m : ms) {
      while (m.isAlive()) {
        G g = m.currentOpaque();
        if (g != null && !g.isEnding()) {
          break;
        }
        LockSupport.parkNanos(50_000);
        interrupted |= Thread.interrupted();
      }
    }
    interrupted |= sysmon.joinSysmon();
    if (!polling.isBlocking()) {
      polling.close();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
