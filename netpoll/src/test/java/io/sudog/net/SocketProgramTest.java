package io.sudog.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sudog.channels.Chan;
import io.sudog.core.DeadlockException;
import io.sudog.core.Go;
import io.sudog.net.StreamConformanceTest.Pair;
import io.sudog.runtime.Defaults;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Programs with sockets: when they stand still, and how they end. */
@DisplayName("A program with sockets")
class SocketProgramTest {
  @Test
  @DisplayName("G36 is deadlocked when all wait on channels and its sockets are closed")
  void deadlock() {
    for (int i = 0; i < 20; i++) {
      assertThrows(
          DeadlockException.class,
          () ->
              Go.run(
                  () -> {
                    Pair pair = Pair.open();
                    Chan<Integer> never = Chan.make(0);
                    // It has waited at the poller, and waits no more.
                    Go.go(
                        () -> {
                          assertThrows(
                              Exception.class, () -> pair.client().read(ByteBuffer.allocate(1)));
                          never.receive();
                        });
                    Go.gosched();
                    pair.close();
                    never.receive();
                  }));
    }
  }

  @Test
  @DisplayName("G36 N11 is not deadlocked while a goroutine waits in accept")
  void acceptIsHope() {
    BlockingQueue<SocketAddress> address = new ArrayBlockingQueue<>(1);
    try (Harness h = Harness.create()) {
      // Older than the program, and it uses nothing of ours before it dials: no hope by itself.
      h.start(
          Kind.PLATFORM,
          () -> {
            SocketAddress to = address.take();
            // Time for a wrong report.
            Thread.sleep(150);
            try (Socket socket = new Socket()) {
              socket.connect(to);
              assertEquals('!', socket.getInputStream().read());
            }
          });
      Go.run(
          () -> {
            try (Listener listener = Net.listen("tcp", "127.0.0.1:0")) {
              address.put(listener.address());
              try (Conn conn = listener.accept()) {
                conn.output().write('!');
              }
            }
          });
    }
  }

  @Test
  @DisplayName("leaves no descriptor of those who wait on sockets when main returns")
  void leavesNothing() throws Exception {
    int before = Descriptors.countWarm();
    for (int i = 0; i < 20; i++) {
      Go.run(
          () -> {
            Pair pair = Pair.open();
            Chan<Integer> begun = Chan.make(0);
            for (Conn conn : new Conn[] {pair.client(), pair.server()}) {
              Go.go(
                  () -> {
                    begun.send(1);
                    conn.read(ByteBuffer.allocate(1));
                  });
            }
            Go.go(
                () -> {
                  begun.send(1);
                  pair.listener().accept().close();
                });
            for (int n = 0; n < 3; n++) {
              begun.receive();
            }
            // Who has not come to wait holds a socket that only the program can close.
            while (Defaults.current().poller().waiters() < 3) {
              Go.gosched();
            }
          });
    }
    Descriptors.awaitAtMost(before);
  }
}
