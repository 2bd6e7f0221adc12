package io.sudog.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sudog.testing.Await;
import io.sudog.testing.Twin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How long sysmon sleeps: seen in no result, so its sleeps are replaced by notes of them. */
@DisplayName("Sysmon")
class SysmonConformanceTest {
  private static final long SHORTEST = 20_000;
  private static final long LONGEST = 10_000_000;

  private static final ConcurrentLinkedQueue<Long> NAPS = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger DEEP = new AtomicInteger();

  /** In the place of a nap. */
  static void nap(long nanos) {
    NAPS.add(nanos);
    Thread.yield();
  }

  /** Before a sleep without end. */
  static void sleepsDeeply() {
    DEEP.incrementAndGet();
  }

  private static Twin observed() {
    return Twin.of("core", Sysmon.class)
        .replace("LockSupport.parkNanos(this, nanos);", "SysmonConformanceTest.nap(nanos);")
        .replace(
            "LockSupport.park(this);",
            "SysmonConformanceTest.sleepsDeeply(); LockSupport.park(this);");
  }

  @Test
  @DisplayName("G21 naps for 20 us, after 50 idle rounds twice as long each, and deeply without Ps")
  void sleeps() {
    observed().assertPasses(SysmonConformanceTest.class, "watch");
  }

  @Test
  @DisplayName("canary: one that naps longer and longer at once, or never sleeps deeply")
  void brokenSleeps() {
    observed()
        .replace("idleRounds > IDLE_ROUNDS", "idleRounds > 0")
        .assertCaughtBy(SysmonConformanceTest.class, "watch");
    observed()
        .replaceAfter("private void watch() {", "sleepDeeply();", "nap(delay);")
        .assertCaughtBy(SysmonConformanceTest.class, "watch");
  }

  static void watch() {
    try (SteppedSched s = new SteppedSched(2)) {
      Await.until("it sleeps deeply, since all Ps are idle", () -> DEEP.get() > 0);
      assertEquals(List.of(), List.copyOf(NAPS));
      M m = s.machineWithP();
      Await.until("it naps as long as it ever does", () -> NAPS.contains(LONGEST));
      List<Long> naps = new ArrayList<>(NAPS);
      long shortest = naps.stream().filter(nanos -> nanos == SHORTEST).count();
      // The wake-up may fall into the first nap, which is none then.
      assertTrue(shortest == 50 || shortest == 49, naps::toString);
      for (int i = 1; naps.get(i - 1) < LONGEST; i++) {
        long expected = i < shortest ? SHORTEST : Math.min(2 * naps.get(i - 1), LONGEST);
        assertEquals(expected, naps.get(i), naps::toString);
      }
      // A goroutine that blocks: its P is taken, and the naps are short again.
      int before = NAPS.size();
      int deepBefore = DEEP.get();
      m.p.setStatus(PState.SYSCALL);
      s.sched.global.add(s.runnable(() -> {}));
      Await.until(
          "it naps shortly", () -> NAPS.stream().skip(before).anyMatch(nanos -> nanos == SHORTEST));
      Await.until("all Ps are idle, and it sleeps", () -> DEEP.get() > deepBefore);
    }
  }
}
