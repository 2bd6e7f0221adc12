package io.sudog.netpoll;

import static io.sudog.verify.fray.Interleavings.assertDeadlocks;
import static io.sudog.verify.fray.Interleavings.explore;
import static io.sudog.verify.fray.Interleavings.together;
import static io.sudog.verify.fray.Interleavings.twin;

import io.sudog.runtime.Poller;
import io.sudog.testing.Twin;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The poller before its first socket: it sleeps, and is woken. */
@DisplayName("The network poller's sleep")
class NetpollerFrayTest {
  @Test
  @DisplayName("a blocked poll is woken, whenever that comes")
  void woken() {
    explore(
        () -> {
          Netpoller poller = new Netpoller();
          together(() -> poller.poll(Poller.FOREVER, waiter -> {}), poller::wake);
        });
  }

  @Test
  @DisplayName("canary: who wakes leaves nothing behind for a poll that has not begun")
  void wakesBlockedOnly() {
    Twin twin =
        twin("netpoll", Netpoller.class)
            .replace("woken = true; if (blocking) {", "if (blocking) { woken = true;");
    assertDeadlocks(twin, NetpollerFrayTest.class, "woken");
  }

  @Test
  @DisplayName("canary: who polls looks for a wake-up before it says that it blocks")
  void announcedLate() {
    Twin twin =
        twin("netpoll", Netpoller.class)
            .replace(
                "blocking = true; while (!woken && found == 0) {",
                "while (!woken && found == 0) { blocking = true;");
    assertDeadlocks(twin, NetpollerFrayTest.class, "woken");
  }
}
