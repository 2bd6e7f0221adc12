package io.sudog.errgroup;

import io.sudog.core.Go;
import io.sudog.testing.ChildJvm;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How programs end whose groups and flights fail badly, as whoever started the JVM sees it. */
@DisplayName("A program in a JVM of its own")
class CrashConformanceTest {
  private static final int FAILED = 1;

  /** A task of a group throws an Error. */
  static final class GroupFails {
    public static void main(String[] args) {
      Go.run(
          () -> {
            ErrGroup group = ErrGroup.create();
            group.go(
                () -> {
                  Go.sleep(Duration.ofMillis(5));
                  throw new AssertionError("boom");
                });
            try {
              group.await();
            } catch (Throwable e) {
              System.out.println("caught " + e);
            }
            System.out.println("released");
          });
      System.out.println("run returned");
    }
  }

  @Test
  @DisplayName("E07 an Error of a group's task fails it, and await neither throws nor returns")
  void groupFails() throws Exception {
    ChildJvm end = ChildJvm.run(GroupFails.class);
    end.assertEnded(FAILED, "panic in goroutine", "boom");
    end.assertSilentOf("caught");
    end.assertSilentOf("released");
    end.assertSilentOf("run returned");
  }

  /** A call fails that others wait for, one of them for a channel. */
  static final class FlightFails {
    public static void main(String[] args) {
      Go.run(
          () -> {
            SingleFlight<String, String> flights = new SingleFlight<>();
            try {
              flights
                  .runChan(
                      "key",
                      () -> {
                        Go.sleep(Duration.ofMillis(5));
                        throw new AssertionError("boom");
                      })
                  .receive();
              System.out.println("received");
            } catch (Throwable e) {
              System.out.println("caught " + e);
            }
          });
      System.out.println("run returned");
    }
  }

  @Test
  @DisplayName("F05 a panic that a caller of runChan waits for fails it, whatever he catches")
  void flightFails() throws Exception {
    ChildJvm end = ChildJvm.run(FlightFails.class);
    end.assertEnded(FAILED, "panic in goroutine", "boom");
    end.assertSilentOf("received");
    end.assertSilentOf("caught");
    end.assertSilentOf("run returned");
  }
}
