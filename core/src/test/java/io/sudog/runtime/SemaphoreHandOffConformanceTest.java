package io.sudog.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.runtime.Schedulers.Started;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import io.sudog.testing.Twin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who runs first when a semaphore is released to somebody who waits for it. */
@DisplayName("A semaphore's release")
class SemaphoreHandOffConformanceTest {
  @Processors({1, 2, 4})
  @DisplayName("G42 with a hand-over lets the waiter run before the releaser goes on")
  void waiterFirst(int processors) {
    int tries = Stress.times(300);
    int first = 0;
    try (Schedulers s = Schedulers.of(processors)) {
      for (int i = 0; i < tries; i++) {
        if (whoIsFirst(s, processors, true).equals("waiter")) {
          first++;
        }
      }
    }
    int wins = first;
    assertTrue(3 * wins >= 2 * tries, () -> wins + " of " + tries);
  }

  @Test
  @DisplayName("G42 without one the releaser goes on")
  void releaserFirst() {
    try (Schedulers s = Schedulers.calm(1)) {
      assertEquals("releaser", whoIsFirst(s, 1, false));
    }
  }

  @Test
  @DisplayName("canary: one that hands over and does not let the waiter run")
  void brokenHandOver() {
    Twin.of("core", Semaphore.class)
        .replace("if (handOff) { Parking.gosched(); }", "")
        .assertCaughtBy(SemaphoreHandOffConformanceTest.class, "waiterFirst", 1);
  }

  /** One try; goroutines that yield all the time keep other Ps from taking up the releaser. */
  static String whoIsFirst(Schedulers s, int busy, boolean handOff) {
    Semaphore semaphore = new Semaphore();
    AtomicReference<String> first = new AtomicReference<>();
    AtomicBoolean done = new AtomicBoolean();
    List<Started> all = new ArrayList<>();
    for (int i = 0; i < busy; i++) {
      all.add(
          s.go(
              () -> {
                while (!done.get()) {
                  Parking.gosched();
                }
              }));
    }
    all.add(
        s.go(
            () -> {
              semaphore.acquire(false, WaitReason.SEMACQUIRE, null);
              first.compareAndSet(null, "waiter");
              done.set(true);
            }));
    all.add(
        s.go(
            () -> {
              while (semaphore.waiters() == 0) {
                Parking.gosched();
              }
              semaphore.release(handOff);
              first.compareAndSet(null, "releaser");
            }));
    all.forEach(Started::join);
    return first.get();
  }
}
