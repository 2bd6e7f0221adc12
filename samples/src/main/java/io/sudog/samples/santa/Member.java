package io.sudog.samples.santa;

import static java.util.Objects.requireNonNull;

import io.sudog.channels.Chan;
import io.sudog.channels.SendChan;
import io.sudog.context.CanceledException;
import io.sudog.context.Context;
import io.sudog.core.Task;
import io.sudog.samples.santa.NorthPole.Pause;

/** A reindeer or an elf: is away for a while, and then wants to see Santa. */
final class Member implements Task {
  private final Context ctx;
  private final Workshop workshop;
  private final SendChan<Request> requests;
  private final String name;
  private final Pause pause;

  Member(Context ctx, Workshop workshop, SendChan<Request> requests, String name, Pause pause) {
    this.ctx = ctx;
    this.workshop = workshop;
    this.requests = requests;
    this.name = name;
    this.pause = pause;
  }

  @Override
  public void run() {
    // Room for the answer: the secretary waits for nobody.
    Chan<Party> answer = Chan.make(1);
    Request request = new Request(name, answer);
    try {
      while (true) {
        pause.until(ctx);
        requests.sendUntil(ctx, request);
        requireNonNull(answer.receiveUntil(ctx)).attend(ctx, workshop);
      }
    } catch (CanceledException e) {
      // The last Christmas is over.
    }
  }
}
