package io.sudog.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sudog.core.Go;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Seam;
import io.sudog.testing.Stress;
import io.sudog.testing.Twin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A WaitGroup that is used for the next things before all waits for the last ones have returned, or
 * that gets its first thing while somebody begins to wait. Seams make the moments certain.
 */
@DisplayName("A wait group, misused,")
class WaitGroupMisuseTest {
  private static final String SEAM = "io.sudog.testing.Seam.pass()";
  private static final String CHECK = "if (state.get() != 0) { throw new";

  private static Twin original() {
    return Twin.of("core", WaitGroup.class);
  }

  private static Twin withSeamAfterWait() {
    return original().replace(CHECK, "if (" + SEAM + " && state.get() != 0) { throw new");
  }

  private static void assertReused(Runnable call) {
    assertEquals(
        "sync: WaitGroup is reused before previous Wait has returned",
        assertThrows(IllegalStateException.class, call::run).getMessage());
  }

  // ---- reused before a wait has returned ------------------------------------------------------

  @Test
  @DisplayName("Y13 tells a wait that it is reused before that has returned")
  void y13Reused() {
    for (Kind kind : Kind.values()) {
      withSeamAfterWait().assertPasses(WaitGroupMisuseTest.class, "reusedMeanwhile", kind);
    }
    original()
        .replace(CHECK, "if (" + SEAM + " && state.get() < 0) { throw new")
        .assertCaughtBy(WaitGroupMisuseTest.class, "reusedMeanwhile", Kind.PLATFORM);
  }

  static void reusedMeanwhile(Kind kind) {
    WaitGroup wg = new WaitGroup();
    wg.add(1);
    try (Harness h = Harness.create()) {
      Harness.Child waiter =
          h.start(
                  kind,
                  () -> {
                    Seam.atNextPass(() -> wg.add(1));
                    assertReused(wg::await);
                  })
              .awaitParked();
      wg.done();
      waiter.join();
      // It counts what was added, and works.
      Harness.Child next = h.start(kind, wg::await).awaitParked();
      wg.done();
      next.join();
    }
  }

  @Test
  @DisplayName("Y13 is not misused when what comes next is over before the wait returns")
  void y13ReusedAndOver() {
    for (Kind kind : Kind.values()) {
      withSeamAfterWait().assertPasses(WaitGroupMisuseTest.class, "overMeanwhile", kind);
    }
  }

  static void overMeanwhile(Kind kind) {
    WaitGroup wg = new WaitGroup();
    wg.add(1);
    try (Harness h = Harness.create()) {
      Harness.Child waiter =
          h.start(
                  kind,
                  () -> {
                    Seam.atNextPass(
                        () -> {
                          wg.add(2);
                          wg.add(-2);
                        });
                    wg.await();
                  })
              .awaitParked();
      wg.done();
      waiter.join();
      wg.await();
    }
  }

  // ---- the first thing, while somebody begins to wait -----------------------------------------

  @Test
  @DisplayName("Y13 with an add from zero while somebody begins to wait, leaves nobody hanging")
  void y13AddWhileWaitBegins() {
    for (Kind kind : Kind.values()) {
      // After the first look at the counter, before the wait is entered into it.
      original()
          .replaceAfter("private void awaitSlow(", "guard.lock();", SEAM + "; guard.lock();")
          .assertPasses(WaitGroupMisuseTest.class, "addWhileWaitBegins", kind);
    }
    // A wait that does not look again waits for what is over.
    original()
        .replaceAfter("private void awaitSlow(", "guard.lock();", SEAM + "; guard.lock();")
        .replace("if (s >> COUNT_SHIFT == 0) { guard.unlock(); return; }", "")
        .assertCaughtBy(WaitGroupMisuseTest.class, "addWhileWaitBegins", Kind.VIRTUAL);
  }

  static void addWhileWaitBegins(Kind kind) {
    WaitGroup wg = new WaitGroup();
    try (Harness h = Harness.create()) {
      // To zero meanwhile: there is nothing to wait for any more.
      wg.add(1);
      h.run(
          kind,
          () -> {
            Seam.atNextPass(wg::done);
            wg.await();
          });
      // To zero and up again: the wait is for what was added.
      wg.add(1);
      Harness.Child waiter =
          h.start(
                  kind,
                  () -> {
                    Seam.atNextPass(
                        () -> {
                          wg.done();
                          wg.add(1);
                        });
                    wg.await();
                  })
              .awaitParked();
      wg.done();
      waiter.join();
    }
  }

  // ---- at random ------------------------------------------------------------------------------

  @Kinds
  @DisplayName(
      "Y13 under reuse without regard for waits, ends each wait, normally or with the words")
  void y13AtRandom(Kind kind) {
    WaitGroup wg = new WaitGroup();
    AtomicInteger told = new AtomicInteger();
    AtomicInteger returned = new AtomicInteger();
    int rounds = Stress.times(500);
    try (Harness h = Harness.create()) {
      List<Harness.Child> waiters = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiters.add(
            h.start(
                kind,
                () -> {
                  for (int n = 0; n < rounds; n++) {
                    try {
                      wg.await();
                      returned.incrementAndGet();
                    } catch (IllegalStateException e) {
                      assertEquals(
                          "sync: WaitGroup is reused before previous Wait has returned",
                          e.getMessage());
                      told.incrementAndGet();
                    }
                  }
                }));
      }
      h.start(
          Kind.PLATFORM,
          () -> {
            while (!waiters.stream().allMatch(Harness.Child::isDone)) {
              wg.add(2);
              wg.done();
              wg.done();
              Go.gosched();
            }
          });
      h.join();
    }
    assertEquals(3 * rounds, told.get() + returned.get());
    assertEquals("waitgroup 0", wg.toString());
  }

  @Test
  @DisplayName("Y12 with a counter below zero while somebody waits, stays as it was")
  void y12Unharmed() {
    original()
        .replace(
            "if (count < 0 || count > Integer.MAX_VALUE) {", "if (count > Integer.MAX_VALUE) {")
        .assertCaughtBy(WaitGroupConformanceTest.class, "y12Negative", Kind.PLATFORM);
  }
}
