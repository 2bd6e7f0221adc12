package io.sudog.context;

import io.sudog.testing.Kind;
import io.sudog.testing.Twin;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Broken twins of contexts: that what they do has its test. */
@DisplayName("A broken twin of a context is caught:")
class ContextBrokenTwinTest {
  private static final String SEAM = " io.sudog.testing.Seam.pass(); ";
  private static final String MARK_ROOT = "root.markLocked(reason, why, collected);";

  private static Twin node() {
    return Twin.of("channels", CancelNode.class);
  }

  private static Twin deadline() {
    return Twin.of("channels", DeadlineNode.class);
  }

  private static Twin chain() {
    return Twin.of("channels", Chain.class);
  }

  private static Twin watcher() {
    return Twin.of("channels", Watcher.class);
  }

  // ---- ending ---------------------------------------------------------------------------------

  @Test
  @DisplayName("X02 a cancel that returns before done is closed")
  void cancelReturnsEarly() {
    node()
        .replace(
            "if (cancelTree(this, reason, why)) {",
            """
            Thread.ofPlatform().daemon().start(() -> {
              java.util.concurrent.locks.LockSupport.parkNanos(300_000_000);
              cancelTree(this, reason, why);
            });
            if (false) {
            """)
        .assertCaughtBy(ContextConformanceTest.class, "x02CancelReachesAll", Kind.PLATFORM);
  }

  @Test
  @DisplayName("X02 a second cancel that does not wait for the first")
  void secondCancelDoesNotWait() {
    node()
        .replace("return; } lock(); unlock(); }", "} }")
        .replace(MARK_ROOT, MARK_ROOT + SEAM)
        .assertCaughtBy(ContextTreeConformanceTest.class, "x02SecondCancelWaits");
  }

  @Test
  @DisplayName("X02 a lock that is given back before all below are marked")
  void lockGivenBackEarly() {
    node()
        .replace(MARK_ROOT, MARK_ROOT + "root.unlock();" + SEAM + "root.lock();")
        .assertCaughtBy(ContextTreeConformanceTest.class, "x02SecondCancelWaits");
  }

