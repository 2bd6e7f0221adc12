package io.sudog.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sudog.net.StreamConformanceTest.Pair;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Stress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What traffic allocates. */
@DisplayName("A connection's memory:")
class StreamMemoryTest {
  private static final int WARM_UP = 40_000;
  private static final int ROUNDS = Stress.times(50_000);
  private static final int SIZE = 64;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static List<IntFunction<ByteBuffer>> buffers() {
    return List.of(ByteBuffer::allocateDirect, ByteBuffer::allocate);
  }

  @ParameterizedTest
  @MethodSource("buffers")
  @DisplayName("a message and its echo allocate nothing, though each read waits")
  void allocatesNothing(IntFunction<ByteBuffer> buffers) {
    try (Harness h = Harness.create(1)) {
      h.run(
          Kind.GOROUTINE,
          () -> {
            Pair pair = Pair.open();
            Harness.Child server =
                h.go(
                    () -> {
                      ByteBuffer buffer = buffers.apply(SIZE);
                      while (pair.server().read(buffer.clear()) >= 0) {
                        pair.server().write(buffer.flip());
                      }
                    });
            long bytes = exchange(pair.client(), buffers.apply(SIZE));
            pair.client().close();
            server.join();
            pair.close();
            // All threads: a goroutine's allocations are its carrier's. Less for each than the
            // smallest object: the JIT allocates something, and old stacks are copied.
            assertTrue(bytes < 8L * ROUNDS, () -> bytes + " bytes in " + ROUNDS + " messages");
          });
    }
  }

  private static long exchange(Conn conn, ByteBuffer buffer) throws IOException {
    long before = 0;
    for (int i = 0; i < WARM_UP + ROUNDS; i++) {
      if (i == WARM_UP) {
        before = THREADS.getTotalThreadAllocatedBytes();
      }
      buffer.clear().putInt(0, i);
      conn.write(buffer);
      buffer.clear();
      while (buffer.hasRemaining()) {
        assertTrue(conn.read(buffer) >= 0);
      }
      assertEquals(i, buffer.getInt(0));
    }
    return THREADS.getTotalThreadAllocatedBytes() - before;
  }
}
