package io.sudog.verify.lincheck.sync;

import io.sudog.sync.WaitGroup;
import io.sudog.testing.Twin;
import io.sudog.verify.lincheck.Canary;
import io.sudog.verify.lincheck.ModelChecking;
import java.util.concurrent.CancellationException;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Y11: whoever waits goes on when all is done, and not before. */
@DisplayName("WaitGroup, model-checked")
class WaitGroupLincheckTest {
  private static final Class<?> HERE = WaitGroupLincheckTest.class;

  /** Two things to be done. */
  public static final class Two {
    private final WaitGroup group = new WaitGroup();
    private final Bounds bounds = new Bounds();
    private final int[] results = new int[2];

    public Two() {
      group.add(2);
    }

    @Operation
    public void done(int i) {
      results[i] = 1;
      group.done();
    }

    @Operation
    public void more() {
      group.add(1);
      group.done();
    }

    @Operation
    public int await() {
      group.await();
      return results[0] + results[1];
    }

    @Operation
    public String bounded(int bound) {
      try {
        group.awaitUntil(bounds.get(bound));
      } catch (CancellationException e) {
        return "either";
      }
      return results[0] + results[1] == 2 ? "either" : "too early";
    }

    @Operation
    public void end(int bound) {
      bounds.end(bound);
    }
  }

  /** What each returns, whenever that is. */
  public static final class Spec {
    public void done(int i) {}

    public void more() {}

    public int await() {
      return 2;
    }

    public String bounded(int bound) {
      return "either";
    }

    public void end(int bound) {}
  }

  @Test
  @DisplayName("both done by one, two wait")
  void oneWorks() {
    ModelChecking.checkScenario(Two.class, Spec.class, "done(0) done(1)", "await", "await");
  }

  @Test
  @DisplayName("each does one and waits, one of them adds another")
  void bothWork() {
    ModelChecking.checkScenario(
        Two.class, Spec.class, "more done(0) await", "done(1) await", "await");
  }

  @Test
  @DisplayName("one of two waits is ended")
  void oneGivesUp() {
    ModelChecking.checkScenario(
        Two.class, Spec.class, "done(0) end(0) done(1)", "bounded(0)", "await");
    ModelChecking.checkScenario(
        Two.class, Spec.class, "done(0) done(1)", "bounded(0) await", "end(0)");
  }

  private static Twin twin() {
    return Twin.of("core", WaitGroup.class);
  }

  @Test
  @DisplayName("canary: who waits does not leave its mark")
  void canaryMark() {
    Canary.assertCaught(
        twin().replace("compareAndSet(s, s | WAITERS)", "compareAndSet(s, s)"), HERE, "oneWorks");
  }

  @Test
  @DisplayName("canary: who gives up takes the others' mark off, too")
  void canaryGiveUp() {
    Canary.assertCaught(
        twin().replace("queue.remove(sg) && queue.isEmpty()", "queue.remove(sg)"),
        HERE,
        "oneGivesUp");
  }
}
