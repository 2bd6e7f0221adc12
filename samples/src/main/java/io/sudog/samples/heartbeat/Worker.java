package io.sudog.samples.heartbeat;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.channels.SendChan;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.select.Clause;
import io.sudog.select.Receive;
import io.sudog.select.Select;
import io.sudog.select.Send;

/** Does jobs, one after the other, and beats. Its channels are its own: they die with it. */
final class Worker {
  /** What goes through {@code beats}. */
  enum Beat {
    ALIVE
  }

  private final Chan<Job> jobs = Chan.make();
  // Holds one, so that a heartbeat is not lost when the supervisor is busy; more would only show
  // how alive the worker was once.
  private final Chan<Beat> beats = Chan.make(1);
  private final Chan<Job> results = Chan.make();

  private final Work work;
  private final Context ctx;

  // For the worker's goroutine alone.
  private final Select idle = new Select();
  private final Receive<Job> given = idle.receive(jobs);
  private final Send<Job> finished = idle.send(Chan.<Job>nil());
  private final Receive<?> tick;
  private final Receive<Void> done;
  private final Select working = Select.inOrder();
  private final Receive<Void> workingDone;

  private Worker(Work work, ReceiveChan<?> pulse, Context ctx) {
    this.work = work;
    this.ctx = ctx;
    tick = idle.receive(pulse);
    done = idle.receive(ctx.done());
    workingDone = working.receive(ctx.done());
    working.receive(pulse);
  }

  /**
   * Starts a worker.
   *
   * @param name of its goroutine
   * @param work how it does a job
   * @param pulse when it shall beat
   * @param ctx ends it, as soon as it looks
   */
  static Worker start(String name, Work work, ReceiveChan<?> pulse, Context ctx) {
    Worker worker = new Worker(work, pulse, ctx);
    Go.go(name, worker::run);
    return worker;
  }

  /** Where it takes jobs. */
  SendChan<Job> jobs() {
    return jobs;
  }

  /** Where it shows that it is alive. */
  ReceiveChan<Beat> beats() {
    return beats;
  }

  /** Where it says which job it has done. */
  ReceiveChan<Job> results() {
    return results;
  }

  private void run() throws Exception {
    while (true) {
      Clause clause = idle.await();
      if (clause == done) {
        return;
      }
      if (clause == tick) {
        beat();
      } else if (clause == given) {
        Job job = requireNonNull(given.value());
        if (!carryOut(job)) {
          return;
        }
        // Nothing new before somebody has taken the result; but ticks, and the end.
        given.channel(null);
        finished.channel(results).value(job);
      } else {
        finished.channel(null);
        given.channel(jobs);
      }
    }
  }

  /** Does a job; false when the worker has been told to stop. */
  private boolean carryOut(Job job) throws Exception {
    for (int step = 0; step < work.steps(); step++) {
      work.step(job, step);
      for (Clause clause; (clause = working.poll()) != null; ) {
        if (clause == workingDone) {
          return false;
        }
        beat();
      }
    }
    return ctx.err() == null;
  }

  private void beat() {
    var _ = beats.trySend(Beat.ALIVE);
  }
}
