package io.sudog.lincheck;

import io.sudog.channels.Chan;
import io.sudog.runtime.ForeignThread;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import kotlin.coroutines.Continuation;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Checks a structure made of Sudog's channels, selects, locks and contexts for linearizability:
 * whatever its operations do at the same time could have been done one after the other.
 *
 * <p>Lincheck makes scenarios of a few operations on a few threads, runs each with many different
 * switches between the threads, and compares the results with the specification. A failure is an
 * {@link AssertionError} with the scenario and the switches that led to it.
 *
 * <pre>{@code
 * StructureCheck.of(QueueOperations.class, QueueSpecification.class).run();
 * }</pre>
 *
 * <p>Both classes are plain ones, in Java or in Kotlin; an operation may wait in Sudog's channels,
 * selects, locks and contexts as often as it likes. Not thread-safe. Lincheck runs one check at a
 * time in a JVM, and nothing else that uses Sudog may run beside it there.
 */
public final class StructureCheck {
  private static final int ITERATIONS = 20;
  private static final int INVOCATIONS = 1_000;
  private static final int THREADS = 3;
  private static final int OPERATIONS = 2;

  // What Lincheck is not to look into: the machinery of this module, and what Sudog notes of a
  // thread for itself.
  private static final Set<String> WHOLLY =
      Set.of(
          "io.sudog.lincheck.TraceFrames",
          "io.sudog.lincheck.TraceFrames.Access",
          "io.sudog.lincheck.Misuse");
  private static final Set<String> WAITERS =
      Set.of("io.sudog.lincheck.OperationWaiter", "io.sudog.lincheck.Outsider");
  private static final Set<String> OF_WAITERS =
      Set.of("<init>", "prepare", "prepareTimed", "ready", "whenReady", "outcome", "timers");

  // What is on the way to the user's operations: it is not shown, and no switch is made in it.
  private static final Set<String> WAY =
      Set.of(
          "io.sudog.lincheck.Suspending",
          "io.sudog.lincheck.OperationCall",
          "io.sudog.lincheck.OperationWaiter",
          "io.sudog.lincheck.OperationWaiter.Call",
          "io.sudog.lincheck.Coroutine",
          "io.sudog.lincheck.Coroutine.Switch");

  private static final Set<String> NOTERS =
      Set.of(
          "io.sudog.runtime.ForeignThread", "io.sudog.runtime.Parking", "io.sudog.runtime.Waiter");
  private static final Set<String> OF_NOTERS =
      Set.of("current", "currentG", "checkpoint", "canSpin", "replace");

  private final Class<?> operations;
  private final Class<?> specification;
  private int iterations = ITERATIONS;
  private int invocations = INVOCATIONS;
  private int threads = THREADS;
  private int operationsPerThread = OPERATIONS;
  private Consumer<ModelCheckingOptions> more = _ -> {};

  private StructureCheck(Class<?> operations, Class<?> specification) {
    this.operations = operations;
    this.specification = specification;
  }

