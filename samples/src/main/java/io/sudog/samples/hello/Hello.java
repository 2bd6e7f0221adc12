package io.sudog.samples.hello;

import io.sudog.channels.Chan;
import io.sudog.core.Go;

/** Two goroutines and a channel: the shortest program worth running. */
public final class Hello {
  private Hello() {}

  /**
   * Prints what one goroutine sends and another receives.
   *
   * @param args not used
   * @return 0
   */
  public static int run(String[] args) {
    Go.run(
        () -> {
          Chan<String> greetings = Chan.make();
          Go.go(() -> greetings.send("Hello from a goroutine!"));
          System.out.println(greetings.receive());
        });
    return 0;
  }
}
