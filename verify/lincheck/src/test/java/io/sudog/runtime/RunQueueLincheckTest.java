package io.sudog.runtime;

import io.sudog.testing.Twin;
import io.sudog.verify.lincheck.Canary;
import io.sudog.verify.lincheck.ModelChecking;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** G02 to G06: each goroutine is handed out once, in order, and no queue looks falsely empty. */
@DisplayName("Run queues, model-checked")
class RunQueueLincheckTest {
  private static final Class<?> HERE = RunQueueLincheckTest.class;
  private static final int NONE = -1;

  /** Gs that are known by the order in which they were made. */
  private static final class Gs {
    private final G[] all = new G[16];
    private int made;

    Gs() {
      Arrays.setAll(all, i -> new G(null));
    }

    G next() {
      return all[made++];
    }

    int number(@Nullable G g) {
      return Arrays.asList(all).indexOf(g);
    }
  }

  // ---- one step of a queue ----------------------------------------------------------------------

  /** The single steps of a queue that does not overflow. */
  public static final class Steps {
    private final Gs gs = new Gs();
    private final RunQueue queue = new RunQueue(16);
    private final GlobalQueue global = new GlobalQueue();

    @Operation(nonParallelGroup = "owner")
    public int exchangeNext() {
      return gs.number(queue.exchangeNext(gs.next()));
    }

    @Operation(nonParallelGroup = "owner")
    public void put() {
      queue.put(gs.next(), global);
    }

    @Operation
    public int poll() {
      return gs.number(queue.poll());
    }

    @Operation
    public int pollNext() {
      return gs.number(queue.pollNext());
    }

    @Operation
    public boolean isEmpty() {
      return queue.isEmpty();
    }
  }

  /** The same of one thread. */
  public static final class StepsSpec {
    private final ArrayDeque<Integer> ring = new ArrayDeque<>();
    private int next = NONE;
    private int made;

    public int exchangeNext() {
      int old = next;
      next = made++;
      return old;
    }

    public void put() {
      ring.add(made++);
    }

    public int poll() {
      Integer head = ring.poll();
      return head == null ? NONE : head;
    }

    public int pollNext() {
      int old = next;
      next = NONE;
      return old;
    }

    public boolean isEmpty() {
      return ring.isEmpty() && next == NONE;
    }
  }

  @Test
  @DisplayName("one owner and two thieves, three steps each")
  void steps() {
    ModelChecking.check(Steps.class, StepsSpec.class, 3, 3);
  }

  @Test
  @DisplayName("G06 an element moves from runNext to the ring while somebody looks")
  void neverFalselyEmpty() {
    ModelChecking.checkScenario(
        Steps.class, StepsSpec.class, "exchangeNext put pollNext", "isEmpty");
  }

  // ---- whole operations -------------------------------------------------------------------------

  /** An owner whose ring of two overflows, and a thief with a ring of its own. */
  public static final class Owners {
    private final Gs gs = new Gs();
    private final RunQueue queue = new RunQueue(2);
    private final RunQueue thiefs = new RunQueue(2);
    private final GlobalQueue global = new GlobalQueue();
    private final AtomicIntegerArray taken = new AtomicIntegerArray(16);

    @Operation(nonParallelGroup = "owner")
    public void putNext() {
      G old = queue.exchangeNext(gs.next());
      if (old != null) {
        queue.put(old, global);
      }
    }

    @Operation(nonParallelGroup = "owner")
    public void put() {
      queue.put(gs.next(), global);
    }

    @Operation(nonParallelGroup = "owner")
    public void run() {
      G g = queue.pollNext();
      take(g == null ? queue.poll() : g);
    }

    @Operation(nonParallelGroup = "thief")
    public void steal() {
      take(queue.stealInto(thiefs, global));
    }

    @Operation
    public void stealNext() {
      take(queue.pollNext());
    }

    @Operation
    public void runGlobal() {
      take(global.poll());
    }

    private void take(@Nullable G g) {
      if (g != null) {
        taken.incrementAndGet(gs.number(g));
      }
    }

