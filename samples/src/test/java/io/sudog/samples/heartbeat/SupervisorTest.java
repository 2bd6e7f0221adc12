package io.sudog.samples.heartbeat;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.samples.Programs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Pulse and alarm are driven by hand, so nothing here depends on how fast anything is. */
class SupervisorTest {
  private static final Instant NOW = Instant.EPOCH;

  /** Goes off when the test says so. */
  private static final class HandAlarm implements Alarm {
    final Chan<Instant> goesOff = Chan.make();
    final AtomicInteger resets = new AtomicInteger();

    @Override
    public ReceiveChan<?> channel() {
      return goesOff;
    }

    @Override
    public void reset() {
      resets.incrementAndGet();
    }
  }

  /** Work of one step. */
  @FunctionalInterface
  private interface Step {
    void run(Job job) throws Exception;
  }

  private static Work work(int steps, Step step) {
    return new Work() {
      @Override
      public int steps() {
        return steps;
      }

      @Override
      public void step(Job job, int n) throws Exception {
        step.run(job);
      }
    };
  }

  private final HandAlarm alarm = new HandAlarm();
  private final Chan<Instant> pulse = Chan.make(1);
  private final List<Event> events = new ArrayList<>();

  /** Starts a supervisor in a goroutine of its own; gives where its report comes out. */
  private ReceiveChan<Report> start(Context ctx, Work work, int attempts, int jobs) {
    Chan<Report> report = Chan.make();
    Supervisor supervisor = new Supervisor(ctx, work, pulse, alarm, attempts, events::add);
    Go.go("supervisor", () -> report.send(supervisor.run(jobs)));
    return report;
  }

  private static void awaitGoroutines(int n) {
    // Hangs, and fails by the time-out, unless the others end.
    while (Go.numGoroutine() > n) {
      Go.gosched();
    }
  }

  @Test
  void oneWorkerDoesAllWhenNothingHangs() {
    Report report =
        Programs.call(() -> start(Context.background(), work(3, _ -> {}), 1, 5).receive());
    assertEquals(
        List.of(new Job(1, 1), new Job(2, 1), new Job(3, 1), new Job(4, 1), new Job(5, 1)),
        report.done());
    assertEquals(List.of(), report.givenUp());
    assertEquals(0, report.restarts());
    assertEquals(new Event.Started(1), events.getFirst());
    assertEquals(6, events.size());
  }

  @Test
  void withoutJobsNobodyIsStarted() {
    Report report =
        Programs.call(() -> start(Context.background(), work(1, _ -> {}), 1, 0).receive());
    assertEquals(new Report(List.of(), List.of(), 0), report);
    assertEquals(List.of(), events);
  }

  @Test
  void aWorkerThatHangsIsReplacedAndItsJobDoneByTheNext() {
    Chan<Job> hangs = Chan.make();
    Work work =
        work(
            1,
            job -> {
              if (job.equals(new Job(2, 1))) {
                hangs.send(job);
                Chan.nil().receive();
              }
            });
    Report report =
        Programs.call(
            () -> {
              ReceiveChan<Report> result = start(Context.background(), work, 2, 3);
              hangs.receive();
              alarm.goesOff.send(NOW);
              return result.receive();
            });
    assertEquals(
        new Report(List.of(new Job(1, 1), new Job(2, 2), new Job(3, 1)), List.of(), 1), report);
    assertEquals(
        List.of(
            new Event.Started(1),
            new Event.Done(1, new Job(1, 1), 0),
            new Event.Silent(1, new Job(2, 1), 0),
            new Event.Started(2),
            new Event.Done(2, new Job(2, 2), 0),
            new Event.Done(2, new Job(3, 1), 0)),
        events);
  }

  @Test
  void aJobThatSilencesTooManyIsGivenUpAndTheOthersAreDone() {
    Chan<Job> hangs = Chan.make();
    Work work =
        work(
            1,
            job -> {
              if (job.number() == 1) {
                hangs.send(job);
                Chan.nil().receive();
              }
            });
    Report report =
        Programs.call(
            () -> {
              ReceiveChan<Report> result = start(Context.background(), work, 3, 2);
              for (int attempt = 1; attempt <= 3; attempt++) {
                assertEquals(new Job(1, attempt), hangs.receive());
                alarm.goesOff.send(NOW);
              }
              return result.receive();
            });
    assertEquals(new Report(List.of(new Job(2, 1)), List.of(new Job(1, 3)), 3), report);
    assertTrue(events.contains(new Event.GivenUp(new Job(1, 3))), events::toString);
  }

