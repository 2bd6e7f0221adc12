package io.sudog.testing;

import io.sudog.runtime.Sched;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/**
 * Runs a test in all combinations of what its {@link Capacities}, {@link Processors} and {@link
 * Kinds} say. Each run's display name is the test's own, followed by the combination.
 */
final class Matrix implements TestTemplateInvocationContextProvider {
  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Method method = context.getRequiredTestMethod();
    Capacities capacities = method.getAnnotation(Capacities.class);
    Processors processors = method.getAnnotation(Processors.class);
    Kinds kinds = method.getAnnotation(Kinds.class);
    List<@Nullable Integer> caps = values(capacities == null ? null : capacities.value());
    List<@Nullable Integer> procs = values(processors == null ? null : processors.value());
    if (!Sched.GMP) {
      procs = procs.subList(0, 1);
    }
    List<TestTemplateInvocationContext> runs = new ArrayList<>();
    for (Integer cap : caps) {
      for (Integer proc : procs) {
        for (Kind kind : kinds == null ? new @Nullable Kind[] {null} : kinds.value()) {
          runs.add(new Run(context.getDisplayName(), cap, proc, kind));
        }
      }
    }
    return runs.stream();
  }

  private static List<@Nullable Integer> values(int @Nullable [] given) {
    List<@Nullable Integer> values = new ArrayList<>();
    if (given == null) {
      values.add(null);
    } else {
      for (int value : given) {
        values.add(value);
      }
    }
    return values;
  }

  private record Run(
      String test, @Nullable Integer capacity, @Nullable Integer processors, @Nullable Kind kind)
      implements TestTemplateInvocationContext, ParameterResolver {
    @Override
    public String getDisplayName(int index) {
      StringBuilder name = new StringBuilder(test);
      if (capacity != null) {
        name.append(", cap ").append(capacity);
      }
      if (processors != null) {
        name.append(", processors ").append(processors);
      }
      if (kind != null) {
        name.append(", ").append(kind);
      }
      return name.toString();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      Class<?> type = parameter.getParameter().getType();
      return type == int.class ? value(parameter) != null : type == Kind.class && kind != null;
    }

    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Kind.class ? kind : value(parameter);
    }

    /** The first int is the capacity, if there are capacities; the next one the processors. */
    private @Nullable Integer value(ParameterContext parameter) {
      int ints = 0;
      Class<?>[] types = parameter.getDeclaringExecutable().getParameterTypes();
      for (int i = 0; i < parameter.getIndex(); i++) {
        if (types[i] == int.class) {
          ints++;
        }
      }
      if (capacity != null) {
        return ints == 0 ? capacity : ints == 1 ? processors : null;
      }
      return ints == 0 ? processors : null;
    }
  }
}
