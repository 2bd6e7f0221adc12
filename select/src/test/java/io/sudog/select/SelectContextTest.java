package io.sudog.select;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.context.CancelContext;
import io.sudog.context.Context;
import io.sudog.testing.Harness;
import io.sudog.testing.Kind;
import io.sudog.testing.Kinds;
import io.sudog.testing.Race;
import io.sudog.testing.Stress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A select takes the locks of its channels in the order of their numbers; the end of a context
 * takes those of the contexts below it, from above. A select that waits for a context and for one
 * above it must not meet that the other way round.
 */
@DisplayName("A select on a context and on one above it")
class SelectContextTest {
  private static final int ROUNDS = Stress.times(20_000);

  /** Three contexts, each below the one before. */
  private record Family(CancelContext root, CancelContext child, CancelContext grandchild) {
    static Family make() {
      CancelContext root = Context.withCancel(Context.background());
      CancelContext child = Context.withCancel(root);
      return new Family(root, child, Context.withCancel(child));
    }

    /** Meets the lowest first, whose number would then be the smallest. */
    void await() {
      Select select = new Select();
      Receive<Void> lowest = select.receive(grandchild.done());
      select.receive(child.done());
      select.receive(root.done());
      assertNotNull(select.await());
      assertTrue(lowest == select.await() || grandchild.err() != null);
    }
  }

  @Test
  @DisplayName("goes on when that is cancelled at the same time")
  void race() {
    List<Family> families = Stream.generate(Family::make).limit(ROUNDS).toList();
    Race.run(
        ROUNDS, round -> families.get(round).await(), round -> families.get(round).root.cancel());
  }

  @Kinds
  @DisplayName("waits, and goes on when that is cancelled")
  void waits(Kind kind) {
    for (int round = 0; round < 50; round++) {
      Family family = Family.make();
      try (Harness h = Harness.create()) {
        h.start(kind, family::await).awaitParked();
        h.run(kind, family.root::cancel);
      }
    }
  }
}
