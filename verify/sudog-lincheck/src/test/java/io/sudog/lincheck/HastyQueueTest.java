package io.sudog.lincheck;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.channels.Chan;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

class HastyQueueTest {
  /** Looks whether there is room, and then sends: another may have been faster. */
  static final class HastyQueue {
    private final Chan<Integer> elements = Chan.make(1);

    /** Appends v if there is room for it, without waiting. */
    boolean offer(int v) {
      if (elements.len() == elements.cap()) {
        return false;
      }
      elements.send(v);
      return true;
    }

    int take() {
      return Objects.requireNonNull(elements.receive());
    }
  }

  public static class Operations {
    private final HastyQueue queue = new HastyQueue();

    @Operation
    public boolean offer(@Param(gen = IntGen.class, conf = "1:3") int v) {
      return queue.offer(v);
    }

    @Operation
    public int take() {
      return queue.take();
    }
  }

  public static class Meaning extends Specification {
    private final Queue<Integer> elements = new ArrayDeque<>();

    public boolean offer(int v) {
      return elements.isEmpty() && elements.add(v);
    }

    public int take() {
      waitUntil(() -> !elements.isEmpty());
      return elements.remove();
    }
  }

  @Test
  void aSizeThatIsCheckedBeforeTheSendIsCaught() {
    StructureCheck check = StructureCheck.of(Operations.class, Meaning.class);
    String message = assertThrows(AssertionError.class, check::run).getMessage();
    assertTrue(message.contains("= Invalid execution results ="), message);
    assertTrue(message.contains("SUSPENDED"), message);
    assertTrue(message.contains("|     elements.len(): 0 "), message);
    assertTrue(message.contains("|     elements.send("), message);
    // Nothing of this module stands between an operation and what it calls.
    for (String ours : List.of("Suspending.", "OperationCall", "SWITCH")) {
      assertFalse(message.contains(ours), message);
    }
  }
}
