package io.sudog.lincheck;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

class PeekedQueueTest {
  /** Notes the oldest element beside the channel, without a lock, so that one can look at it. */
  static final class PeekedQueue {
    private final Chan<Integer> elements = Chan.make(1);
    private volatile int oldest;

    void put(int v) {
      elements.send(v);
      oldest = v;
    }

    int take() {
      int v = Objects.requireNonNull(elements.receive());
      oldest = 0;
      return v;
    }

    int peek() {
      return oldest;
    }
  }

  public static class Operations {
    private final PeekedQueue queue = new PeekedQueue();

    @Operation
    public void put(@Param(gen = IntGen.class, conf = "1:3") int v) {
      queue.put(v);
    }

    @Operation
    public int take() {
      return queue.take();
    }

    @Operation
    public int peek() {
      return queue.peek();
    }
  }

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

    public int peek() {
      return elements.isEmpty() ? 0 : elements.element();
    }
  }

  @Test
  void aPeekBesideTheChannelIsCaught() {
    StructureCheck check =
        StructureCheck.of(Operations.class, Meaning.class).threads(2).invocations(100);
    String message = assertThrows(AssertionError.class, check::run).getMessage();
    assertTrue(message.contains("= Invalid execution results ="), message);
    assertTrue(message.contains("peek()"), message);
  }
}
