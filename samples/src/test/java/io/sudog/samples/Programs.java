package io.sudog.samples;

import io.sudog.channels.Chan;
import io.sudog.core.Go;
import java.util.concurrent.Callable;

/** Runs the heart of a sample as a program. */
public final class Programs {
  private Programs() {}

  /** Runs the body as the main goroutine of a program and returns what it returns. */
  public static <T> T call(Callable<T> body) {
    Chan<T> result = Chan.make(1);
    Go.run(() -> result.send(body.call()));
    return result.receive();
  }
}
