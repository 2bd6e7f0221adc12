package io.sudog.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.Received;
import io.sudog.core.Go;
import io.sudog.errgroup.Semaphore;
import io.sudog.sync.Cond;
import io.sudog.sync.Mutex;
import io.sudog.sync.RWMutex;
import io.sudog.sync.WaitGroup;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;

/**
 * Waits that end early at any moment, on goroutines and threads: locks exclude, nobody is left
 * waiting, and an operation has taken effect exactly when it returned normally.
 */
@DisplayName("Bounded waits under stress")
class BoundedWaitStressTest {
  private static final int PARTIES = 8;
  private static final int ROUNDS = Stress.times(1_500);
  private static final long LONGER_THAN_STARVATION_NANOS = 1_100_000;

  private final long seed = Stress.seed();

  private static void linger(Random random) {
    int how = random.nextInt(200);
    if (how == 0) {
      long start = System.nanoTime();
      while (System.nanoTime() - start < LONGER_THAN_STARVATION_NANOS) {
        Thread.onSpinWait();
      }
    } else if (how < 40) {
      Go.gosched();
    }
  }

  @Processors
  @DisplayName("on a Mutex: it excludes, in normal and in starvation mode, and is free at the end")
  void mutex(int processors) {
    Mutex mutex = new Mutex();
    long[] guarded = {0};
    AtomicLong taken = new AtomicLong();
    AtomicBoolean held = new AtomicBoolean();
    try (Ending ending = new Ending(PARTIES);
        Harness h = Harness.shrunk(processors)) {
      for (int i = 0; i < PARTIES; i++) {
        int me = i;
        Kind kind = Kind.mixed(i);
        h.start(
            kind,
            () -> {
              Random random = new Random(seed + me);
              for (int n = 0; n < ROUNDS; n++) {
                if (ending.attempt(
                    me, kind, random, mutex::lock, mutex::lockUntil, mutex::lockInterruptibly)) {
                  assertTrue(held.compareAndSet(false, true), "two at a time");
                  guarded[0]++;
                  taken.incrementAndGet();
                  linger(random);
                  held.set(false);
                  mutex.unlock();
                }
              }
            });
      }
      h.join();
    }
    assertEquals(taken.get(), guarded[0]);
    assertEquals("mutex", mutex.toString());
    assertTrue(mutex.tryLock());
  }

  @Processors
  @DisplayName("on an RWMutex: writers exclude all, and it is free at the end")
  void rwMutex(int processors) {
    RWMutex lock = new RWMutex();
    AtomicInteger inside = new AtomicInteger();
    try (Ending ending = new Ending(PARTIES);
        Harness h = Harness.shrunk(processors)) {
      for (int i = 0; i < PARTIES; i++) {
        int me = i;
        Kind kind = Kind.mixed(i);
        h.start(
            kind,
            () -> {
              Random random = new Random(seed + me);
              for (int n = 0; n < ROUNDS; n++) {
                if (random.nextInt(3) != 0) {
                  if (ending.attempt(
                      me, kind, random, lock::rLock, lock::rLockUntil, lock::rLockInterruptibly)) {
                    assertTrue(inside.incrementAndGet() > 0, "a reader beside a writer");
                    linger(random);
                    inside.decrementAndGet();
                    lock.rUnlock();
                  }
                } else if (ending.attempt(
                    me, kind, random, lock::lock, lock::lockUntil, lock::lockInterruptibly)) {
                  assertTrue(inside.compareAndSet(0, -1), "a writer beside others");
                  linger(random);
                  inside.set(0);
                  lock.unlock();
                }
              }
            });
      }
      h.join();
    }
    LockForms.assertRwFree(lock);
  }

  @Processors
  @DisplayName("on a channel: what was received or is left is what was sent by sends that returned")
  void channels(int processors) {
    for (int cap : new int[] {0, 1, 7}) {
      channel(processors, cap);
    }
  }

  void channel(int processors, int cap) {
    Chan<Long> c = Chan.make(cap);
    List<Long> sent = Harness.sharedList();
    List<Long> received = Harness.sharedList();
    AtomicInteger senders = new AtomicInteger(PARTIES / 2);
    try (Ending ending = new Ending(PARTIES);
        Harness h = Harness.shrunk(processors)) {
      for (int i = 0; i < PARTIES; i++) {
        int me = i;
        Kind kind = Kind.mixed(i / 2);
        boolean sends = i % 2 == 0;
        h.start(
            kind,
            () -> {
              Random random = new Random(seed + me);
              if (sends) {
                for (int n = 0; n < ROUNDS; n++) {
                  long v = (long) me * ROUNDS + n;
                  if (ending.attempt(
                      me,
                      kind,
                      random,
                      () -> c.send(v),
                      bound -> c.sendUntil(bound, v),
                      () -> c.sendInterruptibly(v))) {
                    sent.add(v);
                  }
                }
                if (senders.decrementAndGet() == 0) {
                  c.close();
                }
              } else {
                while (receive(ending, me, kind, random, c, received)) {}
              }
            });
      }
      h.join();
    }
    for (Long left : c) {
      received.add(left);
    }
    sent.sort(Comparator.naturalOrder());
    received.sort(Comparator.naturalOrder());
    assertEquals(sent, received, "cap " + cap);
  }

