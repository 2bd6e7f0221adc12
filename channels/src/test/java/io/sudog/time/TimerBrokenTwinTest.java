package io.sudog.time;

import static io.sudog.time.ManualTime.assertFrom;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.internal.Starter;
import io.sudog.core.Go;
import io.sudog.runtime.Sched;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Seam;
import io.sudog.testing.Twin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Broken twins of timers and tickers: that what they do has its test. */
@DisplayName("A broken twin of a timer is caught:")
class TimerBrokenTwinTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String FIRE = "protected void fire(long due, int round, long now) {";

  private static Twin core() {
    return Twin.of("channels", TimerCore.class);
  }

  private static Twin func() {
    return Twin.of("channels", AfterFunc.class);
  }

  // ---- stop and reset -------------------------------------------------------------------------

  @Test
  @DisplayName("T09 a reset that leaves an expired value to be received")
  void staleAfterReset() {
    core()
        .replace(
            "setWhen(clock.later(nanos));",
            "if (!was || when > clock.nanoTime()) { setWhen(clock.later(nanos)); }")
        .assertCaughtBy(TimerConformanceTest.class, "t09NothingStale", Kind.PLATFORM);
  }

  @Test
  @DisplayName("T09 a stop that leaves an expired value to be received")
  void staleAfterStop() {
    core()
        .replaceAfter(
            "boolean stop() {",
            "setWhen(RuntimeTimer.NEVER);",
            "if (when > clock.nanoTime()) { setWhen(RuntimeTimer.NEVER); }")
        .assertCaughtBy(TimerConformanceTest.class, "t09NothingStale", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("T05 a stop that says true though the value was received")
  void stopSaysTrue() {
    core()
        .replaceAfter("private Instant take(", "pending = false;", "")
        .assertCaughtBy(TimerConformanceTest.class, "t05Stop", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("T10 a stop that says false when the timer has expired, as before Go 1.23")
  void stopSaysFalse() {
    core()
        .replaceAfter(
            "boolean stop() {",
            "boolean was = pending;",
            "boolean was = pending && when > clock.nanoTime();")
        .assertCaughtBy(TimerConformanceTest.class, "t10Expired", Kind.PLATFORM);
  }

  @Test
  @DisplayName("T06 a reset that says false when the timer has expired, as before Go 1.23")
  void resetSaysFalse() {
    core()
        .replaceAfter(
            "boolean reset(long nanos) {",
            "boolean was = pending;",
            "boolean was = pending && when > clock.nanoTime();")
        .assertCaughtBy(TimerConformanceTest.class, "t10Expired", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("T18 a stop that says false when the time is too far away to come")
  void stopOfNeverSaysFalse() {
    core()
        .replaceAfter(
            "boolean stop() {",
            "boolean was = pending;",
            "boolean was = when != RuntimeTimer.NEVER;")
        .assertCaughtBy(TimerConformanceTest.class, "t18ForEver", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("T18 a clock that overflows")
  void overflows() {
    Twin.of("core", Sched.class)
        .replace("return when < now && nanos > 0 ? RuntimeTimer.NEVER : when;", "return when;")
        .assertCaughtBy(ManualTimeConformanceTest.class, "t18HugePeriods");
  }

  // ---- values ---------------------------------------------------------------------------------

  @Test
  @DisplayName("T02 a look at the clock that is a nanosecond off")
  void nanosecondOff() {
    core()
        .replace("due > clock.nanoTime();", "due >= clock.nanoTime();")
        .assertCaughtBy(ManualTimeConformanceTest.class, "t02ToTheNanosecond");
  }

  @Test
  @DisplayName("T11 a value that says when it was received")
  void valueOfTheReceive() {
    core()
        .replace(".minusNanos(now - due)", "")
        .assertCaughtBy(ManualTimeConformanceTest.class, "t11Late");
  }

  @Test
  @DisplayName("T14 a ticker that counts from the receive, and falls out of step")
  void outOfStep() {
    core()
        .replace("due + period * (1 + (now - due) / period)", "now + period")
        .assertCaughtBy(ManualTimeConformanceTest.class, "t14KeepsInStep");
  }

  @Test
  @DisplayName("T14 a ticker that hands missed ticks in later")
  void missedTicksComeLater() {
    core()
        .replace("due + period * (1 + (now - due) / period)", "due + period")
        .assertCaughtBy(ManualTimeConformanceTest.class, "t14KeepsInStep");
  }

  @Test
  @DisplayName("T14 a ticker that hands missed ticks in to those who wait")
  void missedTicksForAll() {
    core()
        .replace("due + period * (1 + (now - due) / period)", "due + period")
        .assertCaughtBy(ManualTimeConformanceTest.class, "t14LateMachine");
  }

  @Test
  @DisplayName("T20 a tick that is given to a second receiver, too")
  void tickForTwo() {
    core()
        .replaceAfter(
            FIRE,
            "sg.element = take(now);",
            "long same = when; sg.element = take(now); setWhen(same);")
        .assertCaughtBy(ManualTimeConformanceTest.class, "t20OneEach");
  }

  @Test
  @DisplayName("T18 a period whose next tick overflows")
  void nextOverflows() {
    core()
        .replace("setWhen(next < due ? RuntimeTimer.NEVER : next);", "setWhen(next);")
        .assertCaughtBy(ManualTimeConformanceTest.class, "t18HugePeriods");
  }

  // ---- the alarm ------------------------------------------------------------------------------

  @Test
  @DisplayName("T13 an alarm that stays when the last receiver leaves")
  void alarmStays() {
    core()
        .replaceAfter("public boolean dequeueReceiver(", "arm();", "")
        .assertCaughtBy(LazyTimerConformanceTest.class, "t13LastLeaves", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("T13 an alarm that goes on when its timer is stopped")
  void alarmGoesOn() {
    core()
        .replaceAfter("boolean stop() {", "arm();", "")
        .assertCaughtBy(LazyTimerConformanceTest.class, "t13Waited", Kind.PLATFORM);
  }

  @Test
  @DisplayName("T13 a timer that stands in a heap though nobody waits")
  void alwaysArmed() {
    core()
        .replace(
            "if (receivers.isEmpty() || when == RuntimeTimer.NEVER) {",
            "if (home == null) { home = clock; } if (when == RuntimeTimer.NEVER) {")
        .assertCaughtBy(LazyTimerConformanceTest.class, "t13Unread", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("T06 a reset that does not move the alarm, by a hang")
  void alarmNotMoved() {
    core()
        .replaceAfter("boolean reset(long nanos) {", "arm();", "")
        .assertCaughtBy(TimerConformanceTest.class, "t06ResetWhileWaiting", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("T02 a receiver who sets no alarm, by a hang")
  void receiverSetsNoAlarm() {
    core()
        .replace("receivers.enqueue(sg); arm();", "receivers.enqueue(sg);")
        .assertCaughtBy(ManualTimeConformanceTest.class, "t02Waiter");
  }

  @Test
  @DisplayName("T20 a tick after which no alarm is set for the next receiver, by a hang")
  void noAlarmForTheNext() {
    core()
        .replaceAfter(FIRE, "arm();", "")
        .assertCaughtBy(ManualTimeConformanceTest.class, "t20OneEach");
  }

  @Test
  @DisplayName("T20 an alarm that dies with the scheduler of its first receiver, by a hang")
  void alarmNotShared() {
    core()
        .replace("home = shared;", "")
        .assertCaughtBy(LazyTimerConformanceTest.class, "t20Shares");
  }

  @Test
  @DisplayName("T20 an alarm that is shared and stays in the first receiver's heap")
  void alarmNotTakenOut() {
    core()
        .replaceAfter("private void share(", "alarm.stop();", "")
        .assertCaughtBy(LazyTimerConformanceTest.class, "t20Shares");
  }

  // ---- an alarm that is overtaken -------------------------------------------------------------

  private static Twin withSeam() {
    return core().replaceAfter(FIRE, "lock();", "io.sudog.testing.Seam.pass(); lock();");
  }

  @Test
  @DisplayName("T07 an alarm that does not look whether the timer was stopped or reset meanwhile")
  void alarmDoesNotLook() {
    for (String method : List.of("resetMeanwhile", "stopMeanwhile")) {
      withSeam().assertPasses(TimerBrokenTwinTest.class, method);
      withSeam()
          .replaceAfter(FIRE, "if (when <= now) {", "{")
          .assertCaughtBy(TimerBrokenTwinTest.class, method);
    }
  }

  static void resetMeanwhile() {
    overtaken(timer -> timer.reset(HOUR));
  }

  static void stopMeanwhile() {
    overtaken(timer -> timer.stop() && !timer.reset(HOUR));
  }

  /** A timer's time has come, and its alarm left the heap; then somebody prevents the firing. */
  private static void overtaken(Predicate<Timer> prevent) {
    try (ManualTime time = new ManualTime()) {
      List<Timer> made = new ArrayList<>();
      time.run(() -> made.add(Timer.start(HOUR)));
      Timer timer = made.getFirst();
      Harness.Child receiver =
          time.go(() -> assertFrom(Duration.ZERO, timer.channel().receiveOk())).awaitParked();
      AtomicBoolean prevented = new AtomicBoolean();
      Seam.atNextPass(() -> prevented.set(prevent.test(timer)));
      time.advance(HOUR);
      Await.until("it was prevented", prevented::get);
      time.run(Go::gosched);
      assertTrue(receiver.isParked());
      time.advance(HOUR);
      receiver.join();
    }
  }

  // ---- functions ------------------------------------------------------------------------------

  @Test
  @DisplayName("T05 a stop of a function that says true though it has begun")
  void functionStopSaysTrue() {
    func()
        .replaceAfter("boolean cancel() {", "boolean was = end();", "boolean was = end() || true;")
        .assertCaughtBy(AfterFuncConformanceTest.class, "t05Stop", Kind.PLATFORM);
  }

  @Test
  @DisplayName("T06 a reset of a function that says false though it was to come")
  void functionResetSaysFalse() {
    func()
        .replaceAfter(
            "boolean reset(long nanos) {", "boolean was = end();", "boolean was = end() && false;")
        .assertCaughtBy(AfterFuncConformanceTest.class, "t06Reset", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("T18 a function too far away that does not count as running")
  void functionNeverDoesNotRun() {
    func()
        .replace("boolean was = never || stopped;", "boolean was = stopped;")
        .assertCaughtBy(AfterFuncConformanceTest.class, "t18ForEver", Kind.VIRTUAL);
  }

  @Test
  @DisplayName("T18 a function too far away that counts as running when it was stopped")
  void functionNeverRunsOn() {
    func()
        .replace("never = false;", "")
        .assertCaughtBy(AfterFuncConformanceTest.class, "t18ForEver", Kind.PLATFORM);
  }

  @Test
  @DisplayName("T04 a function that runs on the thread on which its timer fires")
  void functionOnTheTimersThread() {
    Twin.of("channels", Starter.class)
        .replace(
            "scheduler.go(task);",
            "try { task.run(); } catch (Exception e) { throw new IllegalStateException(e); }")
        .assertCaughtBy(AfterFuncConformanceTest.class, "t04OwnGoroutine", Kind.GOROUTINE);
  }

  @Test
  @DisplayName("T04 a function that runs on whatever scheduler")
  void functionOnAnotherScheduler() {
    Twin.of("channels", Starter.class)
        .replace("scheduler.go(task);", "Scheduler.current().go(task);")
        .assertCaughtBy(AfterFuncConformanceTest.class, "t04OwnGoroutine", Kind.GOROUTINE);
  }

  // ---- threads that use timers ----------------------------------------------------------------

  @Test
  @DisplayName("T13 a stop that does not note that a thread uses the program's timers")
  void stopIsNotNoted() {
    Twin.of("channels", Timer.class)
        .replaceAfter("public boolean stop() {", "Parking.checkpoint();", "")
        .assertCaughtBy(TimerDeadlockConformanceTest.class, "t13ThreadThatUsed");
  }
}
