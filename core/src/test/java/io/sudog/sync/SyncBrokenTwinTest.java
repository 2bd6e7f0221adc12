package io.sudog.sync;

import io.sudog.testing.Kind;
import io.sudog.testing.Twin;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Broken twins of Mutex and Once: that what they do has its test. */
@DisplayName("A broken twin of a lock is caught:")
class SyncBrokenTwinTest {
  private static Twin mutex() {
    return Twin.of("core", Mutex.class);
  }

  private static Twin once() {
    return Twin.of("core", Once.class);
  }

  // ---- Mutex: exclusion and wake-ups ----------------------------------------------------------

  @Test
  @DisplayName("Y01 a lock that looks before it takes, by two inside under stress")
  void mutexTakesWithoutCas() {
    // The pause widens the window, which is hit all the same without it, but not each time.
    mutex()
        .replaceAfter(
            "public void lock()",
            "if (!STATE.compareAndSet(this, 0, LOCKED)) { lockSlow(WaitReason.MUTEX_LOCK, this, null); }",
            """
            if (state == 0) {
              for (int i = 0; i < 100; i++) Thread.onSpinWait();
              state = LOCKED;
            } else {
              lockSlow(WaitReason.MUTEX_LOCK, this, null);
            }
            """)
        .assertCaughtBy(SyncStressTest.class, "mutexForLong", 3);
  }

  @Test
  @DisplayName("Y01 a try-lock that does not look whether it is locked")
  void mutexTryLockDoesNotLook() {
    mutex()
        .replace("return (s & (LOCKED | STARVING)) == 0 &&", "return (s & STARVING) == 0 &&")
        .assertCaughtBy(MutexConformanceTest.class, "y01TryLock", Kind.PLATFORM);
  }

