package io.sudog.runtime;

import io.sudog.testing.Twin;
import io.sudog.verify.lincheck.Canary;
import io.sudog.verify.lincheck.ModelChecking;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The Gs of ended goroutines: each is used again by one. All run on a twin whose threads are not
 * started, and which has no sockets: neither has a part in it.
 */
@DisplayName("Free lists, model-checked")
class FreeListLincheckTest {
  private static final Class<?> HERE = FreeListLincheckTest.class;
  private static final int GS = 6;

  // A P keeps two, and one of three goes to the list that all share.
  private static final Sched.Config CONFIG =
      new Sched.Config(
          "free", 1, Tunables.SHRUNK, Clock.SYSTEM, Chance.SYSTEM, false, null, Sched.Kind.BUILT);

  /** A P whose goroutines end, and threads without a P that start some. */
  public static final class Lists {
    private final GmpSched sched = GmpSched.started(CONFIG);
    private final P p = new P(0, sched);
    private final G[] gs = new G[GS];
    private final AtomicIntegerArray taken = new AtomicIntegerArray(GS);
    private int ended;

    public Lists() {
      Arrays.setAll(gs, i -> new G(sched));
      // One more, and the next to end overflows.
      end();
      end();
    }

    @Operation(nonParallelGroup = "owner")
    public void end() {
      sched.putFree(p, gs[ended++]);
    }

    @Operation(nonParallelGroup = "owner")
    public void husk() {
      sched.salvage(p);
    }

    @Operation
    public void start() {
      take(sched.takeFree());
    }

    /** Notes who was taken; false for a new one. */
    private boolean take(G g) {
      int i = Arrays.asList(gs).indexOf(g);
      if (i >= 0) {
        taken.incrementAndGet(i);
      }
      return i >= 0;
    }

    /** Each that ended was taken, or is free, once. */
    @Validate
    public void isComplete() {
      sched.salvage(p);
      boolean more = true;
      while (more) {
        more = take(sched.takeFree());
      }
      for (int i = 0; i < GS; i++) {
        if (taken.get(i) != (i < ended ? 1 : 0)) {
          throw new IllegalStateException(i + " was handed out " + taken.get(i) + " times");
        }
      }
    }
  }

  /** Nothing is returned: what counts is who is left. */
  public static final class Spec {
    public void end() {}

    public void husk() {}

    public void start() {}
  }

  private static Twin twin() {
    return Twin.of("core", GmpSched.class)
        .replace("sched.sysmon.start();", "")
        .replace("new Polling(this, newPoller())", "new Polling(this, new NullPoller())");
  }

  static void all() {
    ModelChecking.checkScenario(Lists.class, Spec.class, "end end husk", "start start", "start");
    ModelChecking.checkScenario(Lists.class, Spec.class, "end husk end", "start", "start start");
  }

  @Test
  @DisplayName("an owner whose list overflows, and is given up; two others start goroutines")
  void ownerAndOthers() {
    Canary.assertPasses(twin(), HERE, "all");
  }

  @Test
  @DisplayName("canary: the shared list is taken from without its lock")
  void canaryTake() {
    Canary.assertCaught(
        twin().replaceAfter("G local = p == null", "freeLock.lock();", ""), HERE, "all");
  }

  @Test
  @DisplayName("canary: what overflows is put without the lock")
  void canaryPut() {
    Canary.assertCaught(
        twin().replaceAfter("if (p.free.size() > tunables.freeLocal()) {", "freeLock.lock();", ""),
        HERE,
        "all");
  }
}