  @Test
  void aWorkerThatComesBackAfterItWasReplacedEndsAndCountsNothing() {
    Chan<Job> hangs = Chan.make();
    Chan<Void> comeBack = Chan.make();
    Work work =
        work(
            1,
            job -> {
              if (job.equals(new Job(1, 1))) {
                hangs.send(job);
                comeBack.receive();
              } else if (job.number() == 2) {
                comeBack.close();
                awaitGoroutines(3); // main, the supervisor, and who runs this
              }
            });
    Report report =
        Programs.call(
            () -> {
              ReceiveChan<Report> result = start(Context.background(), work, 2, 2);
              hangs.receive();
              alarm.goesOff.send(NOW);
              Report r = result.receive();
              awaitGoroutines(1);
              return r;
            });
    assertEquals(new Report(List.of(new Job(1, 2), new Job(2, 1)), List.of(), 1), report);
  }

  @Test
  void heartbeatsSetTheAlarmAnew() {
    Chan<Void> gate = Chan.make();
    Work work = work(3, _ -> gate.receive());
    Programs.call(
        () -> {
          ReceiveChan<Report> result = start(Context.background(), work, 1, 1);
          while (alarm.resets.get() == 0) {
            Go.gosched();
          }
          for (int step = 1; step <= 3; step++) {
            int before = alarm.resets.get();
            pulse.send(NOW);
            gate.send(null);
            // Hangs, and fails by the time-out, unless the heartbeat arrives.
            while (alarm.resets.get() == before) {
              Go.gosched();
            }
          }
          return requireNonNull(result.receive());
        });
    // The start, two heartbeats, and the result, which may overtake the third.
    assertTrue(alarm.resets.get() >= 4, alarm.resets::toString);
  }

  @Test
  void theEndOfTheContextEndsItWhileAWorkerHangs() {
    Chan<Job> hangs = Chan.make();
    Work work =
        work(
            1,
            job -> {
              if (job.number() == 2) {
                hangs.send(job);
                Chan.nil().receive();
              }
            });
    Report report =
        Programs.call(
            () -> {
              CancelContext ctx = Context.withCancel(Context.background());
              ReceiveChan<Report> result = start(ctx, work, 3, 5);
              hangs.receive();
              ctx.cancel();
              return result.receive();
            });
    assertEquals(new Report(List.of(new Job(1, 1)), List.of(), 0), report);
  }

  @Test
  void anIdleWorkerBeatsAndEndsWithItsContext() {
    int left =
        Programs.call(
            () -> {
              CancelContext ctx = Context.withCancel(Context.background());
              Worker worker = Worker.start("worker", work(1, _ -> {}), pulse, ctx);
              for (int i = 0; i < 3; i++) {
                pulse.send(NOW);
                assertEquals(Worker.Beat.ALIVE, worker.beats().receive());
              }
              ctx.cancel();
              awaitGoroutines(1);
              return Go.numGoroutine();
            });
    assertEquals(1, left);
  }

  @Test
  void aWorkerBeatsBetweenTheStepsAndWhileNobodyTakesItsResult() {
    Chan<Job> inStep = Chan.make();
    Chan<Void> gate = Chan.make();
    Job done =
        Programs.call(
            () -> {
              Worker worker =
                  Worker.start(
                      "worker",
                      work(
                          3,
                          job -> {
                            inStep.send(job);
                            gate.receive();
                          }),
                      pulse,
                      Context.background());
              worker.jobs().send(new Job(7, 1));
              for (int step = 0; step < 3; step++) {
                inStep.receive();
                pulse.send(NOW);
                assertEquals(0, worker.beats().len());
                gate.send(null);
                assertEquals(Worker.Beat.ALIVE, worker.beats().receive());
              }
              for (int i = 0; i < 3; i++) {
                pulse.send(NOW);
                assertEquals(Worker.Beat.ALIVE, worker.beats().receive());
              }
              return worker.results().receive();
            });
    assertEquals(new Job(7, 1), done);
  }

  @Test
  void aWorkerToldToStopInAStepTakesUpNoOther() {
    Chan<Void> gate = Chan.make();
    AtomicInteger steps = new AtomicInteger();
    Programs.call(
        () -> {
          CancelContext ctx = Context.withCancel(Context.background());
          Worker worker =
              Worker.start(
                  "worker",
                  work(
                      3,
                      _ -> {
                        steps.incrementAndGet();
                        gate.receive();
                      }),
                  pulse,
                  ctx);
          worker.jobs().send(new Job(1, 1));
          while (steps.get() == 0) {
            Go.gosched();
          }
          ctx.cancel();
          gate.send(null);
          awaitGoroutines(1);
          return 0;
        });
    assertEquals(1, steps.get());
  }

  @Test
  void anAlarmGoesOffAgainOnceItIsSetAnew() {
    Programs.call(
        () -> {
          Alarm real = Alarm.after(Duration.ofMillis(1));
          real.channel().receive();
          real.reset();
          return real.channel().receive();
        });
  }
}
