package io.sudog.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.runtime.Schedulers.Started;
import io.sudog.testing.Await;
import io.sudog.testing.Stress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Prepare, enqueue, unlock, park; and the twin that unlocks before it prepares. */
@DisplayName("Parking and readying")
class ParkingTest {
  /** A semaphore whose steps can be put in the wrong order. */
  private static class Gate {
    private final SpinLock lock = new SpinLock();
    private final WaitQueue queue = new WaitQueue();
    private int permits;

    void acquire() {
      Waiter waiter = Waiter.current();
      lock.lock();
      if (permits > 0) {
        permits--;
        lock.unlock();
        return;
      }
      enqueue(waiter);
      waiter.park();
    }

    void enqueue(Waiter waiter) {
      waiter.prepare(WaitReason.SEMACQUIRE, this);
      queue.enqueue(waiter.sudog());
      lock.unlock();
      dawdle();
    }

    void release() {
      lock.lock();
      Sudog sg = queue.dequeue();
      if (sg == null) {
        permits++;
      }
      lock.unlock();
      if (sg != null) {
        sg.waiter.ready();
      }
    }

    final void enqueueUnprepared(Waiter waiter) {
      queue.enqueue(waiter.sudog());
      lock.unlock();
      dawdle();
      waiter.prepare(WaitReason.SEMACQUIRE, this);
    }

    /** Makes the window wide enough to be hit on any machine. */
    private static void dawdle() {
      for (int i = 0; i < 100; i++) {
        Thread.onSpinWait();
      }
    }
  }

  /** One step away: unlocks before it prepares. */
  private static final class PrepareLateBroken extends Gate {
    @Override
    void enqueue(Waiter waiter) {
      enqueueUnprepared(waiter);
    }
  }

  /**
   * A ping-pong between a goroutine and another party.
   *
   * @return true when all rounds were played, false when a wake-up was lost or refused
   */
  private static boolean pingPong(Gate ping, Gate pong, int rounds, Duration limit) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicInteger played = new AtomicInteger();
    try (Schedulers s = Schedulers.of(2)) {
      List<Started> both = new ArrayList<>();
      both.add(
          s.go(
              () -> {
                try {
                  for (int i = 0; i < rounds; i++) {
                    ping.release();
                    pong.acquire();
                    played.incrementAndGet();
                  }
                } catch (IllegalStateException e) {
                  failure.set(e);
                }
              }));
      both.add(
          s.go(
              () -> {
                try {
                  for (int i = 0; i < rounds; i++) {
                    ping.acquire();
                    pong.release();
                  }
                } catch (IllegalStateException e) {
                  failure.set(e);
                }
              }));
      Await.holds(limit, () -> failure.get() != null || both.stream().allMatch(Started::isDone));
      return failure.get() == null && both.stream().allMatch(Started::isDone);
    }
  }

  @Test
  @DisplayName("prepared before the unlock no wake-up is lost")
  void rightOrder() {
    assertTrue(pingPong(new Gate(), new Gate(), Stress.times(50_000), Duration.ofSeconds(50)));
  }

  @Test
  @DisplayName("canary: prepared after the unlock a wake-up is lost or refused")
  void lateIsCaught() {
    boolean caught = false;
    for (int i = 0; i < 20 && !caught; i++) {
      caught =
          !pingPong(
              new PrepareLateBroken(),
              new PrepareLateBroken(),
              1_000_000,
              Duration.ofMillis(1_500));
    }
    assertTrue(caught);
  }

  @Test
  @DisplayName("a goroutine that waits for nothing cannot be woken")
  void wokenWithoutWaiting() {
    try (Schedulers s = Schedulers.calm(1)) {
      AtomicBoolean go = new AtomicBoolean();
      Started g =
          s.go(
              () -> {
                while (!go.get()) {
                  Thread.onSpinWait();
                }
              });
      g.awaitStatus(G.RUNNING);
      IllegalStateException e = assertThrows(IllegalStateException.class, g.g()::ready);
      assertTrue(e.getMessage().contains("goroutine " + g.id()), e.getMessage());
      go.set(true);
      g.join();
    }
  }

  @Test
  @DisplayName("a thread that waits for nothing cannot be woken")
  void threadWokenWithoutWaiting() {
    ForeignThread me = ForeignThread.current();
    assertThrows(IllegalStateException.class, me::ready);
    // And is as good as before.
    me.prepare(WaitReason.SEMACQUIRE, null);
    me.ready();
    me.park();
  }

  @Test
  @DisplayName("a ticket is won once, and an old one never")
  void tickets() {
    Waiter waiter =
        new Waiter() {
          @Override
          public void prepare(WaitReason reason, Object on) {}

          @Override
          public void park() {}

          @Override
          public void ready() {}
        };
    int first = waiter.openTicket();
    assertTrue(waiter.winTicket(first));
    assertFalse(waiter.winTicket(first));
    int second = waiter.openTicket();
    int third = waiter.openTicket();
    assertFalse(waiter.winTicket(first));
    assertFalse(waiter.winTicket(second));
    assertTrue(waiter.winTicket(third));
    assertFalse(waiter.winTicket(Sudog.UNCONTESTED));
  }

  @Test
  @DisplayName("an interrupt ends no wait, and its status is kept, on each kind of thread")
  void interrupts() throws InterruptedException {
    try (Schedulers s = Schedulers.of(2)) {
      Semaphore sema = new Semaphore();
      AtomicInteger kept = new AtomicInteger();
      Runnable body =
          () -> {
            sema.acquire(false, WaitReason.SEMACQUIRE, null);
            if (Thread.interrupted()) {
              kept.incrementAndGet();
            }
          };
      Started g = s.go(body::run);
      Thread platform = Thread.ofPlatform().start(body);
      Thread virtual = Thread.ofVirtual().start(body);
      Await.until("all wait", () -> sema.waiters() == 3);
      g.awaitStatus(G.WAITING);
      g.g().thread().interrupt();
      platform.interrupt();
      virtual.interrupt();
      s.go(() -> {}).join();
      assertEquals(3, sema.waiters());
      for (int i = 0; i < 3; i++) {
        sema.release(false);
      }
      g.join();
      platform.join();
      virtual.join();
      assertEquals(3, kept.get());
    }
  }
}
