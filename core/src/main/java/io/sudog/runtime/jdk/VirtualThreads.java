package io.sudog.runtime.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The private members of the JDK that a goroutine rests on, and nothing else in Sudog touches any.
 *
 * <p>All of them live in {@code java.lang}, so one option opens them: {@code --add-opens
 * java.base/java.lang=ALL-UNNAMED} on the class path, {@code =io.sudog.core} on the module path.
 * Where they cannot be reached, {@link #AVAILABLE} is false and {@link #WHY_NOT} says why.
 */
public final class VirtualThreads {
  /** True when virtual threads can be started on a scheduler of ours. */
  public static final boolean AVAILABLE;

  /** What the lookup failed with; null when it succeeded. */
  public static final @Nullable Throwable WHY_NOT;

  // ThreadBuilders.newVirtualThread(Executor, String, int, Runnable): the only factory that takes
  // any Executor.
  private static final @Nullable MethodHandle NEW_VIRTUAL_THREAD;

  // VirtualThread.scheduler: leads from the current thread to its G without a map. It is a field
  // of the thread, not of the carrier, on purpose: the compiler treats the carrier as constant
  // within a compiled method, though a yield inlined into that method may change it.
  private static final @Nullable MethodHandle SCHEDULER;

  // Thread.yield0(): gives the OS thread away without unmounting the goroutine.
  private static final @Nullable MethodHandle YIELD_CARRIER;

  static {
    MethodHandle newVirtualThread = null;
    MethodHandle scheduler = null;
    MethodHandle yieldCarrier = null;
    Throwable whyNot = null;
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
      Class<?> builders = lookup.findClass("java.lang.ThreadBuilders");
      Class<?> virtualThread = lookup.findClass("java.lang.VirtualThread");
      newVirtualThread =
          lookup.findStatic(
              builders,
              "newVirtualThread",
              MethodType.methodType(
                  Thread.class, Executor.class, String.class, int.class, Runnable.class));
      Field field = virtualThread.getDeclaredField("scheduler");
      scheduler =
          MethodHandles.privateLookupIn(virtualThread, MethodHandles.lookup())
              .unreflectGetter(field)
              .asType(MethodType.methodType(Executor.class, Thread.class));
      yieldCarrier = lookup.findStatic(Thread.class, "yield0", MethodType.methodType(void.class));
    } catch (ReflectiveOperationException | RuntimeException e) {
      whyNot = e;
    }
    AVAILABLE = whyNot == null;
    WHY_NOT = whyNot;
    NEW_VIRTUAL_THREAD = newVirtualThread;
    SCHEDULER = scheduler;
    YIELD_CARRIER = yieldCarrier;
  }

  private VirtualThreads() {}

  /** The JVM option that makes {@link #AVAILABLE} true in this program. */
  public static String neededOption() {
    Module module = VirtualThreads.class.getModule();
    return "--add-opens java.base/java.lang="
        + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
  }

  /**
   * Makes a virtual thread, not yet started, whose runs are submitted to {@code scheduler}.
   *
   * @param scheduler called whenever the thread becomes runnable, always with the same Runnable
   * @param name the thread's name, or null for none
   * @param task what the thread runs
   * @return the unstarted thread
   */
  @SuppressWarnings("NullAway") // only called where AVAILABLE
  public static Thread newThread(Executor scheduler, @Nullable String name, Runnable task) {
    try {
      return (Thread) NEW_VIRTUAL_THREAD.invokeExact(scheduler, name, 0, task);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * The executor that the virtual thread {@code thread} runs on.
   *
   * @param thread a virtual thread
   * @return its scheduler
   */
  @SuppressWarnings("NullAway") // only called where AVAILABLE
  public static Executor schedulerOf(Thread thread) {
    try {
      return (Executor) SCHEDULER.invokeExact(thread);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * The virtual thread that a Runnable submitted to a scheduler continues.
   *
   * @param continuation what {@link Executor#execute} was called with
   * @return the thread, or null where the JDK does not let us see it
   */
  public static @Nullable Thread threadOf(Runnable continuation) {
    Field field = THREAD_FIELD.get(continuation.getClass()).field;
    try {
      return field == null ? null : (Thread) field.get(continuation);
    } catch (IllegalAccessException e) {
      return null;
    }
  }

  /** A ClassValue cannot hold null. */
  private record ThreadField(@Nullable Field field) {}

  // A method reference bound to the thread: a class of the JDK's own, with the thread in its one
  // field.
  private static final ClassValue<ThreadField> THREAD_FIELD =
      new ClassValue<>() {
        @Override
        protected ThreadField computeValue(Class<?> type) {
          for (Field field : type.getDeclaredFields()) {
            if (Thread.class.isAssignableFrom(field.getType()) && field.trySetAccessible()) {
              return new ThreadField(field);
            }
          }
          return new ThreadField(null);
        }
      };

  /** Offers the processor to other OS threads; never unmounts the calling virtual thread. */
  public static void yieldCarrier() {
    if (YIELD_CARRIER == null) {
      Thread.onSpinWait();
      return;
    }
    try {
      YIELD_CARRIER.invokeExact();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Starts the JDK's own socket-poller threads from the calling thread. They are virtual and
   * inherit the scheduler of whoever touches them first; were that a goroutine, they would run as
   * its children on our scheduler and end with it.
   */
  public static void startSocketPollers() {
    if (Thread.currentThread().isVirtual()) {
      Thread starter =
          new Thread(null, VirtualThreads::initializePoller, "sudog-pollers", 0, false);
      starter.setDaemon(true);
      starter.start();
      boolean interrupted = false;
      while (true) {
        try {
          starter.join();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    } else {
      initializePoller();
    }
  }

  private static void initializePoller() {
    try {
      Class.forName("sun.nio.ch.Poller", true, null);
    } catch (ClassNotFoundException e) {
      // This JDK has no such class, so it has no such hazard either.
    }
  }

  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof RuntimeException unchecked) {
      return unchecked;
    }
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("the JDK's virtual threads threw a checked exception", e);
  }
}
