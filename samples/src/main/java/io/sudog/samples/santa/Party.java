package io.sudog.samples.santa;

import io.sudog.channels.Chan;
import io.sudog.channels.Received;
import io.sudog.context.Context;
import io.sudog.sync.WaitGroup;
import java.util.List;

/** Those who are with Santa together. A door opens for all of them by the close of a channel. */
final class Party {
  private final Visit visit;
  private final Chan<Void> wayIn = Chan.make();
  private final Chan<Void> wayOut = Chan.make();
  private final WaitGroup comingIn = new WaitGroup();
  private final WaitGroup goingOut = new WaitGroup();

  Party(Kind kind, List<String> names) {
    visit = new Visit(kind, names);
    comingIn.add(names.size());
    goingOut.add(names.size());
  }

  Visit visit() {
    return visit;
  }

  /**
   * Santa's part: lets all in, works, lets all out. All have left when this returns.
   *
   * @param work runs while all are in
   */
  void meet(Runnable work) {
    wayIn.close();
    comingIn.await();
    work.run();
    wayOut.close();
    goingOut.await();
  }

  /**
   * A member's part. Returns when it has left.
   *
   * @param ctx ends the wait for the door
   * @param workshop where to go
   */
  void attend(Context ctx, Workshop workshop) {
    Received<Void> _ = wayIn.receiveOkUntil(ctx);
    workshop.enter(visit.kind());
    comingIn.done();
    Received<Void> _ = wayOut.receiveOkUntil(ctx);
    workshop.leave(visit.kind());
    goingOut.done();
  }
}
