package io.sudog.lincheck;

import io.sudog.samples.structures.BoundedQueue;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BoundedQueueTest {
  /** A queue of one place: the operations. */
  public static class Operations {
    private final BoundedQueue<Integer> queue = new BoundedQueue<>(1);

    @Operation
    public void put(@Param(gen = IntGen.class, conf = "1:3") int v) {
      queue.put(v);
    }

    @Operation
    public int take() {
      return queue.take();
    }

    @Operation
    public boolean offer(@Param(gen = IntGen.class, conf = "1:3") int v) {
      return queue.offer(v);
    }

    @Operation
    public @Nullable Integer poll() {
      return queue.poll();
    }
  }

  /** What they mean. */
  public static class Meaning extends Specification {
    private final Queue<Integer> elements = new ArrayDeque<>();

    public void put(int v) {
      waitUntil(elements::isEmpty);
      elements.add(v);
    }

    public int take() {
      waitUntil(() -> !elements.isEmpty());
      return elements.remove();
    }

    public boolean offer(int v) {
      return elements.isEmpty() && elements.add(v);
    }

    public @Nullable Integer poll() {
      return elements.poll();
    }
  }

  @Test
  void isLinearizable() {
    StructureCheck.of(Operations.class, Meaning.class).iterations(6).invocations(100).run();
  }
}
