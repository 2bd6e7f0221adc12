package io.sudog.lincheck;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls that Lincheck believes the calling thread to be in. It notes each call it sees begin
 * and takes the newest note away when one ends, so a {@link Coroutine} that is left in the middle
 * must take its notes with it, and bring them back: else its calls, and those around it, would end
 * under each other's names in the trace.
 *
 * <p>Lincheck has no interface for that; the names here are those of the release this module
 * depends on. Where one is missing nothing is done: what is found stays right, only traces suffer.
 * Lincheck is told not to look into this class.
 */
final class TraceFrames {
  private static final String THREAD = "sun.nio.ch.lincheck.TestThread";
  private static final String STRATEGY =
      "org.jetbrains.kotlinx.lincheck.strategy.managed.ManagedStrategy";
  private static final String[] NOTES = {"callStackTrace", "shadowStack", "analysisSectionStack"};

  private final List<List<Object>> left = new ArrayList<>();
  private int[] depths = {};

  /** To be called before a coroutine is run: brings its notes back. */
  void enter() {
    List<List<Object>> stacks = Access.stacks();
    depths = stacks.stream().mapToInt(List::size).toArray();
    for (int i = 0; i < left.size() && i < stacks.size(); i++) {
      stacks.get(i).addAll(left.get(i));
    }
    left.clear();
  }

  /** To be called after it was left: takes its notes away. */
  void leave() {
    List<List<Object>> stacks = Access.stacks();
    for (int i = 0; i < stacks.size(); i++) {
      List<Object> stack = stacks.get(i);
      List<Object> notes = stack.subList(Math.min(depths[i], stack.size()), stack.size());
      left.add(new ArrayList<>(notes));
      notes.clear();
    }
  }

  /** Lincheck's own lists. Its thread's class exists only once its agent is at work. */
  private record Access(Field threadId, Method descriptor, Method tracker, List<Field> notes) {
    private static @Nullable Access instance;
    private static boolean missing;

    static List<List<Object>> stacks() {
      Thread current = Thread.currentThread();
      if (missing || !current.getClass().getName().equals(THREAD)) {
        return List.of();
      }
      try {
        Access access = instance;
        if (access == null) {
          access = open(current.getClass());
          instance = access;
        }
        return access.stacksOf(current);
      } catch (ReflectiveOperationException | RuntimeException e) {
        missing = true;
        return List.of();
      }
    }

    private static Access open(Class<?> thread) throws ReflectiveOperationException {
      Class<?> descriptor = Class.forName("sun.nio.ch.lincheck.ThreadDescriptor", false, null);
      Class<?> strategy = Class.forName(STRATEGY);
      List<Field> notes = new ArrayList<>();
      for (String name : NOTES) {
        Field field = strategy.getDeclaredField(name);
        field.setAccessible(true);
        notes.add(field);
      }
      return new Access(
          thread.getField("threadId"),
          descriptor.getMethod("getCurrentThreadDescriptor"),
          descriptor.getMethod("getEventTracker"),
          List.copyOf(notes));
    }

    @SuppressWarnings("unchecked") // each is a Map<Integer, List<...>>
    private List<List<Object>> stacksOf(Thread current) throws ReflectiveOperationException {
      Object described = descriptor.invoke(null);
      Object checker = described == null ? null : tracker.invoke(described);
      if (!notes.getFirst().getDeclaringClass().isInstance(checker)) {
        return List.of();
      }
      Object id = threadId.get(current);
      List<List<Object>> stacks = new ArrayList<>();
      for (Field note : notes) {
        Map<?, ?> byThread = (Map<?, ?>) note.get(checker);
        stacks.add((List<Object>) byThread.get(id));
      }
      return stacks;
    }
  }
}
