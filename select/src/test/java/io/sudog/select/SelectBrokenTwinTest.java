package io.sudog.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.sudog.channels.Chan;
import io.sudog.runtime.WaitQueue;
import io.sudog.runtime.Waiter;
import io.sudog.testing.Kind;
import io.sudog.testing.Seam;
import io.sudog.testing.Twin;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Broken twins of select's code: that each step of its passes has its test. */
@DisplayName("A broken twin of select is caught:")
class SelectBrokenTwinTest {
  private static final String SEAM = " io.sudog.testing.Seam.pass(); ";

  // Widens a window; without a window it would do no harm.
  private static final String SPIN = "for (int k = 0; k < 50; k++) Thread.onSpinWait(); ";

  private static Twin op() {
    return Twin.of("select", SelectOp.class);
  }

  private static Twin selectCase() {
    return Twin.of("select", SelectCase.class);
  }

  // ---- pass 1, and the instant at which none is ready -----------------------------------------

  @Test
  @DisplayName("S01 no shuffle")
  void noShuffle() {
    op().replace("i + next(left)", "i")
        .assertCaughtBy(SelectChoiceConformanceTest.class, "s01Uniform", Kind.PLATFORM);
  }

  @Test
  @DisplayName("S01 a shuffle that favours some: only the first step of it")
  void halfShuffle() {
    op().replace("if (left > 1) {", "if (left == n) {")
        .assertCaughtBy(SelectChoiceConformanceTest.class, "s01Uniform", Kind.PLATFORM);
  }