  @Test
  @DisplayName("Y01 an unlock that counts its waiter off and does not wake it")
  void mutexForgetsToWake() {
    mutex()
        .replace("semaphore.release(false);", "")
        .assertCaughtBy(MutexConformanceTest.class, "y01LockWaits", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("Y01 an unlock that believes somebody is awake when somebody waits")
  void mutexBelievesSomebodyIsAwake() {
    mutex()
        .replace("(s & WOKEN) != 0) {", "(s & WOKEN) == 0) {")
        .assertCaughtBy(MutexConformanceTest.class, "y04InOrder", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("Y04 a woken waiter that sleeps again and still counts as awake, by a hang")
  void mutexWokenStays() {
    // Never starving: in that mode an unlock hands over whoever counts as awake.
    mutex()
        .replace("STARVATION_NANOS = 1_000_000;", "STARVATION_NANOS = Long.MAX_VALUE;")
        .replace("if (woken) { next &= ~WOKEN; }", "")
        .assertCaughtBy(MutexConformanceTest.class, "y04LoserGoesToTheFront", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("Y04 a loser that goes to the end of the queue")
  void mutexLoserGoesToTheEnd() {
    mutex()
        .replace("semaphore.acquire(again,", "semaphore.acquire(false,")
        .assertCaughtBy(MutexConformanceTest.class, "y04LoserGoesToTheFront", Kind.PLATFORM);
  }

  @Test
  @DisplayName("Y04 waiters on a stack")
  void mutexWaitersOnAStack() {
    mutex()
        .replace("semaphore.acquire(again,", "semaphore.acquire(true,")
        .assertCaughtBy(MutexConformanceTest.class, "y04InOrder", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("Y06 a newcomer that spins for as long as the holder runs")
  void mutexSpinsForEver() {
    mutex()
        .replace("rounds < SPIN_ROUNDS &&", "")
        .assertCaughtBy(MutexConformanceTest.class, "y06SpinningIsBounded", 2);
  }

  // ---- Mutex: starvation ----------------------------------------------------------------------

  @Test
  @DisplayName("Y05 a mutex that never switches to starvation")
  void mutexNeverStarves() {
    mutex()
        .replace("starving |= System.nanoTime() - since > STARVATION_NANOS;", "")
        .assertCaughtBy(
            MutexStarvationConformanceTest.class, "y05SwitchesToStarvation", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("Y05 a try-lock that takes what is promised")
  void mutexTryLockTakesWhatIsPromised() {
    mutex()
        .replace("return (s & (LOCKED | STARVING)) == 0 &&", "return (s & LOCKED) == 0 &&")
        .assertCaughtBy(MutexStarvationConformanceTest.class, "y05NewcomersQueue", Kind.PLATFORM);
  }

  @Test
  @DisplayName("Y05 a newcomer that takes what is promised")
  void mutexNewcomerTakesWhatIsPromised() {
    mutex()
        .replace("if ((s & STARVING) == 0) { next |= LOCKED; }", "next |= LOCKED;")
        .replace("if ((s & (LOCKED | STARVING)) != 0) {", "if ((s & LOCKED) != 0) {")
        .replace(
            "if ((s & (LOCKED | STARVING)) == 0) { return true;",
            "if ((s & LOCKED) == 0) { return true;")
        .assertCaughtBy(MutexStarvationConformanceTest.class, "y05NewcomersQueue", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("Y05 an unlock that does not hand over in starvation, by a hang")
  void mutexDoesNotHandOver() {
    mutex()
        .replace("semaphore.release(true);", "")
        .assertCaughtBy(MutexStarvationConformanceTest.class, "y05HandedOver", Kind.PLATFORM);
  }

  @Test
  @DisplayName("Y05 a hand-over that lets the unlocker run on")
  void mutexHandOverWithoutYield() {
    mutex()
        .replace("semaphore.release(true);", "semaphore.release(false);")
        .assertCaughtBy(MutexStarvationConformanceTest.class, "y05HandOffRunsTheWaiter");
  }

  @Test
  @DisplayName("Y05 starvation that never ends")
  void mutexStarvesForEver() {
    mutex()
        .replace("change -= STARVING;", "")
        .assertCaughtBy(
            MutexStarvationConformanceTest.class, "y05SwitchesToStarvation", Kind.PLATFORM);
  }

  @Test
  @DisplayName("Y05 starvation that ends with its first owner")
  void mutexStarvationEndsAtOnce() {
    mutex()
        .replace("if (!starving || s >>> WAITERS_SHIFT == 1) {", "{")
        .assertCaughtBy(MutexStarvationConformanceTest.class, "y05EndsWithTheLast", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("Y05 starvation that a young owner does not end")
  void mutexYoungOwnerDoesNotEndStarvation() {
    mutex()
        .replace("!starving || s >>> WAITERS_SHIFT == 1", "s >>> WAITERS_SHIFT == 1")
        .assertCaughtBy(MutexStarvationConformanceTest.class, "y05EndsWithAYoungOne");
  }

  @Test
  @DisplayName("Y05 starvation that the last owner does not end")
  void mutexLastOwnerDoesNotEndStarvation() {
    mutex()
        .replace("!starving || s >>> WAITERS_SHIFT == 1", "!starving")
        .assertCaughtBy(MutexStarvationConformanceTest.class, "y05EndsWithTheLast", Kind.PLATFORM);
  }

  // ---- Mutex: misuse --------------------------------------------------------------------------

  @Test
  @DisplayName("Y03 an unlock that does not look whether it is locked")
  void mutexUnlockDoesNotLook() {
    mutex()
        .replace("if ((s & LOCKED) == 0) { throw", "if (s == -1) { throw")
        .assertCaughtBy(MutexConformanceTest.class, "y03Misuse", Kind.PLATFORM);
  }

  // ---- Once -----------------------------------------------------------------------------------

  @Test
  @DisplayName("Y16 a once that is done before it has run")
  void onceDoneTooEarly() {
    once()
        .replace("body.run(); } finally { done = true; }", "done = true; body.run(); } finally { }")
        .assertCaughtBy(OnceConformanceTest.class, "y16CallersWait", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("Y16 a once without its lock")
  void onceWithoutLock() {
    once()
        .replace("mutex.lock();", "")
        .replace("mutex.unlock();", "")
        .assertCaughtBy(OnceConformanceTest.class, "y16CallersWait", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("Y16 a once that does not look again under its lock")
  void onceDoesNotLookAgain() {
    once()
        .replaceAfter("private void runSlow(", "if (!done) {", "{")
        .assertCaughtBy(OnceConformanceTest.class, "y16CallersWait", Kind.PLATFORM);
  }

  @Test
  @DisplayName("Y17 a once that is not done when it failed")
  void onceNotDoneAfterFailure() {
    once()
        .replace("body.run(); } finally { done = true; }", "body.run(); done = true; } finally { }")
        .assertCaughtBy(OnceConformanceTest.class, "y17FailureCounts", Kind.PLATFORM);
  }

  @Test
  @DisplayName("Y17 a once that keeps its lock when it failed, by a hang")
  void onceKeepsItsLock() {
    once()
        .replace("} } finally { mutex.unlock(); }", "} mutex.unlock(); } finally { }")
        .assertCaughtBy(OnceConformanceTest.class, "y17WaitersGoOn", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("Y18 a value that forgets the exception")
  void valueForgetsTheException() {
    once()
        .replace("if (thrown != null) {", "if (false) {")
        .assertCaughtBy(OnceConformanceTest.class, "y18Failure", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("Y18 a value that takes goexit for a value")
  void valueTakesGoexitForAValue() {
    once()
        .replace(
            "failure = e instanceof Goexit ?", "failure = e instanceof Goexit ? null : e == null ?")
        .assertCaughtBy(OnceConformanceTest.class, "y18Goexit");
  }

  @Test
  @DisplayName("Y19 a value that keeps its function")
  void valueKeepsItsFunction() {
    once().replace("compute = null;", "").assertCaughtBy(OnceConformanceTest.class, "y19Forgotten");
  }

  // ---- the originals --------------------------------------------------------------------------

  @Test
  @DisplayName("and the originals are not")
  void originalsPass() {
    mutex().assertPasses(SyncStressTest.class, "mutexForLong", 3);
    mutex().assertPasses(MutexStarvationConformanceTest.class, "y05EndsWithAYoungOne");
    once().assertPasses(OnceConformanceTest.class, "y16CallersWait", Kind.PLATFORM);
  }
}
