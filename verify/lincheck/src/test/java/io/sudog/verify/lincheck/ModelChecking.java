package io.sudog.verify.lincheck;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * How the suites of locks and runtime structures are checked: all numbers in one place, on top of
 * {@link Checks}.
 */
public final class ModelChecking {
  // Whole sections under a lock have several times the steps of a channel operation, and there are
  // many suites.
  private static final int ITERATIONS = 10;
  private static final int INVOCATIONS = 300;

  // A scenario by hand is one iteration: it may take more.
  private static final int INVOCATIONS_BY_HAND = 1_000;
  private static final int FACTOR = Math.max(1, Integer.getInteger("sudog.verify", 1));

  private ModelChecking() {}

  /**
   * Checks random scenarios.
   *
   * @param operations the operations
   * @param specification the same operations, of one thread
   * @param threads how many threads
   * @param actors how many operations each
   */
  public static void check(Class<?> operations, Class<?> specification, int threads, int actors) {
    options(threads, actors, specification, ITERATIONS).check(operations);
  }

  /**
   * Checks one scenario.
   *
   * @param operations the operations
   * @param specification the same operations, of one thread
   * @param threads what each thread does, as in {@code "take put(2)"}
   */
  public static void checkScenario(Class<?> operations, Class<?> specification, String... threads) {
    List<List<Actor>> parallel = new ArrayList<>();
    for (String thread : threads) {
      List<Actor> actors = new ArrayList<>();
      for (String call : thread.split(" ", -1)) {
        actors.add(actor(operations, call));
      }
      parallel.add(actors);
    }
    options(parallel.size(), 1, specification, 0)
        .invocationsPerIteration(INVOCATIONS_BY_HAND * FACTOR)
        .addCustomScenario(new ExecutionScenario(List.of(), parallel, List.of(), null))
        .check(operations);
  }

  private static Actor actor(Class<?> operations, String call) {
    int open = call.indexOf('(');
    String name = open < 0 ? call : call.substring(0, open);
    List<Object> arguments =
        open < 0
            ? List.of()
            : List.of(Integer.valueOf(call.substring(open + 1, call.length() - 1)));
    Method method =
        Arrays.stream(operations.getMethods())
            .filter(m -> m.getName().equals(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no operation " + name));
    return new Actor(method, arguments);
  }

  private static ModelCheckingOptions options(
      int threads, int actors, Class<?> specification, int iterations) {
    return Checks.INSTANCE
        .model(threads, actors, specification, iterations, INVOCATIONS)
        .minimizeFailedScenario(!Canary.isChild());
  }
}