  /** False at the end of the channel. */
  private static boolean receive(
      Ending ending, int me, Kind kind, Random random, Chan<Long> c, List<Long> received)
      throws Exception {
    boolean[] open = {true};
    Ending.Until ok =
        bound -> {
          Received<Long> r = c.receiveOkUntil(bound);
          open[0] = r.ok();
          if (r.ok()) {
            received.add(r.value());
          }
        };
    var _ =
        ending.attempt(
            me,
            kind,
            random,
            () -> ok.run(Context.background()),
            ok,
            () -> {
              Long v = c.receiveInterruptibly();
              open[0] = v != null;
              if (v != null) {
                received.add(v);
              }
            });
    return open[0];
  }

  @Processors
  @DisplayName("on a Cond: each signal wakes one whose wait returns")
  void cond(int processors) {
    Mutex mutex = new Mutex();
    Cond cond = new Cond(mutex);
    // GUARD: mutex. Those in an unbounded wait, the signals given, the waits that returned.
    int[] plain = {0};
    long[] signals = {0};
    long[] returned = {0};
    boolean[] over = {false};
    try (Ending ending = new Ending(PARTIES);
        Harness h = Harness.shrunk(processors)) {
      for (int i = 0; i < PARTIES; i++) {
        int me = i;
        Kind kind = Kind.mixed(i);
        boolean bounded = i % 3 != 0;
        h.start(
            kind,
            () -> {
              Random random = new Random(seed + me);
              mutex.lock();
              while (!over[0]) {
                if (!bounded) {
                  plain[0]++;
                  cond.await();
                  plain[0]--;
                  returned[0]++;
                } else if (ending.attempt(
                    me,
                    kind,
                    random,
                    () -> {
                      plain[0]++;
                      cond.await();
                      plain[0]--;
                    },
                    cond::awaitUntil,
                    cond::awaitInterruptibly)) {
                  returned[0]++;
                }
                if (random.nextInt(4) == 0) {
                  mutex.unlock();
                  Go.gosched();
                  mutex.lock();
                }
              }
              mutex.unlock();
            });
      }
      h.start(
          Kind.PLATFORM,
          () -> {
            long end = System.nanoTime() + 300_000_000L * Stress.FACTOR;
            while (System.nanoTime() < end) {
              mutex.lock();
              // Of those in an unbounded wait, at most so many have been signalled already.
              if (plain[0] > signals[0] - returned[0]) {
                cond.signal();
                signals[0]++;
              }
              mutex.unlock();
            }
            Await.until(
                "each signal has its wait",
                () -> {
                  mutex.lock();
                  boolean all = returned[0] == signals[0];
                  mutex.unlock();
                  return all;
                });
            mutex.lock();
            over[0] = true;
            cond.broadcast();
            mutex.unlock();
          });
      h.join();
    }
  }

  @Processors
  @DisplayName("on a WaitGroup: who was not ended returns when all is done, and only then")
  void waitGroup(int processors) {
    WaitGroup group = new WaitGroup();
    try (Ending ending = new Ending(PARTIES);
        Harness h = Harness.shrunk(processors)) {
      Random random = new Random(seed);
      for (int n = 0; n < Stress.times(100); n++) {
        AtomicInteger left = new AtomicInteger(3);
        group.add(3);
        for (int i = 0; i < PARTIES; i++) {
          int me = i;
          Kind kind = Kind.mixed(i);
          long own = random.nextLong();
          h.start(
              kind,
              () -> {
                if (ending.attempt(
                    me,
                    kind,
                    new Random(own),
                    group::await,
                    group::awaitUntil,
                    group::awaitInterruptibly)) {
                  assertEquals(0, left.get());
                }
              });
        }
        for (int i = 0; i < 3; i++) {
          h.go(
              () -> {
                left.decrementAndGet();
                group.done();
              });
        }
        h.join();
        assertEquals("waitgroup 0", group.toString());
      }
    }
  }

  @Processors
  @DisplayName("on a Semaphore: never is more held than there is, and nothing at the end")
  void semaphore(int processors) {
    int size = 5;
    Semaphore semaphore = new Semaphore(size);
    AtomicInteger held = new AtomicInteger();
    try (Ending ending = new Ending(PARTIES);
        Harness h = Harness.shrunk(processors)) {
      for (int i = 0; i < PARTIES; i++) {
        int me = i;
        Kind kind = Kind.mixed(i);
        h.start(
            kind,
            () -> {
              Random random = new Random(seed + me);
              for (int n = 0; n < ROUNDS; n++) {
                int amount = 1 + random.nextInt(size);
                if (ending.attempt(
                    me,
                    kind,
                    random,
                    () -> semaphore.acquire(Context.background(), amount),
                    bound -> semaphore.acquire((Context) bound, amount),
                    () -> semaphore.acquireInterruptibly(amount))) {
                  assertTrue(held.addAndGet(amount) <= size, "more than there is");
                  linger(random);
                  held.addAndGet(-amount);
                  semaphore.release(amount);
                }
              }
            });
      }
      h.join();
    }
    assertEquals("semaphore, 0 of 5 held", semaphore.toString());
    assertTrue(semaphore.tryAcquire(size));
    assertFalse(semaphore.tryAcquire(1));
  }
}