  @Test
  @DisplayName("X02 an end that reaches the children, and not theirs")
  void onlyChildren() {
    node()
        .replace("path.push(at); at = child;", "child.unlock();")
        .assertCaughtBy(ContextConformanceTest.class, "x02CancelReachesAll", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("X02 an end that wakes nobody, by a hang")
  void wakesNobody() {
    node()
        .replace("NotifyList.wakeAll(collected.waiters);", "")
        .assertCaughtBy(ContextConformanceTest.class, "x02WaitersWake", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("X13 an error that is there before done is closed")
  void errorBeforeDone() {
    node()
        .replace(
            "private volatile @Nullable Throwable err;",
            "private volatile @Nullable Throwable err; private volatile boolean closed;")
        .replace("err = reason; }", "err = reason;" + SEAM + "closed = true; }")
        .replaceAfter("boolean receiveMustWait() {", "return err == null;", "return !closed;")
        .assertCaughtBy(ContextTreeConformanceTest.class, "errorMeansDone");
  }

  @Test
  @DisplayName("X09 an error that is there before its cause")
  void errorBeforeCause() {
    node()
        .replace("cause = why;", "")
        .replace("err = reason; }", "err = reason;" + SEAM + "cause = why; }")
        .assertCaughtBy(ContextTreeConformanceTest.class, "errorMeansDone");
  }

  @Test
  @DisplayName("X09 a cause that the second cancel overwrites")
  void causeOverwritten() {
    node()
        .replace("root.unlock(); return false;", "root.cause = why; root.unlock(); return false;")
        .assertCaughtBy(CauseConformanceTest.class, "allRows");
  }

  // ---- the tree -------------------------------------------------------------------------------

  @Test
  @DisplayName("X05 a child that joins a parent which has ended, and is missed")
  void joinsTheEnded() {
    node()
        .replace("boolean open = err == null; if (open) {", "boolean open = true; if (open) {")
        .assertCaughtBy(ContextConformanceTest.class, "x05BornEnded");
  }

  @Test
  @DisplayName("X05 a child that looks before it takes its parent's lock")
  void looksBeforeTheLock() {
    node()
        .replace(
            "lock(); boolean open = err == null;", "boolean open = err == null;" + SEAM + "lock();")
        .assertCaughtBy(ContextTreeConformanceTest.class, "endedOnTheWay");
  }

  @Test
  @DisplayName("X03 a child that stays in the list of its parent")
  void staysWithItsParent() {
    node()
        .replace("if (forget != null) { var _ = forget.getAsBoolean(); }", "")
        .assertCaughtBy(ContextMemoryTest.class, "x03EndedChild", Kind.PLATFORM);
  }

  @Test
  @DisplayName("a child with a smaller number than its parent's")
  void numbersInAnyOrder() {
    node()
        .replace("if (above == null || above.hasNumber()) {", "if (true) {")
        .assertCaughtBy(DeepContextConformanceTest.class, "numbers");
  }

  @Test
  @DisplayName("X02 a walk up that recurses, by the end of the stack")
  void recursion() {
    chain()
        .replaceAfter(
            "Optional<Instant> deadline(",
            "case CancelNode c -> at = c.parent();",
            "case CancelNode c -> { return c.parent().deadline(); }")
        .assertCaughtBy(DeepContextConformanceTest.class, "x02Deep", Kind.PLATFORM);
  }

  @Test
  @DisplayName("X07 a null that hides nothing")
  void nullHidesNothing() {
    chain()
        .replace("if (c.key() == key) {", "if (c.key() == key && c.value() != null) {")
        .assertCaughtBy(ValueConformanceTest.class, "x07NullHides");
  }

  // ---- deadlines ------------------------------------------------------------------------------

  @Test
  @DisplayName("X03 X06 a deadline's timer that a cancel does not release")
  void timerNotReleased() {
    deadline()
        .replace("alarm.stop();", "")
        .assertCaughtBy(ContextMemoryTest.class, "x03EndedChild", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("X05 X06 a deadline's timer that is started after the end")
  void timerStartedAfterTheEnd() {
    deadline()
        .replace("if (err() == null && due", "if (due")
        .assertCaughtBy(ContextMemoryTest.class, "x03BornEnded");
  }

  @Test
  @DisplayName("X06 a deadline that hides an earlier one of its parent")
  void deadlineHidesEarlier() {
    deadline()
        .replace("if (parents.isBefore(when)) {", "if (false) {")
        .assertCaughtBy(DeadlineConformanceTest.class, "x06EarliestWins");
  }

  @Test
  @DisplayName("X09 a deadline whose cause counts though it did not pass")
  void causeOfALaterDeadline() {
    deadline()
        .replace("if (parents.isBefore(when)) {", "if (parents.isBefore(when) && why == null) {")
        .replace("nanos <= 0", "nanos <= 0 || parents.isBefore(when)")
        .assertCaughtBy(CauseConformanceTest.class, "allRows");
  }

  // ---- functions and foreign contexts ---------------------------------------------------------

  @Test
  @DisplayName("X12 a stop that claims to have prevented what runs")
  void stopClaimsTooMuch() {
    node()
        .replace("at.remove(link);", "at.remove(link); link.linked = link.action != null;")
        .assertCaughtBy(AfterFuncConformanceTest.class, "x11Asynchronously", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("X11 a function that waits for ever where the context has ended")
  void endedAlready() {
    node()
        .replace("if (!link(link)) { run(action); }", "var _ = link(link);")
        .assertCaughtBy(AfterFuncConformanceTest.class, "x11Immediately", Kind.PLATFORM);
  }

  @Test
  @DisplayName("X14 a goroutine that watches on after the child has ended")
  void watchesOn() {
    watcher()
        .replace("stop.cancel();", "")
        .assertCaughtBy(ForeignContextConformanceTest.class, "x14OwnDone");
  }

  @Test
  @DisplayName("X14 a goroutine that watches one of our own channels")
  void watchesOurOwn() {
    watcher()
        .replace("? node : null;", "? null : null;")
        .assertCaughtBy(ForeignContextConformanceTest.class, "x14Wrapper");
  }

  // ---- the originals --------------------------------------------------------------------------

  @Test
  @DisplayName("and the originals are not")
  void originalsPass() {
    node()
        .replace(MARK_ROOT, MARK_ROOT + SEAM)
        .assertPasses(ContextTreeConformanceTest.class, "x02SecondCancelWaits");
    node()
        .replace("err = reason; }", "err = reason;" + SEAM + "}")
        .assertPasses(ContextTreeConformanceTest.class, "errorMeansDone");
    node()
        .replace("lock(); boolean open = err", SEAM + "lock(); boolean open = err")
        .assertPasses(ContextTreeConformanceTest.class, "endedOnTheWay");
    deadline().assertPasses(ContextMemoryTest.class, "x03EndedChild", Kind.PLATFORM);
    chain().assertPasses(CauseConformanceTest.class, "allRows");
  }
}