    /** Each that was made was taken, or is in a queue, once. */
    @Validate
    public void isComplete() {
      take(queue.pollNext());
      G g;
      while ((g = queue.poll()) != null || (g = thiefs.poll()) != null) {
        take(g);
      }
      while ((g = global.poll()) != null) {
        take(g);
      }
      for (int i = 0; i < taken.length(); i++) {
        if (taken.get(i) != (i < gs.made ? 1 : 0)) {
          throw new IllegalStateException(i + " was handed out " + taken.get(i) + " times");
        }
      }
    }
  }

  /** Nothing is returned: what counts is who is left. */
  public static final class OwnersSpec {
    public void putNext() {}

    public void put() {}

    public void run() {}

    public void steal() {}

    public void stealNext() {}

    public void runGlobal() {}
  }

  @Test
  @DisplayName("stealing and overflowing, each is handed out once")
  void owners() {
    ModelChecking.check(Owners.class, OwnersSpec.class, 2, 4);
    ModelChecking.check(Owners.class, OwnersSpec.class, 3, 3);
  }

  // ---- the global queue -------------------------------------------------------------------------

  /** The queue that all share. */
  public static final class Global {
    private final GlobalQueue queue = new GlobalQueue();
    private final G[] all = new G[16];
    private final AtomicInteger made = new AtomicInteger();

    public Global() {
      Arrays.setAll(all, i -> new G(null));
    }

    // Numbers are drawn by one only, so that they are known.
    @Operation(nonParallelGroup = "maker")
    public void add() {
      queue.add(all[made.getAndIncrement()]);
    }

    @Operation(nonParallelGroup = "maker")
    public void addTwo() {
      GList two = new GList();
      two.add(all[made.getAndIncrement()]);
      two.add(all[made.getAndIncrement()]);
      queue.addAll(two);
    }

    @Operation
    public int poll() {
      return Arrays.asList(all).indexOf(queue.poll());
    }

    @Operation
    public String pollBatch() {
      GList rest = new GList();
      StringBuilder batch = new StringBuilder();
      for (G g = queue.pollBatch(rest, 1, 2); g != null; g = rest.poll()) {
        batch.append(Arrays.asList(all).indexOf(g)).append(' ');
      }
      return batch.toString();
    }

    @Operation
    public int size() {
      return queue.size();
    }
  }

  /** The same of one thread. */
  public static final class GlobalSpec {
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();
    private int made;

    public void add() {
      queue.add(made++);
    }

    public void addTwo() {
      queue.add(made++);
      queue.add(made++);
    }

    public int poll() {
      Integer head = queue.poll();
      return head == null ? NONE : head;
    }

    public String pollBatch() {
      StringBuilder batch = new StringBuilder();
      for (int i = 0; i < 2 && !queue.isEmpty(); i++) {
        batch.append(queue.poll()).append(' ');
      }
      return batch.toString();
    }

    public int size() {
      return queue.size();
    }
  }

  @Test
  @DisplayName("the global queue, three threads, three operations each")
  void global() {
    ModelChecking.check(Global.class, GlobalSpec.class, 3, 3);
  }

  // ---- canaries ---------------------------------------------------------------------------------

  @Test
  @DisplayName("canary: runNext is looked at and taken in two steps")
  void canaryRunNext() {
    Canary.assertCaught(
        Twin.of("core", RunQueue.class)
            .replace(
                "return runNext == null ? null : (G) RUN_NEXT.getAndSet(this, null);",
                "G g = runNext; runNext = null; return g;"),
        HERE,
        "owners");
  }

  @Test
  @DisplayName("canary: looks at ring and runNext once")
  void canaryFalselyEmpty() {
    Canary.assertCaught(
        Twin.of("core", RunQueue.class)
            .replace("if (!empty || tail == ring.currentProducerIndex())", "if (tail >= 0)"),
        HERE,
        "neverFalselyEmpty");
  }

  @Test
  @DisplayName("canary: the global queue is polled without its lock")
  void canaryGlobal() {
    Canary.assertCaught(
        Twin.of("core", GlobalQueue.class).replaceAfter("@Nullable G poll() {", "lock.lock();", ""),
        HERE,
        "global");
  }
}
