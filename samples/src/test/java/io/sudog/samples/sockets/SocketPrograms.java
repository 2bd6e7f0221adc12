package io.sudog.samples.sockets;

import io.sudog.core.Go;
import io.sudog.core.Task;
import io.sudog.testing.Await;

/** Runs programs that leave nothing behind. */
public final class SocketPrograms {
  private SocketPrograms() {}

  /** Runs a program after whose end no goroutine but main is left, and no socket open. */
  public static void run(Task body) {
    Go.run(
        () -> {
          long before = OpenSockets.count();
          body.run();
          Await.until("the program's goroutines end", () -> Go.numGoroutine() == 1);
          OpenSockets.awaitNoMoreThan(before);
        });
  }
}
