package io.sudog.lincheck;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import kotlin.coroutines.Continuation;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.CTestStructure;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionGenerator;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.kotlinx.lincheck.execution.RandomExecutionGenerator;
import org.jetbrains.lincheck.datastructures.CTestConfiguration;
import org.jetbrains.lincheck.datastructures.RandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * Lincheck's own scenarios of the user's operations, with each operation replaced by its {@link
 * Suspending} form. Lincheck makes the object; not for use by hand.
 */
public final class Scenarios extends ExecutionGenerator {
  private final Class<?> suspending;
  private final RandomExecutionGenerator users;

  /**
   * Called by Lincheck.
   *
   * @param configuration of the check
   * @param structure what Lincheck has read in the class it was given
   * @param random where chance comes from
   * @throws NoSuchFieldException when the class checked is not one of ours
   */
  public Scenarios(
      CTestConfiguration configuration, CTestStructure structure, RandomProvider random)
      throws NoSuchFieldException {
    super(configuration, structure);
    suspending = configuration.getTestClass();
    users =
        new RandomExecutionGenerator(
            configuration,
            CTestStructure.getFromTestClass(SuspendingClass.targetOf(suspending)),
            random);
  }

  @Override
  public ExecutionScenario nextExecution() {
    ExecutionScenario scenario = users.nextExecution();
    List<List<Actor>> threads =
        scenario.getParallelExecution().stream()
            .map(thread -> thread.stream().map(this::suspending).toList())
            .toList();
    return new ExecutionScenario(
        List.of(), threads, List.of(), validation(scenario.getValidationFunction()));
  }

  private Actor suspending(Actor actor) {
    Class<?>[] plain = actor.getMethod().getParameterTypes();
    Class<?>[] parameters = Arrays.copyOf(plain, plain.length + 1);
    parameters[plain.length] = Continuation.class;
    // Go has no operations that are canceled from outside.
    return new Actor(
        method(actor, parameters), actor.getArguments(), false, false, false, false, true);
  }

  private @Nullable Actor validation(@Nullable Actor actor) {
    return actor == null
        ? null
        : new Actor(method(actor, actor.getMethod().getParameterTypes()), actor.getArguments());
  }

  private Method method(Actor actor, Class<?>[] parameters) {
    try {
      return suspending.getMethod(actor.getMethod().getName(), parameters);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }
}
