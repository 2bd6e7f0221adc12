package io.sudog.samples.sockets;

import io.sudog.net.Net;
import io.sudog.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Counts the sockets of this process, where the system tells: elsewhere there are always none. */
public final class OpenSockets {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private OpenSockets() {}

  /** How many there are. */
  static long count() throws IOException {
    // The JDK keeps one socket for itself from the first one on.
    SocketChannel.open().close();
    return countNow();
  }

  /** Waits until there are no more than before: the selector lets go of some a little later. */
  static void awaitNoMoreThan(long before) {
    Await.until("the sockets are closed again", () -> countNow() <= before);
  }

  /** Waits until nobody listens at an address: a listener, too, is let go of a little later. */
  public static void awaitRefused(String address) {
    Await.until(
        address + " refuses",
        () -> {
          try {
            Net.dial("tcp", address).close();
            return false;
          } catch (ConnectException e) {
            return true;
          } catch (IOException e) {
            // Reset at the listener's end, while it was accepted by the system.
            return false;
          }
        });
  }

  private static long countNow() {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return 0;
    }
    try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
      return descriptors.filter(OpenSockets::isSocket).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      // Closed meanwhile, as is the one that lists the folder.
      return false;
    }
  }
}