  /**
   * A check with the usual settings: 20 scenarios of 3 threads with 2 operations each, 1,000 runs
   * of each.
   *
   * @param operations a class with a constructor without parameters, which makes the structure, and
   *     with the structure's operations, public methods that carry {@link Operation}
   * @param specification the same operations for a single thread, by the same names and with the
   *     same parameters
   * @return the check, yet to be {@linkplain #run run}
   * @throws IllegalArgumentException when one of them is not such a class; it says what is missing
   */
  public static StructureCheck of(
      Class<?> operations, Class<? extends Specification> specification) {
    Objects.requireNonNull(operations, "operations");
    Objects.requireNonNull(specification, "specification");
    requireConstructor(operations);
    requireConstructor(specification);
    List<Method> all =
        Arrays.stream(operations.getMethods())
            .filter(m -> m.isAnnotationPresent(Operation.class))
            .toList();
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          operations.getName()
              + " has no operation: put @Operation of "
              + Operation.class.getPackageName()
              + " in front of each of its public methods that is one");
    }
    all.forEach(operation -> requireCounterpart(operation, specification));
    return new StructureCheck(operations, specification);
  }

  private static void requireConstructor(Class<?> type) {
    if (Modifier.isAbstract(type.getModifiers())
        || Arrays.stream(type.getDeclaredConstructors())
            .filter(c -> !Modifier.isPrivate(c.getModifiers()))
            .allMatch(c -> c.getParameterCount() > 0)) {
      throw new IllegalArgumentException(
          type.getName()
              + " has no constructor without parameters that others may call, and Lincheck makes an"
              + " object of it for each run: give it one, and if it is a nested class make it static"
              + " and not private");
    }
  }

  private static void requireCounterpart(Method operation, Class<?> specification) {
    if (Arrays.asList(operation.getParameterTypes()).contains(Continuation.class)) {
      throw new IllegalArgumentException(
          operation + " is a suspending function: leave `suspend` out, an operation just waits");
    }
    boolean there =
        Arrays.stream(specification.getMethods())
            .filter(m -> m.getName().equals(operation.getName()))
            .anyMatch(m -> Arrays.equals(m.getParameterTypes(), operation.getParameterTypes()));
    if (!there) {
      throw new IllegalArgumentException(
          specification.getName()
              + " has no public `"
              + signature(operation)
              + "`, but "
              + operation.getDeclaringClass().getName()
              + " does: declare it with the same parameters");
    }
  }

  private static String signature(Method operation) {
    return Arrays.stream(operation.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", operation.getName() + "(", ")"));
  }

  /**
   * How many scenarios are tried.
   *
   * @param n 1 or more
   * @return this
   */
  public StructureCheck iterations(int n) {
    iterations = atLeast(1, n, "iterations");
    return this;
  }

  /**
   * How often each scenario is run, with other switches each time.
   *
   * @param n 1 or more
   * @return this
   */
  public StructureCheck invocations(int n) {
    invocations = atLeast(1, n, "invocations");
    return this;
  }

  /**
   * How many threads a scenario has.
   *
   * @param n 1 or more; runs get longer quickly beyond 3, and find little more
   * @return this
   */
  public StructureCheck threads(int n) {
    threads = atLeast(1, n, "threads");
    return this;
  }

  /**
   * How many operations each thread of a scenario has.
   *
   * @param n 1 or more
   * @return this
   */
  public StructureCheck operationsPerThread(int n) {
    operationsPerThread = atLeast(1, n, "operationsPerThread");
    return this;
  }

  /**
   * Changes Lincheck's own options, for what the other methods here do not set: guarantees, bounds
   * of loops, whether a failed scenario is made smaller. Scenarios by hand cannot be added.
   *
   * @param change is given the options when the check is run
   * @return this
   */
  public StructureCheck options(Consumer<ModelCheckingOptions> change) {
    more = more.andThen(Objects.requireNonNull(change, "change"));
    return this;
  }

  private static int atLeast(int least, int n, String name) {
    if (n < least) {
      throw new IllegalArgumentException(name + " is " + n + ": give " + least + " or more");
    }
    return n;
  }

  /**
   * Runs the check; returns when nothing was found.
   *
   * @throws AssertionError when results were wrong, or the structure got stuck; its message has the
   *     scenario and what happened
   * @throws IllegalStateException when the structure does what cannot be checked, such as starting
   *     a goroutine; it says what to do about it
   */
  public void run() {
    ModelCheckingOptions options =
        new ModelCheckingOptions()
            .iterations(iterations)
            .invocationsPerIteration(invocations)
            .threads(threads)
            .actorsPerThread(operationsPerThread)
            // What waits before or after the parallel part could never be woken.
            .actorsBefore(0)
            .actorsAfter(0)
            .executionGenerator(Scenarios.class)
            .sequentialSpecification(SuspendingClass.of(specification))
            .addGuarantee(ignore(WHOLLY, null))
            .addGuarantee(ignore(Set.of("io.sudog.lincheck.Coroutine"), Set.of("make")))
            // The select's own order of its cases; Lincheck cannot read the JDK's comparator.
            .addGuarantee(ignore(Set.of("io.sudog.select.SelectOp"), Set.of("sort")))
            .addGuarantee(ignore(WAITERS, OF_WAITERS))
            .addGuarantee(ignore(NOTERS, OF_NOTERS))
            .addGuarantee(
                ManagedStrategyGuaranteeKt.forClasses(
                        name -> WAY.contains(name) || name.endsWith(SuspendingClass.SUFFIX))
                    .allMethods()
                    .mute$lincheck());
    more.accept(options);
    initialize();
    Misuse.clear();
    // The constructor of the structure, and the specification, run on the calling thread.
    ForeignThread before = ForeignThread.replace(new Outsider());
    ForeignThread.makeBy(Outsider::new);
    Throwable found = null;
    try {
      options.check(SuspendingClass.of(operations));
    } catch (Throwable e) {
      found = e;
    } finally {
      ForeignThread.makeBy(null);
      ForeignThread.replace(before);
    }
    String misuse = Misuse.first();
    switch (found) {
      case Throwable e when misuse != null -> throw new IllegalStateException(misuse, e);
      case null -> {
        if (misuse != null) {
          throw new IllegalStateException(misuse);
        }
      }
      case LincheckAssertionError e ->
          throw new AssertionError(TraceText.of(String.valueOf(e.getMessage())));
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException("Lincheck ran into this", e);
    }
  }

  private static ManagedStrategyGuarantee ignore(
      Set<String> classes, @Nullable Set<String> methods) {
    return ManagedStrategyGuaranteeKt.forClasses(classes::contains)
        .methods(name -> methods == null || methods.contains(name))
        .ignore();
  }

  /**
   * Lets the JDK start what threads it wants before Lincheck watches: the first continuation, and
   * the first look at a virtual thread, make it start one, which Lincheck would wait for in vain.
   */
  private static void initialize() {
    Thread.startVirtualThread(() -> {});
    Chan<Integer> never = Chan.make();
    OperationWaiter waits =
        new OperationWaiter(
            () -> {
              never.send(1);
              return null;
            });
    if (waits.step() || never.receive() == null) {
      throw new IllegalStateException("a send on a channel nobody receives from did not wait");
    }
  }
}
