package io.sudog.samples.heartbeat;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.ReceiveChan;
import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.select.Clause;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import io.sudog.select.Send;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Has jobs done by a worker, and replaces the worker when it goes silent. Used once. */
final class Supervisor {
  private final Context ctx;
  private final Work work;
  private final ReceiveChan<?> pulse;
  private final Alarm alarm;
  private final int attempts;
  private final Consumer<Event> events;

  private final Select select = new Select();
  private final Send<Job> hand = select.send(null);
  private final Receive<Worker.Beat> beat = select.receive(null);
  private final Receive<Job> result = select.receive(null);
  private final Receive<?> silence;
  private final Receive<Void> end;

  private final Deque<Job> waiting = new ArrayDeque<>();
  private final List<Job> done = new ArrayList<>();
  private final List<Job> givenUp = new ArrayList<>();
  private int workers;
  private @Nullable Job underWay;
  private int beats;

  /**
   * Makes a supervisor.
   *
   * @param ctx ends it before the jobs are done
   * @param work how a worker does a job
   * @param pulse when the workers shall beat. All share it: a worker that hangs takes no ticks
   * @param alarm goes off when there was no heartbeat for too long
   * @param attempts how many workers a job may silence
   * @param events gets what happens; in the supervisor's goroutine, so it should be quick
   */
  Supervisor(
      Context ctx,
      Work work,
      ReceiveChan<?> pulse,
      Alarm alarm,
      int attempts,
      Consumer<Event> events) {
    this.ctx = ctx;
    this.work = work;
    this.pulse = pulse;
    this.alarm = alarm;
    this.attempts = attempts;
    this.events = events;
    silence = select.receive(alarm.channel());
    end = select.receive(ctx.done());
  }

  /**
   * Has jobs 1 to n done. Returns when each is done or given up, or the context has ended.
   *
   * @param jobs how many
   * @return how it ended
   */
  Report run(int jobs) {
    for (int i = 1; i <= jobs; i++) {
      waiting.add(new Job(i, 1));
    }
    while (!waiting.isEmpty() && ctx.err() == null) {
      try (CancelContext workersContext = Context.withCancel(ctx)) {
        superviseOne(workersContext);
      }
    }
    return new Report(List.copyOf(done), List.copyOf(givenUp), Math.max(0, workers - 1));
  }

  /** Starts a worker and stays with it until there is nothing left to do, or it is silent. */
  private void superviseOne(Context workersContext) {
    int number = ++workers;
    Worker worker = Worker.start("worker " + number, work, pulse, workersContext);
    beat.channel(worker.beats());
    result.channel(worker.results());
    alarm.reset();
    beats = 0;
    events.accept(new Event.Started(number));

    while (underWay != null || !waiting.isEmpty()) {
      if (underWay == null) {
        hand.channel(worker.jobs()).value(waiting.element());
      } else {
        hand.channel(null);
      }
      Clause clause = select.await();
      if (clause == end) {
        return;
      }
      if (clause == silence) {
        onSilence(number);
        return;
      }
      if (clause == hand) {
        underWay = waiting.remove();
        beats = 0;
      } else if (clause == beat) {
        beats++;
        alarm.reset();
      } else {
        onResult(number, requireNonNull(result.value()));
      }
    }
  }

  private void onResult(int worker, Job job) {
    done.add(job);
    underWay = null;
    alarm.reset();
    events.accept(new Event.Done(worker, job, beats));
  }

  private void onSilence(int worker) {
    Job job = underWay;
    underWay = null;
    if (job == null) {
      events.accept(new Event.IdleSilent(worker));
      return;
    }
    events.accept(new Event.Silent(worker, job, beats));
    if (job.attempt() < attempts) {
      waiting.addFirst(job.again());
    } else {
      givenUp.add(job);
      events.accept(new Event.GivenUp(job));
    }
  }
}
