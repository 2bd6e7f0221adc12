package io.sudog.verify.fray;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.sudog.runtime.Parking;
import io.sudog.runtime.SharedSched;
import io.sudog.runtime.jdk.VirtualThreads;
import io.sudog.testing.Twin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import kotlin.Unit;
import org.pastalab.fray.core.observers.TimelineCoverageType;
import org.pastalab.fray.core.randomness.ControlledRandom;
import org.pastalab.fray.core.randomness.RandomnessProvider;
import org.pastalab.fray.junit.plain.FrayInTestLauncher;
import org.pastalab.fray.runtime.DeadlockException;

/** Runs a scenario in many interleavings, always the same ones. */
public final class Interleavings {
  /** How many of each scenario; nearly all canaries are caught within the first fifty. */
  private static final int COUNT = 300;

  private static final int FACTOR = Integer.getInteger("sudog.verify", 1);
  private static final long SEED = Long.getLong("sudog.seed", 20_091_110);

  // After which a scenario counts as hanging: two threads may wait for each other actively. Some
  // seconds are enough on a quiet machine.
  private static final int LIMIT_SECONDS = 120 * FACTOR;

  private Interleavings() {}

  /** One thread of a scenario. */
  @FunctionalInterface
  public interface Body {
    /**
     * What the thread does.
     *
     * @throws Exception fails the scenario
     */
    void run() throws Exception;
  }

  /**
   * Runs a scenario in many interleavings; fails with what the first bad one threw.
   *
   * @param scenario starts its threads by {@link #together}, which ends when they have
   */
  public static void explore(Body scenario) {
    if (Interleavings.class.getClassLoader() == ClassLoader.getSystemClassLoader()) {
      StackWalker.StackFrame caller =
          StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
              .walk(
                  frames ->
                      frames
                          .filter(frame -> frame.getDeclaringClass() != Interleavings.class)
                          .findFirst())
              .orElseThrow();
      seamed().assertPasses(caller.getDeclaringClass(), caller.getMethodName());
      return;
    }
    // Outside of Fray: what a JVM does only once would make the first interleaving a special one,
    // and the threads of the shared scheduler are none of the scenario's.
    Parking.checkpoint();
    SharedSched.rest();
    Random seeds = new Random(SEED);
    RandomnessProvider randomness =
        () ->
            new ControlledRandom(
                new ArrayList<>(), new ArrayList<>(), new Random(seeds.nextLong()));
    FrayInTestLauncher.INSTANCE.launchFray(
        () -> run(scenario),
        new FairScheduler(randomness.getRandomness()),
        randomness,
        Math.multiplyExact(COUNT, FACTOR),
        // Fray would end such a run as if it had passed; the twin's patience is over before.
        2 * LIMIT_SECONDS,
        false,
        TimelineCoverageType.NONE,
        config -> Unit.INSTANCE);
  }

  /**
   * The production code with its one seam for Fray: a spin lock gives the OS thread away through a
   * method of the JDK that Fray does not see, and would spin for ever.
   */
  private static Twin seamed() {
    return Twin.of("core", VirtualThreads.class)
        .replace("YIELD_CARRIER.invokeExact();", "Thread.yield();")
        .loadedThrough(Steps::added)
        .patience(Duration.ofSeconds(LIMIT_SECONDS));
  }

  /**
   * A twin of a class, so far the same; for Fray.
   *
   * @param module the folder of its module
   * @param original the class
   * @return the twin
   */
  public static Twin twin(String module, Class<?> original) {
    return seamed().and(module, original);
  }

  private static void run(Body body) {
    try {
      body.run();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Runs each body on a platform thread of its own, the last on the caller's, until all have ended.
   *
   * @param bodies what the threads do
   * @throws InterruptedException never
   */
  public static void together(Body... bodies) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    int last = bodies.length - 1;
    for (int i = 0; i < last; i++) {
      Body body = bodies[i];
      threads.add(Thread.ofPlatform().name("party-" + i).start(() -> run(body)));
    }
    run(bodies[last]);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /**
   * Fails unless a scenario ends in a deadlock with the twin.
   *
   * @param twin the production code, one step away from itself
   * @param test the class of the scenario
   * @param scenario its method
   */
  public static void assertDeadlocks(Twin twin, Class<?> test, String scenario) {
    assertInstanceOf(DeadlockException.class, twin.assertCaughtBy(test, scenario));
  }

  /**
   * Fails unless a scenario throws with the twin what is expected.
   *
   * @param type of the exception
   * @param twin the production code, one step away from itself
   * @param test the class of the scenario
   * @param scenario its method
   */
  public static void assertThrown(
      Class<? extends Throwable> type, Twin twin, Class<?> test, String scenario) {
    assertInstanceOf(type, twin.assertCaughtBy(test, scenario));
  }
}
