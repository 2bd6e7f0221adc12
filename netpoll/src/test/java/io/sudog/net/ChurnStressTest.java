package io.sudog.net;

import static io.sudog.net.StreamConformanceTest.addressOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sudog.core.Go;
import io.sudog.net.StreamConformanceTest.Pair;
import io.sudog.runtime.Defaults;
import io.sudog.testing.Await;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Processors;
import io.sudog.testing.Stress;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayName;

/** Many connections that come and go, some of them in the middle of something. */
@DisplayName("Connections that come and go")
class ChurnStressTest {
  private static final int CONNECTIONS = Stress.times(2_000);
  private static final int CLIENTS = 16;
  private static final int TRANSFERS = 8;
  private static final int BLOCK = 1 << 18;
  private static final int BLOCKS = Stress.times(10);

  @Processors({1, 2, 8})
  @DisplayName("N10 leave others' transfers whole, and no descriptor, waiter or goroutine")
  void churn(int processors) throws IOException {
    int before = Descriptors.countWarm();
    long goroutines = count();
    AtomicInteger answered = new AtomicInteger();
    try (Harness h = Harness.create(processors)) {
      long own = inside(h, ChurnStressTest::count);
      Listener listener = Net.listen("tcp", "127.0.0.1:0");
      Harness.Child server = h.go(() -> serve(listener));
      List<Harness.Child> children = new ArrayList<>();
      for (int i = 0; i < TRANSFERS; i++) {
        transfer(h, children, i);
      }
      for (int i = 0; i < CLIENTS; i++) {
        int me = i;
        children.add(
            h.start(
                Kind.mixed(i),
                () -> {
                  for (int n = me; n < CONNECTIONS; n += CLIENTS) {
                    visit(addressOf(listener), n, answered);
                  }
                }));
      }
      children.forEach(Harness.Child::join);
      listener.close();
      server.join();
      h.run(
          Kind.GOROUTINE,
          () -> {
            Await.until("no goroutine is left", () -> count() <= own);
            Await.until("no waiter is left", () -> Defaults.current().poller().waiters() == 0);
          });
    }
    Await.until("no waiter is left", () -> Defaults.sched().poller().waiters() == 0);
    Await.until("no goroutine is left", () -> count() <= goroutines);
    assertEquals((CONNECTIONS + 1) / 2, answered.get());
    Descriptors.awaitAtMost(before);
  }

  private static long count() {
    return Go.numGoroutine();
  }

  private interface Question {
    long ask();
  }

  private static long inside(Harness h, Question question) {
    long[] answer = new long[1];
    h.run(Kind.GOROUTINE, () -> answer[0] = question.ask());
    return answer[0];
  }

  /** Echoes four bytes to each visitor. */
  private static void serve(Listener listener) throws IOException {
    while (true) {
      Conn conn;
      try {
        conn = listener.accept();
      } catch (ClosedChannelException e) {
        return;
      }
      Go.go(
          () -> {
            try (conn) {
              byte[] number = conn.input().readNBytes(4);
              conn.output().write(number);
            } catch (IOException e) {
              // The visitor has gone in the middle; the test counts who was to be answered.
            }
          });
    }
  }

  /** Each second visit runs its course; the others end before it, by an end or a reset. */
  private static void visit(String address, int n, AtomicInteger answered) throws IOException {
    try (Conn conn = Net.dial("tcp", address)) {
      byte[] number = ByteBuffer.allocate(4).putInt(n).array();
      if (n % 4 == 3) {
        conn.option(StandardSocketOptions.SO_LINGER, 0);
      }
      conn.output().write(number, 0, n % 2 == 0 ? 4 : n % 3);
      if (n % 2 == 0) {
        assertEquals(n, ByteBuffer.wrap(conn.input().readNBytes(4)).getInt());
        answered.incrementAndGet();
      }
    }
  }

  private static void transfer(Harness h, List<Harness.Child> children, int i) throws IOException {
    Pair pair = Pair.open();
    CRC32 sent = new CRC32();
    CRC32 got = new CRC32();
    Harness.Child writer =
        h.start(
            Kind.mixed(i),
            () -> {
              byte[] data = new byte[BLOCK];
              Random random = new Random(i);
              for (int n = 0; n < BLOCKS; n++) {
                random.nextBytes(data);
                sent.update(data);
                pair.client().output().write(data);
              }
              pair.client().closeWrite();
            });
    children.add(
        h.start(
            Kind.mixed(i + 1),
            () -> {
              byte[] data = new byte[BLOCK];
              long bytes = 0;
              for (int n; (n = pair.server().input().read(data)) >= 0; bytes += n) {
                got.update(data, 0, n);
              }
              writer.join();
              assertEquals((long) BLOCK * BLOCKS, bytes);
              assertEquals(sent.getValue(), got.getValue());
              pair.close();
            }));
  }
}
