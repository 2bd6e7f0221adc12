package io.sudog.samples.santa;

import io.sudog.channels.Chan;
import io.sudog.channels.ReceiveChan;
import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.core.Go;
import io.sudog.core.Task;
import io.sudog.sync.WaitGroup;
import java.util.function.Consumer;

/** Everybody around Santa. */
final class NorthPole {
  /** How long a member is away between two visits. */
  interface Pause {
    /** Takes its time, but returns soon after the context has ended. */
    void until(Context ctx);
  }

  private final Workshop workshop = new Workshop();
  private final WaitGroup staff = new WaitGroup();
  private final Pause pause;

  private NorthPole(Pause pause) {
    this.pause = pause;
  }

  /**
   * Lives through some years. Call it in a goroutine, which is Santa; all others it started have
   * done their work when this returns.
   *
   * @param christmases how many years
   * @param pause of every reindeer and elf
   * @param diary gets every visit
   * @throws IllegalStateException when a rule was broken; a PanicException out of the program, when
   *     a reindeer or elf noticed it
   */
  static void run(int christmases, Pause pause, Consumer<Visit> diary) {
    NorthPole pole = new NorthPole(pause);
    try (CancelContext ctx = Context.withCancel(Context.background())) {
      ReceiveChan<Party> reindeer = pole.employ(ctx, Kind.REINDEER);
      ReceiveChan<Party> elves = pole.employ(ctx, Kind.ELF);
      new Santa(pole.workshop, diary).work(reindeer, elves, christmases);
    }
    pole.staff.await();
  }

  private ReceiveChan<Party> employ(Context ctx, Kind kind) {
    Chan<Request> requests = Chan.make();
    Chan<Party> parties = Chan.make();
    start("secretary of " + kind, new Secretary(ctx, kind, requests, parties));
    for (String name : kind.names()) {
      start(name, new Member(ctx, workshop, requests, name, pause));
    }
    return parties;
  }

  private void start(String name, Task task) {
    staff.add(1);
    Go.go(
        name,
        () -> {
          task.run();
          staff.done();
        });
  }
}
