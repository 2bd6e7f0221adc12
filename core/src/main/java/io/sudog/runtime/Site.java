package io.sudog.runtime;

import io.sudog.core.Task;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a goroutine was started: the first frame outside the library.
 *
 * <p>GO: Go records the caller's program counter, for free. A stack walk costs about a microsecond,
 * as much as the goroutine itself, so the place is looked up once for each class of task: every
 * lambda expression has a class of its own and is mostly handed to {@code go} where it stands. A
 * named class, whose instances are started from many places, shows the first of them. {@code
 * -Dsudog.sites=exact} walks at every start (docs/adr/0004).
 */
final class Site {
  private static final boolean EXACT = "exact".equals(System.getProperty("sudog.sites"));

  private static final Set<String> LIBRARY =
      Set.of(
          "io.sudog.core",
          "io.sudog.runtime",
          "io.sudog.sync",
          "io.sudog.channels",
          "io.sudog.time",
          "io.sudog.context",
          "io.sudog.errgroup",
          "io.sudog.select",
          "io.sudog.net",
          "io.sudog.netpoll");

  private static final ClassValue<Site> BY_TASK_CLASS =
      new ClassValue<>() {
        @Override
        protected Site computeValue(Class<?> type) {
          return walk();
        }
      };

  private final StackWalker.@Nullable StackFrame frame;

  private Site(StackWalker.@Nullable StackFrame frame) {
    this.frame = frame;
  }

  static Site of(Task task) {
    if (EXACT) {
      return walk();
    }
    Object users = task instanceof Wrapping wrapping ? wrapping.wrapped() : task;
    return BY_TASK_CLASS.get(users.getClass());
  }

  private static Site walk() {
    return new Site(
        StackWalker.getInstance()
            .walk(frames -> frames.filter(Site::isUsers).findFirst().orElse(null)));
  }

  private static boolean isUsers(StackWalker.StackFrame frame) {
    String type = frame.getClassName();
    // Packages, not a prefix: the samples are users of the library too.
    int dot = type.lastIndexOf('.');
    return !(dot > 0 && LIBRARY.contains(type.substring(0, dot))) && !type.startsWith("java.");
  }

  /** The method, as Go's "created by" line has it. */
  String method() {
    StackWalker.StackFrame f = frame;
    return f == null ? "unknown" : f.getClassName() + "." + f.getMethodName();
  }

  /** File and line. */
  String place() {
    StackWalker.StackFrame f = frame;
    return f == null ? "unknown" : f.getFileName() + ":" + f.getLineNumber();
  }

  @Override
  public String toString() {
    return method() + "(" + place() + ")";
  }
}
