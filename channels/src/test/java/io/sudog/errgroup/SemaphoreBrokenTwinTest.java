package io.sudog.errgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.context.CancelContext;
import io.sudog.context.CanceledException;
import io.sudog.context.Context;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Seam;
import io.sudog.testing.Twin;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Broken twins of Semaphore: that each thing it does has its test. */
@DisplayName("A broken twin of a weighted semaphore is caught:")
class SemaphoreBrokenTwinTest {
  private static final String SEAM = "io.sudog.testing.Seam.pass(); ";
  private static final String LEAVES =
      "queue.remove(sg); Sudog chain = serveLocked(); lock.unlock(); NotifyList.wakeAll(chain);";

  private static Twin semaphore() {
    return Twin.of("channels", Semaphore.class);
  }

  @Test
  @DisplayName("W01 an acquire that looks before it takes")
  void takesWithoutLooking() {
    semaphore()
        .replaceAfter(
            "private boolean tryTake(long n)", "queue.isEmpty() && n <= size - held", "n <= size")
        .assertCaughtBy(SemaphoreConformanceTest.class, "w01Waits", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("W01 a sum that overflows")
  void overflows() {
    semaphore()
        .replaceAfter("private boolean tryTake(long n)", "n <= size - held", "held + n <= size")
        .assertCaughtBy(SemaphoreConformanceTest.class, "w01Extremes", Kind.PLATFORM);
  }

  @Test
  @DisplayName("W01 what is handed to those who wait, and not counted")
  void handedOverUncounted() {
    semaphore()
        .replaceAfter("private @Nullable Sudog serveLocked()", "held += sg.amount;", "")
        .assertCaughtBy(SemaphoreConformanceTest.class, "w01Waits", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("W02 a release of more than is held")
  void releasesTooMuch() {
    semaphore()
        .replace("if (n > had) { throw", "if (n > size) { throw")
        .assertCaughtBy(SemaphoreConformanceTest.class, "w02TooMuch", Kind.VIRTUAL);
    semaphore()
        .replace("if (n <= had) {", "{")
        .assertCaughtBy(SemaphoreConformanceTest.class, "w02TooMuch", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("W03 a tryAcquire that overtakes those who wait")
  void tryAcquireOvertakes() {
    semaphore()
        .replaceAfter("private boolean tryTake(long n)", "queue.isEmpty() &&", "")
        .assertCaughtBy(SemaphoreConformanceTest.class, "w03TryAcquire", Kind.PLATFORM);
  }

  @Test
  @DisplayName("W04 those who wait on a stack")
  void waitersOnAStack() {
    semaphore()
        .replace("queue.enqueue(sg);", "queue.enqueueFirst(sg);")
        .assertCaughtBy(SemaphoreConformanceTest.class, "w04InOrder", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("W04 small requests that starve a large one")
  void largeIsStarved() {
    semaphore()
        .replaceAfter("private boolean tryTake(long n)", "queue.isEmpty() &&", "")
        .replaceAfter("private void acquireSlow(", "queue.isEmpty() &&", "")
        .assertCaughtBy(SemaphoreConformanceTest.class, "w04LargeIsNotStarved", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("W04 a release that wakes one alone, by a hang")
  void releaseWakesOne() {
    semaphore()
        .replaceAfter(
            "private @Nullable Sudog serveLocked()",
            "queue.takeUpTo(size - held)",
            "queue.isEmpty() ? null : queue.takeUpTo(Math.min(size - held, queue.peek().amount))")
        .assertCaughtBy(SemaphoreConformanceTest.class, "w04ReleaseServesMany", Kind.PLATFORM);
  }

  @Test
  @DisplayName("W05 a request above the size that queues, in everybody's way")
  void tooLargeQueues() {
    semaphore()
        .replace("if (n > size) { throw bound.awaitEnd(WaitReason.SEMACQUIRE); }", "")
        .assertCaughtBy(SemaphoreConformanceTest.class, "w05TooLarge", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("W06 one that gives up and does not let those in that wait behind it, by a hang")
  void leavesWithoutServing() {
    for (Kind kind : Kind.values()) {
      semaphore()
          .replace(LEAVES, "queue.remove(sg); lock.unlock();")
          .assertCaughtBy(SemaphoreConformanceTest.class, "w06HeadGivesUp", kind);
    }
  }

  @Test
  @DisplayName("W06 one that gives up and stays in the queue")
  void staysInTheQueue() {
    semaphore()
        .replace("queue.remove(sg); Sudog chain", "Sudog chain")
        .assertCaughtBy(SemaphoreConformanceTest.class, "w06HeadGivesUp", Kind.PLATFORM);
  }

  @Test
  @DisplayName("W06 an acquire that does not look whether its context has ended")
  void takesAfterTheEnd() {
    semaphore()
        .replace("Bound.check(ctx);", "")
        .assertCaughtBy(SemaphoreConformanceTest.class, "w06EndedBefore", Kind.GOROUTINE);
  }

  // ---- between the end of a wait and the leaving of the queue ---------------------------------

  private static Twin withSeam(String before) {
    return semaphore().replaceAfter("if (!bound.park(sg)) {", before, SEAM + before);
  }

  @Test
  @DisplayName("W06 a release meanwhile gives nothing to one who has given up")
  void releaseMeanwhile() {
    withSeam("lock.lock();").assertPasses(SemaphoreBrokenTwinTest.class, "givesUp", Kind.PLATFORM);
    withSeam("lock.lock();").assertPasses(SemaphoreBrokenTwinTest.class, "givesUp", Kind.VIRTUAL);
    // A record that looks as if nobody competed for it takes the release, and keeps it.
    withSeam("lock.lock();")
        .replace(SEAM, "sg.ticket = Sudog.UNCONTESTED; " + SEAM)
        .assertCaughtBy(SemaphoreBrokenTwinTest.class, "givesUp", Kind.PLATFORM);
  }

  static void givesUp(Kind kind) {
    Semaphore s = new Semaphore(2);
    s.acquire(Context.background(), 2);
    CancelContext ctx = Context.withCancel(Context.background());
    try (Harness h = Harness.create()) {
      Harness.Child head =
          h.start(
              kind,
              () -> {
                Seam.atNextPass(
                    () -> {
                      s.release(1);
                      assertEquals("semaphore, 1 of 2 held", s.toString());
                      assertTrue(s.tryAcquire(1));
                      assertFalse(s.tryAcquire(1));
                      s.release(1);
                    });
                assertThrows(CanceledException.class, () -> s.acquire(ctx, 1));
              });
      head.awaitParked();
      ctx.cancel();
      head.join();
    }
    assertEquals("semaphore, 1 of 2 held", s.toString());
    assertTrue(s.tryAcquire(1));
  }

  @Test
  @DisplayName("and the original is not")
  void originalPasses() {
    semaphore().assertPasses(SemaphoreConformanceTest.class, "w01Waits", Kind.VIRTUAL);
    semaphore().assertPasses(SemaphoreConformanceTest.class, "w04ReleaseServesMany", Kind.PLATFORM);
    semaphore().assertPasses(SemaphoreConformanceTest.class, "w06HeadGivesUp", Kind.GOROUTINE);
  }
}
