package io.sudog.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * P ("processor"): the right to run goroutines, and what one needs at hand for it: a run queue,
 * timers, free Gs. There are GOMAXPROCS of them.
 *
 * <p>States: IDLE ─acquired by an M→ RUNNING ⇄ SYSCALL (its G is in Go.blocking); RUNNING or IDLE
 * ─world stopped→ GCSTOP ─world started→ IDLE or RUNNING; any ─taken away, or GOMAXPROCS shrank→
 * DEAD.
 *
 * <p>Taking a P from an M that runs a goroutine: the JVM cannot stop the goroutine, which may be
 * anywhere, even inside a put to this P's queue. So the P is not taken but <em>replaced</em>: it is
 * marked {@link #retired}, a new P with its number and its timers takes its place, and its queue is
 * emptied from outside, as a thief does. The M keeps the husk, into which its goroutine may go on
 * putting without harm, until its next scheduling point.
 *
 * <p>WAKEUP: retiring. Here: (1) retired = true, (2) empty the queue. Owner: (1') put, (2') read
 * retired and, if set, empty the queue itself. All four are volatile, or fenced after a release
 * (see {@link #put}): (2) sees the G or (2') sees the mark; if both do, each G is polled once.
 */
final class P {
  private static final VarHandle STATUS;
  private static final VarHandle SCHED_TICK;
  private static final VarHandle SWITCHES;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATUS = lookup.findVarHandle(P.class, "status", PState.class);
      SCHED_TICK = lookup.findVarHandle(P.class, "schedTick", int.class);
      SWITCHES = lookup.findVarHandle(P.class, "switches", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final int id;
  final GmpSched sched;
  final RunQueue queue;
  final TimerHeap timers;

  // GUARD: the owner, the M that holds this P or the goroutine on it.
  final GList free = new GList();
  private long nextId;
  private long endId;

  // Written by the owner, or under the Sched lock while there is none; opaque reads by others.
  @SuppressWarnings("unused") // through STATUS
  private PState status = PState.IDLE;

  // Written by the owner, opaque; read by sysmon and stats. schedTick counts time slices, switches
  // counts every scheduling point.
  private int schedTick;
  private long switches;
  long created;
  long ended;
  long steals;
  long overflows;

  // Racy; for sysmon's preempt flag and for dumps.
  volatile @Nullable M m;

  // ORDER: see the class comment.
  private volatile boolean retired;

  // GUARD: sysmon's own. What it saw last, and since when; UNSEEN until it has looked at a busy P.
  static final long UNSEEN = -1;
  long seenTick = UNSEEN;
  long seenTickAt;
  long seenSwitches = UNSEEN;
  long seenSwitchesAt;

  // GUARD: Sched lock.
  @Nullable P idleLink;
  long handOffs;

  P(int id, GmpSched sched) {
    this(id, sched, new TimerHeap());
  }

  private P(int id, GmpSched sched, TimerHeap timers) {
    this.id = id;
    this.sched = sched;
    this.timers = timers;
    this.queue = new RunQueue(sched.tunables.localQueue());
  }

  /** The P that takes this one's place. The caller holds the Sched lock. */
  P replacement() {
    P fresh = new P(id, sched, timers);
    fresh.handOffs = handOffs + 1;
    return fresh;
  }

  void retire() {
    setStatus(PState.DEAD);
    retired = true;
  }

  boolean isRetired() {
    return retired;
  }

  PState status() {
    return (PState) STATUS.getOpaque(this);
  }

  void setStatus(PState value) {
    STATUS.setOpaque(this, value);
  }

  int schedTick() {
    return (int) SCHED_TICK.getOpaque(this);
  }

  long switches() {
    return (long) SWITCHES.getOpaque(this);
  }

  void countSwitch(boolean newSlice) {
    SWITCHES.setOpaque(this, switches + 1);
    if (newSlice) {
      SCHED_TICK.setOpaque(this, schedTick + 1);
    }
  }

  /** Owner: makes g the next to run here; whoever was to be next goes to the ring's tail. */
  void putNext(G g) {
    G old = queue.exchangeNext(g);
    if (old != null) {
      queue.put(old, sched.global);
      publishPuts();
    } else if (retired) {
      sched.drain(this);
    }
  }

  /** Owner: appends g to the ring. */
  void put(G g) {
    queue.put(g, sched.global);
    publishPuts();
  }

  /** Owner: takes half of another's ring into its own, and one to run at once. */
  @Nullable G stealFrom(P victim) {
    G g = victim.queue.stealInto(queue, sched.global);
    if (g != null) {
      publishPuts();
    }
    return g;
  }

  /**
   * Owner, after puts to the ring.
   *
   * <p>ORDER: StoreLoad between the ring's release and the reads of `retired` here and of idlePs
   * and spinningMs in wakeP.
   */
  private void publishPuts() {
    VarHandle.fullFence();
    if (retired) {
      sched.drain(this);
    }
  }

  /** Sysmon: forgets what it saw; the P's time begins anew when an M has it. */
  void forgetSeen() {
    seenTick = UNSEEN;
    seenSwitches = UNSEEN;
  }

  /** Owner: draws a goroutine id. */
  long nextGoroutineId() {
    if (nextId == endId) {
      nextId = sched.drawIds();
      endId = nextId + GmpSched.ID_BATCH;
    }
    return nextId++;
  }

  @Override
  public String toString() {
    return "P" + id + "[" + status() + (retired ? ", retired" : "") + "]";
  }
}