  @Test
  @DisplayName("S02 waiters that stand in their queues in the order of the locks")
  void enqueuesInLockOrder() {
    op().replace(
            "SelectCase c = pollOrder[i]; c.enqueueLocked",
            "SelectCase c = lockOrder[i]; c.enqueueLocked")
        .assertCaughtBy(
            SelectChoiceConformanceTest.class, "s02WaitingOnSameChannel", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("S04 a default without all locks")
  void defaultWithoutLocks() {
    String attempt = "SelectCase c = pick(i, n); if (c.attempt()) {";
    String withSeam = "SelectCase c = pick(i, n); if (i > 0) {" + SEAM + "} if (c.attempt()) {";
    op().replace(attempt, withSeam)
        .replace("ready == null && live > 1", "false")
        .assertCaughtBy(SelectBrokenTwinTest.class, "handOnInPoll");
    op().replace(attempt, withSeam).assertPasses(SelectBrokenTwinTest.class, "handOnInPoll");
  }

  /** Between the looks at its two channels, the value moves from the second to the first. */
  static void handOnInPoll() {
    for (int i = 0; i < 20; i++) {
      Chan<Integer> one = Chan.make(1);
      Chan<Integer> two = Chan.make(1);
      one.send(1);
      Seam.atNextPass(
          () -> {
            two.send(1);
            one.tryReceive();
          });
      assertNotEquals(Selection.NONE, Selection.of(Form.LOOP).receive(one).receive(two).poll());
    }
  }

  @Test
  @DisplayName("a choice in order that looks at one after the other without all locks")
  void inOrderWithoutLocks() {
    String first = "return n > 0 && pollOrder[0].attempt() ? pollOrder[0] : null;";
    op().replace(
            first,
            "for (int i = 0; i < n; i++) { if (pollOrder[i].attempt()) { return pollOrder[i]; }"
                + SEAM
                + "} return null;")
        .assertCaughtBy(SelectBrokenTwinTest.class, "bothBecomeReady");
    op().replace(first, first.replace("return", "if (n > 9) {" + SEAM + "} return"))
        .assertPasses(SelectBrokenTwinTest.class, "bothBecomeReady");
  }

  /** Between the looks at its two channels, the first becomes ready, then the second. */
  static void bothBecomeReady() {
    Chan<Integer> one = Chan.make(1);
    Chan<Integer> two = Chan.make(1);
    Select select = Select.inOrder();
    Receive<Integer> first = select.receive(one);
    Receive<Integer> second = select.receive(two);
    Seam.atNextPass(
        () -> {
          one.send(1);
          two.send(2);
        });
    Clause chosen = select.poll();
    if (chosen != null) {
      assertSame(first, chosen);
      assertSame(second, select.poll());
    }
  }

  @Test
  @DisplayName("WAKEUP: no second look under all locks before it enqueues")
  void noSecondLook() {
    String mark = "running = true; try {";
    String withSeam = "running = true; try {" + SEAM;
    op().replaceAfter(mark, "ready = tryAllLocked();", "ready = null;")
        .replace(mark, withSeam)
        .assertCaughtBy(SelectBrokenTwinTest.class, "sendBeforeLocking");
    op().replace(mark, withSeam).assertPasses(SelectBrokenTwinTest.class, "sendBeforeLocking");
  }

  /** Between the two looks, a channel becomes ready. */
  static void sendBeforeLocking() {
    Chan<Integer> one = Chan.make(1);
    Selection s = Selection.of(Form.LOOP).receive(one).receive(Chan.make());
    Seam.atNextPass(() -> one.send(1));
    assertEquals(0, s.await(Duration.ofSeconds(1)));
  }

  // ---- locks ----------------------------------------------------------------------------------

  @Test
  @DisplayName("S16 locks in the order given")
  void locksUnsorted() {
    op().replace("if (!sorted) { sort(); }", "")
        .assertCaughtBy(SelectQueuesConformanceTest.class, "s16LockOrder", Kind.PLATFORM);
  }

  @Test
  @DisplayName("S16 locks left locked when none is ready")
  void locksKept() {
    op().replaceAfter("SelectCase poll()", "unlockAll();", "")
        .assertCaughtBy(SelectQueuesConformanceTest.class, "s16LockOrder", Kind.PLATFORM);
  }

  // ---- passes 2 and 3 -------------------------------------------------------------------------

  @Test
  @DisplayName("WAKEUP: a select that prepares after unlocking")
  void preparesAfterUnlocking() {
    String prepare = "prepare(waiter, timed || bound != null);";
    op().replace(prepare, "")
        .replaceAfter("c.enqueueLocked(", "unlockAll();", "unlockAll(); " + SPIN + prepare)
        .assertCaughtBy(SelectStressTest.class, "randomForLong", 3);
  }

  @Test
  @DisplayName("a select that enqueues for its first case only")
  void enqueuesFirstOnly() {
    op().replace(
            "for (int i = 0; i < n; i++) { SelectCase c = pollOrder[i]; c.enqueueLocked",
            "for (int i = 0; i < 1; i++) { SelectCase c = pollOrder[i]; c.enqueueLocked")
        .assertCaughtBy(SelectQueuesConformanceTest.class, "s15LosersLeave", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("S15 losers that stay in their queues")
  void losersStay() {
    op().replace("c.dequeue();", "")
        .assertCaughtBy(SelectQueuesConformanceTest.class, "s15LosersLeave", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("S10 losers that stay in their queues when a send was closed")
  void losersStayAfterClose() {
    op().replace("c.dequeue();", "if (winner == null || winner.success) { c.dequeue(); }")
        .assertCaughtBy(
            SelectQueuesConformanceTest.class, "s10CloseWhileWaiting", 0, Kind.GOROUTINE);
  }

  @Test
  @DisplayName("losers that stay in their queues when a context ends the wait")
  void losersStayAfterCancel() {
    op().replace("c.dequeue();", "if (winner != null) { c.dequeue(); }")
        .assertCaughtBy(SelectWaitConformanceTest.class, "contextEnds", Kind.PLATFORM);
  }

  @Test
  @DisplayName("S17 a waker that does not ask for the ticket")
  void ticketNotWon() {
    Twin.of("core", WaitQueue.class)
        .replaceAfter(
            "Sudog dequeue()", "sg.ticket == Sudog.UNCONTESTED || sg.waiter.winFor(sg)", "true")
        .assertCaughtBy(SelectStressTest.class, "randomForLong", 3);
  }

  @Test
  @DisplayName("S17 a ticket that can be won twice")
  void ticketWonTwice() {
    Twin.of("core", Waiter.class)
        .replace(
            "ticket == round && TICKET.compareAndSet(this, round, round + 1)", "ticket == round")
        .assertCaughtBy(SelectStressTest.class, "randomForLong", 3);
  }

  @Test
  @DisplayName("a round that begins with the last one's winner")
  void winnerKept() {
    Twin.of("core", Waiter.class)
        .replaceAfter("int openTicket()", "winner = null;", "")
        .assertCaughtBy(SelectTimeoutConformanceTest.class, "afterWin", Kind.PLATFORM);
  }

  @Test
  @DisplayName("a timer that is not stopped when a case wins")
  void timerNotStopped() {
    op().replace("timer.stop();", "")
        .assertCaughtBy(SelectTimeoutConformanceTest.class, "timerIsStopped", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("a timer that is not started")
  void timerNotStarted() {
    op().replace("waiter.timers().startTimer(timer, when, ticket);", "")
        .assertCaughtBy(SelectTimeoutConformanceTest.class, "ends", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("C27 a record that keeps what was not sent")
  void recordKeepsElement() {
    selectCase()
        .replaceAfter("void dequeue()", "sg.element = null;", "")
        .assertCaughtBy(SelectMemoryTest.class, "c27Elements", Kind.PLATFORM);
  }

  @Test
  @DisplayName("C27 a record that keeps what was received")
  void recordKeepsReceived() {
    selectCase()
        .replaceAfter("void take()", "sg.element = null;", "")
        .assertCaughtBy(SelectMemoryTest.class, "c27Elements", Kind.PLATFORM);
  }

  @Test
  @DisplayName("C27 a statement that keeps its cases' elements")
  void statementKeepsElements() {
    selectCase()
        .replaceAfter("void clear()", "element = null;", "")
        .assertCaughtBy(SelectMemoryTest.class, "c27Elements", Kind.PLATFORM);
  }

  @Test
  @DisplayName("one that does not notice that another waits in it")
  void notOneAtATime() {
    op().replace("running = true;", "")
        .assertCaughtBy(SelectRulesTest.class, "twoAtOnce", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("and the original is not")
  void originalPasses() {
    op().assertPasses(SelectStressTest.class, "randomForLong", 3);
    op().assertPasses(SelectChoiceConformanceTest.class, "s01Uniform", Kind.PLATFORM);
    op().assertPasses(SelectMemoryTest.class, "c27Elements", Kind.PLATFORM);
  }
}
