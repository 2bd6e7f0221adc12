package io.sudog.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sudog.runtime.Sched;
import io.sudog.sync.WaitGroup;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A goroutine and an OS thread that belong together. */
@DisplayName("Go.lockOSThread")
class LockOsThreadTest {
  @BeforeAll
  static void onTheGmpScheduler() {
    assumeTrue(Sched.GMP, "about the GMP scheduler's threads");
  }

  /** The name of the OS thread below: a virtual thread's text ends with @ and its carrier. */
  private static String carrier() {
    String text = Thread.currentThread().toString();
    int at = text.lastIndexOf('@');
    assertTrue(at > 0 && text.contains("-M"), text);
    return text.substring(at + 1);
  }

  private static boolean isAlive(String name) {
    return Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().equals(name));
  }

  private static void waitInAllWays() throws Exception {
    Go.gosched();
    Go.sleep(Duration.ofMillis(1));
    Thread.sleep(1);
    WaitGroup group = new WaitGroup();
    group.add(1);
    Go.go(group::done);
    group.await();
    Go.go(() -> {}).join();
    Go.blocking(
        () -> {
          Thread.sleep(1);
          return null;
        });
  }

  @Test
  @DisplayName("G28 keeps the thread through yields, waits and blocking calls, at any number of Ps")
  void keepsTheThread() {
    for (int processors : new int[] {1, 2, 3}) {
      try (Harness h = Harness.create(processors)) {
        AtomicBoolean stop = new AtomicBoolean();
        h.go(
            () -> {
              while (!stop.get()) {
                Go.gosched();
              }
            });
        Harness.Child[] tied = new Harness.Child[3];
        for (int i = 0; i < tied.length; i++) {
          tied[i] =
              h.go(
                  () -> {
                    Go.lockOSThread();
                    String mine = carrier();
                    for (int round = 0; round < 20; round++) {
                      waitInAllWays();
                      assertEquals(mine, carrier());
                    }
                    Go.unlockOSThread();
                  });
        }
        for (Harness.Child child : tied) {
          child.join();
        }
        stop.set(true);
      }
    }
  }

  @Test
  @DisplayName("G28 nests: only as many unlocks as locks let go")
  void nests() {
    try (Harness h = Harness.create(2)) {
      List<String> carriers = Harness.sharedList();
      WaitGroup gate = new WaitGroup();
      gate.add(1);
      Harness.Child tied =
          h.go(
              () -> {
                Go.lockOSThread();
                Go.lockOSThread();
                Go.unlockOSThread();
                carriers.add(carrier());
                gate.await();
                carriers.add(carrier());
                Go.unlockOSThread();
                // One too many does nothing.
                Go.unlockOSThread();
                waitInAllWays();
              });
      tied.awaitParked();
      othersRunElsewhere(h, carriers.get(0));
      gate.done();
      h.join();
      assertEquals(carriers.get(0), carriers.get(1));
      // It was let go, so the end of the goroutine took no thread along.
      assertTrue(isAlive(carriers.get(0)));
    }
  }

  private static void othersRunElsewhere(Harness h, String taken) {
    for (int i = 0; i < 50; i++) {
      h.go(
              () -> {
                assertFalse(carrier().equals(taken), taken);
                waitInAllWays();
                assertFalse(carrier().equals(taken), taken);
              })
          .join();
    }
  }

  @Test
  @DisplayName("G28 meanwhile the others run on other threads, even on one P")
  void othersElsewhere() {
    try (Harness h = Harness.create(1)) {
      List<String> carriers = Harness.sharedList();
      WaitGroup gate = new WaitGroup();
      gate.add(1);
      h.go(
              () -> {
                Go.lockOSThread();
                carriers.add(carrier());
                gate.await();
                carriers.add(carrier());
                Go.unlockOSThread();
              })
          .awaitParked();
      othersRunElsewhere(h, carriers.get(0));
      gate.done();
      h.join();
      assertEquals(carriers.get(0), carriers.get(1));
    }
  }

  @Test
  @DisplayName("G29 a goroutine that ends tied takes its thread with it, however it ends")
  void endsTied() {
    for (int processors : new int[] {1, 3}) {
      try (Harness h = Harness.create(processors)) {
        for (int i = 0; i < 10; i++) {
          boolean exit = i % 2 == 0;
          List<String> carriers = Harness.sharedList();
          h.go(
                  () -> {
                    Go.lockOSThread();
                    Go.lockOSThread();
                    Go.unlockOSThread();
                    carriers.add(carrier());
                    if (exit) {
                      Go.goexit();
                    }
                  })
              .join();
          String dead = carriers.get(0);
          Await.until(dead + " has ended", () -> !isAlive(dead));
          for (int j = 0; j < 10; j++) {
            h.go(() -> assertFalse(carrier().equals(dead), dead)).join();
          }
        }
      }
    }
  }
}
